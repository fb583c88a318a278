"""The rules that look at one view of a post, behind their gate."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby

from postguard.checks.triggers import Candidate
from postguard.compiled import BOUND, SENTENCE_KINDS, Rule, Trigger
from postguard.gate import Gate, OpenGate, is_whole_word
from postguard.regions import Regions
from postguard.shape_sets import Shapes
from postguard.span import Span
from postguard.view import View


class Lane:
    """Some rules, and the gates over all their triggers."""

    def __init__(self, rules: Iterable[Rule], *, gated: bool = True) -> None:
        self._rules = tuple(rule for rule in rules if rule.triggers)
        self._gated = gated
        self._halves = tuple(
            _Half(
                [rule for rule in self._rules if (rule.kind in SENTENCE_KINDS) is by_sentence],
                by_sentence=by_sentence,
                gated=gated,
            )
            for by_sentence in (True, False)
        )

    def __bool__(self) -> bool:
        return bool(self._rules)

    @property
    def always_tried(self) -> int:
        """How many triggers no gate could be made for."""
        return sum(half.always for half in self._halves)

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        """The wanted rules that may match a view, each with those of its triggers that may."""
        if view.text:
            for half in self._halves:
                yield from half.candidates(view, wanted)

    def __reduce__(self) -> tuple[object, ...]:
        """Automata do not travel; they are made again where the lane arrives."""
        return (_rebuilt, (self._rules, self._gated))


def _rebuilt(rules: tuple[Rule, ...], gated: bool) -> Lane:
    return Lane(rules, gated=gated)


class _Half:
    """The rules of a lane that look at sentences, or those that look at segments."""

    def __init__(self, rules: Iterable[Rule], *, by_sentence: bool, gated: bool) -> None:
        self._by_sentence = by_sentence
        self._gated = gated
        self._triggers: list[Trigger] = []
        self._owners: list[Rule] = []
        for rule in rules:
            self._triggers += rule.triggers
            self._owners += [rule] * len(rule.triggers)
        self._gate = Gate(self._triggers) if gated else OpenGate(self._triggers)
        self._shapes = Shapes()

    @property
    def always(self) -> int:
        return self._gate.always

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        if not self._triggers:
            return
        regions = view.regions(by_sentence=self._by_sentence)
        places = self._gate.scan(regions)
        for rule, indexes in groupby(sorted(places), key=self._owners.__getitem__):
            if not wanted(rule):
                continue
            candidates = []
            for index in indexes:
                trigger = self._triggers[index]
                inside = self._inside(rule, trigger, regions, places[index])
                if inside:
                    candidates.append(Candidate(trigger, inside))
            if candidates:
                yield rule, candidates

    def _inside(
        self, rule: Rule, trigger: Trigger, regions: Regions, numbers: Iterable[int]
    ) -> list[Span]:
        """The regions in scope in which the gate knows no reason not to look."""
        kinds = regions.kinds
        numbers = [number for number in numbers if kinds[number] in rule.scope]
        if self._gated:
            for words, parts in _split(trigger.others):
                numbers = [
                    number
                    for number in numbers
                    if not words.isdisjoint(regions.words(number))
                    or (parts and _has_part(parts, regions.folded(number)))
                ]
            if trigger.region_shape:
                numbers = [
                    number for number in numbers if self._may_fit(trigger, regions.plain(number))
                ]
        return [regions.spans[number] for number in numbers]

    def _may_fit(self, trigger: Trigger, plain: str | None) -> bool:
        return plain is None or self._shapes.finds(trigger.region_shape, plain)


def _has_part(parts: Iterable[str], folded: str) -> bool:
    return any(part in folded for part in parts)


@cache
def _split(
    sets: tuple[tuple[str, ...], ...],
) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Each set of literals as whole words and as what may stand inside or across words."""
    split = []
    for literals in sets:
        words = {item.strip(BOUND) for item in literals if is_whole_word(item)}
        parts = {item.strip(BOUND) for item in literals if not is_whole_word(item)}
        split.append((frozenset(words), tuple(sorted(parts, key=len))))
    return tuple(split)
