"""A parsed data file whose every value knows its place."""

from collections.abc import Mapping, Sequence
from enum import Enum

MAX_DEPTH = 64
"""Containers in one another that are read."""

MAX_DIGITS = 400
"""Of a number that is read: Python refuses to write one of some thousand."""


class Style(Enum):
    """How a scalar is spelt in its file, and so how its text leads back to its source."""

    PLAIN = "plain"
    SINGLE = "single"
    DOUBLE = "double"
    LITERAL = "literal"
    FOLDED = "folded"
    JSON = "json"
    TOML = "toml"
    """A TOML string of any of its four kinds; its first characters tell which."""


class Node:
    """One value with its source range; containers hold the nodes of their parts."""

    __slots__ = ("column", "end", "fields", "items", "keys", "line", "start", "style", "value")

    def __init__(
        self,
        value: object,
        start: int,
        end: int,
        line: int = 0,
        column: int = 0,
        *,
        style: Style | None = None,
        fields: Mapping[str, "Node"] | None = None,
        keys: Mapping[str, "Node"] | None = None,
        items: Sequence["Node"] = (),
    ) -> None:
        self.value = value
        """The plain value: None, bool, int, float, str, date, datetime, list or dict."""
        self.start = start
        """Code points from the start of the text that was parsed."""
        self.end = end
        self.line = line
        """1-based; 0 if the parser does not count lines."""
        self.column = column
        """1-based, in code points; 0 if the parser does not count lines."""
        self.style = style
        """None for containers."""
        self.fields = fields
        """A mapping's values by key, in file order; None for anything else."""
        self.keys = keys or {}
        """A mapping's keys as nodes of their own, for errors that point at a key."""
        self.items = items
        """A sequence's members; empty for anything else."""

    def at(self, *path: str | int) -> "Node":
        """The node under a path of keys and indexes; the deepest one that exists."""
        node = self
        for step in path:
            if isinstance(step, int):
                if not 0 <= step < len(node.items):
                    break
                node = node.items[step]
            else:
                if node.fields is None or step not in node.fields:
                    break
                node = node.fields[step]
        return node

    def __repr__(self) -> str:
        return f"Node({self.value!r}, {self.start}, {self.end})"
