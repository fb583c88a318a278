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

from postguard.compiled import BOUND, Trigger, is_whole_word
from postguard.regions import Regions, neutralised
from postguard.shape_sets import ShapeSet

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""


class Gate:
    """What is looked for over a fixed list of triggers."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        sets: dict[tuple[str, ...], int] = {}
        self._worded: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for index, trigger in enumerate(triggers):
            if trigger.literals:
                first, *others = (
                    sets.setdefault(item, len(sets)) for item in (trigger.literals, *trigger.others)
                )
                self._worded.setdefault(first, []).append((index, tuple(others)))
        self._literals = _Literals(sets)
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

    def scan(self, regions: Regions) -> Mapping[int, int]:
        """Triggers that may match, by index, each with the regions to look in.

        Regions are told as the bits of a number, the first region's being the lowest.
        """
        result: dict[int, int] = {}
        masks = self._literals.scan(regions)
        for first in self._worded.keys() & masks.keys():
            for index, others in self._worded[first]:
                mask = masks[first]
                for other in others:
                    mask &= masks.get(other, 0)
                if mask:
                    result[index] = mask
        everywhere = (1 << len(regions.spans)) - 1
        for index in (*self._shaped(regions.text), *self._always):
            result[index] = everywhere
        return result

    def _shaped(self, folded: str) -> list[int]:
        """The triggers without words whose shapes are found."""
        plain = neutralised(folded)
        sets = self._any_text if plain is None else self._ascii_text
        digits = len(_digit().findall(folded)) if sets else 0
        return [
            index
            for least, shapes in sets
            if digits >= least
            for index in shapes.scan(folded if plain is None else plain)
        ]


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


class _Literals:
    """Which sets of literals have a member in which regions.

    Whole words are looked up among the words of a region; for what may stand inside one, or
    reaches over several, there is Aho-Corasick.
    """

    def __init__(self, sets: Mapping[tuple[str, ...], int]) -> None:
        owners: dict[str, list[int]] = {}
        for literals, number in sets.items():
            for literal in literals:
                owners.setdefault(literal, []).append(number)
        self._by_word: dict[str, list[int]] = {}
        by_part: dict[str, list[tuple[bool, bool, list[int]]]] = {}
        for literal, numbers in owners.items():
            bare = literal.strip(BOUND)
            if is_whole_word(literal):
                self._by_word[bare] = numbers
            else:
                bounds = (literal[0] == BOUND, literal[-1] == BOUND, numbers)
                by_part.setdefault(bare, []).append(bounds)
        self._words = frozenset(self._by_word)
        self._by_part = list(by_part.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(
                list(by_part), implementation=ahocorasick_rs.Implementation.ContiguousNFA
            )
            if by_part
            else None
        )

    def scan(self, regions: Regions) -> dict[int, int]:
        """The sets found, each with its regions as the bits of a number."""
        by_word: dict[str, int] = {}
        for number in range(len(regions.spans)):
            for word in self._words & regions.words(number):
                by_word[word] = by_word.get(word, 0) | 1 << number
        masks: dict[int, int] = {}
        for word, mask in by_word.items():
            for found in self._by_word[word]:
                masks[found] = masks.get(found, 0) | mask
        if self._automaton is not None:
            self._scan_parts(regions, masks)
        return masks

    def _scan_parts(self, regions: Regions, masks: dict[int, int]) -> None:
        assert self._automaton is not None
        folded = regions.text
        last = len(folded)
        for part, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            goes_left = start > 0 and _is_word(folded[start - 1])
            goes_right = end < last and _is_word(folded[end])
            for left, right, sets in self._by_part[part]:
                if not ((left and goes_left) or (right and goes_right)):
                    number = regions.at(start)
                    if number is not None:
                        for found in sets:
                            masks[found] = masks.get(found, 0) | 1 << number


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self.always = len(triggers)

    def scan(self, regions: Regions) -> Mapping[int, int]:
        """Every trigger, everywhere."""
        return dict.fromkeys(range(self.always), (1 << len(regions.spans)) - 1)
