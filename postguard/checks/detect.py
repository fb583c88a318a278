"""Candidates confirmed by code: checksums, number plans, look-alike names."""

from collections.abc import Callable, Iterable

from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.checks.wording import as_match, stands_by
from postguard.compiled import Rule
from postguard.detectors.interface import Candidate, Detector, Hit
from postguard.span import Span

Find = Callable[[str], Detector]
"""Looks a detector up by the name a rule gives."""


def judge(rule: Rule, occurrences: Iterable[Occurrence], frame: Frame, find: Find) -> list[Match]:
    """The parts of the candidates that the rule's detector confirms and the rule stands by."""
    detector = find(rule.detector)
    matches: list[Match] = []
    for occurrence in occurrences:
        for hit, confirmed in _confirmed(detector, occurrence, frame):
            if stands_by(rule, confirmed, frame):
                confidence = hit.confidence.value if hit.confidence else ""
                matches.append(
                    as_match(rule, confirmed, frame, what=hit.what, confidence=confidence)
                )
    return matches


def _confirmed(
    detector: Detector, occurrence: Occurrence, frame: Frame
) -> Iterable[tuple[Hit, Occurrence]]:
    view = occurrence.view
    segment = view.segment_span(view.segment_at(occurrence.span.start))
    candidate = Candidate(
        text=view.text[segment.start : segment.end],
        span=occurrence.span.shift(-segment.start),
        name=occurrence.trigger.name,
        groups={name: span.shift(-segment.start) for name, span in occurrence.groups.items()},
        with_=occurrence.trigger.with_,
        meta=frame.post.meta,
    )
    for hit in detector(candidate, frame.profile):
        if not 0 <= hit.span[0] < hit.span[1] <= len(candidate.text):
            raise ValueError("a hit outside the candidate's text")
        yield hit, occurrence._replace(span=Span(*hit.span).shift(segment.start))
