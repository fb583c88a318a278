"""One HTML tag or comment: what it publishes beside the text around it."""

import re

from postguard.document import Segment, SegmentKind
from postguard.lazy import lazy_pattern
from postguard.readers.builder import SegmentBuilder
from postguard.readers.entities import add_html

ATTRIBUTES = {
    "alt": SegmentKind.ALT,
    "title": SegmentKind.ALT,
    "aria-label": SegmentKind.ALT,
    "aria-description": SegmentKind.ALT,
    "placeholder": SegmentKind.ALT,
    "label": SegmentKind.ALT,
    "href": SegmentKind.LINK,
    "src": SegmentKind.LINK,
    "srcset": SegmentKind.LINK,
    "poster": SegmentKind.LINK,
    "action": SegmentKind.LINK,
    "cite": SegmentKind.LINK,
}
"""What of an element, beside its text, reaches a reader or the public."""

_ATTRIBUTE = lazy_pattern(
    r"[\s/](?P<name>[A-Za-z_:][\w:.-]*)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))"
)
_META_NAMES = frozenset(
    ("description", "keywords", "author", "subject", "abstract", "application-name")
)
_META_PREFIXES = ("og:", "twitter:", "article:", "dc.", "dcterms.", "fb:")
_BREAK = lazy_pattern(r"<br\b", re.IGNORECASE)


def is_break(text: str, start: int) -> bool:
    """Whether the tag at `start` breaks the line."""
    return _BREAK.match(text, start) is not None


def comment(text: str, start: int, end: int) -> list[Segment]:
    """What stands between ``<!--`` and ``-->``."""
    builder = SegmentBuilder(text)
    inside = end - 3 if text.endswith("-->", start, end) else end
    builder.copy(min(start + 4, inside), inside)
    segment = builder.build(SegmentKind.COMMENT)
    return [] if segment is None else [segment]


def attributes(text: str, start: int, end: int) -> list[Segment]:
    """The published attributes of the tag that fills ``[start, end)``."""
    segments = []
    for found in _ATTRIBUTE.finditer(text, start, end):
        name = found["name"].lower()
        kind = ATTRIBUTES.get(name)
        if kind is None or found.lastgroup is None:
            continue
        builder = SegmentBuilder(text)
        add_html(builder, text, *found.span(found.lastgroup), fold=False)
        segment = builder.build(kind, name)
        if segment is not None:
            segments.append(segment)
    return segments


def meta_content(text: str, start: int, end: int) -> list[Segment]:
    """The content of a ``<meta>`` that search engines and social networks show."""
    values = {
        found["name"].lower(): found
        for found in _ATTRIBUTE.finditer(text, start, end)
        if found.lastgroup is not None
    }
    content = values.get("content")
    named = values.get("name") or values.get("property") or values.get("itemprop")
    if content is None or named is None:
        return []
    name = named[named.lastgroup or 0].strip().lower()
    if name not in _META_NAMES and not name.startswith(_META_PREFIXES):
        return []
    builder = SegmentBuilder(text)
    add_html(builder, text, *content.span(content.lastgroup or 0), fold=False)
    segment = builder.build(SegmentKind.METADATA, name)
    return [] if segment is None else [segment]
