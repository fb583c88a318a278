"""The rules that look at one view of a post, behind their gates."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from postguard.candidate import Candidate
from postguard.compiled import Rule
from postguard.gate import Gate, OpenGate
from postguard.shape_sets import Shapes
from postguard.span import Span
from postguard.view import View


class Lane:
    """Some rules, and the gates that their triggers are behind."""

    def __init__(
        self, rules: Iterable[Rule], gates: Sequence[Gate | OpenGate], *, gated: bool = True
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._gates = gates
        self._gated = gated
        self._shapes = Shapes()

    def __bool__(self) -> bool:
        return bool(self._rules)

    def only(self, kept: Callable[[Rule], bool]) -> "Lane":
        """The lane with some of its rules, behind the same gates."""
        return Lane(filter(kept, self._rules.values()), self._gates, gated=self._gated)

    @property
    def always_tried(self) -> int:
        """How many triggers nothing could be asked for before they are tried."""
        return sum(gate.always for gate in self._gates)

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        """The wanted rules that may match a view, each with those of its triggers that may."""
        if not view.text or not self._rules:
            return
        found: dict[str, list[tuple[int, list[Span]]]] = {}
        for gate in self._gates:
            for index, spans in gate.scan(view).items():
                rule_id, number = gate.owners[index]
                if rule_id in self._rules:
                    found.setdefault(rule_id, []).append((number, spans))
        for rule_id in sorted(found):
            rule = self._rules[rule_id]
            if wanted(rule):
                candidates = list(self._candidates(rule, sorted(found[rule_id]), view))
                if candidates:
                    yield rule, candidates

    def _candidates(
        self, rule: Rule, found: Iterable[tuple[int, list[Span]]], view: View
    ) -> Iterator[Candidate]:
        """The triggers found, each with the ranges that nothing speaks against."""
        in_scope = [kind in rule.scope for kind in view.kinds]
        for number, spans in found:
            trigger = rule.triggers[number]
            inside = [
                span
                for span in spans
                if in_scope[view.segment_at(span.start)]
                and self._may_fit(trigger.region_shape, span, view)
            ]
            if inside:
                yield Candidate(trigger, inside)

    def _may_fit(self, shape: str, span: Span, view: View) -> bool:
        """Whether the shape of a trigger is no reason to pass over a range of a view."""
        if not self._gated or not shape:
            return True
        plain = view.folded.plain(span)
        return plain is None or self._shapes.finds(shape, plain)
