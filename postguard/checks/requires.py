"""Wording that must be accompanied: an advert by its label, a price by its terms."""

from collections.abc import Iterable

from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.checks.wording import as_match, stands_by
from postguard.compiled import Required, Rule
from postguard.span import Span


def judge(rule: Rule, occurrences: Iterable[Occurrence], frame: Frame) -> list[Match]:
    """The first occurrence that lacks its company; the same lack is said once a post."""
    if rule.required is None:
        return []
    for occurrence in occurrences:
        if stands_by(rule, occurrence, frame) and not _accompanied(
            rule.required, occurrence, frame
        ):
            return [as_match(rule, occurrence, frame)]
    return []


def _accompanied(required: Required, occurrence: Occurrence, frame: Frame) -> bool:
    if any(frame.post.meta.get(key) for key in required.meta):
        return True
    view = occurrence.view
    windows = _windows(required, occurrence)
    return any(
        frame.patterns.get(regex, ignore_case=ignore_case).search(view.text, span.start, span.end)
        for regex, ignore_case in required.regexes
        for span in windows
    )


def _windows(required: Required, occurrence: Occurrence) -> list[Span]:
    view = occurrence.view
    if required.within == "opening":
        return [Span(0, min(required.characters, len(view)))]
    if required.within == "before":
        return [Span(0, occurrence.span.start)]
    if required.within == "post":
        return [Span(0, len(view))]
    return view.window(required.within, occurrence.span)
