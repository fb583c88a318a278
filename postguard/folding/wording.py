"""Words of plain letters that are entries bent, misspelt or run together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from postguard.folding.dictionary import is_known, segments
from postguard.folding.lexicon import Lexicon
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_STRETCH = lazy_pattern(r"(?:([a-z])\1\1)")
_CAMEL = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NEAR = lazy_pattern(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
_REACH = 60
_LONGEST = 40
_SHORTEST = 2
_ADDRESS = frozenset(
    {"you", "your", "youre", "u", "ur", "ya", "him", "her", "them", "they", "he", "she", "me"}
    | {"off", "this"}
)
"""Beside one other word, these make a run-together of it rather than a name."""


def suspects(
    words: AbstractSet[str], lexicon: Lexicon, finder: Callable[[], AhoCorasick]
) -> set[str]:
    """Which of the lower-case `words` are worth `reading` where they stand."""
    found = set()
    joined = "\n".join(word for word in words if len(word) <= _LONGEST * 2)
    for stretch in _STRETCH.finditer(joined):
        word = line_at(joined, stretch.start())
        if lexicon.decode(word, stretched=True):
            found.add(word)
    unknown = {word for word in words if len(word) > _SHORTEST and not is_known(word)}
    if not unknown:
        return found
    found |= {word for word in lexicon.possible_slips(unknown) if _is_slip(word, lexicon)}
    found |= unknown & lexicon.phrases.keys()
    joined = "\n".join(word for word in unknown if 6 <= len(word) <= _LONGEST)
    for _, start, _ in finder().find_matches_as_indexes(joined) if joined else ():
        word = line_at(joined, start)
        if not lexicon.written(word):
            found.add(word)
    return found


def reading(word: str, lexicon: Lexicon) -> str | None:
    """What a bent lower-case word or a run-together phrase stands for, or None."""
    if word in lexicon.phrases:
        return lexicon.phrases[word]
    if _STRETCH.search(word):
        return lexicon.decode(word, stretched=True)
    return lexicon.slips[word] if _is_slip(word, lexicon) else None


def _is_slip(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.slips and not is_known(word) and not lexicon.written(word)


def is_english_around(text: str, start: int, end: int) -> bool:
    """Whether most words near ``text[start:end]`` are known, or there are none.

    In another language, or among identifiers, an unknown word is no misspelling.
    """
    before = _NEAR.findall(text, max(0, start - _REACH), start)
    near = before + _NEAR.findall(text, end, end + _REACH)
    return 2 * sum(map(is_known, near)) >= len(near)


def split_up(word: str, lexicon: Lexicon, *, hashtag: bool) -> list[str] | None:
    """The words that `word`, in its original case, was run together from.

    Capitals say where they part; otherwise every piece must be known, the whole must
    not be, and no reading without an entry may exist. Outside a hashtag two pieces are
    more likely a name, unless one of them addresses somebody. None if it is one word,
    or none of its pieces is an entry of four letters or more.
    """
    pieces = _CAMEL.findall(word)
    if len(pieces) > 1 and "".join(pieces) == word:
        return _joined_entries(pieces, lexicon, hashtag=hashtag)
    if word[:1].isupper() and not word.isupper() and not word.lower().startswith(("you", "ur")):
        return None
    lower = word.lower()
    if is_known(lower) or lexicon.written(lower):
        return None
    found = segments(lower, also=lexicon.forms)
    if not found or not _counts(found, lexicon, hashtag=hashtag) or _is_crumbled(found):
        return None
    return None if segments(lower, never=lexicon.forms) else list(found)


def _is_crumbled(pieces: tuple[str, ...]) -> bool:
    """Whether the pieces are too short to be a sentence: a rare word taken apart."""
    letters = sum(map(len, pieces))
    addresses = not _ADDRESS.isdisjoint(pieces) or "are" in pieces
    return letters * 2 < len(pieces) * (5 if addresses else 7)


def _joined_entries(pieces: list[str], lexicon: Lexicon, *, hashtag: bool) -> list[str] | None:
    """`pieces` with those that make up one entry together put together."""
    merged: list[str] = []
    at = 0
    while at < len(pieces):
        for size in (4, 3, 2, 1):
            candidate = "".join(pieces[at : at + size])
            if size == 1 or lexicon.written(candidate.lower()):
                merged.append(candidate)
                at += len(pieces[at : at + size])
                break
    lower = [piece.lower() for piece in merged]
    return merged if _counts(lower, lexicon, hashtag=hashtag) else None


def _counts(pieces: Iterable[str], lexicon: Lexicon, *, hashtag: bool) -> bool:
    words = list(pieces)
    entries = [word for word in words if len(word) >= 4 and lexicon.written(word)]
    return bool(entries) and (
        hashtag or len(words) >= 3 or not _ADDRESS.isdisjoint(words) or len(entries) > 1
    )


def line_at(joined: str, at: int) -> str:
    """The line that holds an offset."""
    end = joined.find("\n", at)
    return joined[joined.rfind("\n", 0, at) + 1 : end if end >= 0 else len(joined)]
