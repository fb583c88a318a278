"""``check``: exit codes, the two lanes, discovery of the configuration, streams and formats."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.house import ROOT, Ran, Repository

BAD = "We utilize it.\n"
"""One error of the house, with a fix."""
GOOD = "We do it.\n"


def rules_in(ran: Ran) -> list[str]:
    return [item["rule"] for item in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.md"], 0),
        (["bad.md"], 1),
        (["bad.md", "--fail-on", "never"], 0),
        (["bad.md", "--exit-zero"], 0),
        (["bad.md", "--fail-on", "note"], 1),
        (["bad.md", "--ignore", "acme/plain"], 0),
        (["bad.md", "--exclude", "bad.*"], 0),
        (["note.md"], 0),
        (["note.md", "--fail-on", "note"], 1),
        (["broken.txt"], 3),
        (["broken.txt", "bad.md"], 3),
        (["broken.txt", "--exit-zero"], 3),
        (["slides.pptx"], 3),
        (["mixed"], 0),
        (["none.md"], 2),
        (["good.md", "--select", "acne"], 2),
        (["good.md", "--fail-on", "fatal"], 2),
        (["good.md", "--output-format", "word"], 2),
        (["good.md", "--wat"], 2),
        (["good.md", "--config", "none.toml"], 2),
        (["good.md", "--show-matches"], 2),
        (["good.md", "--output-format", "json", "--output-format", "sarif"], 2),
        (["-", "good.md"], 2),
        (["empty.md"], 0),
    ],
)
def test_exit_codes(repository: Repository, arguments: list[str], code: int) -> None:
    repository.write("good.md", GOOD)
    repository.write("bad.md", BAD)
    repository.write("note.md", "<!-- postguard-disable-next-line acme -->\n\nFine.\n")
    repository.write("broken.txt", b"caf\x81 it is\n")
    repository.write("slides.pptx", b"PK\x03\x04")
    repository.write("mixed/slides.pptx", b"PK\x03\x04")
    repository.write("mixed/good.md", GOOD)
    repository.write("empty.md", "")
    assert repository.run("check", *arguments).code == code


@pytest.mark.parametrize(
    "paths", [["good.md"], ["bad.md", "good.md"], ["."], ["broken.txt"], ["none.md"], ["posts"]]
)
def test_the_two_lanes_agree(repository: Repository, paths: list[str]) -> None:
    repository.write("good.md", GOOD)
    repository.write("bad.md", f"# Title\n\n{BAD}")
    repository.write("broken.txt", b"utilize caf\x81 it is\n")
    repository.write("posts/schedule.csv", f"message\n{BAD}")
    plain = repository.run("check", *paths)
    through_typer = repository.run("check", "--fail-on", "error", *paths)
    assert plain == through_typer


def test_the_plain_form_never_imports_the_option_parser(repository: Repository) -> None:
    repository.write("good.md", GOOD)
    (repository.folder / "postguard.toml").unlink()
    script = (
        "import sys\nfrom postguard.cli.entry import guarded\n"
        "code = guarded(['check', 'good.md'])\n"
        "print(code, *sorted({'typer', 'click', 'spacy', 'rich', 'pydantic', 'yaml', "
        "'postguard.confidential', 'postguard.confidential_check'} & set(sys.modules)))"
    )
    variables = {"PYTHONPATH": str(ROOT), "POSTGUARD_CACHE_DIR": str(repository.cache)}

    def call() -> str:
        command = [sys.executable, "-c", script]
        done = subprocess.run(
            command, cwd=repository.folder, capture_output=True, text=True, env=variables
        )
        return done.stdout.splitlines()[-1]

    call()  # compiles the rules, for which it needs more
    assert call() == "0"


def test_standard_input_is_a_draft(repository: Repository) -> None:
    as_text = repository.run("check", "-", "--output-format", "json", stdin=BAD.encode())
    (found,) = json.loads(as_text.out)["findings"]
    assert (as_text.code, found["path"]) == (1, "-")
    assert (found["start"]["column"], found["match"]) == (4, "utilize")
    table = ("check", "-", "--stdin-filename", "posts/a.csv", "--output-format", "json")
    as_table = repository.run(*table, stdin=f"message\n{BAD}".encode())
    (found,) = json.loads(as_table.out)["findings"]
    assert (found["path"], found["post"]) == ("posts/a.csv", "row 2")


def test_several_reports_at_once(repository: Repository) -> None:
    repository.write("bad.md", BAD)
    ran = repository.run(
        "check", "bad.md", "--output-format", "text", "--output-format", "json=out.json"
    )
    assert ran.code == 1
    assert ran.out.startswith("bad.md\n  1:4 error acme/plain\n")
    report = json.loads((repository.folder / "out.json").read_text())
    assert [item["rule"] for item in report["findings"]] == ["acme/plain"]
    one = repository.run("check", "bad.md", "--output-format", "csv", "--output-file", "out.csv")
    assert (one.code, one.out) == (1, "")
    assert (repository.folder / "out.csv").read_text().count("acme/plain") == 1


def test_statistics_count_by_rule(repository: Repository) -> None:
    repository.write("bad.md", "We utilize and utilize synergy.\n")
    out = repository.run("check", "bad.md", "--statistics").out
    assert out.splitlines()[:2] == [
        "2  error    acme/plain   House style, plain",
        "1  error    acme/no-fix  House style, no-fix",
    ]


def test_quiet_is_findings_only(repository: Repository) -> None:
    repository.write("good.md", GOOD)
    assert repository.run("check", "good.md", "--quiet") == Ran(0, "", "")


def test_the_nearest_configuration_holds(repository: Repository) -> None:
    repository.write("posts/.postguard.toml", 'ignore = ["acme/plain"]\n')
    repository.write("posts/deep/a.md", BAD)
    repository.write("other/pyproject.toml", '[tool.postguard]\nfail_on = "never"\n')
    repository.write("other/a.md", BAD)
    repository.write("a.md", BAD)
    assert repository.run("check", "posts").code == 0
    assert repository.run("check", "other").code == 0
    assert repository.run("check", "a.md").code == 1
    assert repository.run("check", "a.md", "--config", "posts/.postguard.toml").code == 0
    assert repository.run("check", "a.md", inside="posts").code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'fail_on = "error"\nexlude = ["a"]\n',
            "postguard.toml:2:1: [exlude] unknown key 'exlude'\n  Did you mean 'exclude'?",
        ),
        (
            '[profile]\nsector = ["x"]\n[brand]\nname = ["Acme"]\n',
            "postguard.toml:4:1: [brand.name] unknown key 'name'\n  Did you mean 'names'?",
        ),
        ('fail_on = "fatal"\n', "postguard.toml:1:1: [fail_on] Input should be "),
        ("fail_on = \n", "postguard.toml:1:11: "),
        ('[files."a.md"]\nignor = []\n', "postguard.toml:2:1: [files.a.md.ignor] unknown key"),
        ('ignore = ["acme/plane"]\n', "there is no rule or pack named 'acme/plane'; did you mean"),
    ],
)
def test_a_wrong_configuration(repository: Repository, text: str, said: str) -> None:
    repository.write("postguard.toml", text)
    repository.write("a.md", BAD)
    ran = repository.run("check", "a.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("postguard: ")
    assert said in ran.err


def test_sections_for_files_add_up(repository: Repository) -> None:
    repository.configure('[files."drafts/**"]\nignore = ["acme/plain"]\n')
    text = repository.read("postguard.toml")
    select, _, sections = text.partition("[rules]")
    table, _, chosen = select.partition('select = ["acme"]')
    repository.write(
        "postguard.toml",
        f'select = ["acme"]\n[rules]{sections}\n{table}{chosen}'
        '[files."**/loud.md"]\nignore = ["acme/bold"]\n',
    )
    for path in ("drafts/loud.md", "drafts/quiet.md", "loud.md"):
        repository.write(path, "We utilize amazing things.\n")
    ran = repository.run("check", ".", "--output-format", "json", "--exclude", "house")
    found = {
        (item["path"], item["rule"], item["disposition"])
        for item in json.loads(ran.out)["findings"]
    }
    assert found == {
        ("drafts/loud.md", "acme/plain", "ignored"),
        ("drafts/loud.md", "acme/bold", "ignored"),
        ("drafts/quiet.md", "acme/plain", "ignored"),
        ("drafts/quiet.md", "acme/bold", "open"),
        ("loud.md", "acme/plain", "open"),
        ("loud.md", "acme/bold", "ignored"),
    }
    assert repository.run("check", "drafts", "--no-ignores", "--output-format", "json").code == 1


def test_a_long_line_is_shown_in_part(repository: Repository, tmp_path: Path) -> None:
    del tmp_path
    repository.write("long.txt", f"{'word ' * 50_000}utilize bluebird {'word ' * 50_000}\n")
    for name in ("text", "html", "markdown", "json"):
        ran = repository.run("check", "long.txt", "--output-format", name)
        assert ran.code == 1
        assert "bluebird" not in ran.out
