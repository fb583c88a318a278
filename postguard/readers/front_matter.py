"""The metadata block at the top of a Markdown file: YAML, TOML or JSON.

It is cut off here and not by the Markdown parser, which takes any two lines of
hyphens for metadata and knows no JSON. As in Hugo, blank lines before it are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from postguard.document import Segment, SegmentKind
from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple
from postguard.readers.fields import named_fields
from postguard.readers.meta import plain_meta
from postguard.readers.options import ReaderOptions
from postguard.span import LineIndex
from postguard.tree import Node

_BLANK = lazy_pattern(r"\s*")
_NL = r"(?:\r\n|\n|\r(?!\n))"
_OPENING = lazy_pattern(rf"(?P<fence>---|\+\+\+)[ \t]*{_NL}")
_CLOSING = {
    "---": re.compile(rf"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:{_NL}|\Z)"),
    "+++": re.compile(rf"(?<=[\r\n])\+\+\+[ \t]*(?:{_NL}|\Z)"),
}
_FIRST_KEY = lazy_pattern(
    r"(?:[ \t]*+(?:#[^\r\n]*+)?[\r\n]++)*+"
    r"(?:[\"']?[\w$@][\w .$@/-]*+[\"']?+[ \t]*+[:=](?=[ \t\r\n\"'\[{\d])|\[)"
)
"""Possessive, since what is no key may stand after any number of empty lines or spaces."""
_JSON_OPENING = lazy_pattern(r"\{\s*(?:\"|\})")


class FrontMatter(NamedTuple):
    """What the top of the file said, and where the body begins."""

    end: int
    segments: tuple[Segment, ...] = ()
    meta: Mapping[str, object] = {}
    problems: tuple[str, ...] = ()


def split_front_matter(
    text: str, start: int, options: ReaderOptions, *, json: bool = True
) -> FrontMatter:
    """Read the front matter that begins at `start`, if there is one.

    What is none (two thematic breaks, say) is left to the body. What is one but cannot
    be read is a problem, and the raw view still covers it.
    """
    blank = _BLANK.match(text, start)
    at = blank.end() if blank else start
    opening = _OPENING.match(text, at)
    if opening is not None:
        return _fenced(text, start, opening, options)
    if json and _JSON_OPENING.match(text, at):
        return _json(text, start, at, options)
    return FrontMatter(start)


def _fenced(text: str, start: int, opening: re.Match[str], options: ReaderOptions) -> FrontMatter:
    fence = opening["fence"]
    closing = _CLOSING[fence].search(text, opening.end())
    inside = opening.end()
    has_keys = _FIRST_KEY.match(text, inside) is not None
    if closing is None:
        if not has_keys:
            return FrontMatter(start)
        line = LineIndex(text).position(opening.start()).line
        problem = f"the front matter opened in line {line} is never closed: add a line “{fence}”"
        return FrontMatter(start, problems=(problem,))
    if not has_keys:
        is_empty = not text[inside : closing.start()].strip()
        is_adjacent = closing.start() == inside
        return FrontMatter(closing.end() if is_empty and is_adjacent else start)
    try:
        root = (_toml if fence == "+++" else _yaml)(text, inside, closing.start())
    except ValueError as error:
        return FrontMatter(closing.end(), problems=(f"front matter: {error}",))
    if root.fields is None:
        return FrontMatter(start)
    return _published(text, root, closing.end(), options)


def _json(text: str, start: int, at: int, options: ReaderOptions) -> FrontMatter:
    from postguard.readers.json_tree import JsonError, parse_json

    try:
        root = parse_json(text, at)
    except JsonError as error:
        place = LineIndex(text).position(error.offset)
        problem = f"front matter: line {place.line}, column {place.column}: {error.problem}"
        return FrontMatter(start, problems=(problem,))
    return _published(text, root, root.end, options)


def _yaml(text: str, start: int, end: int) -> Node:
    from postguard.safe_yaml import YamlError, load

    try:
        return load(text, "", start=start, end=end)
    except YamlError as error:
        place = f"line {error.line}, column {error.column}"
        raise ValueError(f"{place}: {error.problem}") from None


def _toml(text: str, start: int, end: int) -> Node:
    from postguard.readers.toml_tree import parse_toml

    return parse_toml(text, start, end)


def _published(text: str, root: Node, end: int, options: ReaderOptions) -> FrontMatter:
    values = root.value if isinstance(root.value, dict) else {}
    segments = named_fields(text, root, options.front_matter_fields, SegmentKind.METADATA)
    return FrontMatter(end, tuple(segments), plain_meta(values))
