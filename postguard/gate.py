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
from postguard.regions import Regions, neutralised
from postguard.shape_sets import ShapeSet

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""


class Gate:
    """What is looked for over a fixed list of triggers."""

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

    def scan(self, regions: Regions) -> Mapping[int, Sequence[int]]:
        """Triggers that may match, by index, each with the numbers of regions to look in.

        Triggers of the same words share one list.
        """
        result: dict[int, Sequence[int]] = self._words.scan(regions)
        everywhere = range(len(regions.spans))
        folded = regions.text
        plain = neutralised(folded)
        sets = self._any_text if plain is None else self._ascii_text
        digits = len(_digit().findall(folded)) if sets else 0
        for least, shapes in sets:
            if digits >= least:
                for index in shapes.scan(folded if plain is None else plain):
                    result[index] = everywhere
        for index in self._always:
            result[index] = everywhere
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
    """Which triggers have one of their literals in which regions.

    Whole words are looked up among the words of a region; for what may stand inside one, or
    reaches over several, there is Aho-Corasick.
    """

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        by_literals: dict[tuple[str, ...], list[int]] = {}
        for index, trigger in enumerate(triggers):
            if trigger.literals:
                by_literals.setdefault(trigger.literals, []).append(index)
        self._sharing = list(by_literals.values())
        self._by_word: dict[str, list[int]] = {}
        by_part: dict[str, list[tuple[bool, bool, int]]] = {}
        for number, literals in enumerate(by_literals):
            for literal in literals:
                bare = literal.strip(BOUND)
                if is_whole_word(literal):
                    self._by_word.setdefault(bare, []).append(number)
                else:
                    bounds = (literal[0] == BOUND, literal[-1] == BOUND, number)
                    by_part.setdefault(bare, []).append(bounds)
        self._words = frozenset(self._by_word)
        self._owners = list(by_part.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(
                list(by_part), implementation=ahocorasick_rs.Implementation.ContiguousNFA
            )
            if by_part
            else None
        )

    def scan(self, regions: Regions) -> dict[int, Sequence[int]]:
        """The triggers whose literals are found, with the numbers of the regions, in order."""
        found: dict[int, set[int]] = {}
        for number in range(len(regions.spans)):
            for word in self._words & regions.words(number):
                for sharing in self._by_word[word]:
                    found.setdefault(sharing, set()).add(number)
        if self._automaton is not None:
            self._scan_parts(regions, found)
        result: dict[int, Sequence[int]] = {}
        for sharing, numbers in found.items():
            result.update(dict.fromkeys(self._sharing[sharing], sorted(numbers)))
        return result

    def _scan_parts(self, regions: Regions, found: dict[int, set[int]]) -> None:
        assert self._automaton is not None
        folded = regions.text
        last = len(folded)
        for part, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            goes_left = start > 0 and _is_word(folded[start - 1])
            goes_right = end < last and _is_word(folded[end])
            for left, right, sharing in self._owners[part]:
                if not ((left and goes_left) or (right and goes_right)):
                    number = regions.at(start)
                    if number is not None:
                        found.setdefault(sharing, set()).add(number)


def is_whole_word(literal: str) -> bool:
    """Whether a literal is letters and digits between two boundaries."""
    bare = literal[1:-1]
    return literal[0] == literal[-1] == BOUND and bare.replace("_", "a").isalnum()


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self.always = len(triggers)

    def scan(self, regions: Regions) -> Mapping[int, Sequence[int]]:
        """Every trigger, everywhere."""
        return dict.fromkeys(range(self.always), range(len(regions.spans)))
