"""Plain text: paragraphs are what blank lines separate."""

import re
from collections.abc import Sequence

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.readers.builder import SegmentBuilder, raw_segment
from postguard.readers.options import ReaderOptions
from postguard.span import Span

_BLANK = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))\s*")


def read(source: Source, options: ReaderOptions) -> Document:  # noqa: ARG001
    """One post, with one prose segment a paragraph."""
    return without(source, ())


def without(source: Source, omit: Sequence[Span]) -> Document:
    """One post of all but some ranges, which are in order, apart and whole lines."""
    text = source.text
    first = 1 if text.startswith("\ufeff") else 0
    seen = _blanked(text, omit)
    segments: list[Segment] = []
    start = first
    for separator in _BLANK.finditer(seen, start):
        _paragraph(segments, text, omit, start, separator.start())
        start = separator.end()
    _paragraph(segments, text, omit, start, len(seen.rstrip()))
    span = Span(first, len(text))
    segments.append(raw_segment(text, span) if not omit else _raw(text, omit, span))
    return Document(source, (Post(tuple(segments), span=span),))


def _paragraph(
    segments: list[Segment], text: str, omit: Sequence[Span], start: int, end: int
) -> None:
    builder = SegmentBuilder(text, omit)
    while end > start and text[end - 1].isspace():
        end -= 1
    builder.copy(start, end)
    if (segment := builder.build(SegmentKind.PROSE)) is not None:
        segments.append(segment)


def _blanked(text: str, omit: Sequence[Span]) -> str:
    """The text with spaces where it is left out, line ends included."""
    parts: list[str] = []
    at = 0
    for start, end in omit:
        parts += (text[at:start], " " * (end - start))
        at = end
    return "".join((*parts, text[at:]))


def _raw(text: str, omit: Sequence[Span], span: Span) -> Segment:
    builder = SegmentBuilder(text, omit)
    builder.literal(*span)
    return builder.build(SegmentKind.RAW) or raw_segment(text, Span(span.start, span.start))
