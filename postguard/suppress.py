"""Ignoring a finding where it stands, with a reason.

In Markdown and HTML comments (and ``{/* … */}`` in MDX)::

    <!-- postguard-disable-next-line finance/projection -- approved by legal -->
    <!-- postguard-disable finance --> … <!-- postguard-enable finance -->
    <!-- postguard-disable-file hygiene/todo -- a list of open points -->

"Next line" is the next block. Front matter may hold ``postguard: {ignore: [...]}``, and a
CSV schedule a ``postguard_ignore`` column. A directive is never a finding itself.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from postguard.document import Document, Post, SegmentKind
from postguard.finding import Confidence, Disposition, Finding, Severity
from postguard.lazy import lazy_pattern
from postguard.redaction import MASK, redact, touching
from postguard.selection import names
from postguard.span import LineIndex, Span

UNUSED = "postguard/unused-ignore"
MISSING_REASON = "postguard/ignore-without-reason"
LOCKED = "postguard/locked-rule-ignored"

_DIRECTIVE = lazy_pattern(
    r"(?:<!--|\{/\*)\s*postguard-(?P<verb>disable-next-line|disable-file|disable|enable)\b"
    r"(?P<rules>(?:(?!--|\*/)[\w/,\s*-])*+)(?:(?<=\s)--\s++(?P<reason>.*?))?(?:-->|\*/\})",
    re.DOTALL,
)
_CLOSINGS = ("-->", "*/}")


class Policy(NamedTuple):
    """What the configuration allows directives to do."""

    require_reason: bool = False
    locked: tuple[str, ...] = ()


class Directive(NamedTuple):
    """One instruction to ignore, and the source range it holds for."""

    span: Span
    """Where it is written."""
    reach: Span
    rules: tuple[str, ...]
    """Packs and rules; empty for all."""
    reason: str


def apply(
    document: Document,
    findings: Sequence[Finding],
    policy: Policy,
    sensitive: Sequence[Span] = (),
) -> list[Finding]:
    """The findings with ignored ones marked, and what is wrong with the ignores added.

    A directive that ignores a locked rule, lacks a mandatory reason, or ignores nothing,
    is a finding itself. Reasons are shown, so what is `sensitive` (source ranges in order
    and apart) is masked in them.
    """
    directives = [*_in_comments(document, sensitive), *_in_meta(document, sensitive)]
    if not directives:
        return list(findings)
    written = _Blocks(item.span for item in directives if item.span.end > item.span.start)
    used: set[int] = set()
    refused: set[int] = set()
    result: list[Finding] = []
    for finding in findings:
        if written.hold(finding.span):
            continue
        result.append(_judged(finding, directives, policy, used, refused))
    lines = LineIndex(document.source.text)
    for number, directive in enumerate(directives):
        result += _complaints(directive, number, policy, used, refused, document, lines)
    return sorted(result, key=lambda item: (item.span, item.severity.rank, item.rule))


def _judged(
    finding: Finding,
    directives: Sequence[Directive],
    policy: Policy,
    used: set[int],
    refused: set[int],
) -> Finding:
    for number, directive in enumerate(directives):
        if not directive.reach.contains(finding.span):
            continue
        if directive.rules and not names(directive.rules, finding.rule):
            continue
        used.add(number)
        if names(policy.locked, finding.rule):
            refused.add(number)
            continue
        if policy.require_reason and not directive.reason:
            continue
        return finding._replace(disposition=Disposition.IGNORED, reason=directive.reason)
    return finding


def _complaints(
    directive: Directive,
    number: int,
    policy: Policy,
    used: set[int],
    refused: set[int],
    document: Document,
    lines: LineIndex,
) -> Iterator[Finding]:
    named = ", ".join(directive.rules) or "every rule"
    if number in refused:
        yield _complaint(
            LOCKED,
            Severity.ERROR,
            f"This ignores {named}, which is locked: it cannot be ignored inside a draft.",
            "Remove the directive, and ask whoever owns the rule for a waiver.",
            directive,
            document,
            lines,
        )
    if policy.require_reason and not directive.reason:
        yield _complaint(
            MISSING_REASON,
            Severity.ERROR,
            f"This ignores {named} without saying why, so it has no effect.",
            "Add a reason: postguard-disable-next-line RULE -- REASON.",
            directive,
            document,
            lines,
        )
    elif number not in used:
        yield _complaint(
            UNUSED,
            Severity.WARNING,
            f"This ignores {named}, but nothing here needs it.",
            "Remove the directive; it would hide a finding that comes later.",
            directive,
            document,
            lines,
        )


def _complaint(
    rule: str,
    severity: Severity,
    message: str,
    remedy: str,
    directive: Directive,
    document: Document,
    lines: LineIndex,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        title="Ignore directive",
        message=message,
        uri=document.source.uri,
        post="",
        span=directive.span,
        start=lines.position(directive.span.start),
        end=lines.position(directive.span.end),
        match=None,
        why="An ignore that nobody can explain, or that hides nothing, is a hole in the net.",
        remedy=remedy,
    )


def _in_comments(document: Document, sensitive: Sequence[Span]) -> list[Directive]:
    """The directives written in comments, in order, with how far each reaches."""
    text = document.source.text
    if "postguard-" not in text:
        return []
    # A directive that nothing closes would be read to the end of the text.
    last = max(text.rfind(closing) + len(closing) for closing in _CLOSINGS)
    places: dict[SegmentKind, list[Span]] = {}
    for post in document.posts:
        for segment in post.segments:
            if segment.text and segment.kind not in (SegmentKind.RAW, SegmentKind.COMMENT):
                place = segment.map.to_source(0, len(segment.text))
                places.setdefault(segment.kind, []).append(place)
    code = _Blocks(places.get(SegmentKind.CODE, ()))
    blocks = _Blocks(chain.from_iterable(places.values()))
    enabled: dict[tuple[str, ...], int] = {}
    directives: list[Directive] = []
    for match in reversed(list(_DIRECTIVE.finditer(text, 0, last))):
        span = Span(*match.span())
        rules = tuple(re.findall(r"[a-z][\w/*-]*", match["rules"] or ""))
        if match["verb"] == "enable":
            enabled[rules] = span.start
            continue
        if code.hold(span):
            continue
        if match["verb"] == "disable-file":
            reach = Span(0, len(text))
        elif match["verb"] == "disable":
            ends = (enabled.get(rules, len(text)), enabled.get((), len(text)))
            reach = Span(span.end, min(ends))
        else:
            reach = _next_block(text, blocks, span)
        reason = ""
        if match["reason"]:
            written = Span(*match.span("reason"))
            reason = redact(text, written, touching(sensitive, written)).text.strip()
        directives.append(Directive(span, reach, rules, reason))
    return directives[::-1]


class _Blocks:
    """Ranges of a source, to be asked for one by one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = [span.end for span in ordered]
        self._furthest = list(accumulate(self._ends, max))
        """How far the ranges up to each reach."""

    def hold(self, span: Span) -> bool:
        """Whether one of them contains a range."""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._furthest[before - 1] >= span.end

    def next_end(self, start: int) -> int | None:
        """Where the first from a place on ends, with all that begin in it; None without one."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts):
            return None
        return max(self._ends[first : bisect_left(self._starts, self._ends[first])])


def _next_block(text: str, blocks: _Blocks, after: Span) -> Span:
    """The source range of the first block that begins after a directive."""
    if blocks.hold(after):
        line_end = text.find("\n", after.end)
        line_end = len(text) if line_end < 0 else line_end
        following = text.find("\n", line_end + 1)
        return Span(after.end, following if following >= 0 else len(text))
    end = blocks.next_end(after.end)
    if end is None:
        return Span(after.end, after.end)
    line_end = text.find("\n", end)
    return Span(after.end, line_end if line_end >= 0 else len(text))


def _in_meta(document: Document, sensitive: Sequence[Span]) -> Iterator[Directive]:
    """What a post's own ``postguard: {ignore: …}`` says; it holds for the post."""
    for post in document.posts:
        rules = _ignored_by(post)
        if rules:
            table = post.meta.get("postguard")
            reason = str(table.get("reason", "")) if isinstance(table, Mapping) else ""
            for span in touching(sensitive, post.span):
                # Metadata has no place in the source that it could be looked up by.
                reason = reason.replace(document.source.text[span.start : span.end], MASK)
            yield Directive(Span(post.span.start, post.span.start), post.span, rules, reason)


def _ignored_by(post: Post) -> tuple[str, ...]:
    table = post.meta.get("postguard")
    ignored = table.get("ignore") if isinstance(table, Mapping) else None
    if isinstance(ignored, str):
        return tuple(re.findall(r"[a-z][\w/*-]*", ignored))
    if isinstance(ignored, list | tuple):
        return tuple(str(item) for item in ignored)
    return ()
