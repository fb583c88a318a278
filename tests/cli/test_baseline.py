"""``postguard baseline``, and checks against what it wrote."""

import re

from tests.cli.house import Repository

OLD = "# Launch\n\nWe utilize the bluebird.\n"


def adopted(repository: Repository) -> None:
    """A repository whose old posts are in a baseline."""
    repository.write("posts/2016/launch.md", OLD)
    repository.write("posts/2017/prices.csv", "Text,Link\nAll of it is synergy,\n")
    assert repository.run("baseline", "create").code == 0
    repository.configure('baseline = "postguard-baseline.jsonl"')


def test_create_then_check(repository: Repository) -> None:
    repository.write("posts/2016/launch.md", OLD)
    repository.write("posts/2017/prices.csv", "Text,Link\nAll of it is synergy,\n")
    made = repository.run("baseline", "create")
    assert made == (
        0,
        (
            "wrote postguard-baseline.jsonl: 3 findings in 2 files\n"
            f"now add to {repository.folder}/postguard.toml: "
            'baseline = "postguard-baseline.jsonl"\n'
        ),
        "",
    )
    assert re.sub(r"[0-9a-f]{32}", "…", repository.read("postguard-baseline.jsonl")) == (
        '{"postguard": "baseline", "version": 1}\n'
        '{"path": "posts/2016/launch.md", "rule": "acme/plain", "fingerprint": "…", '
        '"title": "House style, plain", "near": "we utilize"}\n'
        '{"path": "posts/2016/launch.md", "rule": "acme/secret", "fingerprint": "…", '
        '"title": "House style, secret", "near": "we utilize the •••"}\n'
        '{"path": "posts/2017/prices.csv", "rule": "acme/no-fix", "fingerprint": "…", '
        '"title": "House style, no-fix", "near": "of it is synergy"}\n'
    )
    repository.configure('baseline = "postguard-baseline.jsonl"')
    assert repository.run_apart("check", ".") == (
        0,
        (
            "Nothing open.\n"
            "Not listed: 3 in the baseline.\n"
            "14 inputs (2 posts): 2 checked, 12 skipped.\n"
            "  skipped  10 inputs: a rules folder of the configuration\n"
            "  skipped  postguard-baseline.jsonl: the baseline\n"
            "  skipped  postguard.toml: a type postguard does not read\n"
        ),
        "",
    )


def test_the_same_findings_give_the_same_bytes(repository: Repository) -> None:
    adopted(repository)
    before = repository.read("postguard-baseline.jsonl")
    repository.write("posts/2016/launch.md", f"A new paragraph.\n\n{OLD}")
    assert repository.run("baseline", "create").code == 2
    assert repository.run("baseline", "create", "--force").code == 0
    assert repository.read("postguard-baseline.jsonl") == before


def test_paths_are_those_of_the_repository_wherever_it_is_run(repository: Repository) -> None:
    adopted(repository)
    for inside, path in ((".", "posts/2016/launch.md"), ("posts", "2016"), ("posts/2016", ".")):
        done = repository.run("check", path, inside=inside)
        assert done.code == 0, done.out
        assert done.out.startswith("Nothing open.\nNot listed: 2 in the baseline.\n")
    piped = repository.run(
        "check", "-", "--stdin-filename", "posts/2016/launch.md", stdin=OLD.encode()
    )
    assert piped.code == 0


def test_a_new_finding_fails_and_old_ones_stay_quiet(repository: Repository) -> None:
    adopted(repository)
    repository.write("posts/2016/launch.md", f"First of all, an amazing day.\n\n{OLD}")
    done = repository.run("check", "posts")
    assert done.code == 1
    assert "1:18 error acme/bold" in done.out
    assert "acme/plain" not in done.out
    assert "Not listed: 3 in the baseline." in done.out


def test_prune_drops_what_is_mended_or_deleted(repository: Repository) -> None:
    adopted(repository)
    lines = repository.read("postguard-baseline.jsonl").splitlines(keepends=True)
    assert repository.run("baseline", "prune") == (0, "0 findings dropped, 3 kept\n", "")
    repository.write("posts/2016/launch.md", "# Launch\n\nWe use the bluebird.\n")
    # Nobody looked at the other file, so what is known of it stays.
    assert repository.run("baseline", "prune", "posts/2016").out == ("2 findings dropped, 1 kept\n")
    assert repository.read("postguard-baseline.jsonl") == lines[0] + lines[3]
    (repository.folder / "posts/2017/prices.csv").unlink()
    assert repository.run("baseline", "prune", "posts/2016").out == "1 finding dropped, 0 kept\n"


def test_show_lists_it_by_file(repository: Repository) -> None:
    adopted(repository)
    shown = repository.run("baseline", "show")
    assert (shown.code, shown.err) == (0, "")
    assert re.sub(r"\[[0-9a-f]{12}\]", "[…]", shown.out) == (
        "posts/2016/launch.md\n"
        "  acme/plain: House style, plain\n"
        "    we utilize  […]\n"
        "  acme/secret: House style, secret\n"
        "    we utilize the •••  […]\n"
        "\n"
        "posts/2017/prices.csv\n"
        "  acme/no-fix: House style, no-fix\n"
        "    of it is synergy  […]\n"
        "\n"
        "3 findings in 2 files\n"
    )


def test_a_file_that_cannot_be_read_makes_it_incomplete(repository: Repository) -> None:
    repository.write("posts/a.md", "We utilize it.\n")
    repository.write("posts/b.md", b"\x89PNG\r\n\x1a\n")
    done = repository.run("baseline", "create")
    assert done.code == 3
    assert done.out.startswith("wrote postguard-baseline.jsonl: 1 finding in 1 file\n")
    assert done.err == (
        "incomplete: this was not checked, or not in full\n"
        "  failed  posts/b.md: binary: a PNG image\n"
    )


def test_a_missing_or_damaged_baseline_is_an_error_with_its_place(repository: Repository) -> None:
    repository.write("a.md", "Fine.\n")
    assert repository.run("check", "a.md", "--baseline", "none.jsonl") == (
        2,
        "",
        "postguard: --baseline none.jsonl: there is no such file\n",
    )
    repository.write("old.jsonl", '{"postguard": "baseline", "version": 1}\nnonsense\n')
    assert repository.run("check", "a.md", "--baseline", "old.jsonl") == (
        2,
        "",
        (
            "postguard: old.jsonl:2: not an object of JSON\n"
            "  Restore the file, or make it anew: postguard baseline create --force.\n"
        ),
    )
    repository.configure('baseline = "gone.jsonl"')
    assert repository.run("check", "a.md") == (
        2,
        "",
        (
            f"postguard: {repository.folder}/postguard.toml:1:1: [baseline] "
            "there is no file 'gone.jsonl' beside it\n"
        ),
    )
    assert repository.run("baseline", "show").err == (
        "postguard: gone.jsonl: there is no baseline; make one with postguard baseline create\n"
    )


def test_a_baseline_named_in_pyproject_is_looked_for_beside_it(repository: Repository) -> None:
    (repository.folder / "postguard.toml").unlink()
    repository.write(
        "pyproject.toml", '[tool.postguard]\nselect = ["acme"]\nbaseline = "b.jsonl"\n'
    )
    repository.write("posts/a.md", "We utilize it.\n")
    assert repository.run("check", "posts").err == (
        f"postguard: {repository.folder}/pyproject.toml:3:1: [baseline] "
        "there is no file 'b.jsonl' beside it\n"
    )
    assert repository.run("baseline", "create", "posts").out == (
        "wrote b.jsonl: 1 finding in 1 file\n"
    )
    assert repository.run("check", ".", inside="posts").code == 0


def test_findings_of_locked_rules_are_pointed_out(repository: Repository) -> None:
    repository.write(
        "postguard.toml",
        repository.read("postguard.toml") + '[ignores]\nlocked = ["acme/secret"]\n',
    )
    repository.write("posts/a.md", "We utilize the bluebird.\n")
    assert "1 finding of locked rules among them: look at each\n" in (
        repository.run("baseline", "create").out
    )
