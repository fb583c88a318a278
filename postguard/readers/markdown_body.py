"""The body of a Markdown file: parser events to segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyromark

from postguard.document import Segment, SegmentKind
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING, cast
from postguard.readers import mask
from postguard.readers.builder import SegmentBuilder, literal_segment
from postguard.readers.html_attributes import attributes, comment, is_break
from postguard.readers.html_blocks import HtmlBlocks
from postguard.readers.inline_code import add_code
from postguard.readers.link_targets import definitions, inline_target
from postguard.readers.offsets import stretches, unify_line_ends
from postguard.readers.options import ReaderOptions
from postguard.span import Span

if TYPE_CHECKING:
    from typing import Any

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_INLINE_TAGS = {"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript"}


_MARK = lazy_pattern(
    r"[\\*_~^`|!&<>\[\]\x00\t\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_GAPS = (" \n", "\n ", "\n\n")
"""What a paragraph must not hold if the parser is to give back each character of it."""


class MarkdownBody:
    """Walks the events once. `segments` is complete after `run`."""

    def __init__(self, text: str, start: int, *, mdx: bool, options: ReaderOptions) -> None:
        self._text = text
        self._start = start
        self.segments: list[Segment] = []
        unified, to_source = unify_line_ends(text[start:])
        comments: list[Span] = []
        if mdx:
            covered, comments = mask.mdx_spans(unified)
        else:
            covered = mask.template_spans(unified)
        self._omit = _in_source(covered, start, to_source)
        self._mdx_comments = _in_source(comments, start, to_source)
        self._parsed = mask.cover(unified, covered)
        self._stretch_around = stretches(self._parsed, start, to_source)
        self._block: SegmentBuilder | None = None
        self._kind = SegmentKind.PROSE
        self._leaf: Span | None = None
        # Where inline content goes: the block, or an image's alternative text.
        self._target: SegmentBuilder | None = None
        self._pending: list[Segment] = []
        # Only what looks like a definition is held against the ranges of the blocks.
        self._has_definitions = text.find("]:", start) >= 0
        self._leaves: list[Span] = []
        self._links: list[_OpenLink] = []
        self._html: list[Span] = []
        self._html_blocks = HtmlBlocks(text, options.parse_seconds)
        self._quotes = 0

    def run(self) -> None:
        """Read the whole body."""
        parsed = pyromark.events_with_range(self._parsed, options=_OPTIONS)
        events = cast("Iterator[tuple[Any, Any]]", parsed)
        around = self._stretch_around
        low, high, shift = around(0)
        for event, places in events:
            start, end = places["start"], places["end"]
            if not low <= start < high:
                low, high, shift = around(start)
            start += shift
            if not low <= end < high:
                low, high, shift = around(end)
            end += shift
            name, value = (event, "") if type(event) is str else event.popitem()
            if name == "Text":
                target = self._open_item() if self._target is None else self._target
                target.text(value, start, end)
            elif name == "Start":
                if value == "Paragraph" and self._add_plain(start, end):
                    _skip_to_end(events)
                else:
                    self._open(value, start, end)
                continue
            elif name == "End":
                self._close(value, end)
            elif not self._add(name, value, start, end):
                continue
            if self._links:
                self._links[-1].children_end = end
        self._flush()
        self._add_mdx_comments()
        if self._has_definitions:
            self.segments += definitions(self._text, self._start, sorted(self._leaves))

    def _add_plain(self, start: int, end: int) -> bool:
        """Add a paragraph, if it is text without any mark, as its source stands."""
        text = self._text
        if self._omit or self._quotes or _MARK.search(text, start, end):
            return False
        stop = end - 1 if text[end - 1] == "\n" else end
        if text[stop - 1] in " \n" or any(text.find(gap, start, stop) >= 0 for gap in _GAPS):
            return False
        segment = literal_segment(text, SegmentKind.PROSE, start, stop)
        if segment is None:
            return False
        self._flush()
        self.segments.append(segment)
        if self._has_definitions:
            self._leaves.append(Span(start, end))
        return True

    def _open_item(self) -> SegmentBuilder:
        """Text right inside a list item begins a block that no event announced."""
        return self._begin(SegmentKind.PROSE, None)

    def _begin(self, kind: SegmentKind, leaf: Span | None) -> SegmentBuilder:
        show = kind is SegmentKind.CODE
        self._target = self._block = SegmentBuilder(self._text, self._omit, show=show)
        self._kind = kind
        self._leaf = leaf
        return self._block

    def _add(self, name: str, value: Any, start: int, end: int) -> bool:
        """Add what is neither text nor tag; whether a link's text may end with it."""
        if name == "SoftBreak" or name == "HardBreak":
            target = self._target
            if target is not None and len(target):
                if name == "SoftBreak" and self._text[start] == "\n":
                    target.verbatim(start, end)
                else:
                    target.replaced("\n", start, end)
        elif name == "Rule":
            self._flush()
            return False
        elif name == "Code":
            target = self._target or self._open_item()
            since = len(target)
            add_code(target, self._text, start, end, value)
            target.mark_code(since)
        elif name == "Html":
            self._html.append(Span(start, end))
        elif name == "InlineHtml":
            self._inline_html(start, end)
        return True

    def _inline_html(self, start: int, end: int) -> None:
        if is_break(self._text, start):
            (self._target or self._open_item()).replaced("\n", start, end)
        if self._text.startswith("<!--", start):
            self._pending += comment(self._text, start, end)
        else:
            self._pending += attributes(self._text, start, end)

    def _open(self, tag: Any, start: int, end: int) -> None:
        name, detail = (tag, None) if type(tag) is str else tag.popitem()
        if name in _INLINE_TAGS:
            return
        if name in _BLOCKS:
            self._flush()
            self._begin(_BLOCKS[name], Span(start, end) if self._has_definitions else None)
        elif name in _LINKS:
            self._open_link(detail, start, is_image=name == "Image")
        else:
            self._flush()
            if name == "BlockQuote":
                self._quotes += 1
            elif name == "HtmlBlock":
                self._leaves.append(Span(start, end))

    def _close(self, tag: Any, end: int) -> None:
        name = tag if type(tag) is str else next(iter(tag))
        if name in _INLINE_TAGS:
            return
        if name in _LINKS:
            self._close_link(end)
        elif name == "HtmlBlock":
            self._close_html()
        else:
            self._flush()
            if name == "BlockQuote":
                self._quotes -= 1

    def _open_link(self, detail: Any, start: int, *, is_image: bool) -> None:
        link = _OpenLink(start + (2 if is_image else 1), detail)
        if is_image and not any(outer.is_alt for outer in self._links):
            link.is_alt = True
            self._target = SegmentBuilder(self._text, self._omit)
        self._links.append(link)

    def _close_link(self, end: int) -> None:
        link = self._links.pop()
        if link.is_alt and self._target is not None:
            self._keep(self._target.build(SegmentKind.ALT))
            self._target = self._block
        kind = link.detail["link_type"]
        if kind == "Inline":
            self._pending += inline_target(
                self._text, link.children_end, end, link.detail["title"], self._omit
            )
        elif kind in ("Autolink", "Email"):
            target = literal_segment(
                self._text, SegmentKind.LINK, link.children_start, link.children_end
            )
            self._keep(target)

    def _close_html(self) -> None:
        ranges, self._html = self._html, []
        segments = self._html_blocks.segments(ranges, self._omit)
        if self._quotes:
            segments = [
                segment._replace(quotes=(Span(0, len(segment.text)),)) for segment in segments
            ]
        self.segments += segments

    def _keep(self, segment: Segment | None) -> None:
        if segment is not None:
            self._pending.append(segment)

    def _flush(self) -> None:
        block = self._block
        if block is not None:
            if self._quotes:
                block.mark_quote(0)
            segment = block.build(self._kind)
            if segment is not None:
                self.segments.append(segment)
                if self._has_definitions:
                    self._leaves.append(self._leaf or _source_range(segment))
            self._block = self._target = None
        if self._pending:
            self.segments += self._pending
            self._pending.clear()

    def _add_mdx_comments(self) -> None:
        for span in self._mdx_comments:
            builder = SegmentBuilder(self._text)
            builder.copy(span.start + 3, span.end - 3)
            segment = builder.build(SegmentKind.COMMENT)
            if segment is not None:
                self.segments.append(segment)


_LINKS = {"Link", "Image"}
_BLOCKS = {
    "Paragraph": SegmentKind.PROSE,
    "Heading": SegmentKind.HEADING,
    "TableCell": SegmentKind.CELL,
    "CodeBlock": SegmentKind.CODE,
}


def _in_source(spans: list[Span], start: int, to_source: Callable[[int], int] | None) -> list[Span]:
    if to_source is None:
        return [span.shift(start) for span in spans] if start else spans
    return [Span(start + to_source(span.start), start + to_source(span.end)) for span in spans]


def _skip_to_end(events: Iterator[tuple[Any, Any]]) -> None:
    """Leave out what is inside a block that holds no other tags."""
    for event, _ in events:
        if type(event) is not str and "End" in event:
            return


def _source_range(segment: Segment) -> Span:
    first, last = segment.map.runs[0], segment.map.runs[-1]
    return Span(first.source_start, last.source_start + last.source_length)


class _OpenLink:
    """A link or image whose end has not come yet."""

    __slots__ = ("children_end", "children_start", "detail", "is_alt")

    def __init__(self, children_start: int, detail: Any) -> None:
        self.children_start = self.children_end = children_start
        self.detail = detail
        self.is_alt = False
