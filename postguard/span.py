r"""Places in a text: code-point spans, and lines and columns derived from them.

Offsets count Unicode code points from 0, as Python strings do. Lines and columns
count from 1. Only ``\n``, ``\r\n`` and ``\r`` end a line; NEL, U+2028 and form
feeds do not, so that editors and postguard agree on line numbers.
"""

from __future__ import annotations

from bisect import bisect_right

from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple

_LINE_END = lazy_pattern(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same range, moved by `by` code points."""
        return Span(self.start + by, self.end + by)


class Position(NamedTuple):
    """A point in a text, as a person and as a program would name it."""

    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    offset: int
    """0-based code points from the start of the text."""


class LineIndex:
    """Line starts of one text, for turning offsets into positions in O(log lines)."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        if "\r" in text:
            self._starts += [found.end() for found in _LINE_END.finditer(text)]
        else:
            at = text.find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = text.find("\n", at + 1)

    def __len__(self) -> int:
        """The number of lines; an empty text has one."""
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """Line and column of a code-point offset in ``0..len(text)``.

        Raises `ValueError` if the offset lies outside the text.
        """
        if not 0 <= offset <= len(self._text):
            raise ValueError(f"offset {offset} outside a text of {len(self._text)} code points")
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)

    def line_span(self, line: int) -> Span:
        """The line's span without its line end. Lines count from 1."""
        start = self._starts[line - 1]
        if line == len(self._starts):
            return Span(start, len(self._text))
        end = self._starts[line]
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def utf16_column(self, offset: int) -> int:
        """0-based column in UTF-16 code units, as the language server protocol counts."""
        line = bisect_right(self._starts, offset)
        before = self._text[self._starts[line - 1] : offset]
        return len(before) + sum(1 for char in before if char > "\uffff")

    def byte_column(self, offset: int) -> int:
        """0-based column in UTF-8 bytes of the decoded text."""
        line = bisect_right(self._starts, offset)
        return len(self._text[self._starts[line - 1] : offset].encode("utf-8", "surrogatepass"))
