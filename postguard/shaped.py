"""Triggers for which no literal can be asked, only whether their shape is found."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from postguard.gate_data import Shaped
from postguard.places import Regions, everywhere
from postguard.shape_sets import ShapeSet
from postguard.view import View

_SET_SIZE = 4
"""Shapes in one set. The states of its automaton multiply with every one."""


class ShapedTriggers:
    """Triggers with their shapes, and what a text must hold to be asked for them at all."""

    def __init__(self, shaped: Sequence[Shaped], sentence_kinds: AbstractSet[str]) -> None:
        """Take triggers, and the kinds of segments in whose sentences some may match."""
        self._sentence_kinds = sentence_kinds
        self._triggers = {item[0]: item for item in shaped}
        self._any_text = _sets((item[0], item[2], item[4]) for item in shaped)
        self._ascii_text = _sets((item[0], item[3], item[4]) for item in shaped)

    def regions(self, view: View, admits: Callable[[int], bool]) -> dict[int, Regions]:
        """The admitted triggers whose shapes are found, each with where to look."""
        folded = view.folded
        plain = folded.plain
        possible = self._possible(view, admits)
        found: dict[int, Regions] = {}
        for members, shapes in self._any_text if plain is None else self._ascii_text:
            if possible.keys() & members:
                numbers = shapes.scan(folded.text if plain is None else plain)
                found |= {number: possible[number] for number in numbers if number in possible}
        return found

    def _possible(self, view: View, admits: Callable[[int], bool]) -> dict[int, Regions]:
        """The triggers that have all they need in a view, each with where to look."""
        folded = view.folded
        plain = folded.plain
        held = len(folded.digits)
        longest = 0 if plain is None else folded.longest_run
        possible: dict[int, Regions] = {}
        segments = sentences = lone = None
        for index, by_sentence, _, _, digits, signs, run, is_lone in self._triggers.values():
            if digits > held:
                continue
            if plain is not None and (run > longest or (signs and not _has_any(signs, plain))):
                continue
            if not admits(index):
                continue
            if is_lone:
                lone = _lone_segments(view) if lone is None else lone
                if lone:
                    possible[index] = lone
            elif by_sentence:
                sentences = sentences or everywhere(view, sentences_of=self._sentence_kinds)
                possible[index] = sentences
            else:
                segments = segments or everywhere(view)
                possible[index] = segments
        return possible


def _has_any(signs: str, text: bytes) -> bool:
    return any(sign in text for sign in signs.encode())


def _lone_segments(view: View) -> Regions:
    """The segments that are one word, or are not surely more."""
    return [
        (index, span)
        for index, span in everywhere(view)
        if " " not in view.text[span.start : span.end].strip()
    ]


def _sets(shapes: Iterable[tuple[int, str, int]]) -> list[tuple[frozenset[int], ShapeSet]]:
    """The shapes in sets of a few that need about as many digits, with their triggers."""
    ordered = sorted(shapes, key=lambda item: (item[2], item[0]))
    groups = [ordered[at : at + _SET_SIZE] for at in range(0, len(ordered), _SET_SIZE)]
    return [
        (
            frozenset(index for index, _, _ in group),
            ShapeSet([(index, shape) for index, shape, _ in group]),
        )
        for group in groups
    ]
