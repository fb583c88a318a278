"""The files that steer postguard: read within bounds, and written whole or not at all."""

from __future__ import annotations

import os

from postguard.errors import LocatedError, OutputError
from postguard.light_typing import Protocol

MEBIBYTE = 1 << 20


class Files(Protocol):
    """Where what steers a run is read from: the disk, or a revision of the repository."""

    def is_file(self, path: str) -> bool:
        """Whether there is a file at this path."""

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder at this path."""

    def names(self, folder: str) -> list[str]:
        """What is in a folder, in no order. Raises `OSError` if that cannot be told."""

    def read(self, path: str, most: int) -> bytes:
        """The content of a file, of which no more than `most` bytes. Raises `OSError`."""


class Disk:
    """The files as they are on this machine."""

    __slots__ = ()

    def is_file(self, path: str) -> bool:
        """Whether there is a file, or a link to one, at this path."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, or a link to one, at this path."""
        return os.path.isdir(path)

    def names(self, folder: str) -> list[str]:
        """What is in a folder. Raises `OSError`."""
        return os.listdir(folder)

    def read(self, path: str, most: int) -> bytes:
        """The first bytes of a file. Raises `OSError`."""
        with open(path, "rb") as file:
            return file.read(most)


DISK = Disk()


def read_bytes(
    path: str,
    noun: str,
    error: type[LocatedError],
    *,
    files: Files = DISK,
    largest: int = MEBIBYTE,
) -> bytes:
    """The content of a file the user wrote.

    Args:
        path: the file.
        noun: what it is, as in "cannot read the waivers".
        error: what to raise.
        files: where it is.
        largest: bytes of the largest file that is read, a multiple of 1 MiB.

    Raises an `error` that says why it cannot be read.
    """
    try:
        data = files.read(path, largest + 1)
    except OSError as failure:
        raise error(f"cannot read {noun}: {failure.strerror}", path=path) from None
    if len(data) > largest:
        raise error(f"the file is larger than {largest >> 20} MiB", path=path)
    return data


def read_text(
    path: str,
    noun: str,
    error: type[LocatedError],
    *,
    files: Files = DISK,
    largest: int = MEBIBYTE,
    keep_mark: bool = False,
    remedy: str | None = None,
) -> str:
    """The text of a file the user wrote, without its byte-order mark unless `keep_mark`.

    The arguments are those of `read_bytes`; `remedy` is what to do about a file that is
    not UTF-8. Raises an `error` then, with the line, or as `read_bytes` does.
    """
    data = read_bytes(path, noun, error, files=files, largest=largest)
    try:
        return data.decode("utf-8" if keep_mark else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        problem = f"not UTF-8 at byte {wrong.start}"
        raise error(problem, path=path, line=line, remedy=remedy) from None


def replace(path: str, data: bytes) -> None:
    """Give a file new content, in one step, keeping its mode. A link's target is written.

    Raises `OutputError` if it cannot be written; the file is then as it was.
    """
    import tempfile

    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".postguard-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def _mode(path: str) -> int:
    """The mode of the file replaced, or what the umask leaves of a new file's."""
    try:
        return os.stat(path).st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
