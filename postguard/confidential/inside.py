"""Forms inside the longer words of hashtags, handles and addresses.

``#projectfalconlaunch`` has no boundary to cut at. A form counts there if all that stands
before and after it in the word is made of common words, so ``falcon`` is found in
``thefalconlaunch`` and not in ``falconry``.
"""

from collections.abc import Iterator
from functools import lru_cache

from postguard.confidential.common import is_common
from postguard.confidential.normalise import Heads, Normalised, Places, head_size, singular
from postguard.confidential.pieces import Tick, no_limit

SHORTEST = 6
"""Code points of the shortest form looked for inside a word."""

_LONGEST_WORD = 40
_LONGEST_COMMON = 14
_STRETCH = 256
_ADDRESS_WORDS = frozenset({"app", "apps", "beta", "blog", "dev", "hq", "inc", "info", "www"})


def inside_words(normal: Normalised, heads: Heads, tick: Tick = no_limit) -> Iterator[Places]:
    """Every form that could be a term within a longer word of a tag or address.

    A part of the text at a time, as `Normalised.stretches`.
    """
    starts, ends = normal.pieces.starts, normal.pieces.ends
    found: dict[str, list[tuple[int, int]]] = {}
    for at, word in enumerate(normal.pieces.forms):
        if not at % _STRETCH:
            tick()
            if found:
                yield found
                found = {}
        if not SHORTEST + 2 <= len(word) <= _LONGEST_WORD:
            continue
        start = starts[at]
        if _in_address(normal.text, start, ends[at]):
            for form, low, high in _parts(word, heads):
                found.setdefault(form, []).append((start + low, start + high))
    if found:
        yield found


def _parts(word: str, heads: Heads) -> Iterator[tuple[str, int, int]]:
    """The proper parts of a word with only common words before and after them."""
    lows, highs = _cuts(word)
    for low in lows:
        size = head_size(word[low])
        head_known: bool | None = None
        for high in highs:
            if not SHORTEST <= high - low < len(word):
                continue
            form = singular(word[low:high])
            if len(form) > size:
                if head_known is None:
                    head_known = heads[form[:size]]
                if not head_known:
                    break
            yield form, low, high


def _cuts(word: str) -> tuple[list[int], list[int]]:
    """Where a name in a word may begin and, in order, where it may end."""
    length = len(word)
    lows = [0]
    for low in range(1, length - SHORTEST + 1):
        if any(_is_word(word[known:low]) for known in lows if low - known <= _LONGEST_COMMON):
            lows.append(low)
    highs = [length]
    for high in range(length - 1, SHORTEST - 1, -1):
        if any(_is_word(word[high:known]) for known in highs if known - high <= _LONGEST_COMMON):
            highs.append(high)
    return lows, highs[::-1]


@lru_cache(maxsize=65_536)
def _is_word(text: str) -> bool:
    return text in _ADDRESS_WORDS or (len(text) > 1 and is_common(text))


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a hashtag, handle, host, path or file name."""
    before = text[start - 1 : start]
    after = text[end : end + 2]
    return before in ("#", "@", "/") or (
        (before == "." or after[:1] in (".", "/")) and len(after) == 2 and after[1].isalnum()
    )
