"""Which lines a patch adds or changes."""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from postguard.lazy import lazy_pattern

_HUNK = lazy_pattern(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = lazy_pattern(rb"\\([0-7]{3}|.)")
_CONTROLS = {
    b"a": b"\a",
    b"b": b"\b",
    b"t": b"\t",
    b"n": b"\n",
    b"v": b"\v",
    b"f": b"\f",
    b"r": b"\r",
}
_PREFIX = b"b/"


class Lines(NamedTuple):
    """A stretch of lines, ended by LF only, as git counts them.

    Where lines were only deleted it is empty: it ends before it begins.
    """

    first: int
    """1-based."""
    last: int
    """Included."""


def lines_by_path(patch: Iterable[bytes]) -> dict[str, tuple[Lines, ...]]:
    """The lines a patch without context adds or changes, by path.

    Args:
        patch: the lines of ``diff --unified=0`` with ``b/`` before the new names.
    """
    found: dict[str, list[Lines]] = {}
    current: list[Lines] = []
    content = 0
    for line in patch:
        if content and line[:1] in b"+-":
            # What is added may look like a header; hunks say how long they are.
            content -= 1
        elif line.startswith(b"+++ "):
            current = found.setdefault(_path(line[4:].rstrip(b"\n")), [])
        elif (hunk := _HUNK.match(line)) is not None:
            removed, first, added = (int(field or 1) for field in hunk.groups())
            content = removed + added
            # A hunk that adds nothing stands behind the line it names.
            current.append(Lines(first, first + added - 1) if added else Lines(first + 1, first))
    return {path: tuple(lines) for path, lines in found.items()}


def _path(written: bytes) -> str:
    """The path behind ``+++``, which is quoted if it holds anything odd."""
    if written.startswith(b'"'):
        written = _ESCAPE.sub(_character, written.strip()[1:-1])
    else:
        # A name that holds a space is followed by a tab.
        written = written.removesuffix(b"\t")
    return os.fsdecode(written.removeprefix(_PREFIX))


def _character(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if code.isdigit() else _CONTROLS.get(code, code)
