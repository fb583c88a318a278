"""The markup of an HTML text: tags, comments and raw elements, in order.

tree-sitter tells markup from text, always under a time limit: a flood of unterminated
comments makes it quadratic. Everything that is not markup is text.
"""

import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Language, Node, Parser, Tree

from postguard.errors import ReadError
from postguard.readers.offsets import from_bytes

_NO_TAG = re.compile(r"<(?![a-zA-Z/!?])|<(?=!---?>)")
"""A ``<`` that browsers show or skip, but the grammar takes for a tag or a comment's start."""
_CHUNK = 1 << 16
_NAME = re.compile(rb"</?([a-zA-Z][a-zA-Z0-9:_-]*)")
_KINDS = {
    "start_tag": "start",
    "self_closing_tag": "start",
    "end_tag": "end",
    "erroneous_end_tag": "end",
    "comment": "comment",
    "script_element": "hidden",
    "style_element": "hidden",
    "doctype": "hidden",
    "raw_text": "hidden",
    "<": "broken",
    "</": "broken",
    "<!": "broken",
}


class Markup(NamedTuple):
    """One piece of markup, in code points of the parsed text."""

    kind: str
    """"start", "end", "comment", or "hidden" for what is never shown."""
    start: int
    end: int
    name: str = ""
    """Lower-case element name of a tag."""


class HtmlParser:
    """Parses the HTML of one document. All of it together may take `seconds`."""

    def __init__(self, seconds: float) -> None:
        import tree_sitter_html

        self._parser = Parser(Language(tree_sitter_html.language()))
        self._left = seconds
        self._seconds = seconds

    def markup(self, text: str) -> Iterator[Markup]:
        """The markup of `text` in order.

        Raises `ReadError` with stage "parse" when the time is up.
        """
        data = _NO_TAG.sub("x", text).encode("utf-8")
        place = from_bytes(text)
        tree = self._parse(data)
        done = 0
        for kind, node in _markup_nodes(tree):
            start, end = node.start_byte, node.end_byte
            if start < done:
                continue
            actual = kind
            if kind == "broken":
                actual, end = _broken(data, start, end)
            name = _name(data, start) if actual in ("start", "end") else ""
            if actual == "text" or (actual in ("start", "end") and not name):
                continue
            done = end
            if place is not None:
                start, end = place(start), place(end)
            yield Markup(actual, start, end, name)

    def _parse(self, data: bytes) -> Tree:
        begun = time.monotonic()

        def read(offset: int, point: object) -> bytes:  # noqa: ARG001
            return data[offset : offset + _CHUNK]

        def is_late(offset: int, has_error: bool) -> bool:  # noqa: ARG001
            return time.monotonic() - begun > self._left

        try:
            tree = self._parser.parse(read, progress_callback=is_late)
        except ValueError:
            # Without this, the next text is parsed as the rest of this one.
            self._parser.reset()
            raise ReadError(
                f"its HTML takes more than {self._seconds:g} s to parse", stage="parse"
            ) from None
        self._left -= time.monotonic() - begun
        return tree


def _markup_nodes(tree: Tree) -> Iterator[tuple[str, Node]]:
    cursor = tree.walk()
    while True:
        node = cursor.node
        kind = None if node is None else _KINDS.get(node.type)
        if node is not None and kind is not None:
            yield kind, node
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _broken(data: bytes, start: int, end: int) -> tuple[str, int]:
    """What a browser makes of a bracket the grammar found no place for, and its end."""
    if data.startswith(b"<!--", start):
        closing = data.find(b"-->", start + 2)
        return "comment", closing + 3 if closing >= 0 else len(data)
    closing = data.find(b">", end)
    if closing < 0:
        return "text", end
    if data.startswith((b"<!", b"<?"), start):
        return "hidden", closing + 1
    return "end" if data.startswith(b"</", start) else "start", closing + 1


def _name(data: bytes, start: int) -> str:
    """The element name of the tag at `start`; empty where a browser would see text."""
    found = _NAME.match(data, start)
    return found[1].decode("ascii").lower() if found else ""
