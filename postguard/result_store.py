"""Where results of earlier runs are kept: files that only this user can have written.

A file holds one line for each draft, under a code (keyed BLAKE2b, RFC 7693) over all of
them. The key is random, made once for each user and kept beside the files, readable by
its owner alone; whoever lacks it can neither make a file that is believed nor tell from a
name or a line which draft it is about. A file that is damaged in any way, of another
version or made under other settings is as good as none. Files are replaced in one step:
processes that run side by side may undo each other's additions, never each other's work.
"""

import os
import stat
from collections.abc import Iterable
from time import time

_MAGIC = b"postguard results 1"
_KEY_NAME = "key"
_KEY_BYTES = 32
_PREFIX = "results-"
_UNFINISHED = "unfinished-"
_MOST_BYTES = 64 << 20
"""Of one file; what was not used for longest is left out."""
_HEAD_BYTES = 256
_MOST_IN_ALL = 256 << 20
_OLDEST = 30 * 24 * 3600.0
"""Seconds after which a file that nobody used is removed."""
_ABANDONED = 3600.0
"""Seconds after which a file that was never finished is."""
_READ = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _READ |= getattr(os, _flag, 0)


class UntrustedError(Exception):
    """The folder or its key could have been written by somebody else."""


class ResultStore:
    """The results kept under one name and one setting."""

    def __init__(self, folder: str, name: str, setting: bytes) -> None:
        """Open what there is.

        Args:
            folder: where results are kept; made if it is missing.
            name: what the file is for, apart from what makes its content stale.
            setting: a digest of everything all results depend on.

        Raises `UntrustedError` for a folder that others can write, `OSError` for one that
        cannot be used.
        """
        os.makedirs(folder, mode=0o700, exist_ok=True)
        check_folder(folder)
        self._folder = folder
        self._key = _key(folder)
        self._setting = setting.hex().encode()
        self._path = os.path.join(folder, _PREFIX + self.digest(b"name", [name.encode()]).decode())
        self._kept = self._read()
        self._used: dict[bytes, bytes] = {}
        self._is_new = False

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self._kept)

    def digest(self, purpose: bytes, parts: Iterable[bytes]) -> bytes:
        """What a line is found by: a keyed digest of some parts, in hex."""
        from hashlib import blake2b

        state = blake2b(key=self._key, person=b"pg-" + purpose, digest_size=16)
        for part in parts:
            state.update(len(part).to_bytes(8, "big") + part)
        return state.hexdigest().encode()

    def get(self, digest: bytes) -> bytes | None:
        """The line of that digest, if there is one."""
        line = self._kept.get(digest)
        if line is not None:
            self._used[digest] = line
        return line

    def put(self, digest: bytes, line: bytes) -> None:
        """Keep a line, which holds no line end."""
        self._used[digest] = line
        self._is_new = True

    def save(self) -> None:
        """Write what is new; a folder that cannot be written, or is full, is no error."""
        try:
            if not self._is_new:
                os.utime(self._path)
                return
            # Somebody else may have saved meanwhile. What was used now comes last.
            lines = {**self._read(), **self._kept}
            lines = {digest: lines[digest] for digest in lines.keys() - self._used.keys()}
            self._write({**lines, **self._used})
            _prune(self._folder, keep=self._path)
        except OSError:
            return

    def _read(self) -> dict[bytes, bytes]:
        try:
            data = _bytes_of(self._path, _MOST_BYTES)
        except (OSError, UntrustedError):
            return {}
        head, _, body = data.partition(b"\n")
        if not _same(head, self._head(body)):
            return {}
        lines = (line.partition(b" ") for line in body.split(b"\n"))
        return {digest: line for digest, _, line in lines if digest}

    def _write(self, lines: dict[bytes, bytes]) -> None:
        import tempfile

        room = _MOST_BYTES - _HEAD_BYTES
        kept: list[bytes] = []
        for digest in reversed(lines):
            room -= len(digest) + len(lines[digest]) + 2
            if room < 0:
                break
            kept.append(digest + b" " + lines[digest])
        body = b"\n".join(reversed(kept))
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._head(body) + b"\n" + body)
            os.replace(temporary, self._path)
        except BaseException:
            os.unlink(temporary)
            raise

    def _head(self, body: bytes) -> bytes:
        from hashlib import blake2b

        code = blake2b(key=self._key, person=b"pg-results", digest_size=32)
        code.update(self._setting)
        code.update(body)
        return b" ".join((_MAGIC, self._setting, code.hexdigest().encode()))


def check_folder(folder: str) -> None:
    """Raises `UntrustedError` unless it is a folder of this user's that nobody else can write."""
    status = os.lstat(folder)
    if not stat.S_ISDIR(status.st_mode):
        raise UntrustedError("it is no folder")
    _check_owner(status, 0o022)


def _check_owner(status: os.stat_result, forbidden: int) -> None:
    if os.name != "posix":
        # A user's own folders are closed to others by inherited access lists.
        return
    if status.st_uid != os.geteuid():
        raise UntrustedError("it belongs to somebody else")
    if status.st_mode & forbidden:
        raise UntrustedError(f"others have access to it (mode {stat.S_IMODE(status.st_mode):04o})")


def _key(folder: str) -> bytes:
    path = os.path.join(folder, _KEY_NAME)
    try:
        key = _bytes_of(path, _KEY_BYTES, forbidden=0o077)
        if len(key) == _KEY_BYTES:
            return key
    except FileNotFoundError:
        pass
    _make_key(folder, path)
    # Of several that are made at the same time, the last one counts.
    return _bytes_of(path, _KEY_BYTES, forbidden=0o077)


def _make_key(folder: str, path: str) -> None:
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=folder, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _bytes_of(path: str, most: int, forbidden: int = 0o022) -> bytes:
    """The content of a file of this user's. Raises `UntrustedError` for others and larger ones."""
    handle = os.open(path, _READ)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UntrustedError("it is no file")
        _check_owner(status, forbidden)
        data = file.read(most + 1)
    if len(data) > most:
        raise UntrustedError("it is too large")
    return data


def _same(left: bytes, right: bytes) -> bool:
    from hmac import compare_digest

    return compare_digest(left, right)


def _prune(folder: str, keep: str) -> None:
    """Remove what is old, unfinished, or more than there is room for."""
    now, room = time(), _MOST_IN_ALL
    with os.scandir(folder) as scan:
        files = [(entry.stat(follow_symlinks=False), entry.path, entry.name) for entry in scan]
    for status, path, name in sorted(files, key=lambda file: file[0].st_mtime, reverse=True):
        age = now - status.st_mtime
        if name.startswith(_PREFIX):
            room -= status.st_size
            stale = age > _OLDEST or room < 0
        else:
            stale = name.startswith(_UNFINISHED) and age > _ABANDONED
        if stale and path != keep:
            os.unlink(path)
