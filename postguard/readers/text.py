"""Plain text: paragraphs are what blank lines separate."""

import re

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.readers.builder import SegmentBuilder, raw_segment
from postguard.readers.options import ReaderOptions
from postguard.span import Span

_BLANK = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))\s*")


def read(source: Source, options: ReaderOptions) -> Document:  # noqa: ARG001
    """One post, with one prose segment a paragraph."""
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    segments: list[Segment] = []
    for separator in _BLANK.finditer(text, start):
        _paragraph(segments, text, start, separator.start())
        start = separator.end()
    _paragraph(segments, text, start, len(text))
    span = Span(1 if text.startswith("\ufeff") else 0, len(text))
    segments.append(raw_segment(text, span))
    return Document(source, (Post(tuple(segments), span=span),))


def _paragraph(segments: list[Segment], text: str, start: int, end: int) -> None:
    builder = SegmentBuilder(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    builder.copy(start, end)
    if (segment := builder.build(SegmentKind.PROSE)) is not None:
        segments.append(segment)
