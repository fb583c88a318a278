"""From what the gate let through to the exact places where a rule's triggers match."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from postguard.budget import Clock, OutOfTimeError
from postguard.checks.occurrence import Occurrence
from postguard.compiled import BOUND, SENTENCE_KINDS, Rule, Trigger
from postguard.context.patterns import Patterns
from postguard.gate import EVERYWHERE
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


class Candidate(NamedTuple):
    """A trigger the gate let through, and the offsets of its words."""

    trigger: Trigger
    places: Sequence[int]


def find(
    rule: Rule,
    candidates: Iterable[Candidate],
    view: View,
    patterns: Patterns,
    language: TokenMatcher | None,
    clock: Clock,
) -> list[Occurrence]:
    """All places where the candidates match, in order of place.

    Raises `OutOfTimeError` when the clock runs out.
    """
    found: list[Occurrence] = []
    for candidate in candidates:
        regions = _regions(rule, candidate.places, view)
        if candidate.trigger.others:
            regions = [region for region in regions if _holds_all(candidate.trigger, view, region)]
        if candidate.trigger.tokens is not None:
            found += _by_tokens(rule, candidate.trigger, regions, view, patterns, language)
        else:
            found += _by_regex(rule, candidate.trigger, regions, view, patterns, clock)
    return sorted(found, key=lambda item: item.span)


def _holds_all(trigger: Trigger, view: View, region: Span) -> bool:
    """Whether a region holds a word of each of the sets a match needs beside the gate's own."""
    folded = view.folded(region)
    return all(any(word in folded for word in words) for words in _bare(trigger.others))


@cache
def _bare(sets: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The words without the marks of their boundaries, shorter ones standing for longer."""
    return tuple(_shortest({word.strip(BOUND) for word in words}) for words in sets)


def _shortest(words: set[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(other in word for other in kept):
            kept.append(word)
    return tuple(kept)


def _regions(rule: Rule, places: Sequence[int], view: View) -> list[Span]:
    """The sentences or segments to look in: in scope, each once, in order."""
    return list(_in_scope(rule, places, view))


def _in_scope(rule: Rule, places: Sequence[int], view: View) -> Iterator[Span]:
    by_sentence = rule.kind in SENTENCE_KINDS
    if places is EVERYWHERE:
        for index, segment in enumerate(view.segments):
            if segment.kind.value in rule.scope:
                yield from view.sentences(index) if by_sentence else (view.segment_span(index),)
        return
    seen: set[tuple[int, int]] = set()
    for place in places:
        index, number = view.sentence_at(place) if by_sentence else (view.segment_at(place), 0)
        if (index, number) in seen or view.segments[index].kind.value not in rule.scope:
            continue
        seen.add((index, number))
        if not by_sentence:
            yield view.segment_span(index)
        elif view.sentences(index):
            yield view.sentences(index)[number]


def _by_regex(
    rule: Rule,
    trigger: Trigger,
    regions: Sequence[Span],
    view: View,
    patterns: Patterns,
    clock: Clock,
) -> Iterator[Occurrence]:
    pattern = patterns.get(trigger.regex, ignore_case=trigger.ignore_case)
    narrowed = "match" in pattern.groupindex
    for region in regions:
        text = view.text[region.start : region.end]
        for match in _matches(rule, pattern, text, patterns, clock):
            start, end = match.span("match") if narrowed else match.span()
            if start < end:
                groups = {
                    name: Span(*match.span(name)).shift(region.start)
                    for name in pattern.groupindex
                    if match.span(name)[0] >= 0
                }
                span = Span(start, end).shift(region.start)
                yield Occurrence(trigger, view, span, groups)


def _matches(
    rule: Rule, pattern: "regex.Pattern[str]", text: str, patterns: Patterns, clock: Clock
) -> "list[regex.Match[str]]":
    """The matches in a text, and again with the excepted phrases blanked if there are any.

    Blanking costs more than looking, and most sentences hold no match to begin with.
    """
    started = perf_counter()
    try:
        found = list(pattern.finditer(text, timeout=clock.left))
        if found and rule.excepted:
            blanked = patterns.blank(rule.excepted, text, _FILLER)
            if blanked != text:
                found = list(pattern.finditer(blanked, timeout=clock.left))
    except TimeoutError:
        raise OutOfTimeError from None
    clock.spend(perf_counter() - started)
    return found


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
