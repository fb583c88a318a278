"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: Aho-Corasick for those that need one of
some words, an RE2 set for those with a shape but no word. What has neither is always
tried. Both passes only ever widen what a trigger matches, so that a gated run finds
exactly what an ungated one does.
"""

from collections.abc import Iterable, Mapping, Sequence

import ahocorasick_rs

from postguard.compiled import Trigger

_SET_MEMORY = 128 << 20
"""Bytes for RE2's automaton; with the default 8 MiB its cache thrashes on shapes."""

_TO_ASCII = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}
"""Characters that ignore-case matching takes for ASCII letters, beside lower()."""

EVERYWHERE: tuple[int, ...] = (-1,)
"""Stands for the places of a trigger that has to be tried on the whole text."""


def fold(text: str) -> str:
    """Lower case, one code point for one, ASCII look-alikes of ignore-case included."""
    if text.isascii():
        return text.lower()
    return text.translate(_TO_ASCII).lower()


class Gate:
    """The two automata over a fixed list of triggers."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._count = len(triggers)
        self._always: list[int] = []
        self._words: list[tuple[int, ...]] = []
        self._shapes: list[int] = []
        self._automaton = self._build_automaton(triggers)
        self._set = self._build_set(triggers)

    @property
    def always(self) -> int:
        """How many triggers no gate could be made for."""
        return len(self._always)

    def _build_automaton(self, triggers: Sequence[Trigger]) -> ahocorasick_rs.AhoCorasick | None:
        by_literals: dict[tuple[str, ...], list[int]] = {}
        for index, trigger in enumerate(triggers):
            if trigger.literals:
                by_literals.setdefault(trigger.literals, []).append(index)
        by_word: dict[str, list[int]] = {}
        for literals, indexes in by_literals.items():
            for literal in literals:
                by_word.setdefault(literal, []).extend(indexes)
        self._words = [tuple(indexes) for indexes in by_word.values()]
        if not by_word:
            return None
        return ahocorasick_rs.AhoCorasick(
            list(by_word), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def _build_set(self, triggers: Sequence[Trigger]) -> object | None:
        """The RE2 set of the shapes. One that RE2 refuses is always tried instead."""
        pending = [
            (index, trigger.shape) for index, trigger in enumerate(triggers) if not trigger.literals
        ]
        self._always = [index for index, shape in pending if not shape]
        shaped = [(index, shape) for index, shape in pending if shape]
        if not shaped:
            return None
        import re2

        options = re2.Options()
        options.max_mem = _SET_MEMORY
        options.log_errors = False
        shapes = re2.Set.SearchSet(options)
        for index, shape in shaped:
            try:
                shapes.Add(shape)
            except re2.error:
                self._always.append(index)
            else:
                self._shapes.append(index)
        shapes.Add("")
        shapes.Compile()
        return shapes if self._shapes else None

    def scan(self, text: str) -> Mapping[int, Sequence[int]]:
        """Triggers that may match, by index, each with the offsets of its words in order.

        `EVERYWHERE` stands for a trigger whose place is not known.
        """
        found: dict[int, list[int]] = {}
        if self._automaton is not None:
            for word, start, _ in self._automaton.find_matches_as_indexes(
                fold(text), overlapping=True
            ):
                for index in self._words[word]:
                    found.setdefault(index, []).append(start)
        result: dict[int, Sequence[int]] = dict(found)
        for index in self._shaped(text):
            result[index] = EVERYWHERE
        for index in self._always:
            result[index] = EVERYWHERE
        return result

    def _shaped(self, text: str) -> Iterable[int]:
        """The shapes found. All of them if RE2 gave up.

        It says so only by finding nothing, not even the empty pattern that stands last.
        """
        if self._set is None:
            return ()
        numbers = self._set.Match(text)  # type: ignore[attr-defined]
        if len(self._shapes) not in numbers:
            return self._shapes
        return [self._shapes[number] for number in numbers if number < len(self._shapes)]


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._everything = dict.fromkeys(range(len(triggers)), EVERYWHERE)
        self.always = len(triggers)

    def scan(self, text: str) -> Mapping[int, Sequence[int]]:
        """Every trigger, everywhere."""
        del text
        return self._everything
