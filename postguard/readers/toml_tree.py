"""TOML with places: values by the standard library, and where its strings stand."""

import contextlib
import re
from typing import Any

from postguard.readers.builder import unified
from postguard.tree import MAX_DEPTH, MAX_DIGITS, Node, Style

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')'
    r'|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'',
    re.DOTALL,
)
_KEY = re.compile(
    r"[ \t]*(?:\"(?P<quoted>[^\"\r\n]*)\"|'(?P<raw>[^'\r\n]*)'|(?P<bare>[\w-]+))[ \t]*"
)
_OTHER = re.compile(r"[^,\]}#\r\n]+")

_TOO_DEEP = f"nested more than {MAX_DEPTH} deep"
_LARGEST = 10**MAX_DIGITS
"""The least number that is refused."""

_Path = tuple[str | int, ...]


def parse_toml(text: str, start: int, end: int) -> Node:
    """The table between `start` and `end`, its strings placed in `text`.

    A string whose place is not found stands for the whole range. Raises `ValueError` if
    it is not TOML, or nested more than 64 deep.
    """
    import tomllib

    try:
        values = tomllib.loads(unified(text[start:end]))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    scanner = _Scanner(text, end)
    with contextlib.suppress(_LostError, RecursionError):
        scanner.run(start)
    return _node(values, (), scanner.places, start, end)


def _node(
    value: Any, path: _Path, places: dict[_Path, tuple[int, int]], start: int, end: int
) -> Node:
    if len(path) > MAX_DEPTH:
        raise ValueError(_TOO_DEEP)
    if isinstance(value, dict):
        fields = {key: _node(item, (*path, key), places, start, end) for key, item in value.items()}
        return Node(value, start, end, fields=fields)
    if isinstance(value, list):
        items = [_node(item, (*path, i), places, start, end) for i, item in enumerate(value)]
        return Node(value, start, end, items=items)
    if isinstance(value, int) and abs(value) >= _LARGEST:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    begin, stop = places.get(path, (start, end))
    return Node(value, begin, stop, style=Style.TOML)


class _LostError(Exception):
    """The scanner met what it does not know; the values are right without it."""


class _Scanner:
    """Finds the range of each scalar by its path."""

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._tables: dict[_Path, int] = {}
        self.places: dict[_Path, tuple[int, int]] = {}

    def run(self, at: int) -> None:
        """Scan all of it. Raises `_LostError`."""
        table: _Path = ()
        while (at := self._blank(at)) < self._end:
            if self._text.startswith("[[", at):
                path, at = self._key(at + 2)
                path = self._inside(path)
                count = self._tables.get(path, -1) + 1
                self._tables[path] = count
                table = (*path, count)
                at = self._expect("]]", at)
            elif self._text.startswith("[", at):
                path, at = self._key(at + 1)
                table = self._inside(path)
                at = self._expect("]", at)
            else:
                at = self._pair(at, table)

    def _inside(self, path: _Path) -> _Path:
        """The path with the index of the latest table of each array of tables it names."""
        inside: _Path = ()
        for index, key in enumerate(path):
            inside = (*inside, key)
            if inside in self._tables and index < len(path) - 1:
                inside = (*inside, self._tables[inside])
        return inside

    def _pair(self, at: int, table: _Path) -> int:
        path, at = self._key(at)
        return self._value(self._expect("=", at), (*table, *path))

    def _value(self, at: int, path: _Path) -> int:
        at = self._blank(at)
        opening = self._text[at : at + 1]
        if opening == "[":
            at, index = self._blank(at + 1), 0
            while not self._text.startswith("]", at):
                at = self._comma(self._value(at, (*path, index)), "]")
                index += 1
            return at + 1
        if opening == "{":
            at = self._blank(at + 1)
            while not self._text.startswith("}", at):
                at = self._comma(self._pair(at, path), "}")
            return at + 1
        pattern = _STRING if opening in "\"'" else _OTHER
        found = pattern.match(self._text, at, self._end)
        if found is None:
            raise _LostError
        self.places[path] = (at, at + len(found[0].rstrip()))
        return found.end()

    def _comma(self, at: int, closing: str) -> int:
        at = self._blank(at)
        if self._text.startswith(closing, at):
            return at
        return self._blank(self._expect(",", at))

    def _key(self, at: int) -> tuple[_Path, int]:
        path: list[str | int] = []
        while True:
            found = _KEY.match(self._text, at, self._end)
            if found is None or found.lastgroup is None:
                raise _LostError
            path.append(found[found.lastgroup])
            at = found.end()
            if not self._text.startswith(".", at):
                return tuple(path), at
            at += 1

    def _expect(self, token: str, at: int) -> int:
        if not self._text.startswith(token, at):
            raise _LostError
        return at + len(token)

    def _blank(self, at: int) -> int:
        if at < self._end and self._text[at] > "#":
            return at
        found = _BLANK.match(self._text, at, self._end)
        return found.end() if found else at
