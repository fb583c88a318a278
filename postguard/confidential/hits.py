"""From the forms found of one entry to the places where it is broken."""

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from postguard.confidential.entries import ALLOWED, Conditions
from postguard.span import Span

Sentences = Callable[[str], Sequence[Span]]
"""Cuts a text into sentences, in order, as spans of it."""

_SENTENCE_END = re.compile(r"[.!?]+[\"')\]\u201d\u2019]*\s+|[\u3002\uff01\uff1f]+|\n\s*\n")


class Hit(NamedTuple):
    """A form of an entry at one place. Holds no text."""

    segment: int
    span: Span
    group: int
    approximate: bool = False


class Broken(NamedTuple):
    """A place where an entry is broken, and what stands with it."""

    hit: Hit
    others: tuple[Hit, ...] = ()


def split_sentences(text: str) -> list[Span]:
    """Sentences by their final punctuation; the last one need not have any."""
    spans: list[Span] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        spans.append(Span(start, found.end()))
        start = found.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def resolve(
    found: Sequence[Hit], conditions: Conditions, texts: Sequence[str], sentences: Sentences
) -> Iterator[Broken]:
    """The places where an entry is broken, given every form of it in a post.

    Hits inside an allowed phrase count for nothing; of hits that overlap, the longest
    counts. An entry of several groups is broken once in each sentence that has them all
    (at every place of its first group), or once in the post.
    """
    hits = _cleared(found)
    if conditions.groups == 1:
        for hit in _longest(hits):
            yield Broken(hit)
    elif conditions.within == "post":
        yield from list(_together(hits, conditions.groups))[:1]
    else:
        for window in _by_sentence(hits, texts, sentences):
            yield from _together(window, conditions.groups)


class _Places:
    """Ranges that do not overlap, by segment, each found by bisection."""

    def __init__(self) -> None:
        self._spans: dict[int, list[Span]] = {}

    def meets(self, hit: Hit) -> bool:
        """Whether a hit overlaps any of them."""
        spans = self._spans.get(hit.segment, [])
        at = bisect_right(spans, hit.span)
        return any(span.overlaps(hit.span) for span in spans[max(at - 1, 0) : at + 1])

    def hold(self, hit: Hit) -> bool:
        """Whether a hit lies wholly inside one of them."""
        spans = self._spans.get(hit.segment, [])
        at = bisect_right(spans, hit.span)
        return any(span.contains(hit.span) for span in spans[max(at - 1, 0) : at + 1])

    def add(self, hit: Hit) -> None:
        insort(self._spans.setdefault(hit.segment, []), hit.span)


def _cleared(found: Sequence[Hit]) -> list[Hit]:
    phrases = _Places()
    for phrase in _longest([hit for hit in found if hit.group == ALLOWED]):
        phrases.add(phrase)
    return [hit for hit in found if hit.group != ALLOWED and not phrases.hold(hit)]


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    ordered = sorted(hits)
    if not any(map(_overlap, ordered, ordered[1:])):
        return ordered
    taken = _Places()
    kept: list[Hit] = []
    for hit in sorted(ordered, key=_shortness):
        if not taken.meets(hit):
            taken.add(hit)
            kept.append(hit)
    return sorted(kept)


def _shortness(hit: Hit) -> int:
    return hit.span.start - hit.span.end


def _overlap(left: Hit, right: Hit) -> bool:
    return left.segment == right.segment and left.span.overlaps(right.span)


def _together(hits: Sequence[Hit], groups: int) -> Iterator[Broken]:
    """Each place of the first group that has every other group beside it."""
    by_group = [_longest([hit for hit in hits if hit.group == group]) for group in range(groups)]
    for first in by_group[0]:
        others: list[Hit] = []
        for group in by_group[1:]:
            taken = [first, *others]
            free = (hit for hit in group if not any(_overlap(hit, other) for other in taken))
            other = next(free, None)
            if other is None:
                break
            others.append(other)
        else:
            yield Broken(first, tuple(others))


def _by_sentence(
    hits: Sequence[Hit], texts: Sequence[str], sentences: Sentences
) -> Iterator[list[Hit]]:
    by_segment: dict[int, list[Hit]] = {}
    for hit in hits:
        by_segment.setdefault(hit.segment, []).append(hit)
    for segment in sorted(by_segment):
        starts = [span.start for span in sentences(texts[segment])]
        windows: dict[int, list[Hit]] = {}
        for hit in by_segment[segment]:
            windows.setdefault(bisect_right(starts, hit.span.start), []).append(hit)
        for window in sorted(windows):
            yield windows[window]
