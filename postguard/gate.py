"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: the words of the text, and Aho-Corasick for
what is no whole word, for those that need one of some literals; an RE2 set for those with
a shape but no literal. What has neither is always tried. All of it only ever widens what a
trigger matches, so that a gated run finds exactly what an ungated one does.

A text is asked for as a whole first, then by its segments, and by its sentences only where
a whole segment did not settle it: most triggers end at the first question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import groupby

from postguard.compiled import Table
from postguard.folded import neutralised
from postguard.gate_literals import Parts, Standing, Words
from postguard.shape_sets import ShapeSet
from postguard.span import Span
from postguard.view import View

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""


class Gate:
    """What is looked for over the triggers of a table."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self._table = table
        self._worded = {first: items for first, items in enumerate(table.worded) if items}
        self._words = Words(table.words)
        self._parts = Parts(table.parts)
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
            apart = len(view.segments) > 1 or any(
                by_sentence for items in possible.values() for _, by_sentence, _ in items
            )
            standing = Standing(
                view.folded,
                {word: _among(numbers, wanted) for word, numbers in words.items()},
                [(part, _among(numbers, wanted)) for part, numbers in parts],
                most=None if apart else 1,
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
    standing: Standing,
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
            sentences = view.sentences(segment)
            if len(sentences) == 1:
                for items in inside.values():
                    for item in items:
                        found.setdefault(item[0], []).append(sentences[0])
                continue
            for sentence in sentences:
                for triggers in _met(inside, standing.sets_in(sentence)).values():
                    for item in triggers:
                        found.setdefault(item[0], []).append(sentence)
