"""How a replacement is written where it goes: quoted, escaped, or not at all.

A rule says what a reader shall see. In a CSV cell, a JSON string or Markdown that may
need quotes, escapes or backslashes, and the only judge of it is the reader: a spelling
counts if the draft, read again, says what was meant there and the same as before
everywhere else.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from postguard.document import Document, Segment, SegmentKind
from postguard.edits import Edit, TooManyTriesError, Tries, apart, applied, sound_subset
from postguard.finding import Finding, Fix
from postguard.span import Span

_HARMLESS = re.compile(r"[^\W_]|[ \-.!?…–—’‘“”]")
_MOST_READINGS = 64
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")
_ATTRIBUTES = frozenset({SegmentKind.ALT, SegmentKind.LINK, SegmentKind.METADATA})
_TABLE_SPECIAL = re.compile('[,;\t|"\r\n]')

Reread = Callable[[str], Document | None]
"""The document of a changed text; None if it can no longer be read."""


class Meant(NamedTuple):
    """What a reader shall see in place of a source range."""

    span: Span
    text: str | None
    """None if it is not known, and not checked."""


def with_spelling(
    findings: Sequence[Finding], document: Document, reader: str, reread: Reread
) -> list[Finding]:
    """The findings, each fix written as its place needs it, or dropped if it cannot be.

    Args:
        findings: with fixes that say what shall be read.
        document: where they were found.
        reader: the name of the reader of this type, such as ``table``.
        reread: reads a changed text the same way.
    """
    result = list(findings)
    pending = [
        (number, _spellings(document, reader, Meant(finding.fix.span, finding.fix.replacement)))
        for number, finding in enumerate(findings)
        if finding.fix is not None and not is_harmless(finding.fix.replacement)
    ]
    tries = Tries(_MOST_READINGS)
    while pending:
        attempt: list[_Attempt] = []
        for number, spellings in pending:
            finding = result[number]
            edit = next(spellings, None)
            if edit is None or finding.fix is None:
                result[number] = finding._replace(fix=None)
                continue
            meant = Meant(finding.fix.span, finding.fix.replacement)
            attempt.append(_Attempt(number, spellings, edit, meant))
        good = _readable(attempt, document, reread, tries)
        for item in attempt:
            fix = result[item.number].fix
            if item.number in good and fix is not None:
                result[item.number] = result[item.number]._replace(fix=_spelt(fix, item.edit))
        pending = [(each.number, each.rest) for each in attempt if each.number not in good]
    return result


def is_harmless(text: str) -> bool:
    """Whether a text is spelt alike in every format."""
    return not _HARMLESS.sub("", text)


def reads_as_meant(before: Document, after: Document | None, meant: Sequence[Meant]) -> bool:
    """Whether the changed document says what was meant, and elsewhere the same as before."""
    if after is None or len(after.problems) > len(before.problems):
        return False
    if [post.label for post in before.posts] != [post.label for post in after.posts]:
        return False
    changes = _Changes(meant)
    for old, new in zip(before.posts, after.posts, strict=True):
        expected = [_expected(segment, changes) for segment in _spoken(old.segments)]
        if None in expected:
            return False
        said = [each for each in expected if each is not None and each.text != ""]
        found = [_Said(each.kind, each.path, _folded(each.text)) for each in _spoken(new.segments)]
        if len(said) != len(found):
            return False
        if any(not wanted.agrees(got) for wanted, got in zip(said, found, strict=True)):
            return False
    return True


def _spelt(fix: Fix, edit: Edit) -> Fix:
    """The fix as it is written; one that quotes a whole cell still says what it is about."""
    description = fix.description
    if edit.span != fix.span and not description:
        description = f"replace with “{fix.replacement}”"
    return fix._replace(span=edit.span, replacement=edit.text, description=description)


class _Attempt(NamedTuple):
    number: int
    rest: Iterator[Edit]
    """Spellings to try if this one is misread."""
    edit: Edit
    meant: Meant


class _Said(NamedTuple):
    kind: SegmentKind
    path: str
    text: str | None
    """With white space folded; None if any will do."""

    def agrees(self, other: "_Said") -> bool:
        return self[:2] == other[:2] and self.text in (None, other.text)


def _readable(
    attempts: Sequence[_Attempt], document: Document, reread: Reread, tries: Tries
) -> set[int]:
    """The numbers of the attempts that read as meant; none of the rest once tries run out."""
    good: set[int] = set()
    waiting = list(attempts)
    while waiting:
        batch = apart(waiting, lambda item: item.edit.span)
        waiting = [item for item in waiting if item not in batch]

        def is_sound(items: Sequence[_Attempt]) -> bool:
            text = applied(document.source.text, [item.edit for item in items])
            return reads_as_meant(document, reread(text), [item.meant for item in items])

        try:
            good |= {item.number for item in sound_subset(batch, is_sound, tries)}
        except TooManyTriesError:
            break
    return good


def _spellings(document: Document, reader: str, meant: Meant) -> Iterator[Edit]:
    """Ways to write a replacement, the likeliest first."""
    source = document.source.text
    text = meant.text or ""
    if "\r\n" in source:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    segment = _segment_of(document, meant.span)
    plain = Edit(meant.span, text)
    if segment is None:
        yield plain
        return
    whole = segment.map.to_source(0, len(segment.text))
    quote = source[max(whole.start - 1, 0) : whole.start]
    if reader == "table":
        yield from _in_cell(source, whole, quote, plain)
    elif reader == "data" or segment.kind is SegmentKind.METADATA:
        if quote == '"':
            yield plain._replace(text=_json_escaped(text))
        else:
            yield plain._replace(text=text.replace("'", "''") if quote == "'" else text)
    elif reader == "html":
        yield plain._replace(text=_html_escaped(text, segment.kind))
    elif reader == "markdown":
        yield plain
        yield plain._replace(text=_MARKDOWN.sub(r"\\\1", text))
        yield plain._replace(text=_html_escaped(text, SegmentKind.ALT))
    else:
        yield plain


def _in_cell(source: str, whole: Span, quote: str, plain: Edit) -> Iterator[Edit]:
    """Inside quotes, a quote is doubled; a bare cell is put into quotes if it needs them."""
    if quote == '"':
        yield plain._replace(text=plain.text.replace('"', '""'))
    elif _TABLE_SPECIAL.search(plain.text):
        before, after = source[whole.start : plain.span.start], source[plain.span.end : whole.end]
        cell = f"{before}{plain.text}{after}".replace('"', '""')
        yield Edit(whole, f'"{cell}"')
    else:
        yield plain


def _json_escaped(text: str) -> str:
    """Inside double quotes of JSON, and of YAML and TOML, which know its escapes."""
    import json

    return json.dumps(text, ensure_ascii=False)[1:-1]


def _html_escaped(text: str, kind: SegmentKind) -> str:
    from html import escape

    return escape(text, quote=kind in _ATTRIBUTES)


def _segment_of(document: Document, span: Span) -> Segment | None:
    """The segment whose text the range is part of; None if only the raw view holds it."""
    index = bisect_right(document.posts, span.start, key=lambda post: post.span.start) - 1
    for segment in _spoken(document.posts[max(index, 0)].segments):
        if _range(segment, span) is not None:
            return segment
    return None


def _spoken(segments: Sequence[Segment]) -> list[Segment]:
    return [
        segment
        for segment in segments
        if segment.kind is not SegmentKind.RAW and segment.text.strip()
    ]


class _Changes:
    """What is meant, in order of place."""

    def __init__(self, meant: Sequence[Meant]) -> None:
        self._ordered = sorted(meant, key=lambda change: change.span)
        self._starts = [change.span.start for change in self._ordered]
        self._ends = [change.span.end for change in self._ordered]

    def within(self, whole: Span) -> Sequence[Meant]:
        """The changes that share something with a range."""
        first = bisect_right(self._ends, whole.start)
        return self._ordered[first : bisect_left(self._starts, whole.end)]


def _expected(segment: Segment, changes: _Changes) -> _Said | None:
    """What a segment shall say afterwards; None if a change cuts across its edge."""
    pieces: list[Edit] = []
    for change in changes.within(segment.map.to_source(0, len(segment.text))):
        first = segment.map.to_text(change.span.start)
        last = segment.map.to_text(change.span.end - 1)
        if first is None and last is None:
            continue
        place = _range(segment, change.span)
        if place is None:
            return None
        if change.text is None:
            return _Said(segment.kind, segment.path, None)
        pieces.append(Edit(place, change.text))
    return _Said(segment.kind, segment.path, _folded(applied(segment.text, pieces)))


def _range(segment: Segment, span: Span) -> Span | None:
    """The part of a segment's text that a source range is, if it is wholly part of it."""
    first = segment.map.to_text(span.start)
    last = segment.map.to_text(span.end - 1)
    if first is None or last is None or span.start == span.end:
        return None
    return Span(first, last + 1)


def _folded(text: str) -> str:
    return " ".join(text.split())
