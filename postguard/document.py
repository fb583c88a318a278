"""What a reader makes of an input: a source, and the posts and segments in it.

A reader never changes or re-searches the source. It builds each segment's text out
of *runs*, each of which knows the source range it came from, so a match inside a
segment has one exact place in the original, through emphasis, entities, escapes,
line prefixes and quoting.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import Enum

from postguard.light_typing import NamedTuple
from postguard.span import Span


class Source(NamedTuple):
    """One input, decoded once. All spans in a run refer to `text`."""

    uri: str
    """The path as the user gave it (`/` separators), or ``-`` for standard input."""
    text: str
    """The decoded text. A byte-order mark is kept as its first code point."""
    encoding: str = "utf-8"
    """Codec name actually used; empty if the input is no text, and its reader listed what
    it tells as `text`."""
    digest: str = ""
    """BLAKE2b-256 of the raw bytes, hex; empty for text that never was bytes."""
    problems: tuple[str, ...] = ()
    """Reasons why this source is only partly readable (undecodable bytes at an offset…).
    Any makes the input *partial*, and so the run incomplete."""
    notes: tuple[str, ...] = ()
    """Things worth saying that do not make it partial, such as a guessed encoding."""


class Run(NamedTuple):
    """A piece of a segment's text and the piece of source it stands for.

    With ``source_length == length`` the run is *literal*: the characters are the same
    one by one. Otherwise it is *replaced* (an entity, an escape, a doubled quote): any
    part of its text stands for the whole source range.
    """

    text_start: int
    source_start: int
    length: int
    """Code points of segment text; at least 1."""
    source_length: int
    """Code points of source."""
    literal: bool = True


class SourceMap:
    """Segment text ↔ source, by runs ordered and contiguous in the segment's text."""

    __slots__ = ("_starts", "runs")

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs: tuple[Run, ...] = tuple(runs)
        self._starts = [run.text_start for run in self.runs]

    @classmethod
    def identity(cls, length: int, source_start: int = 0) -> SourceMap:
        """The map of a text that is one literal stretch of the source."""
        return cls([Run(0, source_start, length, length)] if length else [])

    def to_source(self, start: int, end: int) -> Span:
        """The smallest source range that holds segment text ``[start, end)``.

        An empty range maps to an empty range. Raises `ValueError` outside the text.
        """
        if not self.runs:
            raise ValueError("an empty segment has no place in the source")
        first = self._run_at(start)
        begin = first.source_start + (start - first.text_start if first.literal else 0)
        if end <= start:
            return Span(begin, begin)
        last = self._run_at(end - 1)
        if end > last.text_start + last.length:
            raise ValueError(f"offset {end} outside the segment")
        if last.literal:
            return Span(begin, last.source_start + (end - last.text_start))
        return Span(begin, last.source_start + last.source_length)

    def to_text(self, offset: int) -> int | None:
        """The segment offset that a source offset stands for, or None if it has none."""
        index = bisect_right(self.runs, offset, key=_source_end)
        if index == len(self.runs) or offset < self.runs[index].source_start:
            return None
        run = self.runs[index]
        return run.text_start + (offset - run.source_start if run.literal else 0)

    def _run_at(self, offset: int) -> Run:
        index = bisect_right(self._starts, offset) - 1
        run = self.runs[max(index, 0)]
        if not run.text_start <= offset <= run.text_start + run.length:
            raise ValueError(f"offset {offset} outside the segment")
        return run


def _source_end(run: Run) -> int:
    return run.source_start + run.source_length


class SegmentKind(Enum):
    """What a segment is. Everything that will be published is some segment."""

    PROSE = "prose"
    """A paragraph, list item, quotation or other running text."""
    HEADING = "heading"
    LINK = "link"
    """A link's or image's target. (A link's *text* is part of the prose around it.)"""
    ALT = "alt"
    """An image's alternative text."""
    CODE = "code"
    """A code block. (Inline code is prose, marked in `Segment.code`.)"""
    COMMENT = "comment"
    """Text hidden in the page but published with it."""
    METADATA = "metadata"
    """A front-matter field or file property that is shown to readers."""
    CELL = "cell"
    """One field of a table or record that is a post's text."""
    RAW = "raw"
    """The identity view of a post's whole source range."""


class Segment(NamedTuple):
    """One stretch of text a reader of the published post would meet in one piece."""

    kind: SegmentKind
    text: str
    map: SourceMap
    path: str = ""
    """Where it sits in its post, for people: a field, column or JSON path."""
    code: tuple[Span, ...] = ()
    """Ranges of `text` that are inline code: not the author's own voice."""
    quotes: tuple[Span, ...] = ()
    """Ranges of `text` inside a block quotation: somebody else's words."""


class Post(NamedTuple):
    """The unit of publication: a Markdown file, a row of a schedule, an item of a feed."""

    segments: tuple[Segment, ...]
    meta: Mapping[str, object] = {}
    """Lower-case keys → plain values: platform, date, account, title, tags, draft,
    sponsors, and `postguard` (this tool's own front-matter table)."""
    label: str = ""
    """How to name the post inside its file ("row 3", "$[2]"); empty if it is the file."""
    span: Span = Span(0, 0)
    """The source range the post occupies."""


class Document(NamedTuple):
    """A source and the posts found in it, in source order."""

    source: Source
    posts: tuple[Post, ...]
    problems: tuple[str, ...] = ()
    """What the reader could not read (an unclosed front matter, a row with a broken
    quote): any makes the input *partial*."""
