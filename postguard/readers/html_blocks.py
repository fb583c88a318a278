"""HTML blocks inside Markdown."""

import re
from collections.abc import Sequence
from itertools import pairwise

from postguard.document import Segment
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING
from postguard.readers.builder import overlapping
from postguard.readers.html_attributes import attributes, comment
from postguard.readers.mask import disjoint
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.readers.html_parser import HtmlParser

_TAG = lazy_pattern(
    r"\s*+(?:<(?!!|script|style|textarea|title|pre)/?[a-zA-Z][^<>]*+>)", re.IGNORECASE
)


class HtmlBlocks:
    """Reads the HTML blocks of one Markdown file; the HTML parser is made when needed."""

    def __init__(self, text: str, seconds: float) -> None:
        self._text = text
        self._seconds = seconds
        self._parser: HtmlParser | None = None

    def segments(self, lines: Sequence[Span], omit: Sequence[Span]) -> list[Segment]:
        """The segments of one block.

        Args:
            lines: its pieces of source in order; a line prefix may lie between them.
            omit: template code to leave out.
        """
        if not lines:
            return []
        span = Span(lines[0].start, lines[-1].end)
        simple = self._simple(span)
        if simple is not None:
            return simple
        from postguard.readers.html import html_segments
        from postguard.readers.html_parser import HtmlParser

        if self._parser is None:
            self._parser = HtmlParser(self._seconds)
        gaps = [
            Span(line.end, following.start)
            for line, following in pairwise(lines)
            if line.end < following.start
        ]
        holes = disjoint([*overlapping(omit, *span), *gaps])
        return html_segments(self._text, span, holes, self._parser)

    def _simple(self, span: Span) -> list[Segment] | None:
        """The common blocks, a single comment or tags without text, need no parser."""
        text = self._text
        start = span.start
        while start < span.end and text[start].isspace():
            start += 1
        if text.startswith("<!--", start):
            closing = text.find("-->", start + 4, span.end)
            end = closing + 3 if closing >= 0 else span.end
            return None if text[end : span.end].strip() else comment(text, start, end)
        segments: list[Segment] = []
        while (found := _TAG.match(text, start, span.end)) is not None:
            segments += attributes(text, start, found.end())
            start = found.end()
        return None if text[start : span.end].strip() else segments
