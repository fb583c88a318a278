"""The rules that look at one view of a post, behind their gate."""

from collections.abc import Iterable, Iterator

from postguard.checks.triggers import Candidate
from postguard.compiled import Rule, Trigger
from postguard.gate import Gate, OpenGate


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

    def __bool__(self) -> bool:
        return bool(self._triggers)

    @property
    def always_tried(self) -> int:
        """How many triggers no gate could be made for."""
        return self._gate.always

    def candidates(self, text: str) -> Iterator[tuple[Rule, list[Candidate]]]:
        """The rules that may match a text, each with those of its triggers that may."""
        if not text or not self._triggers:
            return
        by_rule: dict[str, tuple[Rule, list[Candidate]]] = {}
        for index, places in sorted(self._gate.scan(text).items()):
            rule = self._owners[index]
            _, candidates = by_rule.setdefault(rule.id, (rule, []))
            candidates.append(Candidate(self._triggers[index], places))
        yield from by_rule.values()

    def __reduce__(self) -> tuple[object, ...]:
        """Automata do not travel; they are made again where the lane arrives."""
        return (_rebuilt, (self._rules, self._gated))


def _rebuilt(rules: tuple[Rule, ...], gated: bool) -> Lane:
    return Lane(rules, gated=gated)
