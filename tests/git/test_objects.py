"""Contents by id: many with one process, none that looks read and is not."""

import os
from pathlib import Path

import pytest

from postguard.errors import ReadError
from postguard.git import Blob, Objects, objects
from tests.git.repo import Repo, copied


@pytest.fixture
def blobs(repo: Repo) -> list[tuple[Blob, bytes]]:
    contents = [b"", b"one\n", b"\0\xff\n\n", b"x" * 100_000, b"no end"]
    for number, content in enumerate(contents):
        repo.write(f"{number}.md", content)
    repo.commit()
    names = [repo.git("rev-parse", f"HEAD:{number}.md") for number in range(len(contents))]
    folder = str(repo.top)
    return [(Blob(folder, name), content) for name, content in zip(names, contents, strict=True)]


def test_contents_are_as_they_were(blobs: list[tuple[Blob, bytes]]) -> None:
    with Objects() as reader:
        assert [reader.read(blob) for blob, _ in blobs] == [content for _, content in blobs]


def test_it_can_be_sent_to_another_process(blobs: list[tuple[Blob, bytes]]) -> None:
    with Objects() as reader:
        reader.read(blobs[0][0])
        with copied(reader) as copy:
            assert copy.read(copied(blobs[1][0])) == b"one\n"
        assert reader.read(blobs[1][0]) == b"one\n"


def test_a_forked_process_asks_for_itself(blobs: list[tuple[Blob, bytes]], tmp_path: Path) -> None:
    with Objects() as reader:
        assert reader.read(blobs[1][0]) == b"one\n"
        child = os.fork()
        if child == 0:
            (tmp_path / "child").write_bytes(reader.read(blobs[2][0]))
            reader.close()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert (tmp_path / "child").read_bytes() == b"\0\xff\n\n"
        assert reader.read(blobs[3][0]) == b"x" * 100_000


def test_what_is_not_there_is_a_failure(blobs: list[tuple[Blob, bytes]]) -> None:
    with Objects() as reader:
        with pytest.raises(ReadError, match="git holds no object 0000"):
            reader.read(blobs[0][0]._replace(id="0" * 40))
        assert reader.read(blobs[1][0]) == b"one\n"


def test_what_is_too_large_is_a_failure(
    blobs: list[tuple[Blob, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "LARGEST", 1000)
    with Objects() as reader:
        with pytest.raises(ReadError, match="more than the 0 MiB read at once; split the file"):
            reader.read(blobs[3][0])
        assert reader.read(blobs[1][0]) == b"one\n"


def test_a_damaged_object_is_a_failure(repo: Repo, blobs: list[tuple[Blob, bytes]]) -> None:
    blob = blobs[3][0]
    file = repo.top / ".git" / "objects" / blob.id[:2] / blob.id[2:]
    file.chmod(0o600)
    file.write_bytes(b"damaged")
    with Objects() as reader:
        with pytest.raises(ReadError, match=r"holds no object .*, or cannot read it"):
            reader.read(blob)
        assert reader.read(blobs[1][0]) == b"one\n"


def test_a_folder_without_a_repository_is_a_failure(tmp_path: Path) -> None:
    with Objects() as reader, pytest.raises(ReadError, match="git cat-file: not a git repository"):
        reader.read(Blob(str(tmp_path), "0" * 40))
