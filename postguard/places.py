"""Where what triggers need meets: in which segments of a view, in which sentences."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from postguard.gate_literals import Literal, Literals
from postguard.span import Span
from postguard.view import View

Regions = list[tuple[int, Span]]
"""Segments or sentences of a view, each with the index of its segment, in order."""


def everywhere(view: View, *, sentences_of: AbstractSet[str] | None = None) -> Regions:
    """All segments of a view, or all sentences of its segments of some kinds."""
    segments = range(len(view.segments))
    if sentences_of is not None:
        return [
            (index, sentence)
            for index in segments
            if view.kinds[index] in sentences_of
            for sentence in view.sentences(index)
        ]
    return [(index, view.segment_span(index)) for index in segments]


def meetings(
    view: View, literals: Literals, sentence_kinds: AbstractSet[str]
) -> dict[int, Regions]:
    """The triggers all of whose needs meet somewhere, by index, and where.

    `sentence_kinds` are the kinds of segments in which some match inside a sentence.
    """
    found: dict[int, Regions] = {}
    folded = view.folded
    standing = literals.standing(folded.text)
    offsets = [offset for offset, _ in standing]
    needed = literals.needed
    first = 0
    for segment in range(len(view.segments)):
        whole = view.segment_span(segment)
        inside: list[Literal] = []
        sentences = view.kinds[segment] in sentence_kinds
        for span in view.sentences(segment) if sentences else (whole,):
            own = literals.among(folded.words_in(span))
            last = bisect_left(offsets, span.end, first)
            own += [literal for _, literal in standing[first:last]]
            first = last
            if not own:
                continue
            if sentences:
                enough = [item.in_sentence for item in own if item.in_sentence]
                begun = [item.with_sentence for item in own if item.with_sentence]
                if enough or begun:
                    _add(found, (segment, span), enough, begun, own, needed)
            inside += own
        enough = [item.in_segment for item in inside if item.in_segment]
        begun = [item.with_segment for item in inside if item.with_segment]
        if enough or begun:
            _add(found, (segment, whole), enough, begun, inside, needed)
    return found


def _add(
    found: dict[int, Regions],
    region: tuple[int, Span],
    enough: Iterable[frozenset[int]],
    begun: Iterable[frozenset[int]],
    literals: Iterable[Literal],
    needed: Mapping[int, int],
) -> None:
    """Add a region for the triggers that have enough in it, or with other literals of it."""
    triggers: set[int] = set().union(*enough)
    waiting: set[int] = set().union(*begun)
    if waiting:
        sets = 0
        for literal in literals:
            sets |= literal.sets
        triggers.update(index for index in waiting if needed[index] & sets == needed[index])
    for index in triggers:
        found.setdefault(index, []).append(region)
