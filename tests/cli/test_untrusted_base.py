"""``check --untrusted``: which revision steers the run, and what it runs, reads and writes."""

import json
import os

import pytest

from postguard.confidential.entries import Entry
from postguard.confidential.keys import new_key
from postguard.confidential.seal import seal
from tests import house
from tests.cli.stranger import BASE, BASE_CONFIG, FOUND, Content, PullRequest

OVERRULED = "postguard/overruled-change"


@pytest.mark.parametrize(
    "variables",
    [
        {"GITHUB_BASE_REF": "main"},
        {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"},
    ],
)
def test_the_build_service_says_which_base(change: PullRequest, variables: dict[str, str]) -> None:
    change.propose({"postguard.toml": ""})
    done = change.check("posts", variables=variables)
    assert (done.code, done.ran.out) == (2, "")
    assert done.ran.err == (
        "postguard: git knows no revision 'refs/remotes/origin/main'; fetch it, or name another\n"
    )
    change.repo.git("update-ref", "refs/remotes/origin/main", "main")
    change.repo.git("tag", "origin/main", "HEAD")
    done = change.check("posts", variables=variables)
    assert (done.code, done.found) == (1, FOUND)
    assert "those of origin/main (" in done.ran.err


def test_without_a_base_nothing_is_checked(change: PullRequest) -> None:
    done = change.run("check", "--untrusted", "posts")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "postguard: --untrusted takes the configuration from the revision a change is based on, "
        "and none is known here; name it: --base origin/main\n"
    )
    done = change.run("check", "--base", "main", "posts")
    assert (done.code, done.err) == (2, "postguard: --base goes with --untrusted\n")
    for revision in ("none", "--help", "", "main:posts"):
        done = change.run("check", "--untrusted", f"--base={revision}", "posts")
        assert (done.code, done.out) == (2, "")


def test_outside_a_repository_nothing_is_checked(change: PullRequest) -> None:
    (change.folder / "posts").mkdir()
    done = change.run("check", "--untrusted", "--base", "main", "posts", inside="..")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "postguard: --untrusted needs a git repository, whose base revision holds the "
        "configuration; call it inside one\n"
    )


def test_a_base_without_a_configuration_is_one(change: PullRequest) -> None:
    change.update_base({name: None for name in BASE if "posts" not in name})
    change.propose({"postguard.toml": 'ignore = ["acme"]\n'})
    done = change.check("posts")
    assert (done.code, done.told) == (1, ((OVERRULED, "postguard.toml"),))
    assert done.found == (("acme/bold", "posts/b.md", 1),)
    (told,) = (item for item in done.report["findings"] if item["rule"] == OVERRULED)
    commit = change.repo.git("rev-parse", "main")[:12]
    assert (told["severity"], told["message"]) == (
        "note",
        f"This is added here, and was not used: main ({commit}) does not hold it.",
    )


def test_standard_input_is_judged_by_the_base(change: PullRequest) -> None:
    change.propose({"postguard.toml": 'ignore = ["acme"]\n'})
    done = change.run("check", "--untrusted", "--base", "main", "-", stdin=b"We utilize it.\n")
    assert done.code == 1
    assert "acme/plain" in done.out
    assert OVERRULED in done.out


def test_the_call_is_judged_by_the_base_from_any_folder(change: PullRequest) -> None:
    change.propose({"postguard.toml": 'ignore = ["acme"]\n'})
    done = change.check("a.md", "b.md", inside="posts")
    assert (done.code, done.told) == (1, ((OVERRULED, f"{change.top}/postguard.toml"),))
    assert [rule for rule, _, _ in done.found] == [rule for rule, _, _ in FOUND]


@pytest.mark.parametrize("option", ["--config", "--baseline", "--waivers", "--terms"])
def test_files_named_in_the_call_are_those_of_the_base(change: PullRequest, option: str) -> None:
    change.propose({"mine.yaml": "terms: []\n"})
    done = change.check("posts", option, "mine.yaml")
    assert (done.code, done.ran.out) == (2, "")
    known = {"--config": "postguard.toml", "--baseline": "known.jsonl", "--waivers": "waivers.yaml"}
    named = known.get(option, "terms.yaml")
    change.propose({named: ""})
    done = change.check("posts", option, named)
    assert (done.code, done.found) == (1, FOUND)
    assert done.told == ((OVERRULED, named),)


def test_what_lies_outside_of_the_repository_is_read_as_it_is(change: PullRequest) -> None:
    outside = change.folder / "outside.yaml"
    outside.write_text("terms:\n  - term: Synergy with Bluefin\n")
    done = change.check("posts", "--terms", str(outside))
    assert ("confidential/outside", "posts/b.md", 1) in done.found


def test_links_in_the_base_are_neither_followed_nor_passed_over(change: PullRequest) -> None:
    change.update_base({"postguard.toml": "-> shared.toml", "shared.toml": BASE_CONFIG})
    done = change.check()
    assert (done.code, done.ran.out) == (2, "")
    assert done.ran.err.splitlines()[1].endswith(
        "postguard.toml: cannot read the configuration: it is a link, and no link in a revision "
        "is followed"
    )


def test_a_folder_that_looks_like_a_repository_is_none(change: PullRequest) -> None:
    bare = change.folder / "bare"
    change.repo.git("clone", "--quiet", "--bare", str(change.top), str(bare))
    change.repo.git("--git-dir", str(bare), "branch", "--force", "main", "pr")
    files: dict[str, Content] = {
        f"posts/{path.relative_to(bare)}": path.read_bytes()
        for path in bare.rglob("*")
        if path.is_file()
    }
    files["posts/config"] = "[core]\n\trepositoryformatversion = 0\n\tworktree = ..\n"
    change.propose({**files, "postguard.toml": ""})
    done = change.check("a.md", "b.md", inside="posts")
    assert (done.code, [rule for rule, _, _ in done.found]) == (1, [rule for rule, _, _ in FOUND])


def test_a_submodule_is_no_place_to_be_called_from(change: PullRequest) -> None:
    change.repo.git(
        *("-c", "protocol.file.allow=always", "submodule", "--quiet", "add"),
        *(str(change.top), "theirs"),
    )
    done = change.check("posts", inside="theirs")
    assert (done.code, done.ran.out) == (2, "")
    assert "is a submodule, which a change can point anywhere" in done.ran.err


def test_a_sealed_list_needs_its_key_whatever_the_change_says(change: PullRequest) -> None:
    key = new_key()
    sealed = seal((Entry((("Bluefin",),), line=1),), key).text
    lists = 'lists = ["terms.sealed"]\nkey_file = "terms.key"'
    config = BASE_CONFIG.replace('lists = ["terms.yaml"]', lists)
    change.update_base({"terms.sealed": sealed, "postguard.toml": config})
    change.propose(
        {
            "terms.key": new_key().reveal(),
            "postguard.toml": f'{config}on_missing_key = "warn"\n',
        }
    )
    done = change.check("posts")
    assert (done.code, done.told) == (3, ((OVERRULED, "postguard.toml"),))
    assert [item["reason"].partition(":")[0] for item in done.report["failures"]] == [
        "this sealed list cannot be checked against"
    ]
    done = change.check("posts", "--base", "main", variables={"POSTGUARD_TERMS_KEY": key.reveal()})
    assert done.code == 1
    assert ("confidential/terms", "posts/b.md", 1) in done.found


# What a change names as code is not merely overruled.


@pytest.mark.parametrize("pipeline", ["plugin.py", "./plugin", "plugin", "lib.plugin", "/etc/x"])
def test_a_change_that_names_a_pipeline_of_its_own_is_refused(
    change: PullRequest, pipeline: str
) -> None:
    code = f"open({str(change.folder / 'ran')!r}, 'w')\n"
    change.propose(
        {
            "postguard.toml": f"{BASE_CONFIG}[language]\npipeline = {pipeline!r}\n",
            "plugin.py": code,
            "lib/plugin/__init__.py": code,
        }
    )
    done = change.check()
    assert (done.code, done.ran.out) == (2, "")
    assert done.ran.err.splitlines()[1] == (
        f"postguard: postguard.toml names {pipeline!r}, which would be code from the files under "
        "check; it was not loaded, and nothing was checked"
    )
    assert not (change.folder / "ran").exists()


@pytest.mark.parametrize("detector", ["plugin.py", "plugin:find", "lib.plugin:find"])
def test_a_change_that_names_a_detector_of_its_own_is_refused(
    change: PullRequest, detector: str
) -> None:
    rule = house.PLAIN.text.replace("kind: terms", f"kind: detector\ndetector: {detector!r}")
    change.propose(
        {
            "rules/acme/plain.yaml": rule,
            "plugin.py": "raise SystemExit(99)\n",
            "lib/plugin.py": "raise SystemExit(99)\n",
        }
    )
    done = change.check()
    assert (done.code, done.ran.out) == (2, "")
    assert f"rules/acme/plain.yaml names {detector!r}, which would be code" in done.ran.err
    # Nor is it imported by whoever trusts the change.
    done = change.check("posts", trusting=True)
    assert (done.code, done.ran.out) == (2, "")
    assert f"there is no detector named {detector!r}" in done.ran.err


@pytest.mark.parametrize("pipeline", ["./model", "en_core_web_none", ""])
def test_a_base_whose_pipeline_is_not_installed_is_refused(
    change: PullRequest, pipeline: str
) -> None:
    config = f"{BASE_CONFIG}[language]\npipeline = {pipeline!r}\n"
    change.update_base({"postguard.toml": config})
    change.propose({"en_core_web_none/config.cfg": "", "model/config.cfg": ""})
    done = change.check()
    assert (done.code, done.ran.out) == (2, "")
    assert done.ran.err.splitlines()[1] == (
        f"postguard: the language pipeline {pipeline!r} is no installed package, and --untrusted "
        "loads none from a path"
    )


def test_python_must_not_look_for_modules_among_the_files(
    change: PullRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    change.propose({"lib/typer.py": "raise SystemExit(99)\n"})
    for place in (str(change.top / "lib"), "lib", "", str(change.top)):
        with monkeypatch.context() as patch:
            patch.syspath_prepend(place)
            done = change.check()
        assert (done.code, done.ran.out) == (2, "")
        assert done.ran.err.startswith("postguard: Python looks for modules in ")
    # An environment that the build made is no file of the change.
    (change.top / "environment").mkdir()
    monkeypatch.syspath_prepend(str(change.top / "environment"))
    assert change.check().code == 1


def test_git_must_not_be_among_the_files(change: PullRequest) -> None:
    program = change.repo.write("tools/git", "#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    for place in ("tools", str(program.parent)):
        done = change.check(
            "--base", "main", "posts", variables={"PATH": f"{place}:{os.environ['PATH']}"}
        )
        assert (done.code, done.ran.out) == (2, "")
        assert "git, among the files under check; take " in done.ran.err
    assert not (change.top / "ran").exists()


def test_a_report_is_not_written_through_a_link(change: PullRequest) -> None:
    target = change.folder / "target"
    target.write_text("mine")
    change.propose({"report.json": f"-> {target}", "reports": f"-> {change.folder}"})
    for place in ("report.json", "reports/x.json"):
        done = change.check("posts", "--output-file", place)
        assert (done.code, done.ran.err) == (
            2,
            f"postguard: {place}: a link among the files under check; nothing is written to it\n",
        )
    assert target.read_text() == "mine"
    assert change.check("posts", "--output-file", "plain.json").code == 1
    assert json.loads((change.top / "plain.json").read_text())["findings"]


def test_no_cache_is_read_or_written(change: PullRequest) -> None:
    assert change.check("posts", trusting=True).code == 1
    cache = change.folder / "cache"
    names = sorted(os.listdir(cache))
    assert names
    for name in names:
        (cache / name).unlink()
        (cache / name).mkdir()
    assert change.check("posts").found == FOUND
    change.propose({"posts/d.md": "We utilize it.\n"})
    assert change.check("posts").code == 1
    assert sorted(os.listdir(cache)) == names
