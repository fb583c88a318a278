"""The commit-msg hook: what git takes out of a message is not judged, what it keeps is."""

import json
import sys

import pytest

from tests.cli.house import ROOT, Repository
from tests.git.repo import Repo

SCISSORS = "# ------------------------ >8 ------------------------"
MESSAGE = (
    "Draft the launch\n\n# We utilize it.\nWe utilize that.\n"
    f"# On branch main\n{SCISSORS}\ndiff --git a/a.md b/a.md\n+An amazing synergy\n"
)


def lines(repository: Repository) -> list[int]:
    """The lines of the findings in the message."""
    out = repository.run("check", ".git/COMMIT_EDITMSG", "--output-format", "json").out
    return [item["start"]["line"] for item in json.loads(out)["findings"]]


def test_comments_and_the_diff_are_not_judged(repository: Repository) -> None:
    repository.write(".git/COMMIT_EDITMSG", MESSAGE)
    ran = repository.run("check", ".git/COMMIT_EDITMSG")
    assert ran.code == 1
    assert ran.out.startswith(
        ".git/COMMIT_EDITMSG\n"
        "  4:4 error acme/plain\n"
        "    “utilize” is not our style.\n"
        "      |\n"
        "    4 | We utilize that.\n"
    )
    assert ran.out.count("error acme") == 1
    given = ("check", "-", "--stdin-filename", "COMMIT_EDITMSG", "-q")
    assert repository.run(*given, stdin=MESSAGE.encode()).out.count("error acme") == 1


def test_a_fix_leaves_what_is_not_judged(repository: Repository) -> None:
    repository.write("COMMIT_EDITMSG", MESSAGE)
    assert repository.run("check", "COMMIT_EDITMSG", "--fix").err == "fixed 1 finding in 1 file\n"
    assert repository.read("COMMIT_EDITMSG") == MESSAGE.replace("utilize that", "use that")


def test_git_says_what_a_comment_is(repository: Repository) -> None:
    repo = Repo(repository.folder)
    repository.write(".git/COMMIT_EDITMSG", "We utilize it.\n; We utilize it.\n# We utilize it.\n")
    assert lines(repository) == [1, 2]
    repo.git("config", "core.commentChar", ";")
    assert lines(repository) == [1, 3]
    repo.git("config", "core.commentString", "We")
    assert lines(repository) == [2, 3]
    repo.git("config", "commit.cleanup", "whitespace")
    assert lines(repository) == [1, 2, 3]


def test_a_message_given_in_the_call_is_meant_in_full(repository: Repository) -> None:
    repository.write(".git/COMMIT_EDITMSG", "One\n\n# We utilize it.\n")
    assert lines(repository) == []
    # As git calls a hook when it opens no editor.
    repository.variables["GIT_EDITOR"] = ":"
    assert lines(repository) == [3]


@pytest.mark.parametrize(
    ("call", "editor", "refused"),
    [
        (["--message=Fine"], None, False),
        (["--message=We utilize it"], None, True),
        (["--message=Fine", "--message=# We utilize it"], None, True),
        (["--message=Fine", "--message=# We utilize it", "--edit"], "true", False),
        (["--message=Fine", "--edit", "--verbose"], "true", False),
    ],
)
def test_in_a_hook_of_git(
    repository: Repository, call: list[str], editor: str | None, *, refused: bool
) -> None:
    repo = Repo(repository.folder)
    hook = repository.write(
        ".git/hooks/commit-msg",
        f"#!/bin/sh\nPYTHONPATH='{ROOT}' POSTGUARD_CACHE_DIR='{repository.cache}' "
        f"exec '{sys.executable}' -m postguard check \"$1\"\n",
    )
    hook.chmod(0o755)
    repository.write("a.md", "An amazing synergy\n")
    repo.git("add", "a.md")
    if editor:
        repo.git("config", "core.editor", editor)
    repo.git("commit", *call, check=False)
    assert (repo.git("log", "--all", "--format=%H") == "") is refused
