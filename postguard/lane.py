"""The rules that look at one view of a post, behind their gate."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby

from postguard.checks.triggers import Candidate
from postguard.compiled import SENTENCE_KINDS, Rule, Trigger
from postguard.gate import Gate, OpenGate
from postguard.regions import Regions, bits
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
        self._shapes = Shapes()

    @cached_property
    def _gate(self) -> Gate | OpenGate:
        """Made when it is first asked: few posts hold a disguise, whose lane has a gate too."""
        return Gate(self._triggers) if self._gated else OpenGate(self._triggers)

    @property
    def always(self) -> int:
        return self._gate.always

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        if not self._triggers:
            return
        regions = view.regions(by_sentence=self._by_sentence)
        found = self._gate.scan(regions)
        for rule, indexes in groupby(sorted(found), key=self._owners.__getitem__):
            if not wanted(rule):
                continue
            in_scope = regions.in_scope(rule.scope)
            candidates = []
            for index in indexes:
                trigger = self._triggers[index]
                inside = self._inside(trigger, regions, found[index] & in_scope)
                if inside:
                    candidates.append(Candidate(trigger, inside))
            if candidates:
                yield rule, candidates

    def _inside(self, trigger: Trigger, regions: Regions, mask: int) -> list[Span]:
        """The regions of a mask in which the shape of a trigger is no reason not to look."""
        asks = self._gated and trigger.region_shape
        return [
            regions.spans[number]
            for number in bits(mask)
            if not asks or self._may_fit(trigger, regions.plain(number))
        ]

    def _may_fit(self, trigger: Trigger, plain: str | None) -> bool:
        return plain is None or self._shapes.finds(trigger.region_shape, plain)
