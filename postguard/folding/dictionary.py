"""Known English words: what a typo or a run-together of words must not be."""

import os
from collections.abc import Callable
from functools import cache, lru_cache

_SHORT_TEXT = """
a i u r am an as at be by do go he hi if im in is it me my no of oh on or ur so to up us we ya
aint arent cant didnt doesnt dont gonna hes ill isnt ive shes thats theyre wanna wasnt wont
youll youre youve
"""
_SHORT = frozenset(_SHORT_TEXT.split())
"""One- and two-letter words, and contractions without their apostrophe."""


def is_known(word: str) -> bool:
    """Whether a word of lower-case ASCII letters is in the shipped list (SCOWL, size 60).

    Only the stretches of the list that are asked for become sets: building one of all
    would cost a short run more than everything else here.
    """
    return word in _SHORT or word in _starting_with(word[:2])


def segments(text: str, is_word: Callable[[str], bool] = is_known) -> tuple[str, ...] | None:
    """Split letters into the fewest words that `is_word` accepts; None if impossible."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 18), end):
            before = best[start]
            if before is None:
                continue
            shorter = best[end]
            if shorter is not None and len(shorter) <= len(before) + 1:
                continue
            piece = text[start:end]
            if is_word(piece):
                best[end] = (*before, piece)
    return best[-1]


@lru_cache(maxsize=1024)
def _starting_with(prefix: str) -> frozenset[str]:
    if len(prefix) < 2 or not prefix.isascii():
        return frozenset()
    start, end = _first_not_below(prefix), _first_not_below(prefix + "~")
    return frozenset(_listed()[start:end].decode("ascii").split())


def _first_not_below(word: str) -> int:
    """Offset of the first line of the sorted list that is `word` or comes after it."""
    listed, wanted = _listed(), word.encode("ascii")
    low, high = 0, len(listed)
    while low < high:
        middle = listed.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = listed.find(b"\n", middle)
        if listed[middle:end] < wanted:
            low = end + 1
        else:
            high = middle
    return low


@cache
def _listed() -> bytes:
    with open(os.path.join(os.path.dirname(__file__), "words.txt"), "rb") as file:
        return file.read()
