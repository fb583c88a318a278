"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: Aho-Corasick for those that need one of
some words, an RE2 set for those with a shape but no word. What has neither is always
tried. Both passes only ever widen what a trigger matches, so that a gated run finds
exactly what an ungated one does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby

import ahocorasick_rs

from postguard.compiled import BOUND, Trigger
from postguard.regions import neutralised
from postguard.shape_sets import ShapeSet

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""

EVERYWHERE: tuple[int, ...] = (-1,)
"""Stands for the places of a trigger that has to be tried on the whole text."""


class Gate:
    """The automata over a fixed list of triggers."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._words = _Words(triggers)
        pending = [(index, item) for index, item in enumerate(triggers) if not item.literals]
        self._always = [index for index, item in pending if not item.shape]
        shaped = [(index, item) for index, item in pending if item.shape]
        self._any_text = _shape_sets([(index, item.shape, item.digits) for index, item in shaped])
        self._ascii_text = _shape_sets(
            [(index, item.ascii_shape or item.shape, item.digits) for index, item in shaped]
        )

    @property
    def always(self) -> int:
        """How many triggers no gate could be made for."""
        return len(self._always)

    def scan(self, folded: str) -> Mapping[int, Sequence[int]]:
        """Triggers that may match a folded text, by index, with the offsets of their words.

        `EVERYWHERE` stands for a trigger whose place is not known. Triggers of the same words
        share one list.
        """
        result: dict[int, Sequence[int]] = self._words.scan(folded)
        plain = neutralised(folded)
        sets = self._any_text if plain is None else self._ascii_text
        digits = len(_digit().findall(folded)) if sets else 0
        for least, shapes in sets:
            if digits >= least:
                for index in shapes.scan(folded if plain is None else plain):
                    result[index] = EVERYWHERE
        for index in self._always:
            result[index] = EVERYWHERE
        return result


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


class _Words:
    """Aho-Corasick over the literals of the triggers that have some."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        by_literals: dict[tuple[str, ...], list[int]] = {}
        for index, trigger in enumerate(triggers):
            if trigger.literals:
                by_literals.setdefault(trigger.literals, []).append(index)
        self._sharing = list(by_literals.values())
        by_word: dict[str, list[tuple[bool, bool, int]]] = {}
        for number, literals in enumerate(by_literals):
            for literal in literals:
                bounds = (literal[0] == BOUND, literal[-1] == BOUND, number)
                by_word.setdefault(literal.strip(BOUND), []).append(bounds)
        self._owners = list(by_word.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(
                list(by_word), implementation=ahocorasick_rs.Implementation.ContiguousNFA
            )
            if by_word
            else None
        )

    def scan(self, folded: str) -> dict[int, Sequence[int]]:
        """The triggers whose words are found, with the offsets of these."""
        if self._automaton is None:
            return {}
        found: dict[int, list[int]] = {}
        last = len(folded)
        for word, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            goes_left = start > 0 and _is_word(folded[start - 1])
            goes_right = end < last and _is_word(folded[end])
            for left, right, number in self._owners[word]:
                if (left and goes_left) or (right and goes_right):
                    continue
                found.setdefault(number, []).append(start)
        return {
            index: places for number, places in found.items() for index in self._sharing[number]
        }


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._everything = dict.fromkeys(range(len(triggers)), EVERYWHERE)
        self.always = len(triggers)

    def scan(self, folded: str) -> Mapping[int, Sequence[int]]:
        """Every trigger, everywhere."""
        del folded
        return self._everything
