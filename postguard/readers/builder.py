"""Builds one segment: text with the map that leads each character back to its place."""

from bisect import bisect_right
from collections.abc import Sequence

from postguard.document import Run, Segment, SegmentKind, SourceMap
from postguard.lazy import lazy_pattern
from postguard.span import Span

_CARRIAGE_RETURN = lazy_pattern(r"\r\n?")
_new = tuple.__new__
"""Makes a run of a tuple in half the time that its own constructor takes: a file has hundreds."""


class SegmentBuilder:
    """Collects pieces of one segment in reading order. Adjacent literal pieces merge.

    Source ranges in `omit` (ordered, disjoint), where a parser saw only filler, are left
    out of the text; with `show`, they are taken from the source instead.
    """

    __slots__ = (
        "_code",
        "_length",
        "_omit",
        "_parts",
        "_quotes",
        "_runs",
        "_show",
        "_source",
        "_start",
        "_tail",
    )

    def __init__(self, source: str, omit: Sequence[Span] = (), *, show: bool = False) -> None:
        self._source = source
        self._show = show
        self._omit = omit
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        # An open literal stretch of the source, not yet a run.
        self._start = self._tail = -1
        self._code: list[Span] = []
        self._quotes: list[Span] = []

    def __bool__(self) -> bool:
        """A builder is there even while it is empty."""
        return True

    def __len__(self) -> int:
        """The code points collected so far."""
        return self._length + self._tail - self._start

    @property
    def ends_in_space(self) -> bool:
        """Whether the text so far is empty or ends in white space that would fold."""
        if self._tail > self._start:
            return self._source[self._tail - 1] in " \t\n\r\f"
        return not self._parts or self._parts[-1][-1] in " \t\n\r\f"

    def literal(self, start: int, end: int) -> None:
        """Add the source range as it is."""
        if self._omit and not self._show:
            for hole in overlapping(self._omit, start, end):
                self.verbatim(start, hole.start)
                start = max(start, hole.end)
        self.verbatim(start, end)

    def verbatim(self, start: int, end: int) -> None:
        """Add the source range even where it would be left out."""
        if start >= end:
            return
        if start == self._tail:
            self._tail = end
        else:
            self._close()
            self._start, self._tail = start, end

    def replaced(self, text: str, start: int, end: int) -> None:
        """Add `text` standing for a source range that spells it differently."""
        if text:
            self._close()
            self._parts.append(text)
            length = len(text)
            self._runs.append(_new(Run, (self._length, start, length, end - start, False)))
            self._length += length

    def copy(self, start: int, end: int) -> None:
        r"""Add the source range with each of its line ends as ``\n``."""
        if "\r" in self._source[start:end]:
            for found in _CARRIAGE_RETURN.finditer(self._source, start, end):
                self.literal(start, found.start())
                self.replaced("\n", found.start(), found.end())
                start = found.end()
        self.literal(start, end)

    def text(self, text: str, start: int, end: int) -> None:
        """Add `text`, literally as far as the source range spells it so."""
        source = self._source
        if end - start == len(text) and source.startswith(text, start):
            if start == self._tail:
                self._tail = end
            else:
                self.verbatim(start, end)
        elif (self._omit and overlapping(self._omit, start, end)) or (
            "\n" in text and text == unified(source[start:end])
        ):
            self.copy(start, end)
        else:
            self.replaced(text, start, end)

    def mark_code(self, since: int) -> None:
        """Everything added since the builder was `since` long is inline code."""
        length = self._length + self._tail - self._start
        if since < length:
            self._code.append(Span(since, length))

    def mark_quote(self, since: int) -> None:
        """Everything added since the builder was `since` long is somebody else's words."""
        length = self._length + self._tail - self._start
        if since < length:
            self._quotes.append(Span(since, length))

    def trim(self) -> None:
        """Drop white space at the end."""
        self._close()
        while self._parts:
            kept = self._parts[-1].rstrip()
            run = self._runs.pop()
            self._length -= run.length
            if kept and (run.literal or len(kept) == run.length):
                self._parts[-1] = kept
                self._runs.append(
                    run._replace(length=len(kept), source_length=len(kept)) if run.literal else run
                )
                self._length += len(kept)
                return
            if kept:
                self._runs.append(run)
                self._length += run.length
                return
            self._parts.pop()

    def build(self, kind: SegmentKind, path: str = "") -> Segment | None:
        """The segment, or None if it holds nothing but white space."""
        if not self._parts:
            segment = literal_segment(self._source, kind, self._start, self._tail, path)
            if segment is None or not (self._code or self._quotes):
                return segment
        self._close()
        text = "".join(self._parts)
        if not text or text.isspace():
            return None
        return Segment(
            kind,
            text,
            SourceMap(self._runs),
            path,
            _within(self._code, len(text)) if self._code else (),
            _within(self._quotes, len(text)) if self._quotes else (),
        )

    def _close(self) -> None:
        start, end = self._start, self._tail
        if start < end:
            length = end - start
            self._parts.append(self._source[start:end])
            self._runs.append(_new(Run, (self._length, start, length, length, True)))
            self._length += length
            self._start = self._tail = -1


def literal_segment(
    source: str, kind: SegmentKind, start: int, end: int, path: str = ""
) -> Segment | None:
    """The segment of one source range as it stands, or None if it holds only white space."""
    length = end - start
    text = source[start:end] if length else ""
    if not text or text.isspace():
        return None
    runs: tuple[Run, ...] = (_new(Run, (0, start, length, length, True)),)
    return _new(Segment, (kind, text, SourceMap(runs), path, (), ()))


def unified(text: str) -> str:
    r"""The text with ``\n`` line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _within(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """The spans, cut where trimming has cut the text."""
    return tuple(Span(span.start, min(span.end, length)) for span in spans if span.start < length)


def overlapping(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Those of the ordered, disjoint spans that share a code point with ``[start, end)``."""
    index = bisect_right(spans, start, key=_end)
    found = []
    while index < len(spans) and spans[index].start < end:
        found.append(spans[index])
        index += 1
    return found


def _end(span: Span) -> int:
    return span.end


def raw_segment(source: str, span: Span) -> Segment:
    """The identity view of a post's whole source range."""
    text = source[span.start : span.end]
    return Segment(SegmentKind.RAW, text, SourceMap.identity(len(text), span.start))


def in_order(segments: list[Segment]) -> list[Segment]:
    """The segments by where they begin in the source."""
    return sorted(segments, key=_source_start)


def _source_start(segment: Segment) -> int:
    return segment.map.runs[0].source_start
