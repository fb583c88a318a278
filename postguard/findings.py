"""From matches to findings: places in the source, words for people, one finding per thing."""

import re
from collections.abc import Iterable

from postguard.checks.occurrence import Match
from postguard.compiled import Rule
from postguard.document import Post, Source
from postguard.finding import Citation, Confidence, Finding, Fix, Related, RuleInfo, Severity
from postguard.span import LineIndex, Span

_CONFIDENCES = ("high", "medium", "low")
_SHOWN = 80
"""Characters of a match that a message repeats."""
_GROUP = re.compile(r"\\g<(\w+)>")


class Findings:
    """The findings of one document, as they come in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines: LineIndex | None = None
        self._found: list[Finding] = []

    def add(self, post: Post, matches: Iterable[Match]) -> None:
        """Take the matches of one post."""
        self._found += _most_specific([self._finding(post, match) for match in matches])

    def resolved(self) -> tuple[Finding, ...]:
        """All findings in order of place."""
        return tuple(
            sorted(self._found, key=lambda item: (item.span, item.severity.rank, item.rule))
        )

    def _finding(self, post: Post, match: Match) -> Finding:
        rule, occurrence = match.rule, match.occurrence
        span = occurrence.view.to_source(occurrence.span)
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
            message=message if rule.sensitive else message.replace("{match}", shown),
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
        text = occurrence.view.text

        def group(found: re.Match[str]) -> str:
            place = occurrence.groups.get(found[1])
            return text[place.start : place.end] if place else ""

        new = _GROUP.sub(group, replacement)
        if written[:1].isupper() and new[:1].islower():
            new = new[:1].upper() + new[1:]
        return Fix(span, new, safe, description)


def _most_specific(findings: list[Finding]) -> list[Finding]:
    """One finding per thing: of overlapping ones of a pack, the gravest, surest, longest."""
    ranked = sorted(
        findings,
        key=lambda item: (
            item.severity.rank,
            _CONFIDENCES.index(item.confidence.value),
            item.span.start - item.span.end,
            item.span.start,
            item.rule,
        ),
    )
    kept: dict[str, list[Finding]] = {}
    for finding in ranked:
        pack = finding.rule.partition("/")[0]
        others = kept.setdefault(pack, [])
        if not any(other.span.overlaps(finding.span) for other in others):
            others.append(finding)
    return [finding for others in kept.values() for finding in others]


def rule_info(rule: Rule) -> RuleInfo:
    """What a report says of a rule."""
    return RuleInfo(
        id=rule.id,
        severity=Severity(rule.severity),
        confidence=Confidence(rule.confidence),
        title=rule.title,
        why=rule.why,
        remedy=rule.remedy,
        cite=tuple(Citation(*item) for item in rule.cite),
        tags=(rule.pack, *rule.tags),
        sensitive=rule.sensitive,
    )
