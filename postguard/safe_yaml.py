"""YAML from outside: read as events, refused before anything is built from a trick.

No tags, no anchors or aliases (so no bombs), bounded depth, size and number of
events, no duplicate keys. Every value keeps its place.
"""

from collections.abc import Iterator
from typing import Any

from postguard.errors import LocatedError
from postguard.span import LineIndex
from postguard.tree import MAX_DEPTH, MAX_DIGITS, Node, Style

MAX_BYTES = 1024 * 1024
MAX_EVENTS = 200_000

_STYLES = {
    "'": Style.SINGLE,
    '"': Style.DOUBLE,
    "|": Style.LITERAL,
    ">": Style.FOLDED,
}


class YamlError(LocatedError):
    """A YAML text that is malformed, hostile or too large; it says where.

    Whoever reads YAML turns it into an error of its own: a `ReadError` for a draft, a
    `RulebookError` for a rule.
    """


def load(text: str, path: str, *, start: int = 0, end: int | None = None) -> Node:
    """The one document of a YAML text; an empty text is a null.

    Args:
        text: the YAML text, or a text that holds it. A leading byte-order mark is
            skipped, and counted.
        path: how errors name the file.
        start: where the YAML begins in `text`; places count from the start of `text`.
        end: where it ends; None for the end of `text`.

    Raises `YamlError` with the line and column of what is wrong.
    """
    documents = load_all(text, path, start=start, end=end)
    if len(documents) > 1:
        second = documents[1]
        raise YamlError(
            "a second document begins here; one was expected",
            path=path,
            line=second.line,
            column=second.column,
            remedy="Remove the line with three hyphens, or split the file.",
        )
    return documents[0] if documents else Node(None, start, start, 1, 1, style=Style.PLAIN)


def load_all(text: str, path: str, *, start: int = 0, end: int | None = None) -> list[Node]:
    """Every document of a YAML text. As `load` otherwise."""
    end = len(text) if end is None else end
    if end - start > MAX_BYTES or len(text[start:end].encode("utf-8", "replace")) > MAX_BYTES:
        raise YamlError(f"larger than {MAX_BYTES} bytes of YAML", path=path, line=1, column=1)
    return list(_Composer(text[:end], path, start).documents())


class _Composer:
    """Builds nodes from events, refusing what is not plain data as soon as it comes."""

    def __init__(self, text: str, path: str, start: int) -> None:
        import yaml

        self._path = path
        self._text_length = len(text)
        self._skip = start + text.startswith("\ufeff", start)
        self._lines = LineIndex(text)
        self._yaml: Any = yaml
        self._scalars: Any = yaml.SafeLoader("")
        try:
            self._loader = yaml.CSafeLoader(text[self._skip :])
        except UnicodeEncodeError as error:
            raise self._error("a lone surrogate", error.start + self._skip) from None
        self._events = 0

    def documents(self) -> Iterator[Node]:
        """One node a document."""
        while not isinstance(event := self._next(), self._yaml.StreamEndEvent):
            if isinstance(event, self._yaml.DocumentStartEvent):
                yield self._node(self._next(), 1)

    def _next(self) -> Any:
        try:
            event: Any = self._loader.get_event()
        except self._yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            raise self._error(
                error.problem or error.context or "not YAML",
                self._text_length if mark is None else mark.index + self._skip,
            ) from None
        except self._yaml.reader.ReaderError as error:
            raise self._error(
                f"a character YAML does not allow ({error.reason})", error.position + self._skip
            ) from None
        self._events += 1
        start = event.start_mark.index + self._skip
        if self._events > MAX_EVENTS:
            raise self._error(f"more than {MAX_EVENTS} parts", start)
        if isinstance(event, self._yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._error("anchors and aliases are not allowed", start)
        if getattr(event, "tag", None):
            raise self._error("tags are not allowed", start)
        return event

    def _node(self, event: Any, depth: int) -> Node:
        yaml = self._yaml
        start = event.start_mark.index + self._skip
        if depth > MAX_DEPTH:
            raise self._error(f"nested more than {MAX_DEPTH} deep", start)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, start)
        position = self._lines.position(start)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return Node(
                [item.value for item in items],
                start,
                event.end_mark.index + self._skip,
                position.line,
                position.column,
                items=items,
            )
        fields: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event)
            name = str(key.value)
            if name in fields:
                raise self._error(f"the key {name!r} is given twice", key.start)
            keys[name] = key
            fields[name] = self._node(self._next(), depth + 1)
        return Node(
            {name: node.value for name, node in fields.items()},
            start,
            event.end_mark.index + self._skip,
            position.line,
            position.column,
            fields=fields,
            keys=keys,
        )

    def _key(self, event: Any) -> Node:
        start = event.start_mark.index + self._skip
        if not isinstance(event, self._yaml.ScalarEvent):
            raise self._error("a key must be plain text", start)
        # `on:` and `1:` are names here, whatever YAML 1.1 makes of them.
        position = self._lines.position(start)
        end = event.end_mark.index + self._skip
        return Node(event.value, start, end, position.line, position.column, style=_style(event))

    def _scalar(self, event: Any, start: int) -> Node:
        value = event.value
        if event.implicit[0]:
            tag = self._scalars.resolve(self._yaml.ScalarNode, value, (True, False))
            if tag != "tag:yaml.org,2002:str":
                value = self._construct(tag, value, start)
        position = self._lines.position(start)
        end = event.end_mark.index + self._skip
        return Node(value, start, end, position.line, position.column, style=_style(event))

    def _construct(self, tag: str, value: str, start: int) -> object:
        if tag.endswith((":merge", ":value")):
            return value
        if tag.endswith(":bool") and value.lower() not in ("true", "false"):
            # YAML 1.2 dropped yes, no, on and off; in a list of words they are words.
            return value
        if tag.endswith((":int", ":float")) and len(value) > MAX_DIGITS:
            raise self._error(f"a number of {len(value)} digits", start)
        try:
            return self._scalars.construct_object(self._yaml.ScalarNode(tag, value))
        except (ValueError, OverflowError) as error:
            raise self._error(f"{value!r} is no valid value: {error}", start) from None

    def _error(self, problem: str, offset: int) -> YamlError:
        position = self._lines.position(min(max(offset, 0), self._text_length))
        return YamlError(problem, path=self._path, line=position.line, column=position.column)


def _style(event: Any) -> Style:
    return _STYLES.get(event.style or "", Style.PLAIN)
