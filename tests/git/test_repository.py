"""What git is asked: places, revisions, contents, changes; in any folder, for any name."""

import os
import sys
from pathlib import Path

import pytest

from postguard.errors import ReadError, UsageError
from postguard.git import INDEX, Lines, Repository
from tests.git.repo import Repo, copied

ROOT = Path(__file__).parents[2]
ODD_NAMES = (
    "a b.md",
    'n\n"l".md',
    "é.md",
    "tab\t.md",
    ":(glob)*.md",
    "back\\slash.md",
    "\udcff.md",
)


def at(repo: Repo, folder: str = ".") -> Repository:
    """The repository as found from one of its folders."""
    found = Repository.find(str(repo.top / folder))
    assert found is not None
    return found


def test_a_repository_is_found_from_any_folder_of_it(repo: Repo, tmp_path: Path) -> None:
    repo.write("posts/deep/a.md", "x")
    assert at(repo, "posts/deep").top == str(repo.top)
    assert Repository.find(str(tmp_path)) is None


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        Repository.find(str(tmp_path / "none"))


def test_a_missing_git_is_said(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed, or not on the PATH"):
        Repository.find(str(repo.top))


def test_a_repository_without_a_working_tree_is_refused(repo: Repo) -> None:
    with pytest.raises(UsageError, match=r"must be run in a work tree|cannot use bare repository"):
        Repository.find(str(repo.top / ".git"))


def test_a_repository_of_somebody_else_comes_with_a_remedy(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UsageError, match=r"git: detected dubious ownership .*safe\.directory"):
        Repository.find(str(repo.top))


def test_revisions(repo: Repo) -> None:
    first = repo.commit(a="one")
    second = repo.commit(a="two")
    repo.git("tag", "--annotate", "--message=x", "v1", first)
    found = at(repo)
    assert found.resolve("HEAD") == second
    assert found.resolve("HEAD~1") == found.resolve("v1") == found.resolve(first[:9]) == first
    repo.git("checkout", "--quiet", "-b", "side", first)
    repo.commit(b="side")
    assert found.merge_base("main") == first


@pytest.mark.parametrize("name", ["", "-x", "--output=x", "a\0", "a\nb"])
def test_what_could_be_no_revision_never_reaches_git(repo: Repo, name: str) -> None:
    with pytest.raises(UsageError, match="is no revision"):
        at(repo).resolve(name)


def test_an_unknown_revision_comes_with_a_remedy(repo: Repo, tmp_path: Path) -> None:
    repo.commit(a="one")
    last = repo.commit(a="two")
    with pytest.raises(UsageError, match="git knows no revision 'main~9'; fetch it, or name"):
        at(repo).resolve("main~9")
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(tmp_path / "shallow"))
    shallow = Repository.find(str(tmp_path / "shallow"))
    assert shallow is not None
    assert shallow.resolve("HEAD") == last
    with pytest.raises(UsageError, match=r"a shallow clone: fetch more .*fetch-depth: 0"):
        shallow.resolve("HEAD~1")


def test_histories_without_a_common_commit(repo: Repo) -> None:
    repo.commit(a="one")
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit(a="two")
    with pytest.raises(UsageError, match="HEAD has no commit in common with 'main'"):
        at(repo).merge_base("main")


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_entries_and_contents(tmp_path: Path, object_format: str) -> None:
    repo = Repo(tmp_path / "repo", object_format=object_format)
    for name in ODD_NAMES:
        repo.write(name, f"# {name!r}\r\n")
    repo.write("posts/run.sh", "#!").chmod(0o755)
    (repo.top / "posts" / "link.md").symlink_to("../a b.md")
    commit = repo.commit()
    found = at(repo, "posts")
    entries = {entry.path: entry for entry in found.entries(commit)}
    assert set(entries) == {*ODD_NAMES, "posts/run.sh", "posts/link.md"}
    assert found.entries(INDEX) == list(entries.values())
    assert [entry.path for entry in found.entries(commit, "posts")] == [
        "posts/link.md",
        "posts/run.sh",
    ]
    assert found.entries(commit, "post") == found.entries(INDEX, "post") == []
    assert entries["posts/link.md"].is_link
    assert entries["posts/run.sh"].mode == "100755"
    for name in ODD_NAMES:
        assert found.entry(commit, name) == found.entry(INDEX, name) == entries[name]
        expected = f"# {name!r}\r\n".encode()
        assert found.read(commit, name) == found.read(INDEX, name) == expected
    assert found.read(commit, "posts/link.md") == b"../a b.md"
    assert found.read(commit, "posts") is None
    assert found.read(commit, "none.md") is None
    assert (found.holds(commit, "posts"), found.holds(INDEX, "posts")) == (True, True)
    assert (found.holds(commit, "none"), found.holds(INDEX, "none")) == (False, False)
    assert copied(found).read(commit, "é.md") is not None


def test_a_submodule_has_no_content_of_its_own(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner")
    commit = inner.commit(a="x")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor")
    entry = at(repo).entry(INDEX, "vendor")
    assert entry is not None
    assert entry.is_submodule
    assert at(repo).read(INDEX, "vendor") is None


def changes(repo: Repo, revision: str = INDEX) -> list[tuple[str, str]]:
    """The status and path of what changed."""
    found = at(repo)
    listed = found.changed(revision) if revision else found.staged()
    return [(change.status, change.entry.path) for change in listed]


def test_a_submodule_knows_that_it_is_one(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner")
    inner.commit(a="1\n")
    repo.git(
        *("-c", "protocol.file.allow=always"), *("submodule", "--quiet", "add"), str(inner.top)
    )
    for folder, expected in ((repo.top, False), (inner.top, False), (repo.top / "inner", True)):
        found = Repository.find(str(folder))
        assert found is not None
        assert found.is_submodule is expected


def test_files_that_look_like_a_repository_are_none(repo: Repo) -> None:
    repo.commit(a="1\n")
    repo.git("clone", "--quiet", "--bare", ".", "posts")
    repo.write("posts/config", "[core]\n\trepositoryformatversion = 0\n\tworktree = ..\n")
    with pytest.raises(UsageError, match="bare repository"):
        Repository.find(str(repo.top / "posts"))


def test_staged_before_the_first_commit(repo: Repo) -> None:
    repo.write("a.md", "one")
    repo.write("b.md", "untracked")
    repo.git("add", "a.md")
    assert changes(repo) == [("A", "a.md")]


def test_staged_is_what_the_next_commit_adds_or_changes(repo: Repo) -> None:
    repo.commit(same="one", edited="one", gone="a\nb\nc\n", moved="d\ne\nf\n", half="one")
    assert changes(repo) == []
    repo.write("edited.md", "two")
    repo.git("rm", "--quiet", "gone.md")
    repo.git("mv", "moved.md", "new.md")
    repo.write("added.md", "x")
    repo.git("add", "--all")
    repo.write("half.md", "not staged")
    repo.write("edited.md", "not staged")
    assert changes(repo) == [("A", "added.md"), ("M", "edited.md"), ("A", "new.md")]
    repo.git("add", "--intent-to-add", "half.md")
    assert ("A", "half.md") not in changes(repo)


def test_a_conflict_is_told_apart(repo: Repo) -> None:
    first = repo.commit(a="one\n")
    repo.commit(a="two\n")
    repo.git("checkout", "--quiet", "-b", "side", first)
    repo.commit(a="three\n")
    repo.git("merge", "main", check=False)
    assert changes(repo) == [("U", "a.md")]
    assert at(repo).entries(INDEX) == []
    assert changes(repo, "HEAD") == [("M", "a.md")]


def test_changed_lines(repo: Repo) -> None:
    first = repo.commit(
        edited="1\n2\n3\n4\n", cut="1\n2\n3\n", same="1\n", moved="1\n2\n3\n4\n5\n6\n", bare="1"
    )
    repo.write("edited.md", "1\n+++ b/same.md\n@@ -1 +1 @@\n-- x\n3\n4\n5\n")
    repo.write("cut.md", "1\n")
    repo.write("bare.md", "1\n2")
    repo.write("added.md", "1\n")
    repo.write("untracked.md", "1\n")
    repo.git("mv", "moved.md", "new name.md")
    repo.write("new name.md", "1\n2\n3\nfour\n5\n6\n")
    repo.git("add", "added.md")
    found = at(repo)
    assert found.changed_lines(first) == {
        "bare.md": (Lines(1, 2),),
        "cut.md": (Lines(2, 1),),
        "edited.md": (Lines(2, 4), Lines(7, 7)),
        "new name.md": (Lines(4, 4),),
    }
    assert changes(repo, first) == [
        ("A", "added.md"),
        ("M", "bare.md"),
        ("M", "cut.md"),
        ("M", "edited.md"),
        ("R", "new name.md"),
    ]
    assert found.untracked() == ["untracked.md"]


def test_changed_lines_of_names_that_git_quotes(repo: Repo) -> None:
    for name in ODD_NAMES:
        repo.write(name, "1\n2\n")
    first = repo.commit()
    for name in ODD_NAMES:
        repo.write(name, "1\n2\n3\n")
    assert at(repo).changed_lines(first) == dict.fromkeys(ODD_NAMES, (Lines(3, 3),))


def test_settings_of_the_diff_change_nothing(repo: Repo) -> None:
    first = repo.commit(a="1\n2\n3\n4\n")
    for key, value in {
        "color.ui": "always",
        "diff.noprefix": "true",
        "diff.context": "3",
        "diff.interHunkContext": "5",
        "diff.external": "false",
        "diff.wordRegex": ".",
        "diff.relative": "true",
        "diff.submodule": "log",
        "core.quotePath": "false",
        "core.bigFileThreshold": "1",
    }.items():
        repo.git("config", key, value)
    repo.write("posts/b.md", "x")
    repo.write("a.md", "one\n2\nthree\n4\n")
    repo.write(".gitattributes", "*.md -diff\n")
    assert at(repo, "posts").changed_lines(first) == {"a.md": (Lines(1, 1), Lines(3, 3))}


def test_line_ends_are_judged_as_git_stores_them(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    first = repo.commit(a="1\r\n2\r\n")
    assert at(repo).read(INDEX, "a.md") == b"1\n2\n"
    repo.write("a.md", "1\r\n2\r\n3\r\n")
    assert at(repo).changed_lines(first) == {"a.md": (Lines(3, 3),)}


def test_nothing_that_a_repository_names_is_run(repo: Repo, tmp_path: Path) -> None:
    repo.commit(a="1\n")
    trace = tmp_path / "trace"
    program = repo.write("tools/run", f"#!/bin/sh\necho $0 $@ >> {trace}\ncat\n")
    program.chmod(0o755)
    for key in (
        "filter.own.clean",
        "filter.own.smudge",
        "filter.own.process",
        "diff.own.command",
        "diff.own.textconv",
        "diff.external",
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
    ):
        repo.git("config", key, str(program))
    repo.git("config", "filter.own.required", "true")
    hook = repo.write(".git/hooks/post-index-change", program.read_bytes())
    hook.chmod(0o755)
    repo.write(".gitattributes", "* filter=own diff=own\n")
    repo.write("a.md", "1\n2\n")
    found = at(repo)
    assert found.changed_lines(found.resolve("HEAD")) == {"a.md": (Lines(2, 2),)}
    found.changed("HEAD")
    found.staged()
    found.untracked()
    found.entries(INDEX)
    assert found.read("HEAD", "a.md") == b"1\n"
    assert not trace.exists()
    repo.git("add", "a.md", check=False)
    assert trace.exists(), "the program would have been run"


def test_the_index_is_left_as_it_was(repo: Repo) -> None:
    first = repo.commit(a="1\n")
    os.utime(repo.write("a.md", "1\n"), (0, 0))
    index = repo.top / ".git" / "index"
    before = index.read_bytes()
    found = at(repo)
    found.changed(first)
    found.changed_lines(first)
    found.staged()
    assert index.read_bytes() == before


def test_a_hook_sees_the_index_about_to_be_committed(repo: Repo) -> None:
    repo.commit(a="one", b="one")
    repo.write("a.md", "staged")
    repo.git("add", "a.md")
    repo.write("b.md", "named in the call")
    report = repo.top / ".git" / "report"
    script = (
        "from postguard.git import Repository\n"
        "found = Repository.find()\n"
        "for change in found.staged():\n"
        "    print(change.entry.path, found.read('', change.entry.path))\n"
    )
    hook = repo.write(
        ".git/hooks/pre-commit",
        f"#!/bin/sh\nPYTHONPATH='{ROOT}' '{sys.executable}' -c \"{script}\" > '{report}'\n",
    )
    hook.chmod(0o755)
    repo.git("commit", "--quiet", "--message=One file only", "b.md")
    assert report.read_text() == "b.md b'named in the call'\n"


def test_a_failure_of_git_is_no_empty_answer(repo: Repo) -> None:
    repo.commit(a="one")
    found = at(repo)
    (repo.top / ".git" / "index").write_bytes(b"not an index")
    with pytest.raises(ReadError, match="git diff: "):
        found.staged()
    with pytest.raises(ReadError, match="git ls-files: "):
        found.entries(INDEX)


def test_the_environment_of_whoever_asks_is_kept(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(a="one")
    for key, value in {
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.quotePath",
        "GIT_CONFIG_VALUE_0": "false",
    }.items():
        monkeypatch.setenv(key, value)
    repo.write("a.md", "two")
    assert at(repo).changed_lines("HEAD") == {"a.md": (Lines(1, 1),)}
