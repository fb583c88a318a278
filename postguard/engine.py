"""The one place where a document meets the rules.

An `Engine` is made once from a rulebook and a profile, never changes, and can be sent to
another process. Every client — command line, hook, web page, editor — calls `check`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from postguard.brand_triggers import expand
from postguard.budget import Budget, Clock, Limits
from postguard.checks import detect, metric, requires, wording
from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.checks.triggers import TokenMatcher, find
from postguard.compiled import Rule, Rulebook, Trigger
from postguard.context.patterns import Patterns
from postguard.context.people import People
from postguard.context.stance import Stances
from postguard.detectors.loading import find_detector
from postguard.disguise import Disguises
from postguard.document import Document
from postguard.finding import Failure, Finding
from postguard.findings import Findings
from postguard.gate import Gate, OpenGate
from postguard.gate_table import flows, is_raw, table_of
from postguard.lane import Lane
from postguard.profile import Profile, of_post
from postguard.span import Span
from postguard.view import View, flowing, raw

_NO_TRIGGER = Trigger("", ignore_case=False, tokens=None, literals=(), shape="")


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
        self._patterns = Patterns()
        self._stances = Stances(rulebook.contexts, self._patterns)
        self._people = People(rulebook.lexicons, self._patterns)
        self._disguises = Disguises(rulebook.disguised)
        rules = tuple(
            expand(rule, self.profile) for rule in rulebook.rules if _can_apply(rule, self.profile)
        )
        self._metrics = tuple(rule for rule in rules if rule.kind == "metric")
        self._flowing = _lane(filter(flows, rules), rulebook, 0, gated=gated)
        self._raw = _lane(filter(is_raw, rules), rulebook, 1, gated=gated)
        self._conduct = self._flowing.only(lambda rule: rule.kind == "conduct")

    @property
    def always_tried(self) -> int:
        """How many triggers no gate could be made for; each costs time on every post."""
        return self._flowing.always_tried + self._raw.always_tried

    def check(self, document: Document) -> Checked:
        """Judge every post of a document. What a rule cannot finish becomes a failure."""
        budget = Budget(self._limits)
        findings = Findings(document.source)
        for post in document.posts:
            frame = Frame(
                post,
                of_post(self.profile, post.meta),
                self.rulebook,
                self._patterns,
                self._stances,
                self._people,
            )
            findings.add(post, self._judge(frame, budget))
        uri = document.source.uri
        failures = tuple(Failure(uri, "rule", reason) for reason in budget.reasons)
        sensitive = tuple(findings.sensitive)
        return Checked(findings.resolved(), failures, findings.truncated, sensitive)

    def _judge(self, frame: Frame, budget: Budget) -> list[Match]:
        """Every match of every rule in one post."""
        flow = flowing(frame.post)
        found = _Found()
        self._look(self._flowing, flow, frame, budget, found)
        self._look(self._raw, raw(frame.post), frame, budget, found)
        plainly = self._disguises.undone(flow) if self._conduct else None
        if plainly is not None:
            self._look(self._conduct, plainly, frame, budget, found, evaded=True)
        matches: list[Match] = []
        for rule, occurrences in found.by_rule.values():
            decided = budget.attempt(rule.id, partial(_decide, rule, occurrences, frame))
            matches += decided or ()
        for rule in self._metrics:
            if applies(rule, frame.profile):
                matches += budget.attempt(rule.id, partial(_over_limit, rule, flow, frame)) or ()
        return matches

    def _look(
        self,
        lane: Lane,
        view: View,
        frame: Frame,
        budget: Budget,
        found: "_Found",
        *,
        evaded: bool = False,
    ) -> None:
        """Add what a lane's rules find in a view."""
        wanted = partial(applies, profile=frame.profile)
        for rule, candidates in lane.candidates(view, wanted):
            look = partial(find, rule, candidates, view, self._patterns, self._language)
            found.add(rule, budget.attempt(rule.id, look) or (), evaded=evaded)


def _lane(rules: Iterable[Rule], book: Rulebook, table: int, *, gated: bool) -> Lane:
    """A lane of some rules of a book, behind the gate of one of its tables.

    Rules that the table does not know, such as those with a brand's own names, have a
    gate to themselves.
    """
    rules = tuple(rules)
    make = Gate if gated else OpenGate
    gates = [make(table_of(rule for rule in rules if not rule.tabled))]
    if any(rule.tabled for rule in rules):
        gates.append(make(book.tables[table]))
    return Lane(rules, gates, gated=gated)


class _Found:
    """Occurrences gathered over the views of a post, by rule, in order of discovery."""

    def __init__(self) -> None:
        self.by_rule: dict[str, tuple[Rule, list[Occurrence]]] = {}

    def add(self, rule: Rule, occurrences: Iterable[Occurrence], *, evaded: bool) -> None:
        for occurrence in occurrences:
            _, kept = self.by_rule.setdefault(rule.id, (rule, []))
            kept.append(occurrence._replace(evaded=evaded))


def _decide(
    rule: Rule, occurrences: Sequence[Occurrence], frame: Frame, clock: Clock
) -> list[Match]:
    """What the rule's kind makes of its occurrences, one by one under the rule's clock."""
    timed = clock.ticking(occurrences)
    if rule.kind == "detector":
        return detect.judge(rule, timed, frame, find_detector)
    if rule.kind == "requires":
        return requires.judge(rule, timed, frame)
    return wording.judge(rule, timed, frame)


def _over_limit(rule: Rule, view: View, frame: Frame, clock: Clock) -> list[Match]:
    """A metric rule's matches, for the post's platform or, failing that, for any."""
    del clock
    if rule.metric is None or not view.text:
        return []
    limits = rule.metric.limits
    names = [name for name in frame.profile.platform if name in limits] or ["any"]
    if not limits.keys() & set(names):
        return []
    if any(segment.kind.value not in rule.scope for segment in view.segments):
        view = View.of([item for item in view.segments if item.kind.value in rule.scope])
    matches = []
    for name in (name for name in names if name in limits):
        weighted = metric.for_platform(rule.metric, name)
        for span, value in metric.measure(weighted, view, limits[name]):
            place = Occurrence(_NO_TRIGGER, view, span)
            what = f"{value} of at most {limits[name]}"
            matches.append(wording.as_match(rule, place, frame, what=what))
    return matches


def applies(rule: Rule, profile: Profile) -> bool:
    """Whether the profile meets every condition the rule puts on it."""
    return all(_meets(key, wanted, profile) for key, wanted in rule.applies.items())


def _can_apply(rule: Rule, profile: Profile) -> bool:
    """Whether some post could meet the rule's conditions: what is ours no post can say."""
    return _meets("brand", rule.applies.get("brand", ()), profile)


def _meets(key: str, wanted: Sequence[str], profile: Profile) -> bool:
    if key == "brand":
        return all(getattr(profile.brand, name) for name in wanted)
    if key == "account":
        return profile.account in wanted
    return not set(getattr(profile, key)).isdisjoint(wanted)
