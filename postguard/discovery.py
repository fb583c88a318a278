"""From the paths of a call to the inputs of a run, none of them lost on the way.

Named files are always inputs, even of an unsupported type: what was asked for must be
checked or reported. Folders are walked in order of name, leaving out what .gitignore and
the excludes say; a file of an unsupported type met there is skipped by choice. Links
that lead out of the root are not followed and count as failed. In a folder of somebody
else's files no link is followed, and only the excludes leave anything out.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from functools import lru_cache

from postguard.errors import ReadError, UsageError
from postguard.light_typing import TYPE_CHECKING, NamedTuple
from postguard.paths import through_link
from postguard.readers.registry import supported

if TYPE_CHECKING:
    from typing import Any, BinaryIO

    from pathspec import PathSpec

    from postguard.git import Blob, Lines

NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})
"""Folders that are never walked."""

_UNTRUSTED_NEVER = frozenset({".git"})
"""Of them, what git itself keeps out of a commit."""

EXCLUDED = "excluded by the configuration"
LEADS_OUT = "a link out of the root is not followed; copy the file in, or exclude it"
LINKED_FOLDER = "a link to a folder inside the root"
UNREAD_TYPE = "a type postguard does not read"
_UNTRUSTED_LINK = "a link, and an untrusted run follows none"

_LARGEST = 64 << 20
"""Bytes of the largest file that is read."""


class Input(NamedTuple):
    """A file to check, or one that will not be and why."""

    path: str
    """As the user would name it, with ``/``."""
    skipped: str = ""
    """Why it is skipped by choice; empty if it is not."""
    failed: str = ""
    """Why it cannot be read; empty if it can."""
    blob: Blob | None = None
    """Where its content is read from if that is not the file itself."""
    changed: tuple[Lines, ...] | None = None
    """The lines that count; None if the whole file does."""


class Scope(NamedTuple):
    """What holds for the whole search."""

    root: str
    """Excludes are relative to it; no link may lead out of it."""
    exclude: tuple[str, ...] = ()
    untrusted_below: str | None = None
    """As in the configuration."""

    @property
    def never(self) -> frozenset[str]:
        """Folders that are not walked."""
        return NEVER if self.untrusted_below is None else _UNTRUSTED_NEVER

    def excludes(self, path: str) -> bool:
        """Whether a file is left out. Raises `UsageError` for an exclude that does not parse."""
        spec = _excluded(self.exclude)
        return spec is not None and _matches(spec, path, self.root)


def discover(paths: Sequence[str], scope: Scope) -> list[Input]:
    """The inputs behind the paths, each file once, in the order of the call.

    Raises `UsageError` for a path that does not exist.
    """
    excluded = _excluded(scope.exclude)
    found: dict[str, Input] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{printable(path)}: there is no such file or folder")
        if os.path.isdir(path) and not os.path.islink(path):
            items: Iterator[Input] = _walk(path, scope, excluded)
        else:
            items = iter((_named(path, scope, excluded),))
        for item in items:
            found.setdefault(os.path.abspath(item.path), item)
    return list(found.values())


def opened(path: str, root: str, untrusted_below: str | None = None) -> BinaryIO:
    """An input, open for reading; for an `OSError` while it is read, see `unread`.

    Raises `ReadError` for what is not a readable regular file inside the root: the check
    is made on the open file, so that a link swapped in after discovery gains nothing.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise ReadError("the file has vanished, or is a link to nothing") from None
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ReadError("not a regular file")
    link = refused_link(path, Scope(root, (), untrusted_below))
    if link or not _is_at(status, os.path.realpath(path)):
        os.close(descriptor)
        raise ReadError(link or LEADS_OUT)
    return os.fdopen(descriptor, "rb")


def unread(error: OSError) -> ReadError:
    """What is said of an input that was opened and cannot be read."""
    return ReadError(f"cannot be read: {error.strerror}")


def read_bytes(path: str, root: str, untrusted_below: str | None = None) -> bytes:
    """The bytes of an input. Raises `ReadError` as `opened` does, and for too many of them."""
    with opened(path, root, untrusted_below) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            data = file.read(_LARGEST + 1) if size <= _LARGEST else b""
        except OSError as error:
            raise unread(error) from None
    if size > _LARGEST:
        raise ReadError(
            f"{size >> 20} MiB, more than the {_LARGEST >> 20} MiB read at once; split the file"
        )
    if len(data) > _LARGEST:
        raise ReadError(f"grew beyond {_LARGEST >> 20} MiB while being read")
    return data


def _is_at(status: os.stat_result, path: str) -> bool:
    """Whether an open file is the one that now stands at a path."""
    try:
        return os.path.samestat(status, os.stat(path))
    except OSError:
        return False


def refused_link(path: str, scope: Scope) -> str:
    """Why a path is not followed to where it leads; empty if it is."""
    if scope.untrusted_below is not None and through_link(path, scope.untrusted_below):
        return _UNTRUSTED_LINK
    return LEADS_OUT if leaves(path, scope.root) else ""


def leaves(path: str, root: str) -> bool:
    """Whether a path, named inside the root, leads out of it through a link."""
    base = os.path.realpath(root)
    named = os.path.abspath(path)
    if not inside(named, os.path.abspath(root)):
        base = os.path.realpath(os.path.dirname(named))
    return not inside(os.path.realpath(path), base)


def inside(path: str, folder: str) -> bool:
    """Whether an absolute path is a folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _named(path: str, scope: Scope, excluded: PathSpec[Any] | None) -> Input:
    shown = _slashed(path)
    if excluded is not None and _matches(excluded, path, scope.root):
        return Input(shown, skipped=EXCLUDED)
    return Input(shown, failed=refused_link(path, scope))


def _walk(folder: str, scope: Scope, excluded: PathSpec[Any] | None) -> Iterator[Input]:
    """The files below a folder; `.gitignore` files hold for their folder and below."""
    if scope.untrusted_below is not None:
        if through_link(folder, scope.untrusted_below):
            yield Input(_slashed(folder), failed=_UNTRUSTED_LINK)
        else:
            yield from _entries(folder, scope, excluded, [])
        return
    specs = list(_ignored_above(folder, scope.root))
    yield from _entries(folder, scope, excluded, specs)


def _entries(
    folder: str,
    scope: Scope,
    excluded: PathSpec[Any] | None,
    specs: list[tuple[str, PathSpec[Any]]],
) -> Iterator[Input]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield Input(_slashed(folder), failed=f"the folder cannot be read: {error.strerror}")
        return
    own = _ignore_file(folder) if scope.untrusted_below is None else None
    specs = [*specs, own] if own else specs
    for entry in entries:
        if entry.name in scope.never:
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if _ignored(specs, entry.path, is_folder):
            continue
        if excluded is not None and _matches(excluded, entry.path, scope.root, is_folder):
            yield Input(_slashed(entry.path), skipped=EXCLUDED)
        elif is_folder:
            yield from _entries(entry.path, scope, excluded, specs)
        elif reason := refused_link(entry.path, scope):
            yield Input(_slashed(entry.path), failed=reason)
        elif entry.is_symlink() and os.path.isdir(entry.path):
            yield Input(_slashed(entry.path), skipped=LINKED_FOLDER)
        elif may_be_draft(entry.name):
            yield Input(_slashed(entry.path))
        else:
            yield Input(_slashed(entry.path), skipped=UNREAD_TYPE)


def may_be_draft(name: str) -> bool:
    """Whether a file of this name is read when it is met, not asked for."""
    return "." in name[1:] and supported(name) and not name.startswith(".")


def _ignored_above(folder: str, root: str) -> Iterator[tuple[str, PathSpec[Any]]]:
    """The .gitignore files from the root down to the folder's parent."""
    top, here = os.path.abspath(root), os.path.abspath(folder)
    if not inside(here, top) or here == top:
        return
    steps = os.path.relpath(os.path.dirname(here), top).split(os.sep)
    current = top
    for step in [".", *steps]:
        current = os.path.normpath(os.path.join(current, step))
        own = _ignore_file(current)
        if own:
            yield own


def _ignore_file(folder: str) -> tuple[str, PathSpec[Any]] | None:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    spec = _spec([line for line in lines if _parses(line)])
    return (os.path.abspath(folder), spec) if spec else None


def _parses(line: str) -> bool:
    """Whether a line of a .gitignore means something; git passes over those that do not."""
    try:
        _spec([line])
    except UsageError:
        return False
    return True


@lru_cache(maxsize=4)
def _excluded(exclude: tuple[str, ...]) -> PathSpec[Any] | None:
    return _spec(exclude)


def _spec(lines: Sequence[str]) -> PathSpec[Any] | None:
    if not any(line.strip() for line in lines):
        return None
    from pathspec import PathSpec

    try:
        return PathSpec.from_lines("gitignore", lines)
    except ValueError as error:
        raise UsageError(f"an exclude does not parse: {error}") from None


def _ignored(specs: Sequence[tuple[str, PathSpec[Any]]], path: str, is_folder: bool) -> bool:
    """Whether the nearest .gitignore that says anything about a path leaves it out."""
    for folder, spec in reversed(specs):
        relative = _slashed(os.path.relpath(path, folder)) + ("/" if is_folder else "")
        verdict = spec.check_file(relative).include
        if verdict is not None:
            return bool(verdict)
    return False


def _matches(spec: PathSpec[Any], path: str, root: str, is_folder: bool = False) -> bool:
    relative = _slashed(os.path.relpath(path, root)) + ("/" if is_folder else "")
    return bool(spec.match_file(relative))


def _slashed(path: str) -> str:
    slashed = path.replace(os.sep, "/")
    return slashed.removeprefix("./")


def printable(path: str) -> str:
    """A path of the call, for a message on one line."""
    return path.encode("unicode_escape").decode() if not path.isprintable() else path
