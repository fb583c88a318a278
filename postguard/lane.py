"""The rules that look at one view of a post, behind their gates."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from postguard.candidate import Candidate
from postguard.compiled import SENTENCE_KINDS, Rule
from postguard.gate import Admits, Gate, OpenGate
from postguard.gate_table import table_of
from postguard.places import Regions
from postguard.shape_sets import fitting
from postguard.view import View

_MUCH = 100_000
"""Characters read from which on a gate of one's own, for some of the rules, is worth making."""


class Lane:
    """Some rules, and the gates that their triggers are behind.

    The gates may be those of many more rules, which cost time in vain.
    """

    def __init__(
        self, rules: Iterable[Rule], gates: Sequence[Gate | OpenGate], *, gated: bool = True
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self.gates: tuple[Gate | OpenGate, ...] = tuple(gates)
        """Those its rules are behind now."""
        self._gated = gated
        self._read = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    def only(self, kept: Callable[[Rule], bool]) -> "Lane":
        """The lane with some of its rules, behind the same gates."""
        return Lane(filter(kept, self._rules.values()), self.gates, gated=self._gated)

    @property
    def always_tried(self) -> int:
        """How many triggers nothing could be asked for before they are tried."""
        return sum(gate.always for gate in self.gates)

    def candidates(
        self, view: View, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, list[Candidate]]]:
        """The wanted rules that may match a view, each with those of its triggers that may."""
        if not view.text or not self._rules:
            return
        admits = self._admitting(view, wanted)
        found: dict[str, list[tuple[int, Regions]]] = {}
        self._narrow(view)
        for gate in self.gates:
            for index, regions in gate.scan(view, admits).items():
                rule_id, number = gate.owners[index]
                found.setdefault(rule_id, []).append((number, regions))
        for rule_id in sorted(found):
            rule = self._rules[rule_id]
            candidates = list(self._candidates(rule, sorted(found[rule_id]), view))
            if candidates:
                yield rule, candidates

    def _narrow(self, view: View) -> None:
        """Once much text has been read, see that not many more rules are looked for in it."""
        before, self._read = self._read, self._read + len(view)
        if self._gated and before <= _MUCH < self._read:
            behind = {rule_id for gate in self.gates for rule_id, _ in gate.owners}
            if len(behind) > 2 * len(self._rules):
                self.gates = (Gate(table_of(self._rules.values())),)

    def _admitting(self, view: View, wanted: Callable[[Rule], bool]) -> Admits:
        """Whether a rule is wanted and looks at any segment of a view; asked once a rule."""
        kinds = frozenset(view.kinds)
        known: dict[str, bool] = {}

        def admits(rule_id: str) -> bool:
            admitted = known.get(rule_id)
            if admitted is None:
                rule = self._rules.get(rule_id)
                admitted = rule is not None and not kinds.isdisjoint(rule.scope) and wanted(rule)
                known[rule_id] = admitted
            return admitted

        return admits

    def _candidates(
        self, rule: Rule, found: Iterable[tuple[int, Regions]], view: View
    ) -> Iterator[Candidate]:
        """The triggers found, each with the ranges that nothing speaks against."""
        scope, kinds = rule.scope, view.kinds
        for number, regions in found:
            trigger = rule.triggers[number]
            spans = [span for segment, span in regions if kinds[segment] in scope]
            if self._gated and trigger.region_shape:
                by_sentence = rule.kind in SENTENCE_KINDS
                spans = fitting(trigger, spans, view.folded, by_sentence=by_sentence)
            if spans:
                yield Candidate(trigger, spans)
