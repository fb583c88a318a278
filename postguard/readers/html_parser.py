"""The markup of an HTML text: tags, comments and raw elements, in order.

tree-sitter tells markup from text, always under a time limit: a flood of unterminated
comments makes it quadratic. Everything that is not markup is text.
"""

import time
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Language, Node, Parser, Tree

from postguard.errors import ReadError
from postguard.readers.offsets import from_bytes

_CHUNK = 1 << 16
_HIDDEN = {"script_element": "script", "style_element": "style", "doctype": "doctype"}
_TAGS = {
    "start_tag": "start",
    "self_closing_tag": "start",
    "end_tag": "end",
    "erroneous_end_tag": "end",
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
        self._deadline = time.monotonic() + seconds
        self._seconds = seconds

    def markup(self, text: str) -> Iterator[Markup]:
        """The markup of `text` in order.

        Raises `ReadError` with stage "parse" when the time is up.
        """
        data = text.encode("utf-8", "replace")
        place = from_bytes(text)
        tree = self._parse(data)
        for kind, node in _markup_nodes(tree):
            start, end = node.start_byte, node.end_byte
            name = _name(data, start) if kind in ("start", "end") else ""
            if kind in ("start", "end") and not name:
                continue
            if kind == "error":
                if data.startswith(b"<!--", start):
                    kind = "comment"
                elif data.startswith(b"</", start) and data.endswith(b">", start, end):
                    kind = "hidden"
                else:
                    continue
            if place is not None:
                start, end = place(start), place(end)
            yield Markup(kind, start, end, name)

    def _parse(self, data: bytes) -> Tree:
        def read(offset: int, point: object) -> bytes:  # noqa: ARG001
            return data[offset : offset + _CHUNK]

        def is_late(offset: int, has_error: bool) -> bool:  # noqa: ARG001, FBT001
            return time.monotonic() > self._deadline

        try:
            return self._parser.parse(read, progress_callback=is_late)
        except ValueError:
            # Without this, the next text is parsed as the rest of this one.
            self._parser.reset()
            raise ReadError(
                f"its HTML takes more than {self._seconds:g} s to parse", stage="parse"
            ) from None


def _markup_nodes(tree: Tree) -> Iterator[tuple[str, Node]]:
    cursor = tree.walk()
    while True:
        node = cursor.node
        assert node is not None
        kind = _TAGS.get(node.type) or ("hidden" if node.type in _HIDDEN else None)
        if node.type == "comment":
            kind = "comment"
        if node.type == "ERROR":
            kind = "error"
        if kind is not None:
            yield kind, node
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _name(data: bytes, start: int) -> str:
    """The element name of the tag at `start`; empty where a browser would see text."""
    at = start + (2 if data.startswith(b"</", start) else 1)
    end = at
    while end < len(data) and (data[end : end + 1].isalnum() or data[end] in b"-:_"):
        end += 1
    name = data[at:end].decode("ascii", "replace").lower()
    return name if name[:1].isalpha() else ""
