"""A post's text in one piece, as rules match on it, and the way back to the source.

The segments of a post are joined by blank lines and brought to plain typography, one
code point for one (`postguard.folding.plain`), so that offsets stay. A match counts
only if it lies inside one segment.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from postguard.context.sentences import clause, sentences
from postguard.document import Post, Segment, SegmentKind
from postguard.folded import Folded
from postguard.folding.plain import plain
from postguard.lazy import lazy_pattern
from postguard.span import Span

_BETWEEN = "\n\n"
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
"""Half characters out of JSON escapes; no matcher takes them."""
_SHORT_POST = 1500
"""Characters up to which a post is one context; beyond it, paragraphs and headings are."""

Locate = Callable[[int, int], Span]
"""Segment offsets → the source range they stand for."""


class View:
    """The joined text of some of a post's segments."""

    def __init__(self, segments: Sequence[Segment], locate: Sequence[Locate] = ()) -> None:
        """Join segments; `locate` has one way back for each, or none for their own maps."""
        self.segments = tuple(segments)
        self._locate = tuple(locate)
        self._spans: list[Span] = []
        at = 0
        for segment in self.segments:
            end = at + len(segment.text)
            self._spans.append(Span(at, end))
            at = end + len(_BETWEEN)
        self._starts = [span.start for span in self._spans]
        self.as_written = _BETWEEN.join([segment.text for segment in self.segments])
        """The text with its own typography, at the same offsets."""
        text = plain(self.as_written)
        self.text = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        self._sentences: dict[int, list[Span]] = {}
        self._sentence_starts: dict[int, list[int]] = {}
        self._folded: Folded | None = None

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "View":
        """The view of segments whose own maps lead to the source."""
        return cls(segments)

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each segment."""
        return [segment.kind.value for segment in self.segments]

    def only(self, kinds: Collection[str]) -> "View":
        """The view of the segments of some kinds, by their own maps; itself if it has no other."""
        if all(kind in kinds for kind in self.kinds):
            return self
        return View.of([item for item in self.segments if item.kind.value in kinds])

    def __len__(self) -> int:
        return len(self.text)

    def segment_at(self, offset: int) -> int:
        """The index of the segment that holds an offset of the text."""
        return (bisect_right(self._starts, offset) or 1) - 1

    def segment_span(self, index: int) -> Span:
        """A segment's range in the text."""
        return self._spans[index]

    def sentences(self, index: int) -> list[Span]:
        """The sentences of a segment, in offsets of the text."""
        found = self._sentences.get(index)
        if found is None:
            found = self._sentences[index] = sentences(self.text, *self._spans[index])
        return found

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """(segment index, sentence index) of the sentence at or last before an offset."""
        segment = self.segment_at(offset)
        return segment, self.sentence_in(segment, offset)

    def sentence_in(self, segment: int, offset: int) -> int:
        """The index of the sentence of a segment at or last before an offset."""
        starts = self._sentence_starts.get(segment)
        if starts is None:
            starts = [span.start for span in self.sentences(segment)]
            self._sentence_starts[segment] = starts
        return (bisect_right(starts, offset) or 1) - 1

    @property
    def folded(self) -> Folded:
        """The text as the gate reads it."""
        if self._folded is None:
            self._folded = Folded(self.text)
        return self._folded

    def to_source(self, span: Span) -> Span:
        """The source range of a range of the text, which must lie in one segment."""
        index = self.segment_at(span.start)
        shift = -self._starts[index]
        locate = self._locate[index] if self._locate else self.segments[index].map.to_source
        return locate(span.start + shift, span.end + shift)

    def window(self, name: str, span: Span) -> list[Span]:
        """The ranges of text a window around a match covers; see `models.Window`."""
        segment, number = self.sentence_at(span.start)
        if name == "post":
            return self._post_windows(segment)
        if name == "paragraph":
            return [self.segment_span(segment)]
        spans = self.sentences(segment)
        if not spans:
            return [self.segment_span(segment)]
        own = spans[number]
        if name == "sentence":
            return [own]
        if name == "clause":
            inside = clause(
                self.text[own.start : own.end], span.start - own.start, span.end - own.start
            )
            return [inside.shift(own.start)]
        before = spans[number - 1 : number] if number else self._edge(segment - 1, last=True)
        after = spans[number + 1 : number + 2] or self._edge(segment + 1, last=False)
        if name == "next":
            return [own, *after]
        if name == "previous":
            return [*before]
        return [*before, own, *after]

    def _edge(self, segment: int, *, last: bool) -> list[Span]:
        """The neighbouring segment's nearest sentence."""
        if not 0 <= segment < len(self.segments):
            return []
        spans = self.sentences(segment)
        return spans[-1:] if last else spans[:1]

    def _post_windows(self, segment: int) -> list[Span]:
        if len(self.text) <= _SHORT_POST:
            return [Span(0, len(self.text))]
        near = {segment - 1, segment, segment + 1}
        return [
            self.segment_span(index)
            for index, item in enumerate(self.segments)
            if index in near or item.kind in (SegmentKind.HEADING, SegmentKind.METADATA)
        ]


def flowing(post: Post) -> View:
    """The view of everything a reader meets as text: all segments but the raw ones."""
    return View.of([item for item in post.segments if item.kind is not SegmentKind.RAW])


def raw(post: Post) -> View:
    """The view of the post's source as it stands."""
    return View.of([item for item in post.segments if item.kind is SegmentKind.RAW])
