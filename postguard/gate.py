"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: the words of the text, and Aho-Corasick for
what is no whole word, for those that need one of some literals; an RE2 set for those with
a shape but no literal. What has neither is always tried. All of it only ever widens what a
trigger matches, so that a gated run finds exactly what an ungated one does.

A text is asked for as a whole first, then by its segments, and by its sentences only where
a whole segment did not settle it: most triggers end at the first question.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import groupby

import ahocorasick_rs

from postguard.compiled import BOUND, ENTRY, NUMBERS, Table, unpacked
from postguard.folded import Folded, neutralised
from postguard.shape_sets import ShapeSet
from postguard.span import Span
from postguard.view import View

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""

_FEW = 150
"""Words up to which each is looked for by itself."""

_SHORT = 3
"""Letters below which a literal is looked for by itself: an automaton meets it everywhere."""


class Gate:
    """What is looked for over the triggers of a table."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self._table = table
        self._worded = {first: items for first, items in enumerate(table.worded) if items}
        self._words = _Words(table.words)
        self._parts = _Parts(table.parts)
        shaped = table.shaped
        self._any_text = _shape_sets([(item[0], item[2], item[4]) for item in shaped])
        self._ascii_text = _shape_sets([(item[0], item[3] or item[2], item[4]) for item in shaped])
        self._unworded = {index: by_sentence for index, by_sentence, *_ in shaped}
        self._unworded |= dict(table.always)

    def __reduce__(self) -> tuple[object, ...]:
        """Automata do not travel; they are made again where the gate arrives."""
        return (Gate, (self._table,))

    @property
    def always(self) -> int:
        """How many triggers nothing could be asked for."""
        return len(self._table.always)

    def scan(self, view: View) -> dict[int, list[Span]]:
        """Triggers that may match, by index, each with the ranges of the view to look in."""
        found: dict[int, list[Span]] = {}
        text = view.folded.text
        words = self._words.present(view.folded.words)
        parts = self._parts.present(text)
        sets: set[int] = set()
        sets.update(*words.values())
        sets.update(*(numbers for _, numbers in parts))
        possible = _met(self._worded, sets)
        if possible:
            wanted = set(possible)
            wanted.update(*(item[2] for items in possible.values() for item in items))
            standing = _Standing(
                view.folded,
                {word: _among(numbers, wanted) for word, numbers in words.items()},
                [(part, _among(numbers, wanted)) for part, numbers in parts],
            )
            _search(view, possible, standing, found)
        for index in (*self._shaped(text), *(index for index, _ in self._table.always)):
            found[index] = everywhere(view, by_sentence=self._unworded[index])
        return found

    def _shaped(self, folded: str) -> list[int]:
        """The triggers without literals whose shapes are found."""
        plain = neutralised(folded)
        sets = self._any_text if plain is None else self._ascii_text
        digits = len(_digit().findall(folded)) if sets else 0
        return [
            index
            for least, shapes in sets
            if digits >= least
            for index in shapes.scan(folded if plain is None else plain)
        ]


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self.always = len(table.owners)
        self._by_sentence = dict(table.always)
        self._by_sentence |= {index: by_sentence for index, by_sentence, *_ in table.shaped}
        for items in table.worded:
            self._by_sentence |= {index: by_sentence for index, by_sentence, _ in items}

    def scan(self, view: View) -> dict[int, list[Span]]:
        """Every trigger, everywhere."""
        return {
            index: everywhere(view, by_sentence=by_sentence)
            for index, by_sentence in self._by_sentence.items()
        }


def everywhere(view: View, *, by_sentence: bool) -> list[Span]:
    """All sentences of a view, or all its segments."""
    segments = range(len(view.segments))
    if by_sentence:
        return [sentence for index in segments for sentence in view.sentences(index)]
    return [view.segment_span(index) for index in segments]


@cache
def _digit() -> re.Pattern[str]:
    return re.compile(r"\d")


def _shape_sets(shapes: Iterable[tuple[int, str, int]]) -> list[tuple[int, ShapeSet]]:
    """The shapes in sets of a few, each with the digits without which none is found."""
    ordered = sorted(shapes, key=lambda item: (item[2], item[0]))
    sets = []
    for digits, group in groupby(ordered, key=lambda item: item[2]):
        members = [(index, shape) for index, shape, _ in group]
        sets += [
            (digits, ShapeSet(members[at : at + _SET_SIZE]))
            for at in range(0, len(members), _SET_SIZE)
        ]
    return sets


_Worded = tuple[int, bool, tuple[int, ...]]
"""(trigger, by sentence, the other sets it needs)."""


def _met(
    triggers: Mapping[int, Sequence[_Worded]], sets: AbstractSet[int]
) -> dict[int, list[_Worded]]:
    """The triggers all of whose sets are among these, by their first."""
    holds = set(sets).issuperset
    found = {}
    for first in triggers.keys() & sets:
        met = [item for item in triggers[first] if holds(item[2])]
        if met:
            found[first] = met
    return found


def _among(numbers: Iterable[int], wanted: AbstractSet[int]) -> list[int]:
    return [number for number in numbers if number in wanted]


def _search(
    view: View,
    possible: Mapping[int, Sequence[_Worded]],
    standing: "_Standing",
    found: dict[int, list[Span]],
) -> None:
    """Add the segments and sentences in which possible triggers have all they need."""
    for segment in range(len(view.segments)):
        span = view.segment_span(segment)
        inside: dict[int, list[_Worded]] = {}
        for first, triggers in _met(possible, standing.sets_in(span)).items():
            for item in triggers:
                if item[1]:
                    inside.setdefault(first, []).append(item)
                else:
                    found.setdefault(item[0], []).append(span)
        if inside:
            for sentence in view.sentences(segment):
                for triggers in _met(inside, standing.sets_in(sentence)).values():
                    for item in triggers:
                        found.setdefault(item[0], []).append(sentence)


class _Words:
    """Literals that are whole words, by the sets they are members of.

    A few words are looked for in the packed text; to unpack it all takes as long as
    looking for some hundred of them.
    """

    def __init__(self, words: str) -> None:
        self._packed = words
        self._all: dict[str, str] | None = None
        self._asked = 0
        self._read: dict[str, tuple[int, ...]] = {}

    def present(self, words: AbstractSet[str]) -> dict[str, tuple[int, ...]]:
        """Those among some words, with their sets."""
        self._asked += len(words)
        if self._all is None and self._asked > _FEW:
            self._all = unpacked(self._packed)
        if self._all is None:
            found = {word: numbers for word in words if (numbers := self._numbers(word))}
            return {word: _integers(numbers) for word, numbers in found.items()}
        known = self._all.keys() & words
        for word in known - self._read.keys():
            self._read[word] = _integers(self._all[word])
        return {word: self._read[word] for word in known}

    def _numbers(self, word: str) -> str:
        entry = f"{ENTRY}{word}{NUMBERS}"
        at = self._packed.find(entry)
        return self._packed[at + len(entry) : self._packed.index(ENTRY, at + 1)] if at >= 0 else ""


def _integers(numbers: str) -> tuple[int, ...]:
    return tuple(map(int, numbers.split()))


class _Parts:
    """Literals that are no whole words: they may stand inside one, or reach over several."""

    def __init__(self, parts: str) -> None:
        self._numbers = unpacked(parts)
        self._sets: dict[str, tuple[int, ...]] = {}
        self._written: dict[str, list[str]] = {}
        for part in self._numbers:
            self._written.setdefault(part.strip(BOUND), []).append(part)
        self._short = [bare for bare in self._written if len(bare) < _SHORT]
        self._long = [bare for bare in self._written if len(bare) >= _SHORT]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._long, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def present(self, text: str) -> list[tuple[str, tuple[int, ...]]]:
        """Those in a text, with their sets; whether a word goes on beside one is not asked yet."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        found = [self._long[index] for index in {hit[0] for hit in hits}]
        found += [bare for bare in self._short if bare in text]
        return [(part, self._sets_of(part)) for bare in found for part in self._written[bare]]

    def _sets_of(self, part: str) -> tuple[int, ...]:
        sets = self._sets.get(part)
        if sets is None:
            sets = self._sets[part] = _integers(self._numbers[part])
        return sets


class _Standing:
    """The literals of a text that matter: words by their sets, parts at their places."""

    def __init__(
        self,
        folded: Folded,
        words: Mapping[str, Sequence[int]],
        parts: Iterable[tuple[str, Sequence[int]]],
    ) -> None:
        self._folded = folded
        self._words = {word: numbers for word, numbers in words.items() if numbers}
        places = sorted(
            (offset, numbers)
            for part, numbers in parts
            if numbers
            for offset in _starts(part, folded.text)
        )
        self._starts = [offset for offset, _ in places]
        self._parts = [numbers for _, numbers in places]

    def sets_in(self, span: Span) -> set[int]:
        """The sets that have a member in a range of the text."""
        found: set[int] = set()
        words = self._words.keys() & self._folded.words_in(span)
        found.update(*map(self._words.__getitem__, words))
        first = bisect_left(self._starts, span.start)
        found.update(*self._parts[first : bisect_left(self._starts, span.end, first)])
        return found


def _starts(part: str, text: str) -> Iterator[int]:
    """Where a part stands with no word going on where none may."""
    bare = part.strip(BOUND)
    starts, ends = part[0] == BOUND, part[-1] == BOUND
    at = text.find(bare)
    while at >= 0:
        end = at + len(bare)
        goes_left = starts and at > 0 and _is_word(text[at - 1])
        goes_right = ends and end < len(text) and _is_word(text[end])
        if not (goes_left or goes_right):
            yield at
        at = text.find(bare, at + 1)


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"
