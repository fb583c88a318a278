"""A draft's text as HTML, line by line, with the findings' spans marked in it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from postguard.finding import Excerpt, Finding, InputResult
from postguard.outputs.encode import html_attribute, html_text
from postguard.outputs.summary import pack
from postguard.span import LineIndex, Span

# Deeper nesting than this is unreadable, and one draft could ask for any depth.
_MOST_NESTED = 6
# Code points of a very long line shown on either side of its mark.
_REACH = 400


class _Mark(NamedTuple):
    span: Span
    number: int
    """The finding's index in the report."""
    finding: Finding


def classes(finding: Finding, packs: Mapping[str, int]) -> str:
    """The class names by which the page's filters know a finding."""
    return f"{finding.severity.value} pack-{packs[pack(finding.rule)]}"


def text(
    draft: InputResult, findings: Mapping[int, Finding], packs: Mapping[str, int]
) -> Iterator[str]:
    """The whole draft, marked where the given findings, by their index, stand."""
    content = draft.text or ""
    index = LineIndex(content)
    by_line: dict[int, list[_Mark]] = {}
    for span, number in draft.marks:
        if number not in findings or not 0 <= span.start <= span.end <= len(content):
            continue
        mark = _Mark(span, number, findings[number])
        first = index.position(span.start).line
        last = index.position(max(span.end - 1, span.start)).line
        for line in range(first, last + 1):
            by_line.setdefault(line, []).append(mark)
    named: set[int] = set()
    yield '<div class="text">'
    # What a last line end opens is no line of the draft, unless something is marked there.
    lines = len(index) - (content.endswith(("\n", "\r")) and len(index) not in by_line)
    for line in range(1, lines + 1):
        pieces = _line(content, index.line_span(line), by_line.get(line, ()), packs, named)
        yield f"<div>{''.join(pieces)}</div>\n"
    yield "</div>\n"


def excerpt(shown: Excerpt, names: str) -> str:
    """One line with one mark, where the draft itself is not at hand."""
    start, end = shown.mark
    before = html_text(shown.text[max(start - _REACH, 0) : start])
    marked = html_text(shown.text[start : min(end, start + _REACH)])
    after = html_text(shown.text[end : end + _REACH])
    before = f"…{before}" if start > _REACH else before
    marked = f"{marked}…" if end - start > _REACH else marked
    after = f"{after}…" if len(shown.text) - end > _REACH else after
    return f'<p class="excerpt">{before}<mark class="{names}">{marked}</mark>{after}</p>\n'


def _line(
    content: str,
    line: Span,
    marks: Iterable[_Mark],
    packs: Mapping[str, int],
    named: set[int],
) -> Iterator[str]:
    """A line in pieces, cut wherever a mark begins or ends."""
    waiting = sorted(marks, key=_order, reverse=True)
    bounds = {line.start, line.end}
    for mark in waiting:
        bounds |= {min(max(edge, line.start), line.end) for edge in mark.span}
    edges = sorted(bounds)
    active: list[_Mark] = []
    for start, end in zip(edges, [*edges[1:], line.end], strict=True):
        active = [mark for mark in active if mark.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            mark = waiting.pop()
            if mark.span.end > mark.span.start and len(active) < _MOST_NESTED:
                active.append(mark)
            else:
                # A place without length, or one too many: a point that can be linked to.
                yield _marked("", [mark], packs, named)
        if end > start:
            # A byte-order mark opens the file; it is no part of the draft.
            shown = content[start:end].removeprefix("\ufeff") if start == 0 else content[start:end]
            yield _marked(shown, active, packs, named)


def _marked(piece: str, active: Iterable[_Mark], packs: Mapping[str, int], named: set[int]) -> str:
    """`piece` inside its marks, the worst innermost, so that its colour is the one seen."""
    marked = html_text(piece)
    worst_first = sorted(active, key=lambda mark: mark.finding.severity.rank)
    if piece and worst_first:
        marked = f'<a href="#finding-{worst_first[0].number}">{marked}</a>'
    for mark in worst_first:
        identity = "" if mark.number in named else f' id="mark-{mark.number}"'
        named.add(mark.number)
        title = html_attribute(f"{mark.finding.rule}: {mark.finding.message}")
        names = classes(mark.finding, packs)
        marked = f'<mark class="{names}"{identity} title="{title}">{marked}</mark>'
    return marked


def _order(mark: _Mark) -> tuple[int, int, int]:
    return mark.span.start, mark.finding.severity.rank, mark.number
