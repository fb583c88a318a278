"""The rules that look at one view of a post, behind their gate."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from postguard.checks.triggers import Candidate
from postguard.compiled import BOUND, SENTENCE_KINDS, Rule, Trigger
from postguard.gate import EVERYWHERE, Gate, OpenGate
from postguard.regions import Regions
from postguard.shape_sets import Shapes
from postguard.span import Span
from postguard.view import View


class Lane:
    """Some rules, and the gate over all their triggers."""

    def __init__(self, rules: Iterable[Rule], *, gated: bool = True) -> None:
        self._rules = tuple(rule for rule in rules if rule.triggers)
        self._gated = gated
        self._triggers: list[Trigger] = []
        self._owners: list[Rule] = []
        for rule in self._rules:
            self._triggers += rule.triggers
            self._owners += [rule] * len(rule.triggers)
        self._gate = Gate(self._triggers) if gated else OpenGate(self._triggers)
        self._shapes = Shapes()

    def __bool__(self) -> bool:
        return bool(self._triggers)

    @property
    def always_tried(self) -> int:
        """How many triggers no gate could be made for."""
        return self._gate.always

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        """The wanted rules that may match a view, each with those of its triggers that may."""
        if not view.text or not self._triggers:
            return
        places = self._gate.scan(view.folded)
        for rule, indexes in groupby(sorted(places), key=self._owners.__getitem__):
            if not wanted(rule):
                continue
            candidates = []
            for index in indexes:
                regions = self._regions(rule, self._triggers[index], places[index], view)
                if regions:
                    candidates.append(Candidate(self._triggers[index], regions))
            if candidates:
                yield rule, candidates

    def _regions(
        self, rule: Rule, trigger: Trigger, places: Sequence[int], view: View
    ) -> list[Span]:
        """The sentences or segments in scope in which the gate knows no reason not to look."""
        regions = view.regions(by_sentence=rule.kind in SENTENCE_KINDS)
        if places is EVERYWHERE:
            numbers: Iterable[int] = range(len(regions.spans))
        else:
            numbers = sorted({at for at in map(regions.at, places) if at is not None})
        inside = (number for number in numbers if regions.kinds[number] in rule.scope)
        if self._gated:
            inside = (number for number in inside if self._may_hold(trigger, regions, number))
        return [regions.spans[number] for number in inside]

    def _may_hold(self, trigger: Trigger, regions: Regions, number: int) -> bool:
        """Whether a region holds a word of each further set, and the shape if it is plain."""
        for words, parts in _split(trigger.others):
            if words.isdisjoint(regions.words(number)):
                folded = regions.folded(number)
                if not any(part in folded for part in parts):
                    return False
        plain = regions.plain(number) if trigger.region_shape else None
        return plain is None or self._shapes.finds(trigger.region_shape, plain)

    def __reduce__(self) -> tuple[object, ...]:
        """Automata do not travel; they are made again where the lane arrives."""
        return (_rebuilt, (self._rules, self._gated))


def _rebuilt(rules: tuple[Rule, ...], gated: bool) -> Lane:
    return Lane(rules, gated=gated)


@cache
def _split(
    sets: tuple[tuple[str, ...], ...],
) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Each set of literals as whole words and as what may stand inside or across words."""
    split = []
    for literals in sets:
        words = {item.strip(BOUND) for item in literals if _is_whole_word(item)}
        parts = {item.strip(BOUND) for item in literals if not _is_whole_word(item)}
        split.append((frozenset(words), tuple(sorted(parts, key=len))))
    return tuple(split)


def _is_whole_word(literal: str) -> bool:
    bare = literal[1:-1]
    return literal[0] == literal[-1] == BOUND and bare.replace("_", "a").isalnum()
