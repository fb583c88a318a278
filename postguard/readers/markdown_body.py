"""The body of a Markdown file: parser events to segments."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyromark

from postguard.document import Segment, SegmentKind
from postguard.readers import mask
from postguard.readers.builder import SegmentBuilder, overlapping
from postguard.readers.html_attributes import attributes, comment, is_break
from postguard.readers.link_targets import definitions, inline_target
from postguard.readers.offsets import chain, from_bytes, unify_line_ends
from postguard.readers.options import ReaderOptions
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.readers.html_parser import HtmlParser

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FILLER = "x\ufffd"
"""What stands in the parsed text for template code and for lone surrogates."""
_INLINE_TAGS = {"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript"}


class MarkdownBody:
    """Walks the events once. `segments` is complete after `run`."""

    def __init__(self, text: str, start: int, *, mdx: bool, options: ReaderOptions) -> None:
        self._text = text
        self._start = start
        self._options = options
        self.segments: list[Segment] = []
        unified, to_source = unify_line_ends(text[start:])
        comments: list[Span] = []
        if mdx:
            covered, comments = mask.mdx_spans(unified)
        else:
            covered = mask.template_spans(unified)
        place = chain(None, to_source, start)
        self._omit = [Span(place(span.start), place(span.end)) for span in covered]
        self._mdx_comments = [Span(place(span.start), place(span.end)) for span in comments]
        self._parsed = mask.cover(unified, covered)
        if not self._parsed.isascii():
            self._parsed = _SURROGATE.sub("\ufffd", self._parsed)
        self._place = chain(from_bytes(self._parsed), to_source, start)
        self._builder: SegmentBuilder | None = None
        self._kind = SegmentKind.PROSE
        self._block = Span(start, start)
        self._alt: SegmentBuilder | None = None
        self._pending: list[Segment] = []
        self._leaves: list[Span] = []
        self._links: list[_OpenLink] = []
        self._html: list[Span] | None = None
        self._quotes = 0
        self._html_parser: HtmlParser | None = None

    def run(self) -> None:
        """Read the whole body."""
        place = self._place
        for event, places in pyromark.events_with_range(self._parsed, options=_OPTIONS):
            start, end = place(places["start"]), place(places["end"])
            if type(event) is str:
                self._break(event, start, end)
                continue
            [(name, value)] = event.items()
            if name == "Text":
                self._inline(start, end).text(value, start, end)
            elif name == "Start":
                self._open(value, start, end)
            elif name == "End":
                self._close(value, end)
            elif name == "Code":
                self._code(value, start, end)
            elif name == "Html":
                assert self._html is not None
                self._html.append(Span(start, end))
            elif name == "InlineHtml":
                self._inline_html(start, end)
            elif name == "FootnoteReference":
                self._inline(start, end)
        self._flush()
        self._add_mdx_comments()
        if self._text.find("]:", self._start) >= 0:
            self.segments += definitions(self._text, self._start, sorted(self._leaves))

    def _inline(self, start: int, end: int) -> SegmentBuilder:
        """The builder that inline content goes to; text right inside an item opens one."""
        if self._links:
            self._links[-1].children_end = end
        if self._alt is not None:
            return self._alt
        if self._builder is None:
            self._builder = SegmentBuilder(self._text, self._omit)
            self._kind = SegmentKind.PROSE
            self._block = Span(start, end)
        elif end > self._block.end:
            self._block = Span(self._block.start, end)
        return self._builder

    def _break(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self._flush()
            return
        builder = self._inline(start, end)
        if len(builder):
            if event == "HardBreak":
                builder.replaced("\n", start, end)
            else:
                builder.copy(start, end)

    def _code(self, value: str, start: int, end: int) -> None:
        builder = self._inline(start, end)
        since = len(builder)
        text = self._text
        ticks = start
        while text[ticks] == "`":
            ticks += 1
        ticks -= start
        inside = Span(start + ticks, end - ticks)
        _add_code(builder, text, inside, value)
        builder.mark_code(since)

    def _inline_html(self, start: int, end: int) -> None:
        builder = self._inline(start, end)
        if is_break(self._text, start):
            builder.replaced("\n", start, end)
        if self._text.startswith("<!--", start):
            self._pending += comment(self._text, start, end)
        else:
            self._pending += attributes(self._text, start, end)

    def _open(self, tag: Any, start: int, end: int) -> None:
        name, detail = (tag, None) if type(tag) is str else next(iter(tag.items()))
        if name in _INLINE_TAGS:
            self._inline(start, start)
            return
        if name in ("Link", "Image"):
            self._inline(start, start)
            self._links.append(_OpenLink(start + (2 if name == "Image" else 1), detail))
            if name == "Image" and self._alt is None:
                self._alt = SegmentBuilder(self._text, self._omit)
                self._links[-1].alt = True
            return
        self._flush()
        if name == "BlockQuote":
            self._quotes += 1
        elif name == "HtmlBlock":
            self._html = []
            self._leaves.append(Span(start, end))
        elif name == "CodeBlock":
            self._builder = SegmentBuilder(self._text, self._omit, show=True)
            self._kind = SegmentKind.CODE
            self._block = Span(start, end)
        elif name in ("Paragraph", "Heading", "TableCell"):
            self._builder = SegmentBuilder(self._text, self._omit)
            self._kind = _BLOCKS[name]
            self._block = Span(start, end)

    def _close(self, tag: Any, end: int) -> None:
        name = tag if type(tag) is str else next(iter(tag))
        if name in _INLINE_TAGS:
            if self._links:
                self._links[-1].children_end = end
        elif name in ("Link", "Image"):
            self._close_link(end)
        elif name == "HtmlBlock":
            self._close_html()
        else:
            self._flush()
            if name == "BlockQuote":
                self._quotes -= 1

    def _close_link(self, end: int) -> None:
        link = self._links.pop()
        if link.alt:
            assert self._alt is not None
            self._keep(self._alt.build(SegmentKind.ALT))
            self._alt = None
        kind = link.detail["link_type"]
        if kind == "Inline":
            self._pending += inline_target(
                self._text, link.children_end, end, link.detail["title"]
            )
        elif kind in ("Autolink", "Email"):
            target = SegmentBuilder(self._text)
            target.literal(link.children_start, link.children_end)
            self._keep(target.build(SegmentKind.LINK))
        self._inline(end, end)

    def _close_html(self) -> None:
        ranges, self._html = self._html, None
        if not ranges:
            return
        text = self._text
        span = Span(ranges[0].start, ranges[-1].end)
        begin = text.find("<", span.start)
        if text.startswith("<!--", begin) and not text[text.find("-->", begin) + 3 : span.end].strip():
            self.segments += comment(text, begin, text.find("-->", begin) + 3)
            return
        from postguard.readers.html import html_segments
        from postguard.readers.html_parser import HtmlParser

        if self._html_parser is None:
            self._html_parser = HtmlParser(self._options.parse_seconds)
        gaps = [
            Span(before.end, after.start)
            for before, after in zip(ranges, ranges[1:], strict=False)
            if before.end < after.start
        ]
        omit = mask.disjoint([*overlapping(self._omit, *span), *gaps])
        segments = html_segments(text, span, omit, self._html_parser)
        if self._quotes:
            segments = [
                segment._replace(quotes=(Span(0, len(segment.text)),)) for segment in segments
            ]
        self.segments += segments

    def _keep(self, segment: Segment | None) -> None:
        if segment is not None:
            self._pending.append(segment)

    def _flush(self) -> None:
        if self._builder is not None:
            if self._quotes:
                self._builder.mark_quote(0)
            segment = self._builder.build(self._kind)
            if segment is not None:
                self.segments.append(segment)
            self._builder = None
            self._leaves.append(self._block)
        self.segments += self._pending
        self._pending.clear()

    def _add_mdx_comments(self) -> None:
        for span in self._mdx_comments:
            builder = SegmentBuilder(self._text)
            builder.copy(span.start + 3, span.end - 3)
            segment = builder.build(SegmentKind.COMMENT)
            if segment is not None:
                self.segments.append(segment)


_BLOCKS = {
    "Paragraph": SegmentKind.PROSE,
    "Heading": SegmentKind.HEADING,
    "TableCell": SegmentKind.CELL,
}


class _OpenLink:
    """A link or image whose end has not come yet."""

    __slots__ = ("alt", "children_end", "children_start", "detail")

    def __init__(self, children_start: int, detail: Any) -> None:
        self.children_start = self.children_end = children_start
        self.detail = detail
        self.alt = False


def _add_code(builder: SegmentBuilder, text: str, inside: Span, value: str) -> None:
    """Add inline code, whose line ends and outer spaces the parser has changed."""
    start, end = inside
    if end - start == len(value) and text.startswith(value, start):
        builder.verbatim(start, end)
        return
    for at in (start, start + 1):
        pieces = _align_code(text, at, end, value)
        if pieces is not None:
            for begin, stop, literal in pieces:
                if literal:
                    builder.verbatim(begin, stop)
                else:
                    builder.replaced(" ", begin, stop)
            return
    builder.replaced(value, start, end)


def _align_code(text: str, at: int, end: int, value: str) -> list[tuple[int, int, bool]] | None:
    """Ranges that spell `value`, and whether each does so literally; None if they do not."""
    pieces = []
    for index, char in enumerate(value):
        if at >= end:
            return None
        stop = at + 1
        literal = text[at] not in "\r\n"
        if literal and text[at] == "\\" and char == "|":
            at, stop = at + 1, at + 2
        elif literal and text[at] != char and char not in _FILLER:
            return None
        elif not literal:
            following = value[index + 1 : index + 2]
            while stop < end and text[stop] in "\n \t>" and text[stop] != following:
                stop += 1
        pieces.append((at, stop, literal))
        at = stop
    return pieces
