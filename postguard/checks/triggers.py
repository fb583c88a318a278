"""From what the gate let through to the exact places where a rule's triggers match."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from postguard.budget import Clock
from postguard.candidate import Candidate
from postguard.checks.occurrence import Occurrence
from postguard.checks.starts import Starts
from postguard.compiled import Rule, Trigger
from postguard.context.patterns import Patterns
from postguard.span import Span
from postguard.view import View

if TYPE_CHECKING:
    import regex

_FILLER = "\x00"


class TokenMatcher(Protocol):
    """Finds a token pattern in sentences; see `postguard.language`."""

    def find(
        self, key: str, tokens: Sequence[Mapping[str, object]], texts: Sequence[str]
    ) -> list[list[Span]]:
        """The spans of the pattern's matches in each text."""
        ...


def find(
    rule: Rule,
    candidates: Iterable[Candidate],
    view: View,
    patterns: Patterns,
    starts: Starts,
    language: TokenMatcher | None,
    clock: Clock,
) -> list[Occurrence]:
    """All places where the candidates match, in order of place.

    Raises `OutOfTimeError` when the clock runs out.
    """
    del clock  # the patterns run under it
    found: list[Occurrence] = []
    for trigger, regions in candidates:
        if trigger.tokens is not None:
            found += _by_tokens(rule, trigger, regions, view, patterns, language)
        else:
            found += _by_regex(rule, trigger, regions, view, patterns, starts)
    found.sort(key=_by_place)
    return found


_by_place = attrgetter("span")


def _by_regex(
    rule: Rule,
    trigger: Trigger,
    regions: Sequence[Span],
    view: View,
    patterns: Patterns,
    starts: Starts,
) -> Iterator[Occurrence]:
    compiled = partial(patterns.get, trigger.regex, ignore_case=trigger.ignore_case)
    excepted = rule.excepted
    for region in regions:
        found = starts.matches(trigger, compiled, view, region)
        if found and excepted and starts.may_hold(excepted, rule.excepted_shape, view, region):
            # Blanking costs more than looking, and most sentences hold no match to begin with.
            text = view.text[region.start : region.end]
            blanked = patterns.blank(excepted, text, _FILLER)
            if blanked != text:
                found = compiled().finditer(blanked)
        if found:
            names = compiled().groups
            for match in found:
                start, end = match.span("match" if "match" in names else 0)
                if start < end:
                    span = Span(region.start + start, region.start + end)
                    yield Occurrence(trigger, view, span, _groups(match, names, region.start))


_NO_GROUPS: Mapping[str, Span] = {}


def _groups(match: "regex.Match[str]", names: Sequence[str], start: int) -> Mapping[str, Span]:
    """Where the named groups of a match stand in a text that begins before it."""
    if not names:
        return _NO_GROUPS
    spans = ((name, match.span(name)) for name in names)
    return {name: Span(start + first, start + last) for name, (first, last) in spans if first >= 0}


def _by_tokens(
    rule: Rule,
    trigger: Trigger,
    regions: Sequence[Span],
    view: View,
    patterns: Patterns,
    language: TokenMatcher | None,
) -> Iterator[Occurrence]:
    if language is None or trigger.tokens is None or not regions:
        return
    texts = [view.text[region.start : region.end] for region in regions]
    if rule.excepted:
        texts = [patterns.blank(rule.excepted, text, _FILLER) for text in texts]
    key = f"{rule.id}/{rule.triggers.index(trigger)}"
    for region, spans in zip(regions, language.find(key, trigger.tokens, texts), strict=True):
        for span in spans:
            yield Occurrence(trigger, view, span.shift(region.start))
