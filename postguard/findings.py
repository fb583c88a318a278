"""From matches to findings: places in the source, words for people, one finding per thing."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from postguard.checks.occurrence import Match
from postguard.document import Post, Source
from postguard.finding import Citation, Confidence, Finding, Fix, Related, Severity
from postguard.lazy import lazy_pattern
from postguard.redaction import MASK
from postguard.span import LineIndex, Position, Span

_SEVERITIES = ("error", "warning", "note")
_CONFIDENCES = ("high", "medium", "low")
MOST = 10_000
"""Findings of one document that are kept in full; more are counted."""
_SHOWN = 80
"""Characters of a match that a message repeats."""
_GROUP = lazy_pattern(r"\\g<(\w+)>")


class Findings:
    """The findings of one document, as they come in."""

    def __init__(self, source: Source, most: int = MOST) -> None:
        self._source = source
        self._most = most
        self._lines: LineIndex | None = None
        self._found: list[Finding] = []
        self.truncated: dict[str, int] = {}
        """Findings beyond the cap, counted by severity."""
        self.sensitive: list[Span] = []
        """Every sensitive range, those of matches that make no finding included."""

    def add(self, post: Post, matches: Iterable[Match]) -> None:
        """Take the matches of one post."""
        placed = [_Placed.of(match) for match in matches]
        self.sensitive += [item.span for item in placed if item.match.rule.sensitive]
        for item in _most_specific(placed):
            if len(self._found) < self._most:
                self._found.append(self._finding(post, item.match, item.span))
            else:
                severity = item.match.severity
                self.truncated[severity] = self.truncated.get(severity, 0) + 1

    def resolved(self) -> tuple[Finding, ...]:
        """All findings in order of place."""
        return tuple(
            sorted(self._found, key=lambda item: (item.span, item.severity.rank, item.rule))
        )

    def _finding(self, post: Post, match: Match, span: Span) -> Finding:
        rule, occurrence = match.rule, match.occurrence
        if self._lines is None:
            self._lines = LineIndex(self._source.text)
        shown = " ".join(occurrence.text.split())
        if len(shown) > _SHOWN:
            shown = shown[: _SHOWN - 1] + "…"
        message = rule.message.replace("{what}", match.what or rule.title.lower())
        return Finding(
            rule=rule.id,
            severity=Severity(match.severity),
            confidence=Confidence(match.confidence),
            title=rule.title,
            message=message.replace("{match}", MASK if rule.sensitive else shown),
            uri=self._source.uri,
            post=post.label,
            span=span,
            start=self._lines.position(span.start),
            end=self._lines.position(span.end),
            match=None if rule.sensitive else occurrence.text,
            sensitive=rule.sensitive,
            why=rule.why,
            remedy=rule.remedy,
            cite=tuple(Citation(*item) for item in rule.cite),
            related=tuple(
                Related(item.view.to_source(item.span), item.trigger.name or "adds to it")
                for item in match.related
            ),
            fix=self._fix(match, span),
        )

    def _fix(self, match: Match, span: Span) -> Fix | None:
        """The rule's replacement, where the source spells the match without markup inside."""
        if match.rule.fix is None:
            return None
        replacement, safe, description = match.rule.fix
        occurrence = match.occurrence
        written = self._source.text[span.start : span.end]
        if len(written) != len(occurrence.text) or occurrence.evaded:
            return None
        if match.rule.sensitive and _GROUP.search(replacement):
            # A part of the match would be in every report.
            return None

        def group(found: re.Match[str]) -> str:
            """As the author wrote it (the view's typography is plain), inside the match."""
            place = occurrence.groups.get(found[1])
            if place is None or not occurrence.span.contains(place):
                return ""
            within = place.shift(-occurrence.span.start)
            return written[within.start : within.end]

        new = _GROUP.sub(group, replacement)
        if written[:1].isupper() and new[:1].islower():
            new = new[:1].upper() + new[1:]
        return Fix(span, new, safe, description)


class _Placed(NamedTuple):
    """A match and its place in the source."""

    match: Match
    span: Span

    @classmethod
    def of(cls, match: Match) -> "_Placed":
        return cls(match, match.occurrence.view.to_source(match.occurrence.span))

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """The gravest, surest, longest, first come first."""
        return (
            _SEVERITIES.index(self.match.severity),
            _CONFIDENCES.index(self.match.confidence),
            self.span.start - self.span.end,
            self.span.start,
            self.match.rule.id,
        )


def _most_specific(found: list[_Placed]) -> list[_Placed]:
    """One finding per thing: of overlapping ones of a pack, the gravest, surest, longest."""
    kept: dict[str, list[Span]] = {}
    result: list[_Placed] = []
    for item in sorted(found, key=lambda item: item.rank):
        spans = kept.setdefault(item.match.rule.pack, [])
        at = bisect_left(spans, item.span)
        neighbours = spans[max(at - 1, 0) : at + 1]
        if not any(span.overlaps(item.span) for span in neighbours):
            spans.insert(at, item.span)
            result.append(item)
    return result


def in_the_file(findings: Iterable[Finding], source: Source) -> list[Finding]:
    """The findings of a source that is no text, at the only place it has: the file.

    Each names the field it stands in, and none has a fix, since no line can be rewritten.
    """
    lines = LineIndex(source.text)
    here = Position(1, 1, 0)
    placed = []
    for finding in findings:
        line = lines.line_span(lines.position(finding.span.start).line)
        field = source.text[line.start : line.end].partition(": ")[0]
        placed.append(finding._replace(post=field, start=here, end=here, fix=None))
    return placed
