"""The literals a gate looks for: which of them a text holds, and where."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import itemgetter

from postguard.gate_data import BOUND, ENTRY, NUMBERS, WRITTEN, Table, unpacked
from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORT_TEXT = 1000
"""Characters up to which looking for each part costs less than making an automaton."""

_LONG_TEXT = 300_000
"""Characters from which on the quickest automaton is worth making."""

_FEW = 150
"""Words up to which each is looked for by itself."""

_ASCII_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


class Literal(NamedTuple):
    """What a gate knows where a literal stands. Triggers are told by their index."""

    sets: int
    """The sets it is a member of, of those that some trigger needs beside its first: bits."""
    in_sentence: frozenset[int]
    """The triggers that need nothing else in the same sentence."""
    in_segment: frozenset[int]
    """The triggers that need nothing else in the same segment."""
    with_sentence: frozenset[int]
    """The triggers that need members of other sets in the same sentence, too."""
    with_segment: frozenset[int]
    """The triggers that need members of other sets in the same segment, too."""


class Literals:
    """The literals of a table: whole words, and parts that may stand inside of words.

    A few words are looked for in the packed table; to unpack it all takes as long as
    looking for some hundred of them.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._words: dict[str, str] | None = None
        self._asked = 0
        self._by_word: dict[str, Literal] = {}
        self._by_part: dict[int, list[tuple[bool, bool, Literal]]] = {}
        self.needed: dict[int, int] = {}
        """The sets that a trigger needs beside its first, as bits; for those of known literals."""

    def among(self, words: AbstractSet[str]) -> list[Literal]:
        """The literals among some whole words."""
        if self._words is None:
            self._asked += len(words)
            if self._asked <= _FEW:
                numbers = ((word, self._looked_up(word)) for word in words)
                return [self._word(word, own) for word, own in numbers if own]
            self._words = unpacked(self._table.words)
        known = self._by_word
        return [
            known.get(word) or self._word(word, self._words[word])
            for word in self._words.keys() & words
        ]

    def _word(self, word: str, numbers: str) -> Literal:
        literal = self._by_word.get(word)
        if literal is None:
            literal = self._by_word[word] = self._made(numbers)
        return literal

    def _looked_up(self, word: str) -> str:
        packed = self._table.words
        entry = f"{ENTRY}{word}{NUMBERS}"
        at = packed.find(entry)
        return packed[at + len(entry) : packed.index(ENTRY, at + 1)] if at >= 0 else ""

    def _made(self, packed: str) -> Literal:
        numbers = tuple(map(int, packed.split()))
        triggers: tuple[set[int], set[int], set[int], set[int]] = (set(), set(), set(), set())
        for number in numbers:
            for index, by_sentence, others in self._table.worded[number]:
                triggers[2 * bool(others) + (not by_sentence)].add(index)
                if others:
                    self.needed[index] = self._bits(others)
        return Literal(self._bits(numbers), *map(frozenset, triggers))

    def _bits(self, numbers: tuple[int, ...]) -> int:
        bits = 0
        for number in numbers:
            if number < self._table.beside:
                bits |= 1 << number
        return bits

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._table.parts)

    def standing(self, text: str) -> list[tuple[int, Literal]]:
        """The parts in a text, in order, each with its offset.

        With no word going on where none may.
        """
        edged = f" {text} "
        word = _word_characters(text)
        known = self._by_part
        found = [
            (start, literal)
            for index, start, end in self._parts.hits(text)
            for starts, ends, literal in known.get(index) or self._part(index)
            if not (starts and edged[start] in word) and not (ends and edged[end + 1] in word)
        ]
        found.sort(key=itemgetter(0))
        return found

    def _part(self, index: int) -> list[tuple[bool, bool, Literal]]:
        """(whether it begins a word, whether it ends one, the literal) of parts of some letters."""
        found = self._by_part[index] = [
            (part[0] == BOUND, part[-1] == BOUND, self._made(numbers))
            for part, numbers in self._parts.written(index)
        ]
        return found


class Parts:
    """Literals that are no whole words: they may stand inside one, or reach over several."""

    def __init__(self, parts: tuple[str, str]) -> None:
        letters, written = parts
        self._letters = letters.split(ENTRY) if letters else []
        self._written = written.split(ENTRY)
        self._asked = 0

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick, Implementation

        return AhoCorasick(self._letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _quick_automaton(self) -> AhoCorasick:
        """The same, made five times slower and run half as long."""
        from ahocorasick_rs import AhoCorasick, Implementation

        return AhoCorasick(self._letters, implementation=Implementation.DFA)

    def written(self, index: int) -> list[tuple[str, str]]:
        """(part with its boundaries, the sets it is a member of) for the same letters."""
        entries = (entry.partition(NUMBERS) for entry in self._written[index].split(WRITTEN))
        return [(part, numbers) for part, _, numbers in entries]

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """(number of its letters, start, end) wherever the letters of a part stand."""
        self._asked += len(text)
        if self._asked > _LONG_TEXT:
            return self._quick_automaton.find_matches_as_indexes(text, overlapping=True)
        if self._asked > _SHORT_TEXT:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [
            (index, start, start + len(bare))
            for index, bare in enumerate(self._letters)
            if bare in text
            for start in _starts(bare, text)
        ]


def _starts(bare: str, text: str) -> Iterator[int]:
    at = text.find(bare)
    while at >= 0:
        yield at
        at = text.find(bare, at + 1)


def _word_characters(text: str) -> frozenset[str]:
    r"""The characters of a text that ``\w`` surely matches; in doubt they are not."""
    if text.isascii():
        return _ASCII_WORD
    beyond = (char for char in set(text) if not char.isascii())
    return _ASCII_WORD.union(char for char in beyond if char.isalpha() or char.isdecimal())
