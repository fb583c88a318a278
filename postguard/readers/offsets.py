r"""From a parser's offsets back to the source's.

Parsers here are given a text with ``\n`` line ends and answer in UTF-8 bytes or in
code points of that text. Both ways back are one bisection; an ASCII text with ``\n``
line ends needs none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from postguard.lazy import lazy_pattern

_WIDE = lazy_pattern("[\u0080-\U0010ffff]")


def unify_line_ends(text: str) -> tuple[str, Callable[[int], int] | None]:
    r"""The text with ``\n`` line ends, and the way back; None for the way if it is trivial."""
    if "\r" not in text:
        return text, None
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(unified) == len(text):
        return unified, None
    shrunk: list[int] = []
    for found in re.finditer("\r\n", text):
        shrunk.append(found.start() - len(shrunk))

    def to_source(offset: int) -> int:
        return offset + bisect_left(shrunk, offset)

    return unified, to_source


Stretch = tuple[int, int, int]
"""From and to which parser's offset, the end not included, and what to add to those between."""
_EVERYWHERE = 1 << 62


def from_bytes(text: str, start: int = 0) -> Callable[[int], int] | None:
    """From UTF-8 byte offsets of `text` to `start` plus code points; None if equal."""
    if text.isascii():
        return start.__add__ if start else None
    ends, shifts = _shifts(text, start)

    def to_text(offset: int) -> int:
        return offset + shifts[bisect_right(ends, offset) - 1]

    return to_text


def stretches(
    text: str, start: int, to_source: Callable[[int], int] | None
) -> Callable[[int], Stretch]:
    """From UTF-8 bytes of a parsed text to code points of the source it came from.

    The answer holds for a whole stretch around the offset asked for.

    Args:
        text: what was parsed.
        start: where it begins in the source.
        to_source: the way back over its line ends, from `unify_line_ends`.
    """
    if to_source is not None:
        to_text = from_bytes(text) or (0).__add__
        return lambda offset: (offset, offset + 1, start + to_source(to_text(offset)) - offset)
    if text.isascii():
        return lambda _: (0, _EVERYWHERE, start)
    ends, shifts = _shifts(text, start)
    ends.append(_EVERYWHERE)

    def around(offset: int) -> Stretch:
        after = bisect_right(ends, offset)
        return ends[after - 1], ends[after], shifts[after - 1]

    return around


def _shifts(text: str, start: int) -> tuple[list[int], list[int]]:
    """From which byte on which number leads to `start` plus code points."""
    ends = [0]
    shifts = [start]
    shift = start
    for found in _WIDE.finditer(text):
        at = found.start()
        code = ord(text[at])
        shift -= 1 if code < 0x800 else 2 if code < 0x10000 else 3
        ends.append(at + 1 + start - shift)
        shifts.append(shift)
    return ends, shifts
