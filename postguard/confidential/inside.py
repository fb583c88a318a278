"""Forms inside the longer words of hashtags, handles and addresses.

``#projectfalconlaunch`` has no boundary to cut at. A form counts there if all that stands
before and after it in the word is made of common words, so ``falcon`` is found in
``thefalconlaunch`` and not in ``falconry``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from postguard.confidential.common import is_common
from postguard.confidential.normalise import Heads, Normalised, head_size, singular

SHORTEST = 6
"""Code points of the shortest form looked for inside a word."""

_LONGEST_WORD = 40
_LONGEST_COMMON = 14
_ADDRESS_WORDS = frozenset({"app", "apps", "beta", "blog", "dev", "hq", "inc", "info", "www"})


class Inside(NamedTuple):
    """A form inside a word, as a range of `Normalised.text`."""

    form: str
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Inside({self.start}, {self.end})"


def inside_words(normal: Normalised, heads: Heads) -> Iterator[Inside]:
    """Every form that could be a term within a longer word of a tag or address."""
    starts, ends, forms, _, _ = normal.pieces
    for at, word in enumerate(forms):
        if not SHORTEST + 2 <= len(word) <= _LONGEST_WORD:
            continue
        start = starts[at]
        if not _in_address(normal.text, start, ends[at]):
            continue
        for low, high in _cuts(word):
            form = singular(word[low:high])
            size = head_size(form)
            if len(form) <= size or heads[form[:size]]:
                yield Inside(form, start + low, start + high)


def _cuts(word: str) -> Iterator[tuple[int, int]]:
    """The proper parts of a word that have only common words before and after them."""
    length = len(word)
    lows = [0]
    for low in range(1, length - SHORTEST + 1):
        if any(_is_word(word[known:low]) for known in lows if low - known <= _LONGEST_COMMON):
            lows.append(low)
    highs = [length]
    for high in range(length - 1, SHORTEST - 1, -1):
        if any(_is_word(word[high:known]) for known in highs if known - high <= _LONGEST_COMMON):
            highs.append(high)
    for low in lows:
        for high in highs:
            if SHORTEST <= high - low < length:
                yield low, high


def _is_word(text: str) -> bool:
    return text in _ADDRESS_WORDS or (len(text) > 1 and is_common(text))


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a hashtag, handle, host, path or file name."""
    before = text[start - 1 : start]
    after = text[end : end + 2]
    return before in ("#", "@", "/") or (
        (before == "." or after[:1] in (".", "/")) and len(after) == 2 and after[1].isalnum()
    )
