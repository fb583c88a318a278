"""What a rule makes of the places where its triggers match: from occurrences to matches.

Apart from the engine, which asks it only once something may match: most posts hold
nothing, and none of this need be imported for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from postguard.budget import Budget, Clock
from postguard.candidate import Candidate
from postguard.checks import detect, metric, requires, wording
from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.checks.triggers import TokenMatcher, find
from postguard.compiled import Rule, Rulebook, Trigger
from postguard.context.patterns import Patterns
from postguard.context.people import People
from postguard.context.stance import Stances
from postguard.detectors.loading import find_detector
from postguard.document import Post
from postguard.profile import Profile
from postguard.view import View

_NO_TRIGGER = Trigger("", ignore_case=False, tokens=None, literals=(), shape="")


class Judge:
    """The judgement of a rulebook, with every pattern it has compiled so far."""

    def __init__(self, rulebook: Rulebook, language: TokenMatcher | None) -> None:
        self._rulebook = rulebook
        self._language = language
        self._patterns = Patterns()
        self._stances = Stances(rulebook.contexts, self._patterns)
        self._people = People(rulebook.lexicons, self._patterns)

    def occurrences(
        self,
        rule: Rule,
        candidates: Iterable[Candidate],
        view: View,
        budget: Budget,
        *,
        evaded: bool = False,
    ) -> list[Occurrence]:
        """Where a rule's candidates match; `evaded` if the view undoes disguises."""
        look = partial(find, rule, candidates, view, self._patterns, self._language)
        found = budget.attempt(rule.id, look) or ()
        return [occurrence._replace(evaded=evaded) for occurrence in found]

    def matches(
        self,
        found: Mapping[str, tuple[Rule, Sequence[Occurrence]]],
        post: Post,
        profile: Profile,
        budget: Budget,
    ) -> list[Match]:
        """What the rules make of their occurrences in a post."""
        frame = self._frame(post, profile)
        matches: list[Match] = []
        for rule, occurrences in found.values():
            decided = budget.attempt(rule.id, partial(_decide, rule, occurrences, frame))
            matches += decided or ()
        return matches

    def over_limit(
        self, rule: Rule, view: View, post: Post, profile: Profile, budget: Budget
    ) -> Sequence[Match]:
        """The matches of a rule that measures."""
        frame = self._frame(post, profile)
        return budget.attempt(rule.id, partial(_over_limit, rule, view, frame)) or ()

    def _frame(self, post: Post, profile: Profile) -> Frame:
        return Frame(post, profile, self._rulebook, self._patterns, self._stances, self._people)


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
