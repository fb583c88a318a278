"""Known English words: what a typo or a run-together of words must not be."""

import os
from collections.abc import Container
from functools import cache, lru_cache

_SHORT_TEXT = """
a i u r am an as at be by do go he hi if im in is it me my no of oh on or ur so to up us we ya
aint arent cant didnt doesnt dont gonna hes ill isnt ive shes thats theyre wanna wasnt wont
youll youre youve
"""
_LONGEST = 18
_NEVER = 1 << 30
_SHORT = frozenset(_SHORT_TEXT.split())
"""One- and two-letter words, and contractions without their apostrophe."""


def is_known(word: str) -> bool:
    """Whether a word of lower-case ASCII letters is in the shipped list (SCOWL, size 60).

    Only the stretches of the list that are asked for become sets: building one of all
    would cost a short run more than everything else here.
    """
    return word in _SHORT or word in _starting_with(word[:2])


def segments(
    text: str, *, also: Container[str] = (), never: Container[str] = ()
) -> tuple[str, ...] | None:
    """Split letters into the fewest words, known or in `also`, none in `never`; or None."""
    fewest = [0] + [_NEVER] * len(text)
    came_from = [0] * (len(text) + 1)
    for start in range(len(text)):
        count = fewest[start] + 1
        if count > _NEVER:
            continue
        listed = _starting_with(text[start : start + 2])
        for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
            if count >= fewest[end]:
                continue
            word = text[start:end]
            if (word in listed or word in _SHORT or word in also) and word not in never:
                fewest[end] = count
                came_from[end] = start
    if fewest[-1] >= _NEVER:
        return None
    words: list[str] = []
    end = len(text)
    while end:
        words.append(text[came_from[end] : end])
        end = came_from[end]
    return tuple(reversed(words))


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
