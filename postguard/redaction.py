"""Taking what must not be seen out of what is shown: excerpts, drafts, messages.

A sensitive span is replaced by a mark of fixed length, so that not even its length is
told. Every sensitive span on a shown line is taken out, not only the finding's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from postguard.finding import Excerpt, Finding
from postguard.light_typing import NamedTuple
from postguard.span import LineIndex, Span

MASK = "•••"
_REACH = 2_000
"""Characters of a line on either side of a finding that an excerpt holds at most."""


class Redacted(NamedTuple):
    """A stretch of source with its sensitive spans masked."""

    text: str
    starts: tuple[int, ...]
    """Source offsets at which a literal or masked piece begins."""
    pieces: tuple[tuple[int, bool], ...]
    """For each: where it begins in `text`, and whether it is a mask."""

    def place(self, span: Span) -> Span:
        """Where a source span is in `text`; a masked one is its whole mask."""
        return Span(
            self._at(span.start, last=False), self._at(max(span.end, span.start), last=True)
        )

    def _at(self, offset: int, *, last: bool) -> int:
        index = max(bisect_right(self.starts, offset - last) - 1, 0)
        begin, masked = self.pieces[index]
        if masked:
            return begin + (len(MASK) if last else 0)
        return min(begin + offset - self.starts[index], len(self.text))


def redact(text: str, within: Span, sensitive: Iterable[Span]) -> Redacted:
    """Mask the sensitive spans that touch a range of the source."""
    parts: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, bool]] = []
    at, written = within.start, 0

    def put(piece: str, start: int, *, masked: bool) -> None:
        nonlocal written
        parts.append(piece)
        starts.append(start)
        pieces.append((written, masked))
        written += len(piece)

    for span in merged(sensitive):
        if span.end <= at or span.start >= within.end:
            continue
        if span.start > at:
            put(text[at : span.start], at, masked=False)
        put(MASK, max(span.start, within.start), masked=True)
        at = min(span.end, within.end)
    if at < within.end or not parts:
        put(text[at : within.end], at, masked=False)
    return Redacted("".join(parts), tuple(starts), tuple(pieces))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, overlapping and touching ones in one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def with_excerpts(
    findings: Sequence[Finding], text: str, sensitive: Sequence[Span], *, reveal: bool = False
) -> list[Finding]:
    """Each finding with the line it is on, or as much of a long one as anybody reads.

    What is sensitive is masked, and a finding that merely overlaps it loses its own match.

    Args:
        findings: those of one source.
        text: the source.
        sensitive: the ranges to mask, in order and apart (`merged`).
        reveal: tell the sensitive matches; `sensitive` is then empty.
    """
    lines = LineIndex(text)
    result = []
    for item in findings:
        finding = _unsaid(item, sensitive)
        if reveal and item.sensitive:
            finding = item._replace(match=text[item.span.start : item.span.end])
        line = lines.line_span(lines.position(item.span.start).line)
        marked = Span(item.span.start, min(item.span.end, line.end, item.span.start + _REACH))
        near = Span(max(line.start, marked.start - _REACH), min(line.end, marked.end + _REACH))
        shown = redact(text, near, touching(sensitive, near))
        mark = shown.place(marked)
        result.append(finding._replace(excerpt=Excerpt(item.start.line, shown.text, mark)))
    return result


def _unsaid(finding: Finding, sensitive: Sequence[Span]) -> Finding:
    """The finding without its words if they overlap something sensitive.

    A fix that reaches beyond the finding, because a whole cell must be quoted, repeats
    what stands around it.
    """
    fix = finding.fix
    if fix is not None and fix.span != finding.span and _overlaps(sensitive, fix.span):
        finding = finding._replace(fix=None)
    if finding.sensitive or not _overlaps(sensitive, finding.span):
        return finding
    return finding._replace(match=None, message=f"{finding.title}.", fix=None)


def _overlaps(sensitive: Sequence[Span], span: Span) -> bool:
    return any(each.overlaps(span) for each in touching(sensitive, span))


def touching(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of some merged spans that could overlap one."""
    at = bisect_right(spans, span)
    first = max(at - 1, 0)
    last = at
    while last < len(spans) and spans[last].start < span.end:
        last += 1
    return spans[first:last]
