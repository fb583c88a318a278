"""The one place where a document meets the rules.

An `Engine` is made once from a rulebook and a profile, never changes, and can be sent to
another process. Every client — command line, hook, web page, editor — calls `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial

from postguard.budget import Budget, Clock, Limits
from postguard.compiled import Rule, Rulebook
from postguard.disguise import Disguises
from postguard.document import Document, Post
from postguard.finding import Failure, Finding
from postguard.gate import Gate, OpenGate
from postguard.gate_table import flows, is_raw, table_of
from postguard.lane import Lane
from postguard.light_typing import TYPE_CHECKING, NamedTuple
from postguard.profile import Profile, of_post
from postguard.span import Span
from postguard.view import View, flowing, raw

if TYPE_CHECKING:
    from postguard.checks.metric import Over
    from postguard.checks.occurrence import Match, Occurrence
    from postguard.checks.triggers import TokenMatcher
    from postguard.judging import Judge


class Checked(NamedTuple):
    """What came of one document."""

    findings: tuple[Finding, ...]
    """In order of place; without dispositions and excerpts."""
    failures: tuple[Failure, ...]
    truncated: Mapping[str, int] = {}
    """Findings beyond the cap, counted by severity."""
    sensitive: tuple[Span, ...] = ()
    """Every source range that must not be shown, with or without a finding of its own."""


class Engine:
    """A rulebook ready to judge documents under a profile."""

    def __init__(
        self,
        rulebook: Rulebook,
        profile: Profile | None = None,
        *,
        language: TokenMatcher | None = None,
        limits: Limits | None = None,
        gated: bool = True,
    ) -> None:
        self.rulebook = rulebook
        self.profile = profile or Profile()
        self._limits = limits or Limits()
        self._language = language
        self._disguises = Disguises(rulebook.disguised.splitlines())
        rules = [_with_names(rule, self.profile) for rule in rulebook.rules]
        rules = [rule for rule in rules if _can_apply(rule, self.profile)]
        self._metrics = tuple(rule for rule in rules if rule.kind == "metric")
        self._flowing = _lane(filter(flows, rules), rulebook, 0, gated=gated)
        self._raw = _lane(filter(is_raw, rules), rulebook, 1, gated=gated)
        self._conduct = self._flowing.only(lambda rule: rule.kind == "conduct")

    @property
    def always_tried(self) -> int:
        """How many triggers no gate could be made for; each costs time on every post."""
        return self._flowing.always_tried + self._raw.always_tried

    @cached_property
    def _judge(self) -> Judge:
        """Made when something may match."""
        from postguard.judging import Judge

        return Judge(self.rulebook, self._language)

    def check(self, document: Document) -> Checked:
        """Judge every post of a document. What a rule cannot finish becomes a failure."""
        budget = Budget(self._limits)
        found = [(post, self._matches(post, budget)) for post in budget.within(document.posts)]
        failures = tuple(Failure(document.source.uri, "rule", reason) for reason in budget.reasons)
        if not any(matches for _, matches in found):
            return Checked((), failures)
        from postguard.findings import Findings

        findings = Findings(document.source)
        for post, matches in found:
            findings.add(post, matches)
        sensitive = tuple(findings.sensitive)
        return Checked(findings.resolved(), failures, findings.truncated, sensitive)

    def _matches(self, post: Post, budget: Budget) -> list[Match]:
        """Every match of every rule in one post."""
        profile = of_post(self.profile, post.meta)
        flow = flowing(post)
        looks = [(self._flowing, flow, False), (self._raw, raw(post), False)]
        plainly = self._disguises.undone(flow) if self._conduct else None
        if plainly is not None:
            looks.append((self._conduct, plainly, True))
        wanted = partial(applies, profile=profile)
        found: dict[str, tuple[Rule, list[Occurrence]]] = {}
        for lane, view, evaded in looks:
            for rule, candidates in lane.candidates(view, wanted):
                occurrences = self._judge.occurrences(rule, candidates, view, budget, evaded=evaded)
                if occurrences:
                    found.setdefault(rule.id, (rule, []))[1].extend(occurrences)
        matches = self._judge.matches(found, post, profile, budget) if found else []
        for rule in self._metrics:
            if applies(rule, profile):
                over = budget.attempt(rule.id, partial(_measured, rule, flow, profile))
                if over:
                    matches += self._judge.measured(rule, over, post, profile)
        return matches

    def __getstate__(self) -> dict[str, object]:
        """What has been compiled stays behind."""
        return {name: value for name, value in self.__dict__.items() if name != "_judge"}


def _lane(rules: Iterable[Rule], book: Rulebook, table: int, *, gated: bool) -> Lane:
    """A lane of some rules of a book, behind the gate of one of its tables.

    Rules that the table does not know, such as those with a brand's own names, have a
    gate to themselves.
    """
    rules = tuple(rules)
    make = Gate if gated else OpenGate
    untabled = [rule for rule in rules if not rule.tabled]
    tables = [table_of(untabled)] if untabled else []
    if len(untabled) < len(rules):
        tables.append(book.tables[table])
    return Lane(rules, [make(item) for item in tables], gated=gated)


def _measured(rule: Rule, view: View, profile: Profile, clock: Clock) -> list[Over]:
    """What of a post is over the limits of a rule that measures."""
    from postguard.checks import metric

    del clock
    if rule.metric is None or not view.text:
        return []
    return list(metric.over(rule.metric, view, profile.platform, rule.scope))


def _with_names(rule: Rule, profile: Profile) -> Rule:
    """The rule with the brand's names for the triggers that wait for them."""
    if not rule.brands or not any(getattr(profile.brand, name) for name in rule.brands):
        return rule
    from postguard.brand_triggers import expand

    return expand(rule, profile)


def applies(rule: Rule, profile: Profile) -> bool:
    """Whether the profile meets every condition the rule puts on it."""
    return all(_meets(key, wanted, profile) for key, wanted in rule.applies.items())


def _can_apply(rule: Rule, profile: Profile) -> bool:
    """Whether some post could meet the rule's conditions: what is ours no post can say."""
    return not rule.applies or _meets("brand", rule.applies.get("brand", ()), profile)


def _meets(key: str, wanted: Sequence[str], profile: Profile) -> bool:
    if key == "brand":
        return all(getattr(profile.brand, name) for name in wanted)
    if key == "account":
        return profile.account in wanted
    return not set(getattr(profile, key)).isdisjoint(wanted)
