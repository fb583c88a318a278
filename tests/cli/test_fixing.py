"""``--fix``, ``--unsafe-fixes`` and ``--diff``."""

import json
import stat

import pytest

from postguard.discovery import Input
from tests import house
from tests.cli.house import Repository

DRAFT = "We utilize it.\r\nAn amazing synergy"
TABLE = 'Text,Link\n"Utilize it, so-called",\nA so-called lead,\n'


def test_fix_then_fix_again(repository: Repository) -> None:
    path = repository.write("posts/a.md", DRAFT)
    repository.write("posts/b.csv", TABLE)
    path.chmod(0o640)
    done = repository.run_apart("check", "posts", "--fix", "-q")
    assert (done.code, done.err) == (1, "fixed 4 findings in 2 files\n")
    assert done.out == (
        "posts/a.md\n"
        "  2:4 error acme/bold\n"
        "    “amazing” is not our style.\n"
        "      |\n"
        "    2 | An amazing synergy\n"
        "      |    ^^^^^^^\n"
        "    help: Write it otherwise.\n"
        "    fix: replace with “fine” (--unsafe-fixes)\n"
        "\n"
        "  2:12 error acme/no-fix\n"
        "    “synergy” is not our style.\n"
        "      |\n"
        "    2 | An amazing synergy\n"
        "      |            ^^^^^^^\n"
        "    help: Write it otherwise.\n"
        "\n"
    )
    assert repository.read("posts/a.md") == "We use it.\r\nAn amazing synergy"
    assert repository.read("posts/b.csv") == (
        'Text,Link\n"Use it, what some call ""plain, old""",\n'
        '"A what some call ""plain, old"" lead",\n'
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    times = path.stat().st_mtime_ns
    assert repository.run("check", "posts", "--fix").err == "fixed 0 findings in 0 files\n"
    assert path.stat().st_mtime_ns == times


def test_unsafe_fixes(repository: Repository) -> None:
    repository.write("a.md", DRAFT)
    for options in (("--unsafe-fixes",), ("--fix", "--unsafe-fixes")):
        repository.write("a.md", DRAFT)
        assert repository.run("check", "a.md", *options).err == "fixed 2 findings in 1 file\n"
        assert repository.read("a.md") == "We use it.\r\nAn fine synergy"


def test_a_check_without_these_options_writes_nothing(repository: Repository) -> None:
    repository.write("a.md", DRAFT)
    done = repository.run("check", "a.md")
    assert (done.code, done.err) == (1, "")
    assert "Fixable: 1 with --fix and 1 with --unsafe-fixes.\n" in done.out
    assert repository.read("a.md") == DRAFT


@pytest.mark.parametrize("options", [("--diff",), ("--diff", "--fix")])
def test_diff_shows_and_changes_nothing(repository: Repository, options: tuple[str, ...]) -> None:
    repository.write("a.md", f"The bluebird flies.\n{DRAFT}")
    done = repository.run("check", "a.md", *options, "-q")
    assert done.code == 1
    assert done.out == (
        "--- a.md\n"
        "+++ a.md\n"
        "@@ -1,3 +1,3 @@\n"
        " The ••• flies.\n"
        "-We utilize it.\n"
        "+We use it.\n"
        " An amazing synergy\n"
        "\\ No newline at end of file\n"
    )
    assert "2:4 error acme/plain" in done.err
    assert done.err.splitlines()[0] == "would fix 1 finding in 1 file"
    assert "bluebird" not in done.out + done.err
    assert repository.read("a.md") == f"The bluebird flies.\n{DRAFT}"


def test_diff_exits_as_a_check_would(repository: Repository) -> None:
    repository.write("a.md", "Fine.\n")
    assert repository.run("check", "a.md", "--diff", "-q") == (
        0,
        "",
        "would fix 0 findings in 0 files\n",
    )
    repository.write("a.md", "We utilize it.\n")
    assert repository.run("check", "a.md", "--diff", "--exit-zero").code == 0


def test_standard_input_comes_out_fixed(repository: Repository) -> None:
    data = b"\xef\xbb\xbfWe **utilize** synergy.\r\n"
    done = repository.run_apart("check", "-", "--stdin-filename", "a.md", "--fix", stdin=data)
    assert done.code == 1
    assert done.out.encode() == b"\xef\xbb\xbfWe **use** synergy.\r\n"
    assert done.err.splitlines()[0] == "fixed 1 finding in 1 file"
    assert "1:13 error acme/no-fix" in done.err
    shown = repository.run("check", "-", "--stdin-filename", "a.md", "--diff", stdin=data)
    assert shown.out == (
        "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-We **utilize** synergy.\n+We **use** synergy.\n"
    )


def test_standard_input_that_cannot_be_read_comes_out_as_it_was(repository: Repository) -> None:
    data = b"\x00We utilize it."
    done = repository.run("check", "-", "--stdin-filename", "a.md", "--fix", stdin=data)
    assert (done.code, done.out.encode()) == (3, data)
    assert "a.md: binary: a NUL at character 0" in done.err


def test_what_was_not_fixed_is_said(repository: Repository) -> None:
    repository.write("a.md", "It is very good.\n")
    repository.write("b.md", b"We utilize \xff it.\n")
    done = repository.run("check", "a.md", "b.md", "--fix", "-q")
    assert done.code == 3
    assert done.err == (
        "b.md: not fixed: it could not be checked in full\n"
        "fixed 0 findings in 0 files\n"
        "1 fix not applied: something else would change too\n"
    )


def test_a_fix_tried_in_vain_is_not_offered_again(repository: Repository) -> None:
    repository.write("a.md", "It is very, amazing good.\n")
    assert "Fixable: 1 with --fix and 1 with --unsafe-fixes." in repository.run("check", "a.md").out
    assert "Fixable: 1 with --unsafe-fixes." in repository.run("check", "a.md", "--fix").out


def test_reports_go_to_their_files(repository: Repository) -> None:
    repository.write("a.md", DRAFT)
    done = repository.run("check", "a.md", "--fix", "--output-format", "json=report.json")
    assert done == (1, "", "fixed 1 finding in 1 file\n")
    report = json.loads(repository.read("report.json"))
    assert [item["rule"] for item in report["findings"]] == ["acme/bold", "acme/no-fix"]


def test_a_draft_that_changed_meanwhile_is_left_alone(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository.write("a.md", "We utilize it.\n")
    monkeypatch.chdir(repository.folder)
    checker = house.checker()
    mended = checker.fix_input(Input("a.md"))
    path.write_bytes(b"Somebody else's.\n")
    outcome = checker.write_fixed(Input("a.md"), mended)
    assert path.read_bytes() == b"Somebody else's.\n"
    assert [(item.uri, item.stage, item.reason) for item in outcome.failures] == [
        ("a.md", "output", "the fixes were not written: a.md: changed while it was being checked")
    ]


def test_a_draft_that_cannot_be_written_makes_the_run_incomplete(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("a.md", "We utilize it.\n")

    def refuse(*_: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("os.replace", refuse)
    done = repository.run("check", "a.md", "--fix")
    assert done.code == 3
    assert done.err == "fixed 0 findings in 0 files\n"
    assert "a.md: the fixes were not written: a.md: cannot be written: Read-only" in done.out
    assert repository.read("a.md") == "We utilize it.\n"
