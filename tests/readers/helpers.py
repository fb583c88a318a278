"""What the reader tests share: a short view of a document, and the laws of its maps."""

from postguard.document import Document, Segment, SegmentKind, Source
from postguard.readers import ReaderOptions, read
from postguard.readers.registry import is_message


def read_text(text: str, uri: str = "post.md", options: ReaderOptions | None = None) -> Document:
    document = read(Source(uri, text), options)
    assert_exact(document)
    return document


def published(document: Document) -> list[Segment]:
    """The segments of all posts, without the raw views."""
    return [
        segment
        for post in document.posts
        for segment in post.segments
        if segment.kind is not SegmentKind.RAW
    ]


def seen(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each published segment."""
    return [(segment.kind.value, segment.text) for segment in published(document)]


def placed(document: Document) -> list[tuple[str, str, str]]:
    """Kind, text, and the source range the text stands for."""
    return [
        (segment.kind.value, segment.text, source_of(document, segment, segment.text))
        for segment in published(document)
    ]


def source_of(document: Document, segment: Segment, part: str) -> str:
    """The source of the first occurrence of `part` in the segment's text."""
    start = segment.text.index(part)
    span = segment.map.to_source(start, start + len(part))
    return document.source.text[span.start : span.end]


def assert_exact(document: Document) -> None:
    """Every reader owes these, whatever it read."""
    source = document.source.text
    for post in document.posts:
        assert 0 <= post.span.start <= post.span.end <= len(source)
        *rest, raw = post.segments
        assert raw.kind is SegmentKind.RAW
        if is_message(document.source.uri):
            # Git takes lines out of the middle of it.
            if raw.text.strip():
                _assert_segment(source, raw)
        else:
            assert raw.text == source[post.span.start : post.span.end]
            if raw.text:
                assert raw.map.to_source(0, len(raw.text)) == post.span
        for segment in rest:
            assert segment.kind is not SegmentKind.RAW
            _assert_segment(source, segment)


def _assert_segment(source: str, segment: Segment) -> None:
    text = segment.text
    assert text
    assert not text.isspace()
    text.encode("utf-8")
    at = 0
    for run in segment.map.runs:
        assert run.text_start == at
        assert run.length >= 1
        at += run.length
        assert 0 <= run.source_start <= run.source_start + run.source_length <= len(source)
        if run.literal:
            assert run.length == run.source_length
            there = source[run.source_start : run.source_start + run.source_length]
            assert text[run.text_start : at] == there
    assert at == len(text)
    for span in (*segment.code, *segment.quotes):
        assert 0 <= span.start < span.end <= len(text)
