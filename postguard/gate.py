"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: the words of the text, and Aho-Corasick for
what is no whole word, for those that need one of some literals; an RE2 set for those with
a shape but no literal. What has neither is always tried. All of it only ever widens what a
trigger matches, so that a gated run finds exactly what an ungated one does.

A text is asked for as a whole first; only for what a trigger needs and the whole text has
are the places looked up, and the segments and sentences in which all of it meets.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from postguard.compiled import Table
from postguard.folded import Folded
from postguard.gate_literals import Literals
from postguard.places import Regions, meetings
from postguard.shape_sets import ShapeSet
from postguard.view import View

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""

Admits = Callable[[str], bool]
"""Whether a rule, told by its id, is of interest."""


def _all(rule_id: str) -> bool:
    del rule_id
    return True


class Gate:
    """What is looked for over the triggers of a table."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self._table = table
        self._literals = Literals(table)
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

    def scan(self, view: View, admits: Admits = _all) -> dict[int, Regions]:
        """Triggers that may match, by index, each with the ranges of the view to look in.

        Only those of admitted rules, which are told by their ids.
        """
        met = meetings(view, self._literals, sentences=self._table.by_sentence)
        found = {index: regions for index, regions in met.items() if admits(self.owners[index][0])}
        for index in (*self._shaped(view.folded), *(index for index, _ in self._table.always)):
            if admits(self.owners[index][0]):
                found[index] = everywhere(view, by_sentence=self._unworded[index])
        return found

    def _shaped(self, folded: Folded) -> list[int]:
        """The triggers without literals whose shapes are found."""
        plain = folded.plain
        sets = self._any_text if plain is None else self._ascii_text
        digits = len(folded.digits) if sets else 0
        return [
            index
            for least, shapes in sets
            if digits >= least
            for index in shapes.scan(folded.text if plain is None else plain)
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

    def scan(self, view: View, admits: Admits = _all) -> dict[int, Regions]:
        """Every trigger of the admitted rules, everywhere."""
        return {
            index: everywhere(view, by_sentence=by_sentence)
            for index, by_sentence in self._by_sentence.items()
            if admits(self.owners[index][0])
        }


def everywhere(view: View, *, by_sentence: bool) -> Regions:
    """All sentences of a view, or all its segments."""
    segments = range(len(view.segments))
    if by_sentence:
        return [(index, sentence) for index in segments for sentence in view.sentences(index)]
    return [(index, view.segment_span(index)) for index in segments]


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
