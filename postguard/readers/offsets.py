"""From a parser's offsets back to the source's.

Parsers here are given a text with ``\\n`` line ends and answer in UTF-8 bytes or in
code points of that text. Both ways back are one bisection; an ASCII text with ``\\n``
line ends needs none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

_WIDE = re.compile("[\u0080-\U0010ffff]")


def unify_line_ends(text: str) -> tuple[str, Callable[[int], int] | None]:
    r"""The text with ``\n`` line ends, and the way back; None for the way if it is trivial."""
    if "\r" not in text:
        return text, None
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(unified) == len(text):
        return unified, None
    shrunk = []
    for found in re.finditer("\r\n", text):
        shrunk.append(found.start() - len(shrunk))

    def to_source(offset: int) -> int:
        return offset + bisect_left(shrunk, offset)

    return unified, to_source


def from_bytes(text: str) -> Callable[[int], int] | None:
    """From UTF-8 byte offsets of `text` to its code points; None if they are the same."""
    if text.isascii():
        return None
    ends = [0]
    surplus = [0]
    total = 0
    for found in _WIDE.finditer(text):
        at = found.start()
        code = ord(text[at])
        total += 1 if code < 0x800 else 2 if code < 0x10000 else 3
        ends.append(at + 1 + total)
        surplus.append(total)

    def to_text(offset: int) -> int:
        return offset - surplus[bisect_right(ends, offset) - 1]

    return to_text


def chain(
    first: Callable[[int], int] | None, then: Callable[[int], int] | None, start: int
) -> Callable[[int], int]:
    """Both steps one after the other, and then the shift by `start`."""
    if first is None and then is None:
        return start.__add__
    if first is None:
        assert then is not None
        return lambda offset: start + then(offset)
    if then is None:
        return lambda offset: start + first(offset)
    return lambda offset: start + then(first(offset))
