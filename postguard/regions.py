"""The sentences or segments of a view that triggers are tried on, as the gate reads them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from postguard.compiled import NEUTRAL
from postguard.span import Span

_TO_ASCII = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))
"""Characters that ignore-case matching takes for ASCII letters, beside lower()."""


def fold(text: str) -> str:
    """Lower case, one code point for one, ASCII look-alikes of ignore-case included."""
    if not text.isascii():
        for char, letter in _TO_ASCII:
            text = text.replace(char, letter)
    return text.lower()


def neutralised(folded: str) -> str | None:
    """A folded text with `NEUTRAL` for every sign; None if even then it is not ASCII."""
    if folded.isascii():
        return folded
    reduced = _neutral().sub(NEUTRAL, folded)
    return reduced if reduced.isascii() else None


@cache
def _neutral() -> re.Pattern[str]:
    r"""Signs that ``\w``, ``\d`` and ``\s`` never match and no letter folds to."""
    return re.compile(
        "[\xa1\xa7\xa9\xab\xae\xb0\xb1\xb6\xb7\xbb\xbf\xd7\xf7\u2010-\u2027\u2030-\u203e"
        "\u2041-\u2053\u20a0-\u20c0\u2190-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]"
    )


@cache
def _word() -> re.Pattern[str]:
    return re.compile("[a-z0-9_]+")


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Regions:
    """Ranges of a text in order, none overlapping another, with what is asked of each."""

    def __init__(self, folded: str, spans: Sequence[Span], kinds: Sequence[str]) -> None:
        self.spans = spans
        self.kinds = kinds
        """The kind of the segment each lies in."""
        self.text = folded
        """The whole text that the ranges lie in, folded."""
        self._starts = [span.start for span in spans]
        self._words: dict[int, frozenset[str]] = {}
        self._plain: dict[int, str | None] = {}
        self._in_scope: dict[tuple[str, ...], int] = {}

    def in_scope(self, scope: tuple[str, ...]) -> int:
        """The regions whose kind is in a scope, as the bits of a number."""
        mask = self._in_scope.get(scope)
        if mask is None:
            mask = sum(1 << number for number, kind in enumerate(self.kinds) if kind in scope)
            self._in_scope[scope] = mask
        return mask

    def at(self, offset: int) -> int | None:
        """The number of the region that holds an offset; None if it lies between them."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self.spans[number].end else None

    def _folded(self, number: int) -> str:
        start, end = self.spans[number]
        return self.text[start:end]

    def words(self, number: int) -> frozenset[str]:
        """The words of a region, cut to their letters of ASCII."""
        found = self._words.get(number)
        if found is None:
            found = self._words[number] = frozenset(_word().findall(self._folded(number)))
        return found

    def plain(self, number: int) -> str | None:
        """The text of a region for a shape of ASCII; None if it has none."""
        if number not in self._plain:
            self._plain[number] = neutralised(self._folded(number))
        return self._plain[number]
