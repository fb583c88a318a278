"""Which words of a text may be disguises, told chunk by chunk and remembered.

Whether a chunk between white space hides something depends on nothing around it. Prose
repeats its words, so a chunk that was once found to hide nothing is not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from postguard.folding import spelling, wording
from postguard.folding.dictionary import is_known
from postguard.folding.lexicon import Lexicon
from postguard.folding.skeleton import fold_char, folded
from postguard.folding.spaced import Spelt
from postguard.folding.wording import line_at
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_BETWEEN_PUNCTUATION = lazy_pattern(r"[^\s\u2010-\u201f\u2022\u2026]+")
_WORDS = lazy_pattern(r"[a-z]{2,}")
_LETTER = lazy_pattern(r"[a-z]")
_ENDS = lazy_pattern(r"(?<![\w'’-])[a-z]{2,8}$|^[a-z]{2,8}(?![\w'’-])", re.MULTILINE)
"""What a space may have parted from the chunk before or after it."""
_PUNCTUATION = ".,;:?!\"'()[]{}<>`#*-_~"
_REMEMBERED = 1 << 15
"""Chunks, each of `_LONGEST` characters at most; some three megabytes."""
_LONGEST = 40
_FEW = 32


class Traits(NamedTuple):
    """What gives disguises away, in folded spelling."""

    signs: Mapping[str, list[Spelt]]
    """Chunks with the disguises inside them, which count from the start of the chunk."""
    words: AbstractSet[str]
    """Words of letters only that are worth reading where they stand."""
    pieces: AbstractSet[str]
    """Beginnings and ends of entries that may stand apart from the rest of it."""

    @property
    def are_any(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.signs or self.words or self.pieces)


_NOTHING = Traits({}, frozenset(), frozenset())


class Screen:
    """Tells which chunks of a text are worth a closer look for entries of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._innocent: set[str] = set()

    def traits(self, text: str) -> Traits:
        """What in a text, which is as it was written, may be a disguise."""
        new = set(text.split()) - self._innocent
        if not new:
            return _NOTHING
        joined = "\n".join(new)
        foreign = [] if joined.isascii() else [chunk for chunk in new if not chunk.isascii()]
        chunks = set(folded(joined).split())
        words, odd = _sorted_out(chunks)
        signs = {chunk: found for chunk in odd if (found := self._in_chunk(chunk))}
        suspects = wording.suspects(words, self._lexicon, lambda: self._finder)
        if foreign:
            suspects |= {word for word in _beyond_ascii(foreign) if is_plain(word, self._lexicon)}
        traits = Traits(signs, suspects, self._pieces(chunks, words, foreign))
        self._remember(new, traits)
        return traits

    @cached_property
    def _finder(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        long_enough = (form for form in self._lexicon.stems if len(form) >= 4)
        return AhoCorasick(long_enough, store_patterns=False)

    def _remember(self, new: set[str], traits: Traits) -> None:
        if traits.are_any:
            telling = [*traits.signs, *traits.words, *traits.pieces]
            if len(telling) > _FEW:
                return
            new.difference_update(_holding(new, telling))
        if len(self._innocent) + len(new) > _REMEMBERED:
            self._innocent.clear()
        self._innocent.update(chunk for chunk in new if len(chunk) <= _LONGEST)

    def _in_chunk(self, chunk: str) -> list[Spelt]:
        """Disguises inside one folded chunk."""
        if "://" in chunk:
            return []
        parted = spelling.parted(chunk, self._lexicon)
        if parted:
            return [Spelt(*hit) for hit in parted]
        if not spelling.SUSPICIOUS.search(chunk):
            return []
        found: list[Spelt] = []
        for piece in spelling.PIECE.finditer(chunk):
            start, end = spelling.trimmed(piece[0])
            written = spelling.spelled_out(piece[0][start:end], self._lexicon)
            if written is not None:
                found.append(Spelt(piece.start() + start, piece.start() + end, written))
        if found and spelling.is_machine_text(chunk):
            return [hit for hit in found if hit.end - hit.start == len(chunk)]
        return found

    def _pieces(
        self, chunks: Iterable[str], words: AbstractSet[str], foreign: Iterable[str]
    ) -> set[str]:
        """Ends of folded chunks that are part of an entry and, as they were written, no word."""
        pieces = {word for word in self._lexicon.at_an_edge(words) if not is_known(word)}
        if pieces:
            pieces.intersection_update(_ENDS.findall("\n".join(chunks)))
        # What was respelt may be a word only now.
        respelt = "\n".join(chunk for chunk in foreign if any(map(_is_respelt, chunk)))
        if respelt:
            ends = set(_ENDS.findall("\n".join(folded(respelt).split())))
            pieces |= self._lexicon.at_an_edge(ends)
        return pieces


def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is itself looked for, alone or in a phrase."""
    if word in lexicon.phrases:
        return False
    return word in lexicon.phrase_words or lexicon.written(word) is not None


def _sorted_out(chunks: set[str]) -> tuple[set[str], list[str]]:
    """The words in some folded chunks, and the chunks that have signs in or at them."""
    words = {chunk for chunk in chunks if chunk.isalpha()}
    odd: list[str] = []
    for chunk in chunks - words:
        word = chunk.strip(_PUNCTUATION)
        if not word.isalpha():
            odd.append(chunk)
            continue
        words.add(word)
        if "*" in chunk:
            odd.append(chunk)
    words.update(_WORDS.findall("\n".join(odd)))
    return words, odd


def _beyond_ascii(chunks: list[str]) -> set[str]:
    """Folded words that are not wholly ASCII as they were written."""
    words = {word for word in _BETWEEN_PUNCTUATION.findall("\n".join(chunks)) if not word.isascii()}
    return set(_WORDS.findall(folded("\n".join(words))))


def _is_respelt(char: str) -> bool:
    """Whether a character vanishes or becomes a plain letter when it is folded."""
    if char.isascii():
        return False
    look = fold_char(char)
    return not look or _LETTER.search(look) is not None


def _holding(chunks: Collection[str], telling: Collection[str]) -> set[str]:
    """The chunks whose folded form holds one of some strings."""
    ascii_only = "\n".join(chunk for chunk in chunks if chunk.isascii())
    lowered = ascii_only.lower()
    found: set[str] = set()
    for part in telling:
        at = lowered.find(part)
        while at >= 0:
            found.add(line_at(ascii_only, at))
            at = lowered.find("\n", at)
            at = lowered.find(part, at) if at >= 0 else -1
    for chunk in chunks:
        if not chunk.isascii():
            look = folded(chunk)
            if any(part in look for part in telling):
                found.add(chunk)
    return found
