"""``--since REV``: findings on added and changed lines; the rest are counted."""

import json
import os

import pytest

from tests.cli.house import Ran, Repository
from tests.git.repo import Repo

BAD = "We utilize it.\n"
GOOD = "We do it.\n"
OLD = f"{BAD}\nAn amazing synergy.\n\n{GOOD}"


@pytest.fixture
def repo(repository: Repository) -> Repo:
    """The repository under git, with a post that holds three findings."""
    made = Repo(repository.folder)
    made.commit(old=OLD, untouched=BAD)
    return made


def judged(repository: Repository, *arguments: str) -> tuple[int, dict[str, list[int]], int]:
    """The exit code, the lines of the findings of each input, and the findings elsewhere."""
    call = ("check", "--since", "HEAD", "--output-format", "json", *arguments)
    ran = repository.run(*call)
    report = json.loads(ran.out)
    lines: dict[str, list[int]] = {item["path"]: [] for item in report["inputs"]}
    for item in report["findings"]:
        lines[item["path"]].append(item["start"]["line"])
    return ran.code, lines, sum(report["summary"]["elsewhere"].values())


@pytest.mark.usefixtures("repo")
def test_nothing_changed_is_a_success_and_said(repository: Repository) -> None:
    os.utime(repository.folder / "old.md", (0, 0))
    (repository.folder / "untouched.md").chmod(0o755)
    assert repository.run("check", "--since", "HEAD") == Ran(
        0,
        "Nothing was given to check.\n",
        "postguard: nothing here has changed since HEAD; nothing was checked\n",
    )


@pytest.mark.usefixtures("repo")
def test_findings_on_other_lines_are_counted_and_fail_nothing(repository: Repository) -> None:
    repository.write("old.md", f"{OLD}More.\n")
    assert repository.run("check", "--since", "HEAD") == Ran(
        0,
        "Nothing found.\n"
        "On lines that did not change, and not listed: 3 errors.\n"
        "1 input (1 post): 1 checked.\n",
        "",
    )
    repository.write("old.md", f"{OLD}More synergy.\n")
    assert judged(repository) == (1, {"old.md": [6]}, 3)


@pytest.mark.usefixtures("repo")
def test_untracked_files_are_new_throughout(repository: Repository) -> None:
    repository.write(".gitignore", "ignored.md\n")
    repository.write("ignored.md", BAD)
    repository.write("new.md", OLD)
    code, lines, elsewhere = judged(repository)
    assert (code, elsewhere) == (1, 0)
    assert lines == {".gitignore": [], "new.md": [1, 3, 3]}


def test_since_a_commit_before_the_last(repository: Repository, repo: Repo) -> None:
    repo.commit(old=OLD.replace(GOOD, BAD))
    repository.write("old.md", OLD.replace(GOOD, BAD) + BAD)
    assert judged(repository) == (1, {"old.md": [6]}, 4)
    assert judged(repository, "--since", "HEAD~1") == (1, {"old.md": [5, 6]}, 3)


def test_since_where_a_branch_began(repository: Repository, repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit(mine=BAD)
    repo.git("checkout", "--quiet", "main")
    repo.commit(old=GOOD)
    repo.git("checkout", "--quiet", "side")
    assert judged(repository, "--since", "main") == (1, {"mine.md": [1], "old.md": [1, 3, 3]}, 0)
    assert judged(repository, "--since", "main...") == (1, {"mine.md": [1]}, 0)


def test_a_renamed_post_counts_where_it_changed(repository: Repository, repo: Repo) -> None:
    repo.git("mv", "old.md", "new.md")
    assert judged(repository) == (0, {"new.md": []}, 3)
    repository.write("new.md", f"{OLD}We utilize.\n")
    assert judged(repository) == (1, {"new.md": [6]}, 3)


def test_what_is_deleted_is_no_input(repository: Repository, repo: Repo) -> None:
    repo.git("rm", "--quiet", "old.md")
    (repository.folder / "untouched.md").unlink()
    ran = repository.run("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (0, "Nothing was given to check.\n")


def test_paths_narrow_it_down(repository: Repository, repo: Repo) -> None:
    for name in ("posts/a.md", "posts/b.md", "c.md"):
        repository.write(name, BAD)
    repo.git("add", "posts/a.md")
    assert judged(repository, "posts") == (1, {"posts/a.md": [1], "posts/b.md": [1]}, 0)
    assert judged(repository, "c.md", "untouched.md") == (1, {"c.md": [1]}, 0)
    assert repository.run("check", "--since", "HEAD", "none.md").code == 2


def test_every_line_counts_where_git_sees_none(repository: Repository, repo: Repo) -> None:
    repository.write("wide.md", OLD.encode("utf-16"))
    repository.write("lone.md", OLD.replace("\n", "\r"))
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message=x")
    repository.write("wide.md", f"{OLD}ਕ\nMore.\n".encode("utf-16"))
    repository.write("lone.md", f"{OLD}More.\n".replace("\n", "\r"))
    assert judged(repository) == (1, {"wide.md": [1, 3, 3], "lone.md": [1, 3, 3]}, 0)


def test_links_and_foreign_repositories(repository: Repository, repo: Repo) -> None:
    (repository.folder.parent / "out.md").write_text(BAD)
    os.symlink("../out.md", repository.folder / "out.md")
    os.symlink("untouched.md", repository.folder / "in.md")
    os.symlink("house", repository.folder / "shelf")
    Repo(repository.folder / "vendor").commit(a=BAD)
    repo.git("add", "out.md")
    report = json.loads(repository.run("check", "--since", "HEAD", "--output-format", "json").out)
    assert [(item["path"], item["status"], item["reason"]) for item in report["inputs"]] == [
        ("in.md", "checked", ""),
        (
            "out.md",
            "failed",
            "a link out of the root is not followed; copy the file in, or exclude it",
        ),
        ("shelf", "skipped", "a link to a folder inside the root"),
        ("vendor", "skipped", "a repository of its own"),
    ]
    assert [item["path"] for item in report["findings"]] == ["in.md"]


@pytest.mark.usefixtures("repo")
def test_fixes_change_nothing_on_other_lines(repository: Repository) -> None:
    repository.write("old.md", f"{OLD}We **utilize** this prior to lunch.\nVery amazing.\n{BAD}")
    ran = repository.run("check", "--since", "HEAD", "--fix")
    assert ran.err.startswith("fixed 3 findings in 1 file\n")
    assert repository.read("old.md") == (
        f"{OLD}We **use** this before lunch.\nVery amazing.\nWe use it.\n"
    )
    assert "On lines that did not change, and not listed: 3 errors.\n" in ran.out
    assert ran.out.startswith("old.md\n  7:1 error acme/endless\n")
    again = repository.run("check", "--since", "HEAD", "--fix")
    assert again.err.startswith("fixed 0 findings in 0 files\n")


def test_a_fix_that_reaches_beyond_the_changed_lines_is_not_made(
    repository: Repository, repo: Repo
) -> None:
    repo.commit(split="We eat prior\nto lunch.\n")
    repository.write("split.md", "We eat prior\nto dinner.\n")
    ran = repository.run("check", "--since", "HEAD", "--fix")
    assert ran.err == "fixed 0 findings in 0 files\n"
    assert ran.out.startswith("split.md\n  1:8 error acme/stepwise\n")
    assert repository.read("split.md") == "We eat prior\nto dinner.\n"


@pytest.mark.usefixtures("repo")
def test_a_diff_shows_the_changed_lines_only(repository: Repository) -> None:
    repository.write("old.md", f"{OLD}{BAD}")
    ran = repository.run("check", "--since", "HEAD", "--diff", "-q")
    assert [line for line in ran.out.splitlines() if line[0] in "+-"] == [
        "--- old.md",
        "+++ old.md",
        "-We utilize it.",
        "+We use it.",
    ]
    assert ran.out.index("@@ -3,4 +3,4 @@") > 0
    assert repository.read("old.md") == f"{OLD}{BAD}"


@pytest.mark.usefixtures("repo")
def test_known_ignored_and_waived_findings(repository: Repository) -> None:
    waivers = "version: 1\nwaivers:\n" + "".join(
        f"  - {{rule: {rule}, path: {path}, reason: Agreed., approver: Ada Fenwick, "
        "until: 2999-01-01}\n"
        for rule, path in (
            ("acme/no-fix", "old.md"),
            ("acme/quoted", "/old.md"),
            ("acme/bold", "untouched.md"),
            ("acme/bold", '"posts/**"'),
        )
    )
    repository.write("waivers.yaml", waivers)
    repository.configure('waivers = "waivers.yaml"')
    repository.write("old.md", f"{OLD}More synergy, so amazing.\n")
    assert repository.run("baseline", "create", "old.md").code == 0
    repository.write("old.md", f"{OLD}More synergy, so amazing.\nAnd so amazing.\n")
    name = next(repository.folder.glob("*.jsonl")).name
    ran = repository.run("check", "--since", "HEAD", "old.md", "--baseline", name)
    assert ran.code == 1
    assert "  7:8 error acme/bold\n" in ran.out
    assert "Not listed: 1 waived and 1 in the baseline.\n" in ran.out
    # Old findings are known, waived, or neither; only the last are elsewhere.
    assert "On lines that did not change" not in ran.out
    # The file was read in full, so a waiver for it alone can be called unused.
    unused = "This waives acme/quoted in /old.md, but nothing there needs it."
    assert (unused in ran.out, ran.out.count("nothing there needs it")) == (True, 1)


FORMATS = (
    "text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "csv", "html",
)  # fmt: skip


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_leaves_out_what_did_not_change(repository: Repository, name: str) -> None:
    repository.write("old.md", f"{OLD}Very good.\n")
    ran = repository.run("check", "--since", "HEAD", "--output-format", name)
    assert ran.code == 1
    assert "acme/endless" in ran.out
    assert "acme/bold" not in ran.out.replace('"id": "acme/bold"', "")
    told = {"gitlab", "rdjson", "csv"}
    assert ("lsewhere" in ran.out or "lines that did not change" in ran.out) is (name not in told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "none"], "git knows no revision 'none'; fetch it, or name another"),
        (["--since", "--fix"], "'--fix' is no revision"),
        (["--since", ""], "'' is no revision"),
        (["--since", "HEAD", "-"], "--since is about files; standard input is always checked"),
    ],
)
@pytest.mark.usefixtures("repo")
def test_a_call_that_cannot_be_met(repository: Repository, arguments: list[str], said: str) -> None:
    ran = repository.run("check", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"postguard: {said}")


def test_without_a_repository(repository: Repository) -> None:
    assert repository.run("check", "--since", "HEAD") == Ran(
        2, "", "postguard: --since asks git, and this folder is in no git repository\n"
    )
