r"""Letters written in code, as addresses and sources have them, read as they will be shown.

Known are percent escapes (``%42lue``), HTML references (``&#66;lue``), escapes of program
text (``\u0042lue``) and host names in Punycode (``xn--…``). A text that holds any is
looked through once more in plain letters.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from postguard.document import Run, SourceMap

_ENCODED = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|\\(?:u(?P<wide>[0-9A-Fa-f]{4})|x(?P<narrow>[0-9A-Fa-f]{2}))"
    r"|(?<![A-Za-z0-9-])[xX][nN]--(?P<host>[A-Za-z0-9-]{1,59})"
)
_MARKS = re.compile(r"[%&\\]|[xX][nN]--")


class Decoded(NamedTuple):
    """A text as it will be read, and where each part of it was written."""

    text: str
    map: SourceMap

    def __repr__(self) -> str:
        return f"Decoded({len(self.text)})"


def decoded(text: str) -> Decoded | None:
    """The text with what is encoded in it decoded; None if nothing is."""
    if not _MARKS.search(text):
        return None
    parts: list[str] = []
    runs: list[Run] = []
    at = length = 0

    def put(piece: str, end: int, *, literal: bool) -> None:
        nonlocal at, length
        if piece:
            parts.append(piece)
            runs.append(Run(length, at, len(piece), end - at, literal))
            length += len(piece)
            at = end

    for found in _ENCODED.finditer(text):
        plain = list(_plain(found))
        if plain:
            put(text[at : found.start()], found.start(), literal=True)
            for piece, width in plain:
                put(piece, at + width, literal=False)
    if not runs:
        return None
    put(text[at:], len(text), literal=True)
    return Decoded("".join(parts), SourceMap(runs))


def _plain(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What an encoded piece says, and how many characters each part of it takes."""
    written = found.group()
    if found["percent"]:
        try:
            said = bytes.fromhex(written.replace("%", "")).decode("utf-8")
        except UnicodeDecodeError:
            return
        # An escaped space or hyphen is a gap between words, and known as one.
        if any(char.isalnum() for char in said):
            for char in said:
                yield char, 3 * len(char.encode("utf-8"))
    elif code := found["wide"] or found["narrow"]:
        yield chr(int(code, 16)), len(written)
    elif found["host"]:
        try:
            yield found["host"].encode("ascii").decode("punycode"), len(written)
        except (UnicodeError, ValueError):
            return
    else:
        from html import unescape

        said = unescape(written)
        if said != written:
            yield said, len(written)
