"""The text of a string in a data file, each character led back through its quoting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple
from postguard.readers.builder import SegmentBuilder
from postguard.tree import Node, Style


class _Piece(NamedTuple):
    start: int
    end: int
    text: str | None = None
    """What the range stands for; None if for itself."""


_WORD = lazy_pattern("[^ \t\r\n\x85\u2028\u2029]+")
_BLOCK_HEADER = lazy_pattern(r"[|>][^\r\n]*(?:\r\n|\n|\r)?")
_LINE_END = lazy_pattern("\r\n|[\r\n\x85\u2028\u2029]")
_FOLD = r"(?P<fold>[ \t]*+(?:\r\n|\n|\r)[ \t\r\n]*+)|(?P<space>[ \t]++)"
"""White space with a line end in it, or else without, which no search need begin inside."""
_SINGLE = lazy_pattern(rf"''|{_FOLD}")
_HEX = r"x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
_DOUBLE = lazy_pattern(rf"\\(?:(?P<hex>{_HEX})|(?P<join>(?:\r\n|\n|\r)[ \t]*)|(?P<char>.))|{_FOLD}")
_PAIR = lazy_pattern(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_JSON = lazy_pattern(rf"{_PAIR.pattern}|\\u[0-9a-fA-F]{{4}}|\\.")
_TOML = lazy_pattern(
    rf"\\(?:(?P<hex>{_HEX})|(?P<join>[ \t]*(?:\r\n|\n)[ \t\r\n]*)|(?P<char>.))|\r\n"
)
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def add_scalar(builder: SegmentBuilder, text: str, node: Node) -> None:
    """Add the scalar that `node` holds.

    Where its spelling is past understanding, all of it stands for its whole source range.
    """
    value = node.value
    if not isinstance(value, str):
        if value is not None:
            builder.literal(node.start, node.end)
        return
    value = clean(value)
    pieces = list(_pieces(text, node, value))
    spelt = "".join(text[p.start : p.end] if p.text is None else p.text for p in pieces)
    if spelt != value:
        builder.replaced(value, node.start, node.end)
        return
    for piece in pieces:
        if piece.text is None:
            builder.literal(piece.start, piece.end)
        else:
            builder.replaced(piece.text, piece.start, piece.end)


def clean(value: str) -> str:
    """The value with each lone surrogate, which no encoding can carry, as U+FFFD."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    return value


def _pieces(text: str, node: Node, value: str) -> Iterator[_Piece]:
    start, end = node.start, node.end
    if end - start == len(value) and text.startswith(value, start):
        return iter((_Piece(start, end),))
    match node.style:
        case Style.SINGLE:
            return _escaped(text, start + 1, end - 1, _SINGLE)
        case Style.DOUBLE:
            return _escaped(text, start + 1, end - 1, _DOUBLE)
        case Style.JSON:
            return _json(text, start + 1, end - 1)
        case Style.TOML:
            return _toml(text, start, end)
        case Style.LITERAL | Style.FOLDED:
            header = _BLOCK_HEADER.match(text, start, end)
            return _words(text, header.end() if header else start, end, value)
        case _:
            return _words(text, start, end, value)


def _words(text: str, start: int, end: int, value: str) -> Iterator[_Piece]:
    """Line folding changes white space only: the words are the same in the same order."""
    seen = 0
    at = start
    words = _WORD.finditer(text, start, end)
    for word in _WORD.finditer(value):
        source = next(words, None)
        if source is None:
            return
        if word.start() > seen:
            yield _gap(text, at, source.start(), value[seen : word.start()])
        yield _Piece(source.start(), source.end())
        seen, at = word.end(), source.end()
    if seen < len(value):
        yield _gap(text, at, end, value[seen:])


def _gap(text: str, start: int, end: int, space: str) -> _Piece:
    if end - start == len(space) and text.startswith(space, start):
        return _Piece(start, end)
    return _Piece(start, end, space)


def _escaped(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[_Piece]:
    for found in pattern.finditer(text, start, end):
        if found.lastgroup == "space":
            continue
        yield _Piece(start, found.start())
        groups = found.groupdict()
        if groups["fold"] is not None:
            breaks = len(_LINE_END.findall(found[0]))
            yield _Piece(found.start(), found.end(), "\n" * (breaks - 1) or " ")
        elif groups.get("hex"):
            yield _Piece(found.start(), found.end(), clean(_from_hex(groups["hex"])))
        elif groups.get("char"):
            char = groups["char"]
            yield _Piece(found.start(), found.end(), _ESCAPES.get(char, char))
        elif not groups.get("join"):
            yield _Piece(found.start(), found.end(), "'")
        start = found.end()
    yield _Piece(start, end)


def _json(text: str, start: int, end: int) -> Iterator[_Piece]:
    for found in _JSON.finditer(text, start, end):
        yield _Piece(start, found.start())
        escape = found[0]
        if len(escape) == 12:
            high, low = int(escape[2:6], 16), int(escape[8:12], 16)
            character = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        elif escape[1] == "u":
            character = clean(_from_hex(escape[1:]))
        else:
            character = _ESCAPES[escape[1]] if escape[1] in "bfnrt" else escape[1]
        yield _Piece(found.start(), found.end(), character)
        start = found.end()
    yield _Piece(start, end)


def _toml(text: str, start: int, end: int) -> Iterator[_Piece]:
    quote = text[start]
    if text.startswith(quote * 3, start) and end - start >= 6:
        start, end = start + 3, end - 3
        first = _LINE_END.match(text, start, end)
        start = first.end() if first else start
    else:
        start, end = start + 1, end - 1
    pattern = _TOML if quote == '"' else re.compile("\r\n")
    for found in pattern.finditer(text, start, end):
        yield _Piece(start, found.start())
        groups = found.groupdict()
        if groups.get("hex"):
            yield _Piece(found.start(), found.end(), clean(_from_hex(groups["hex"])))
        elif groups.get("char"):
            char = groups["char"]
            yield _Piece(found.start(), found.end(), _ESCAPES.get(char, char))
        elif not groups.get("join"):
            yield _Piece(found.start(), found.end(), "\n")
        start = found.end()
    yield _Piece(start, end)


def _from_hex(digits: str) -> str:
    code = int(digits[1:], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
