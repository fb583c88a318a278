"""What steers a run, read from a commit instead of the disk."""

import os
import pickle
from pathlib import Path

import pytest

from postguard.files import DISK, Files
from postguard.git import Repository
from postguard.revision import Revision
from tests.git.repo import Repo


@pytest.fixture
def revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Revision:
    """A commit whose working tree has since been emptied and filled with other things."""
    repo = Repo(tmp_path / "repository")
    repo.write("postguard.toml", "# Ours.\n")
    repo.write("rules/acme/ü\n.yaml", b"id: acme/x\xff")
    repo.write("rules/beta/b.yaml", "")
    (repo.top / "link").symlink_to("rules")
    (repo.top / "link.toml").symlink_to("/etc/passwd")
    commit = repo.commit()
    repo.git("rm", "-rq", ".")
    repo.write("postguard.toml", "# Theirs.\n")
    repo.write("rules/theirs/x.yaml", "")
    repo.write("link", "now a file")
    monkeypatch.chdir(repo.top)
    found = Repository.find(str(repo.top))
    assert found is not None
    return Revision(found, "main", commit)


def test_files_and_folders_are_those_of_the_commit(revision: Revision) -> None:
    files: Files = revision
    assert files.read("postguard.toml", 100) == b"# Ours.\n"
    assert files.read("postguard.toml", 3) == b"# O"
    assert files.read("rules/../rules/acme/ü\n.yaml", 100) == b"id: acme/x\xff"
    assert files.is_file("./rules/beta/b.yaml")
    assert not files.is_file("rules")
    assert not files.is_file("rules/theirs/x.yaml")
    assert files.is_folder("rules/beta")
    assert files.is_folder(".")
    assert not files.is_folder("rules/theirs")
    assert files.names("rules") == ["acme", "beta"]
    assert files.names(os.curdir) == ["link", "link.toml", "postguard.toml", "rules"]
    assert revision.files_below("rules") == ["rules/acme/ü\n.yaml", "rules/beta/b.yaml"]
    assert str(revision) == f"main ({revision.commit[:12]})"


@pytest.mark.parametrize("path", ["link.toml", "link", "link/acme"])
def test_links_in_the_commit_are_there_and_lead_nowhere(revision: Revision, path: str) -> None:
    assert revision.is_file(path) is (path != "link/acme")
    assert not revision.is_folder(path)
    for ask in (lambda: revision.read(path, 1), lambda: revision.names(path)):
        with pytest.raises(OSError, match=r"no link in a revision is followed|holds no such thing"):
            ask()


def test_what_is_missing_is_said_with_the_revision(revision: Revision) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        revision.read("rules/theirs/x.yaml", 1)
    assert caught.value.strerror == f"{revision} holds no such thing"
    with pytest.raises(FileNotFoundError):
        revision.names("rules/theirs")


def test_what_lies_outside_is_on_the_disk(revision: Revision, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("outside")
    assert revision.read("../key", 100) == b"outside"
    assert revision.is_file(str(tmp_path / "key"))
    assert revision.is_folder(str(tmp_path))
    assert revision.names(str(tmp_path)) == DISK.names(str(tmp_path))
    assert revision.place_of(str(tmp_path / "key")) is None


def test_a_link_to_the_repository_leads_into_the_commit(revision: Revision, tmp_path: Path) -> None:
    (tmp_path / "near").symlink_to(revision.repository.top)
    (tmp_path / "rules").symlink_to(os.path.join(revision.repository.top, "rules"))
    assert revision.read(str(tmp_path / "near" / "postguard.toml"), 100) == b"# Ours.\n"
    assert revision.names(str(tmp_path / "rules")) == ["acme", "beta"]


def test_it_can_be_sent_to_another_process(revision: Revision) -> None:
    revision.read("postguard.toml", 1)
    sent: Revision = pickle.loads(pickle.dumps(revision))  # noqa: S301  # our own
    assert (str(sent), sent.read("postguard.toml", 100)) == (str(revision), b"# Ours.\n")
