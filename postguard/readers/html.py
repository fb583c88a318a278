"""HTML: what a browser would show, block by block, and what it hides but publishes."""

from collections.abc import Iterable, Sequence

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.readers.builder import SegmentBuilder, in_order, raw_segment
from postguard.readers.entities import add_html
from postguard.readers.html_attributes import attributes, comment, meta_content
from postguard.readers.html_parser import HtmlParser, Markup
from postguard.readers.mask import cover, template_spans
from postguard.readers.options import ReaderOptions
from postguard.span import Span

_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby"),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"),
        *("var", "wbr"),
    )
)
"""Elements whose text runs on; any other begins a block of its own."""

_GROUPS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "var"), "code"),
    **dict.fromkeys(("blockquote", "q"), "quote"),
    **{name: name for name in ("pre", "textarea", "title", "svg")},
}
"""Elements that say what the text in them is."""

_TABLE_PARTS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "table"))


def read(source: Source, options: ReaderOptions) -> Document:
    """One post. Template code is left out of its text, as in Markdown.

    Raises `ReadError` with stage "parse" if the parser does not finish in time.
    """
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    covered = template_spans(text)
    span = Span(start, len(text))
    segments = in_order(html_segments(text, span, covered, HtmlParser(options.parse_seconds)))
    meta: dict[str, object] = {}
    for segment in segments:
        if segment.kind is SegmentKind.METADATA and segment.path == "title":
            meta.setdefault("title", segment.text)
    return Document(source, (Post((*segments, raw_segment(text, span)), meta, span=span),))


def html_segments(text: str, span: Span, omit: Sequence[Span], parser: HtmlParser) -> list[Segment]:
    """The segments of the HTML in one range of a source, without those in `omit`."""
    walker = _Walker(text, omit)
    holes = [hole.shift(-span.start) for hole in omit if span.contains(hole)]
    parsed = cover(text[span.start : span.end], holes)
    walker.walk(parser.markup(parsed), span)
    return walker.segments


class _Walker:
    """Cuts the text between the markup into segments."""

    def __init__(self, text: str, omit: Sequence[Span]) -> None:
        self._text = text
        self._omit = omit
        self._open = dict.fromkeys(_GROUPS.values(), 0)
        self._pending: list[Segment] = []
        self._builder = SegmentBuilder(text, omit)
        self._code_since = self._quote_since = -1
        self.segments: list[Segment] = []

    def walk(self, markup: Iterable[Markup], span: Span) -> None:
        """Read all of the range, whose markup counts from its start."""
        at = span.start
        for piece in markup:
            start, end = piece.start + span.start, piece.end + span.start
            self._add_text(at, start)
            at = max(at, end)
            if piece.kind == "comment":
                self._pending += comment(self._text, start, end)
            elif piece.kind == "start":
                self._start(piece.name, start, end)
            elif piece.kind == "end":
                self._end(piece.name)
        self._add_text(at, span.end)
        self._flush()

    def _add_text(self, start: int, end: int) -> None:
        if start < end:
            is_kept = self._open["pre"] or self._open["textarea"]
            add_html(self._builder, self._text, start, end, fold=not is_kept)

    def _start(self, name: str, start: int, end: int) -> None:
        if name == "br":
            self._builder.replaced("\n", start, end)
            return
        if name not in _INLINE:
            self._flush()
        if name in _TABLE_PARTS:
            self._open["cell"] = 0
        group = _GROUPS.get(name)
        if group is not None:
            self._open[group] = 1 if group == "heading" else self._open[group] + 1
            if group == "code" and self._code_since < 0:
                self._code_since = len(self._builder)
            elif group == "quote" and self._quote_since < 0:
                self._quote_since = len(self._builder)
        if name == "meta":
            self._pending += meta_content(self._text, start, end)
        else:
            self._pending += attributes(self._text, start, end)

    def _end(self, name: str) -> None:
        if name not in _INLINE:
            self._flush()
        if name in _TABLE_PARTS:
            self._open["cell"] = 0
        group = _GROUPS.get(name)
        if group is None:
            return
        self._open[group] = max(0, self._open[group] - 1)
        if not self._open[group]:
            if group == "code":
                self._mark_code()
            elif group == "quote":
                self._mark_quote()

    def _mark_code(self) -> None:
        if self._code_since >= 0:
            self._builder.mark_code(self._code_since)
            self._code_since = -1

    def _mark_quote(self) -> None:
        if self._quote_since >= 0:
            self._builder.mark_quote(self._quote_since)
            self._quote_since = -1

    def _flush(self) -> None:
        """End the block. Code and quotations that are still open go on in the next."""
        if not len(self._builder) and not self._pending:
            self._code_since = min(self._code_since, 0)
            self._quote_since = min(self._quote_since, 0)
            return
        kind = self._kind()
        code, quote = self._code_since, self._quote_since
        if len(self._builder):
            if kind is not SegmentKind.CODE:
                self._mark_code()
                self._builder.trim()
            self._mark_quote()
            segment = self._builder.build(kind, "title" if kind is SegmentKind.METADATA else "")
            if segment is not None:
                self.segments.append(segment)
            self._builder = SegmentBuilder(self._text, self._omit)
        self._code_since = min(code, 0)
        self._quote_since = min(quote, 0)
        self.segments += self._pending
        self._pending.clear()

    def _kind(self) -> SegmentKind:
        is_open = self._open
        if is_open["title"] and not is_open["svg"]:
            return SegmentKind.METADATA
        if is_open["pre"]:
            return SegmentKind.CODE
        if is_open["heading"]:
            return SegmentKind.HEADING
        if is_open["cell"]:
            return SegmentKind.CELL
        return SegmentKind.PROSE
