"""Words written letter by letter across spaces: ``f u c k``, ``i - d - i - o - t``."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from postguard.folding.dictionary import is_known, segments
from postguard.folding.lexicon import Lexicon
from postguard.folding.skeleton import fold_char
from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple

_CLASSES = bytes(
    97 if chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789@$!" else 32 for code in range(256)
)
_FIRST = r"(?<![\w@$])[a-z0-9@$!]"
_NEXT = r"(?:[ \t]?[.\-_*|/~,]?[ \t]{1,4}[a-z0-9@$!])"
_RUN = lazy_pattern(rf"{_FIRST}{_NEXT}{{2,}}(?![\w@$])")
_NO_RUN = lazy_pattern(rf"{_FIRST}{_NEXT}*+")
"""What no run begins in if none begins where it does: all its letters lead to the same ends."""
_OPENING = lazy_pattern(rb" a {1,5}a {1,5}a")
_UNIT = lazy_pattern(r"[a-z0-9@$!]")
_INNOCENT_UP_TO = 40


_SHORT_WORDS = lazy_pattern(r"(?<![\w'’-])[a-z]{1,8}(?: [a-z]{1,8})+(?![\w'’-])")
"""Words a split could have made, and the spaces between them."""
_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_PAIR = lazy_pattern(r"(?<![\w'’-])([a-z]{1,8}) ([a-z]{1,8})(?![\w'’-])")
_LAST_WORD = lazy_pattern(r"(?<![\w'’-])[a-z]{1,8}\Z")
_FEW = 64
"""Pieces that are looked for one by one sooner than all words are gone through."""


class Spelt(NamedTuple):
    """A stretch of the text and the entry it spells."""

    start: int
    end: int
    written: str


def spaced_words(text: str, lexicon: Lexicon) -> Iterator[Spelt]:
    """Find entries spelt letter by letter in lower-case `text`.

    A run of single letters counts if it is an entry as a whole, or between wider gaps;
    or if an entry of four letters or more stands in it, and its reading in the fewest
    words has an entry.
    """
    classes = _classes(text)
    opening = _OPENING.search(classes)
    while opening is not None:
        after = opening.start() + 1
        # The byte put in front makes the opening's offset that of its first letter.
        run = _RUN.match(text, opening.start())
        if run is not None:
            letters = [unit.start() + run.start() for unit in _UNIT.finditer(run[0])]
            yield from _in_run(text, letters, lexicon)
            after = run.end()
        elif (without := _NO_RUN.match(text, opening.start())) is not None:
            after = without.end()
        opening = _OPENING.search(classes, after)


def _classes(text: str) -> bytes:
    """One byte a code point, after a first one, that tells letters from what is between."""
    return b" " + text.encode("ascii", "replace").translate(_CLASSES)


def split_words(
    text: str, original: str, lexicon: Lexicon, pieces: AbstractSet[str]
) -> Iterator[Spelt]:
    """Find entries parted once by a space in lower-case `text`: "fu ck", "mor on".

    One piece at least must be no word, and no name, as its capital in `original` tells
    where both texts are of one length. `pieces` holds all that are no words.
    """
    cased = original if len(original) == len(text) else text
    aligned = (
        cased is text or original.isascii() or all(map(_stays_one, _NON_ASCII.findall(original)))
    )
    pairs = _pairs_with(text, pieces) if aligned and len(pieces) <= _FEW else _pairs(text)
    for at, head, tail in pairs:
        joined = head + tail
        if len(joined) >= 4 and joined in lexicon.entry_set:
            middle = at + len(head) + 1
            if _is_broken(cased[at : middle - 1], cased[middle : middle + len(tail)], at):
                yield Spelt(at, middle + len(tail), joined)


def _pairs(text: str) -> Iterator[tuple[int, str, str]]:
    """Every two neighbouring short words, and where the first begins."""
    for run in _SHORT_WORDS.finditer(text):
        at = run.start()
        for head, tail in pairwise(run[0].split(" ")):
            yield at, head, tail
            at += len(head) + 1


def _pairs_with(text: str, pieces: AbstractSet[str]) -> Iterator[tuple[int, str, str]]:
    """Those of `_pairs` that have one of the pieces in them."""
    starts: set[int] = set()
    for piece in pieces:
        at = text.find(f"{piece} ")
        while at >= 0:
            if not (at and text[at - 1].isalnum()):
                starts.add(at)
            at = text.find(f"{piece} ", at + 1)
        at = text.find(f" {piece}")
        while at >= 0:
            end = at + len(piece) + 1
            if not text[end : end + 1].isalnum():
                head = _LAST_WORD.search(text, max(0, at - 8), at)
                if head is not None:
                    starts.add(head.start())
            at = text.find(f" {piece}", at + 1)
    for start in sorted(starts):
        pair = _PAIR.match(text, start)
        if pair is not None:
            yield start, pair[1], pair[2]


def _stays_one(char: str) -> bool:
    return len(fold_char(char)) == 1


def _is_broken(head: str, tail: str, start: int) -> bool:
    """Whether one of two pieces is neither a word nor a name."""
    if is_known(head.lower()) and is_known(tail.lower()):
        return False
    named = (head[0].isupper() and start > 0) or tail[0].isupper()
    if named and not (head + tail).isupper():
        return False
    return any(len(piece) > 1 and not is_known(piece.lower()) for piece in (head, tail))


def _in_run(text: str, letters: list[int], lexicon: Lexicon) -> Iterator[Spelt]:
    gaps = [after - before for before, after in pairwise(letters)]
    narrow = min(gaps)
    word: list[int] = []
    words: list[list[int]] = []
    for at, gap in zip(letters, [*gaps, narrow + 1], strict=True):
        word.append(at)
        if gap > narrow:
            words.append(word)
            word = []
    for positions in words:
        written = _read(text, positions, lexicon) if len(positions) >= 3 else None
        if written is not None:
            yield Spelt(positions[0], positions[-1] + 1, written)
        elif len(positions) > 4:
            yield from _inside(text, positions, lexicon)


def _inside(text: str, positions: list[int], lexicon: Lexicon) -> Iterator[Spelt]:
    joined = "".join(text[at] for at in positions)
    if len(joined) <= _INNOCENT_UP_TO and joined.isalpha():
        words = segments(joined, also=lexicon.forms)
        if words is not None and lexicon.forms.keys().isdisjoint(words):
            return
    at = 0
    while at < len(positions):
        found = lexicon.longest_at(joined, at)
        if found is None or found[0] < 4 or not _is_legible(joined[at : at + found[0]]):
            at += 1
            continue
        length, written = found
        yield Spelt(positions[at], positions[at + length - 1] + 1, written)
        at += length


def _read(text: str, positions: list[int], lexicon: Lexicon) -> str | None:
    joined = "".join(text[at] for at in positions)
    return lexicon.decode(joined) if _is_legible(joined) else None


def _is_legible(joined: str) -> bool:
    """Whether enough letters are left for a number or formula to be ruled out."""
    return sum(map(str.isalpha, joined)) >= max(2, len(joined) // 2)
