"""Link targets and titles in Markdown, which its parser reports without a place."""

import re
from collections.abc import Sequence

from postguard.document import Segment, SegmentKind
from postguard.lazy import lazy_pattern
from postguard.readers.builder import SegmentBuilder, literal_segment, overlapping
from postguard.readers.entities import add_markdown
from postguard.span import Span

_SPACE = r"[ \t]*(?:(?:\r\n|\n|\r)[ \t>]*)?"
_INLINE = lazy_pattern(
    rf"[ \t\r\n>]*\]\({_SPACE}(?:<(?P<angle>(?:[^<>\r\n\\]|\\.)*)>|(?P<bare>[^\s]*))"
)
_DEFINITION = lazy_pattern(
    r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t>]+)*"
    r"\[(?!\^)(?:[^\[\]\\]|\\.){1,999}\]:"
    rf"{_SPACE}(?:<(?P<angle>(?:[^<>\r\n\\]|\\.)*)>|(?P<bare>[^\s<]\S*))"
)
_DEFINITION_TITLE = lazy_pattern(
    rf"(?:[ \t]+|{_SPACE})"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'"
    r"|\((?P<paren>(?:[^()\\]|\\.)*)\))[ \t]*(?=[\r\n]|\Z)",
    re.DOTALL,
)
_BLANK = lazy_pattern(r"(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]")
_SPELT_OTHERWISE = lazy_pattern(r"[\\&\r]")
_UNBROKEN = lazy_pattern(r"\S*")
_LOOK_BACK = 1200
"""Longest label with its prefix; CommonMark allows 999 code points."""


def inline_target(
    text: str, children_end: int, end: int, title: str, omit: Sequence[Span]
) -> list[Segment]:
    """The target, and the title if it has one, of an inline link or image.

    Args:
        text: the source.
        children_end: where the link's text ends.
        end: where the whole link ends, after its parenthesis.
        title: the title as the parser understood it; empty for none.
        omit: template code.
    """
    found = _INLINE.match(text, children_end, end)
    if found is None:
        return []
    group = "bare" if found["angle"] is None else "angle"
    start, stop = found.span(group)
    for hole in overlapping(omit, start, end) if omit else ():
        # Template code may hold the white space that would end a target.
        if hole.start <= stop < hole.end:
            after = _UNBROKEN.match(text, hole.end, end)
            stop = after.end() if after else hole.end
    if stop == end:
        stop -= 1
    segments = _segment(text, SegmentKind.LINK, start, stop)
    if title:
        quoted = text[max(stop, found.end()) : end - 1]
        body = quoted.strip(" \t\r\n>")
        if len(body) >= 2:
            begin = max(stop, found.end()) + quoted.index(body) + 1
            segments += _segment(text, SegmentKind.ALT, begin, begin + len(body) - 2, "title")
    return segments


def definitions(text: str, start: int, leaves: Sequence[Span]) -> list[Segment]:
    """Targets and titles of link reference definitions; the comments written as such.

    Args:
        text: the source.
        start: where the body begins.
        leaves: the ordered ranges the parser took for text, code or HTML: what looks
            like a definition inside one of them is none.
    """
    segments: list[Segment] = []
    done = start
    mark = text.find("]:", start)
    while mark >= 0:
        line = _line_start(text, max(done, mark - _LOOK_BACK), mark)
        found = _DEFINITION.match(text, line)
        if found is not None and not overlapping(leaves, mark, mark + 1):
            segments += _definition(text, found)
            done = found.end()
        mark = text.find("]:", max(mark + 2, done))
    return segments


def _definition(text: str, found: re.Match[str]) -> list[Segment]:
    group = "bare" if found["angle"] is None else "angle"
    target = found[group]
    title = _DEFINITION_TITLE.match(text, found.end(), found.end() + 10_000)
    segments: list[Segment] = []
    if title is not None and title.lastgroup is not None and not _BLANK.search(title[0]):
        is_comment = target in ("", "#")
        kind = SegmentKind.COMMENT if is_comment else SegmentKind.ALT
        start, end = title.span(title.lastgroup)
        segments = _segment(text, kind, start, end, "" if is_comment else "title")
        if is_comment:
            return segments
    return _segment(text, SegmentKind.LINK, *found.span(group)) + segments


def _segment(text: str, kind: SegmentKind, start: int, end: int, path: str = "") -> list[Segment]:
    if _SPELT_OTHERWISE.search(text, start, end):
        builder = SegmentBuilder(text)
        add_markdown(builder, text, start, end)
        segment = builder.build(kind, path)
    else:
        segment = literal_segment(text, kind, start, end, path)
    return [] if segment is None else [segment]


def _line_start(text: str, start: int, end: int) -> int:
    return max(text.rfind("\n", start, end), text.rfind("\r", start, end), start - 1) + 1
