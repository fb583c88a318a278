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
_KINDS = {
    "start_tag": "start",
    "self_closing_tag": "start",
    "end_tag": "end",
    "erroneous_end_tag": "end",
    "comment": "comment",
    "script_element": "hidden",
    "style_element": "hidden",
    "doctype": "hidden",
    "ERROR": "error",
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
        data = text.encode("utf-8")
        place = from_bytes(text)
        tree = self._parse(data)
        for kind, node in _markup_nodes(tree):
            start, end = node.start_byte, node.end_byte
            name = _name(data, start) if kind in ("start", "end") else ""
            actual = _error_kind(data, start, end) if kind == "error" else kind
            if not actual or (kind in ("start", "end") and not name):
                continue
            if place is not None:
                start, end = place(start), place(end)
            yield Markup(actual, start, end, name)

    def _parse(self, data: bytes) -> Tree:
        def read(offset: int, point: object) -> bytes:  # noqa: ARG001
            return data[offset : offset + _CHUNK]

        def is_late(offset: int, has_error: bool) -> bool:  # noqa: ARG001
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
        kind = None if node is None else _KINDS.get(node.type)
        if node is not None and kind is not None:
            yield kind, node
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _error_kind(data: bytes, start: int, end: int) -> str:
    """What a browser makes of markup the grammar does not know; empty for text."""
    if data.startswith(b"<!--", start):
        return "comment"
    if data.startswith(b"</", start) and data.endswith(b">", start, end):
        return "hidden"
    return ""


def _name(data: bytes, start: int) -> str:
    """The element name of the tag at `start`; empty where a browser would see text."""
    at = start + (2 if data.startswith(b"</", start) else 1)
    end = at
    while end < len(data) and (data[end : end + 1].isalnum() or data[end] in b"-:_"):
        end += 1
    name = data[at:end].decode("ascii", "replace").lower()
    return name if name[:1].isalpha() else ""
