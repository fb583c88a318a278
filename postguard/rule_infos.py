"""What a report says of rules, worked out for those it is asked of."""

from collections.abc import Iterable, Iterator, Mapping

from postguard.compiled import Rule
from postguard.finding import Citation, Confidence, RuleInfo, Severity


class RuleInfos(Mapping[str, RuleInfo]):
    """Rules by their id. Most reports ask for few of them, and a rule's words are far away."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def __getitem__(self, rule_id: str) -> RuleInfo:
        return rule_info(self._rules[rule_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)


def rule_info(rule: Rule) -> RuleInfo:
    """What a report says of a rule."""
    return RuleInfo(
        id=rule.id,
        severity=Severity(rule.severity),
        confidence=Confidence(rule.confidence),
        title=rule.title,
        why=rule.why,
        remedy=rule.remedy,
        cite=tuple(Citation(*item) for item in rule.cite),
        tags=(rule.pack, *rule.tags),
        sensitive=rule.sensitive,
    )
