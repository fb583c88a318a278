"""Contents by their ids, many with one process."""

import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from postguard.errors import ReadError
from postguard.git.call import complaint_in, start
from postguard.lazy import lazy_pattern

if TYPE_CHECKING:
    from subprocess import Popen

LARGEST = 64 << 20
"""Bytes of the largest object that is read."""

_HEADER = lazy_pattern(rb"([0-9a-f]{40,64}) (\w+) (\d+)\n")


class Blob(NamedTuple):
    """A content that git keeps."""

    folder: str
    """Any folder of the repository."""
    id: str


class Objects:
    """Reads contents by their ids, many with one process. Can be sent to another process."""

    __slots__ = ("_folder", "_owner", "_process", "_said")

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._folder = ""
        self._owner = 0

    def __reduce__(self) -> tuple[type["Objects"], tuple[()]]:
        return (Objects, ())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def read(self, blob: Blob) -> bytes:
        """A content, as it is stored.

        Raises `ReadError` if there is none, git fails, or it is larger than `LARGEST`.
        """
        source, sink = self._streams(blob.folder)
        try:
            sink.write(f"{blob.id}\n".encode())
            sink.flush()
            header = source.readline()
        except OSError:
            header = b""
        found = _HEADER.fullmatch(header)
        if found is None:
            raise ReadError(self._failed(header, blob))
        size = int(found[3])
        if size > LARGEST:
            self.close()
            raise ReadError(
                f"{size >> 20} MiB, more than the {LARGEST >> 20} MiB read at once; split the file"
            )
        data = source.read(size + 1)
        if len(data) != size + 1:
            raise ReadError(self._failed(b"", blob))
        return data[:-1]

    def close(self) -> None:
        """End the process, if there is one."""
        process, said = self._process, self._said
        self._process = self._said = None
        if process is None:
            return
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        else:
            # A forked process holds a copy of what is another's to end.
            process.returncode = 0
        for stream in (process.stdin, process.stdout, said):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _streams(self, folder: str) -> tuple[IO[bytes], IO[bytes]]:
        """The answers and the questions of a process for this folder."""
        if self._process is None or (self._owner, self._folder) != (os.getpid(), folder):
            self.close()
            self._process = self._started(folder)
            self._owner, self._folder = os.getpid(), folder
        source, sink = self._process.stdout, self._process.stdin
        assert source is not None
        assert sink is not None
        return source, sink

    def _started(self, folder: str) -> "Popen[bytes]":
        from subprocess import PIPE
        from tempfile import TemporaryFile

        self._said = TemporaryFile()  # noqa: SIM115  # closed with the process
        return start(folder, ("cat-file", "--batch"), stdin=PIPE, stdout=PIPE, stderr=self._said)

    def _failed(self, header: bytes, blob: Blob) -> str:
        if header.endswith(b" missing\n"):
            return f"git holds no object {blob.id}, or cannot read it"
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        complaint = complaint_in(self._said) if self._said is not None else "it ended"
        self.close()
        return f"git cat-file: {complaint}"
