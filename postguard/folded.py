"""A text as the gate reads it: in lower case, by its words and by its plain characters."""

import re
from bisect import bisect_left
from functools import cache, cached_property

from postguard.gate_data import NEUTRAL
from postguard.span import Span

TO_ASCII = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))
"""Characters that ignore-case matching takes for ASCII letters, beside lower()."""


def fold(text: str) -> str:
    """Lower case, one code point for one, ASCII look-alikes of ignore-case included."""
    if not text.isascii():
        for char, letter in TO_ASCII:
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
def _digit() -> re.Pattern[str]:
    return re.compile(r"\d")


@cache
def _word() -> re.Pattern[str]:
    return re.compile("[a-z0-9_]+")


class Folded:
    """A whole text, folded, with what is asked of it."""

    def __init__(self, text: str) -> None:
        self.text = fold(text)
        self._plain: dict[Span, bytes | None] = {}

    def words_in(self, span: Span) -> frozenset[str]:
        """The words of a range that cuts none in two, as far as they are of ASCII."""
        return frozenset(_word().findall(self.text, span.start, span.end))

    @cached_property
    def plain(self) -> bytes | None:
        """The text for shapes of ASCII, at the same offsets; None if it has letters beyond."""
        neutral = neutralised(self.text)
        return None if neutral is None else neutral.encode("ascii")

    def plain_part(self, span: Span) -> bytes | None:
        """The same for a range of the text."""
        if span not in self._plain:
            neutral = neutralised(self.text[span.start : span.end])
            self._plain[span] = None if neutral is None else neutral.encode("ascii")
        return self._plain[span]

    def digits_in(self, span: Span) -> int:
        """How many decimal digits a range of the text holds."""
        digits = self.digits
        return bisect_left(digits, span.end) - bisect_left(digits, span.start)

    @cached_property
    def digits(self) -> list[int]:
        """The offsets of its decimal digits."""
        return [found.start() for found in _digit().finditer(self.text)]

    @cached_property
    def longest_run(self) -> int:
        """The most characters in a row without white space; of a text that has `plain`."""
        return max(map(len, (self.plain or b"").split()), default=0)
