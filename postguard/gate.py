"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: Aho-Corasick for those that need one of
some words, an RE2 set for those with a shape but no word. What has neither is always
tried. Both passes only ever widen what a trigger matches, so that a gated run finds
exactly what an ungated one does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import ahocorasick_rs

from postguard.compiled import BOUND, NEUTRAL, Trigger

_SET_MEMORY = 128 << 20
"""Bytes for RE2's automaton; with the default 8 MiB its cache thrashes on shapes."""

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""

_DIGIT = re.compile(r"\d")

_TO_ASCII = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}
"""Characters that ignore-case matching takes for ASCII letters, beside lower()."""

_NEUTRAL = re.compile(
    "[\xa1\xa7\xa9\xab\xae\xb0\xb1\xb6\xb7\xbb\xbf\xd7\xf7\u2010-\u2027\u2030-\u203e\u2041-\u2053"
    "\u20a0-\u20c0\u2190-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]"
)
r"""Signs that ``\\w``, ``\\d`` and ``\\s`` never match and no letter folds to."""

EVERYWHERE: tuple[int, ...] = (-1,)
"""Stands for the places of a trigger that has to be tried on the whole text."""


def fold(text: str) -> str:
    """Lower case, one code point for one, ASCII look-alikes of ignore-case included."""
    if text.isascii():
        return text.lower()
    return text.translate(_TO_ASCII).lower()


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

    def scan(self, text: str) -> Mapping[int, Sequence[int]]:
        """Triggers that may match, by index, each with the offsets of its words in order.

        `EVERYWHERE` stands for a trigger whose place is not known.
        """
        result: dict[int, Sequence[int]] = dict(self._words.scan(text))
        reduced = text if text.isascii() else _NEUTRAL.sub(NEUTRAL, text)
        is_plain = reduced.isascii()
        sets = self._ascii_text if is_plain else self._any_text
        digits = len(_DIGIT.findall(text)) if sets else 0
        for shapes in sets:
            if digits >= shapes.digits:
                for index in shapes.scan(reduced if is_plain else text):
                    result[index] = EVERYWHERE
        for index in self._always:
            result[index] = EVERYWHERE
        return result


def _shape_sets(shapes: Iterable[tuple[int, str, int]]) -> list["_Shapes"]:
    """The shapes in sets of a few, those that need as many digits together."""
    ordered = sorted(shapes, key=lambda item: (item[2], item[0]))
    sets = []
    for digits, group in groupby(ordered, key=lambda item: item[2]):
        members = [(index, shape) for index, shape, _ in group]
        sets += [
            _Shapes(members[at : at + _SET_SIZE], digits)
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
        by_word: dict[str, list[tuple[bool, bool, list[int]]]] = {}
        for literals, indexes in by_literals.items():
            for literal in literals:
                bounds = (literal[0] == BOUND, literal[-1] == BOUND, indexes)
                by_word.setdefault(literal.strip(BOUND), []).append(bounds)
        self._owners = list(by_word.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(
                list(by_word), implementation=ahocorasick_rs.Implementation.ContiguousNFA
            )
            if by_word
            else None
        )

    def scan(self, text: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        if self._automaton is None:
            return found
        folded = fold(text)
        last = len(folded)
        for word, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            goes_left = start > 0 and _is_word(folded[start - 1])
            goes_right = end < last and _is_word(folded[end])
            for left, right, indexes in self._owners[word]:
                if (left and goes_left) or (right and goes_right):
                    continue
                for index in indexes:
                    found.setdefault(index, []).append(start)
        return found


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"


class _Shapes:
    """An RE2 set over shapes, made when the first text is asked about.

    A shape that RE2 refuses is always tried instead.
    """

    def __init__(self, shapes: Sequence[tuple[int, str]], digits: int) -> None:
        self.digits = digits
        """Digits without which none of these is found."""
        self._pending = shapes
        self._set: object | None = None
        self._indexes: list[int] = []
        self._refused: list[int] = []

    def scan(self, text: str) -> Iterable[int]:
        """The triggers whose shapes are found. All of them if RE2 gave up.

        It says so only by finding nothing, not even the empty pattern that stands last.
        """
        if self._set is None:
            self._set = self._build()
        numbers = self._set.Match(text)  # type: ignore[attr-defined]
        last = len(self._indexes)
        if last not in numbers:
            return (*self._indexes, *self._refused)
        return (*(self._indexes[number] for number in numbers if number < last), *self._refused)

    def _build(self) -> object:
        import re2

        options = re2.Options()
        options.max_mem = _SET_MEMORY
        options.log_errors = False
        shapes = re2.Set.SearchSet(options)
        for index, shape in self._pending:
            try:
                shapes.Add(shape)
            except re2.error:
                self._refused.append(index)
            else:
                self._indexes.append(index)
        shapes.Add("")
        shapes.Compile()
        return shapes


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._everything = dict.fromkeys(range(len(triggers)), EVERYWHERE)
        self.always = len(triggers)

    def scan(self, text: str) -> Mapping[int, Sequence[int]]:
        """Every trigger, everywhere."""
        del text
        return self._everything
