"""JSON with places. Values as the standard library gives them, and where each stands."""

import re

from postguard.readers.scalars import clean
from postguard.tree import MAX_DEPTH, MAX_DIGITS, Node, Style

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


class JsonError(ValueError):
    """Not JSON at `offset`, in code points of the parsed text."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


def parse_json(
    text: str, start: int = 0, end: int | None = None, *, lone: list[int] | None = None
) -> Node:
    """The JSON value that begins at `start`, after white space. What follows it is not read.

    Repeated keys keep the last value, as JSON readers do. Half a surrogate pair, which
    JSON can spell but no text can hold, becomes U+FFFD, and `lone` gets the offset of
    its string. Raises `JsonError`.
    """
    parser = _Parser(text, len(text) if end is None else end, [] if lone is None else lone)
    return parser.value(start, 1)


class _Parser:
    def __init__(self, text: str, end: int, lone: list[int]) -> None:
        self._lone = lone
        self._text = text
        self._end = end

    def value(self, at: int, depth: int) -> Node:
        at = self._skip(at)
        if depth > MAX_DEPTH:
            raise JsonError(f"nested more than {MAX_DEPTH} deep", at)
        char = self._text[at] if at < self._end else ""
        if char == '"':
            return self._string(at)
        if char == "{":
            return self._object(at, depth)
        if char == "[":
            return self._array(at, depth)
        for word, value in _WORDS.items():
            if self._text.startswith(word, at, self._end):
                return Node(value, at, at + len(word), style=Style.JSON)
        found = _NUMBER.match(self._text, at, self._end)
        if found is None:
            raise JsonError("a value was expected" if char else "the text ends too soon", at)
        return Node(_number(found[0], at), at, found.end(), style=Style.JSON)

    def _string(self, at: int) -> Node:
        found = _STRING.match(self._text, at, self._end)
        if found is None:
            raise JsonError("a string is not closed, or holds what JSON does not allow", at)
        spelt = found[0]
        if "\\" not in spelt and spelt.isascii():
            return Node(spelt[1:-1], at, found.end(), style=Style.JSON)
        import json

        value = json.loads(spelt)
        cleaned = clean(value)
        if cleaned != value:
            self._lone.append(at)
        return Node(cleaned, at, found.end(), style=Style.JSON)

    def _array(self, at: int, depth: int) -> Node:
        start = at
        items: list[Node] = []
        at = self._skip(at + 1)
        if self._is("]", at):
            return Node([], start, at + 1)
        while True:
            items.append(self.value(at, depth + 1))
            at = self._skip(items[-1].end)
            if self._is("]", at):
                return Node([item.value for item in items], start, at + 1, items=items)
            at = self._expect(",", at)

    def _object(self, at: int, depth: int) -> Node:
        start = at
        fields: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        at = self._skip(at + 1)
        while not (self._is("}", at) and not fields):
            if not self._is('"', at):
                raise JsonError("a key in double quotes was expected", at)
            key = self._string(at)
            name = str(key.value)
            keys[name] = key
            fields[name] = self.value(self._expect(":", self._skip(key.end)), depth + 1)
            at = self._skip(fields[name].end)
            if self._is("}", at):
                break
            at = self._skip(self._expect(",", at))
        value = {name: node.value for name, node in fields.items()}
        return Node(value, start, at + 1, fields=fields, keys=keys)

    def _skip(self, at: int) -> int:
        if at < self._end and self._text[at] > " ":
            return at
        found = _SPACE.match(self._text, at, self._end)
        return found.end() if found else at

    def _is(self, char: str, at: int) -> bool:
        return at < self._end and self._text[at] == char

    def _expect(self, char: str, at: int) -> int:
        if not self._is(char, at):
            raise JsonError(f"“{char}” was expected", at)
        return at + 1


def _number(spelling: str, at: int) -> int | float:
    if len(spelling) > MAX_DIGITS:
        raise JsonError(f"a number of {len(spelling)} digits", at)
    try:
        return int(spelling)
    except ValueError:
        return float(spelling)
