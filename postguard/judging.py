"""What a rule makes of the places where its triggers match: from occurrences to matches.

Apart from the engine, which asks it only once something may match: most posts hold
nothing, and none of this need be imported for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from postguard.budget import Budget, Clock
from postguard.candidate import Candidate
from postguard.checks import detect, requires, wording
from postguard.checks.metric import Over
from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.checks.starts import Starts
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
        self._starts = Starts()
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
        look = partial(find, rule, candidates, view, self._patterns, self._starts, self._language)
        found = budget.attempt(rule.id, look) or []
        return [occurrence._replace(evaded=True) for occurrence in found] if evaded else found

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

    def measured(
        self, rule: Rule, over: Iterable[Over], post: Post, profile: Profile
    ) -> list[Match]:
        """The matches of a rule that measures, for what it found over its limits."""
        frame = self._frame(post, profile)
        return [
            wording.as_match(
                rule,
                Occurrence(_NO_TRIGGER, item.view, item.span),
                frame,
                what=f"{item.value} of at most {item.limit}",
            )
            for item in over
        ]

    def _frame(self, post: Post, profile: Profile) -> Frame:
        return Frame(post, profile, self._rulebook, self._patterns, self._stances, self._people)


def _decide(
    rule: Rule, occurrences: Sequence[Occurrence], frame: Frame, clock: Clock
) -> list[Match]:
    """What the rule's kind makes of its occurrences, one by one under the rule's clock.

    With no condition there is nothing that could take long: a million of them are a million
    findings, and not a rule out of time.
    """
    timed = clock.ticking(occurrences) if wording.is_conditional(rule) else occurrences
    if rule.kind == "detector":
        return detect.judge(rule, timed, frame, find_detector)
    if rule.kind == "requires":
        return requires.judge(rule, timed, frame)
    return wording.judge(rule, timed, frame)
