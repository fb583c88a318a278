"""``--staged``: the index is judged, not the working copy."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.house import Ran, Repository
from tests.git.repo import Repo

BAD = "We utilize it.\n"
GOOD = "We do it.\n"


@pytest.fixture
def repo(repository: Repository) -> Repo:
    """The repository under git, with its rules and its configuration committed."""
    made = Repo(repository.folder)
    made.commit(old=BAD)
    return made


def judged(repository: Repository, *arguments: str, inside: str = ".") -> list[tuple[str, str]]:
    """Each input with its status, and its reason or the number of its findings."""
    call = ("check", "--staged", "--output-format", "json", *arguments)
    report = json.loads(repository.run(*call, inside=inside).out)
    found = [item["path"] for item in report["findings"]]
    assert sum(report["summary"]["inputs"][key] for key in STATUSES) == len(report["inputs"])
    return [
        (item["path"], f"{item['status']}: {item['reason'] or found.count(item['path'])}")
        for item in report["inputs"]
    ]


STATUSES = ("checked", "partial", "skipped", "failed")


@pytest.mark.usefixtures("repo")
def test_nothing_staged_is_a_success_and_said(repository: Repository) -> None:
    repository.write("old.md", BAD * 2)
    repository.write("untracked.md", BAD)
    assert repository.run("check", "--staged") == Ran(
        0,
        "Nothing was given to check.\n",
        "postguard: nothing here is staged; nothing was checked\n",
    )
    assert repository.run("check", "--staged", "-q") == Ran(0, "", "")


def test_what_is_staged_is_judged_whatever_the_working_copy_holds(
    repository: Repository, repo: Repo
) -> None:
    repository.write("bad.md", BAD)
    repository.write("good.md", GOOD)
    repo.git("add", "--all")
    repository.write("bad.md", GOOD)
    repository.write("good.md", BAD)
    ran = repository.run("check", "--staged")
    assert ran.code == 1
    assert ran.out.startswith("bad.md\n  1:4 error acme/plain\n")
    assert ran.out.endswith("Fixable: 1 with --fix.\n2 inputs (2 posts): 2 checked.\n")
    (repository.folder / "bad.md").unlink()
    assert judged(repository) == [("bad.md", "checked: 1"), ("good.md", "checked: 0")]


def test_only_what_is_added_or_changed_is_judged(repository: Repository, repo: Repo) -> None:
    repo.commit(gone=BAD, moved=BAD * 5, half=GOOD)
    repo.git("rm", "--quiet", "gone.md")
    repo.git("mv", "moved.md", "here.md")
    repository.write("half.md", f"{GOOD}{BAD}")
    repo.git("add", "half.md")
    repository.write("half.md", GOOD)
    assert judged(repository) == [("half.md", "checked: 1"), ("here.md", "checked: 5")]


def test_everything_is_new_before_the_first_commit(repository: Repository) -> None:
    repo = Repo(repository.folder)
    repository.write("a.md", BAD)
    repo.git("add", "a.md")
    assert judged(repository) == [("a.md", "checked: 1")]


def test_names_are_those_of_the_current_folder(repository: Repository, repo: Repo) -> None:
    repository.write("posts/a b.md", BAD)
    repository.write("top.md", BAD)
    repo.git("add", "--all")
    assert judged(repository, inside="posts") == [
        ("a b.md", "checked: 1"),
        ("../top.md", "checked: 1"),
    ]
    assert judged(repository, ".", inside="posts") == [("a b.md", "checked: 1")]
    assert judged(repository, "posts") == [("posts/a b.md", "checked: 1")]
    assert judged(repository, "top.md", "old.md") == [("top.md", "checked: 1")]


def test_what_is_no_draft_is_skipped_as_in_a_folder(repository: Repository, repo: Repo) -> None:
    repository.write(
        "postguard.toml", f'exclude = ["archive/"]\n{repository.read("postguard.toml")}'
    )
    repository.write(".gitignore", "ignored.md\n")
    for name in ("archive/a.md", "run.py", ".hidden.md", "ignored.md", "node_modules/x/readme.md"):
        repository.write(name, BAD)
    repo.git("add", "--all", "--force")
    assert judged(repository) == [
        (".gitignore", "skipped: a type postguard does not read"),
        (".hidden.md", "skipped: a type postguard does not read"),
        ("archive/a.md", "skipped: excluded by the configuration"),
        ("ignored.md", "checked: 1"),
        ("node_modules/x/readme.md", "skipped: in a folder that belongs to a tool"),
        ("postguard.toml", "skipped: a type postguard does not read"),
        ("run.py", "skipped: a type postguard does not read"),
    ]
    assert judged(repository, ".hidden.md", "archive/a.md") == [
        (".hidden.md", "checked: 1"),
        ("archive/a.md", "skipped: excluded by the configuration"),
    ]
    ((name, fate),) = judged(repository, "run.py")
    assert (name, fate[:32]) == ("run.py", "failed: no reader for '.py'; sup")


def test_what_steers_postguard_is_no_draft(repository: Repository, repo: Repo) -> None:
    repository.write("house/acme/notes.md", BAD)
    repo.git("add", "--all")
    assert judged(repository) == [
        ("house/acme/notes.md", "skipped: a rules folder of the configuration")
    ]


def test_links_are_followed_in_the_index_only(repository: Repository, repo: Repo) -> None:
    repository.write("posts/a.md", BAD)
    (repository.folder.parent / "out.md").write_text(BAD)
    for name, target in {
        "posts/to-file.md": "a.md",
        "posts/to-link.md": "to-file.md",
        "by-folder.md": "shelf/a.md",
        "shelf": "posts",
        "out.md": "../out.md",
        "absolute.md": str(repository.folder / "old.md"),
        "posts/up.md": "../../out.md",
        "circle.md": "circle.md",
        "nothing.md": "none.md",
        "by-name.exe": "old.md",
    }.items():
        os.symlink(target, repository.folder / name)
    repo.git("add", "--all")
    for name in ("posts/a.md", "posts/to-file.md"):
        (repository.folder / name).unlink()
    repository.write("none.md", BAD)
    out = "failed: a link out of the root is not followed; copy the file in, or exclude it"
    assert dict(judged(repository)) == {
        "posts/a.md": "checked: 1",
        "posts/to-file.md": "checked: 1",
        "posts/to-link.md": "checked: 1",
        "by-folder.md": "checked: 1",
        "shelf": "skipped: a link to a folder inside the root",
        "out.md": out,
        "absolute.md": out,
        "posts/up.md": out,
        "circle.md": "failed: a link that leads in a circle",
        "nothing.md": "failed: a link to what is not in the index",
        "by-name.exe": "skipped: a type postguard does not read",
    }
    assert repository.run("check", "--staged").code == 3


def test_a_link_may_not_leave_the_folder_of_the_configuration(
    repository: Repository, repo: Repo
) -> None:
    repository.write("site/postguard.toml", 'select = ["acme"]\n')
    os.symlink("../old.md", repository.folder / "site" / "a.md")
    repo.git("add", "--all")
    assert judged(repository, "site/a.md") == [
        (
            "site/a.md",
            "failed: a link out of the root is not followed; copy the file in, or exclude it",
        )
    ]


def test_a_submodule_is_skipped_and_a_conflict_fails(
    repository: Repository, repo: Repo, tmp_path: Path
) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.commit(old="two\n")
    repo.git("checkout", "--quiet", "-b", "side", first)
    repo.commit(old="three\n")
    repo.git("merge", "main", check=False)
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},vendor")
    assert judged(repository) == [
        ("old.md", "failed: in conflict: resolve it, then stage it"),
        ("vendor", "skipped: a repository of its own"),
    ]
    assert not (tmp_path / "vendor").exists()


def test_line_ends_and_bytes_are_those_that_are_stored(repository: Repository, repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repository.write("a.md", "Fine.\r\n\r\nWe utilize it.\r\n")
    repository.write("b.md", b"We utilize \xff it.\n")
    repository.write("c.md", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    repo.git("add", "--all")
    ran = repository.run("check", "--staged", "--output-format", "json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert [(item["path"], item["status"]) for item in report["inputs"]] == [
        ("a.md", "checked"),
        ("b.md", "partial"),
        ("c.md", "failed"),
    ]
    assert report["findings"][0]["start"] == {"line": 3, "column": 4, "offset": 10}
    assert (
        report["failures"][-1]["reason"]
        == "binary: a pointer of Git LFS, not the file; fetch that with git lfs pull"
    )


def test_names_that_are_no_text(repository: Repository, repo: Repo) -> None:
    names = ['n\n::error::"q".md', "é.md", "\udcff.md"]
    for name in names:
        repository.write(name, BAD)
    repo.git("add", "--all")
    assert [path for path, _ in judged(repository)] == [names[0], "é.md", "U+DCFF.md"]
    assert (
        repository.run("check", "--staged", "--output-format", "github").out.count("::error") == 3
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix"], "--staged judges the index, and fixes are made in the working copy"),
        (["--unsafe-fixes"], "--staged judges the index, and fixes are made in the working"),
        (["--since", "HEAD"], "--staged and --since do not go together"),
        (["-"], "--staged is about files; standard input is always checked in full"),
        (["none.md"], "none.md: there is no such file or folder"),
        ([".."], "..: outside the repository in "),
    ],
)
def test_a_call_that_cannot_be_met(
    repository: Repository, repo: Repo, arguments: list[str], said: str
) -> None:
    repository.write("a.md", BAD)
    repo.git("add", "--all")
    ran = repository.run("check", "--staged", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"postguard: {said}")
    assert repository.read("a.md") == BAD


def test_a_diff_shows_the_fixes_of_what_is_staged(repository: Repository, repo: Repo) -> None:
    repository.write("a.md", BAD)
    repo.git("add", "--all")
    repository.write("a.md", "Something else.\n")
    ran = repository.run("check", "--staged", "--fix", "--diff", "-q")
    assert ran.out == "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-We utilize it.\n+We use it.\n"
    assert repository.read("a.md") == "Something else.\n"


def test_without_a_repository(repository: Repository) -> None:
    assert repository.run("check", "--staged") == Ran(
        2, "", "postguard: --staged asks git, and this folder is in no git repository\n"
    )


def test_without_git(repository: Repository, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.top))
    assert repository.run("check", "--staged") == Ran(
        2, "", "postguard: git is not installed, or not on the PATH; this needs it\n"
    )


def test_a_repository_git_cannot_read_is_incomplete(repository: Repository, repo: Repo) -> None:
    (repo.top / ".git" / "index").write_bytes(b"not an index")
    ran = repository.run("check", "--staged")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("postguard: git diff: ")


def test_known_and_waived_findings_are_told_apart(repository: Repository, repo: Repo) -> None:
    repository.write("a.md", BAD)
    repository.write("b.md", "synergy\n")
    repository.write(
        "waivers.yaml",
        "version: 1\nwaivers:\n"
        "  - {rule: acme/no-fix, path: b.md, reason: Agreed., approver: Ada Fenwick, "
        "until: 2999-01-01}\n"
        "  - {rule: acme/bold, path: old.md, reason: Agreed., approver: Ada Fenwick, "
        "until: 2999-01-01}\n",
    )
    repo.git("add", "a.md", "b.md")
    assert repository.run("baseline", "create", "a.md").code == 0
    baseline = next(repository.folder.glob("*.jsonl")).name
    ran = repository.run("check", "--staged", "--baseline", baseline, "--waivers", "waivers.yaml")
    assert ran.code == 0
    assert "Not listed: 1 waived and 1 in the baseline.\n" in ran.out
    assert "unused" not in ran.out
