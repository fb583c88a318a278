r"""Any text read as one of ASCII, so that shapes made for ASCII can be searched for in it.

A region shape (`Trigger.region_shape`) has two characters of ASCII for all beyond it that its
pattern names, one for letters and `NEUTRAL` for signs. A character that it does not name
matters to it only by its kind, that is, whether ``\w``, ``\d`` or ``\s`` matches it.
"""

import codecs
from typing import TYPE_CHECKING

from postguard.gate_data import LETTER, NEUTRAL
from postguard.lazy import lazy_pattern

if TYPE_CHECKING:
    import regex

_WORD, _SIGN = LETTER.encode(), NEUTRAL.encode()
_UNNAMED, _NOTHING = b"\x03", b"\x02"
"""Stands in for a sign that is not named; for a digit or space, which nothing stands in for."""

_BEYOND_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_ESCAPE = lazy_pattern(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_NAMED = lazy_pattern(r"([\s\S])-([^\x00-\x7f])|([^\x00-\x7f])")
_UNREADABLE = lazy_pattern(r"[\x00-\x08]|\\0|\[:\^?\w+:\]|\\x\{|\\N")
"""In a pattern: what may match the stand-ins themselves, or names characters in words."""
_ALL_OF_ASCII, _ALL_BEYOND = r"\x00-\x7f", "\x80-\U0010ffff"


class AsciiText:
    """A folded text in ASCII, character for character."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._named = folded.encode("ascii", _HANDLER)
        self._unnamed: bytes | None = None
        self._beyond: str | None = None

    @property
    def beyond(self) -> str:
        """The characters beyond ASCII that others stand in for."""
        if self._beyond is None:
            self._beyond = "".join(set(_BEYOND_ASCII.findall(self._folded)))
        return self._beyond

    def read(self, start: int, end: int, names: "Names") -> bytes | None:
        """A range as the shape of a pattern with some names reads it; None if it cannot."""
        if names.among(self):
            read = self._named[start:end]
        else:
            if self._unnamed is None:
                self._unnamed = self._named.replace(_SIGN, _UNNAMED)
            read = self._unnamed[start:end]
        return None if _NOTHING in read else read


class Names:
    """The characters beyond ASCII that a pattern names, one by one or in ranges."""

    def __init__(self, pattern: str) -> None:
        """Raises `ValueError` for a pattern in which they cannot be made out."""
        # A class without ASCII names all that is beyond.
        pattern = pattern.replace(_ALL_OF_ASCII, _ALL_BEYOND)
        spelled = _ESCAPE.sub(lambda found: chr(int(found[found.lastindex or 0], 16)), pattern)
        if _UNREADABLE.search(spelled):
            raise ValueError(pattern)
        found = _NAMED.findall(spelled)
        ranges = [f"{_code(min(pair))}-{_code(max(pair))}" for *pair, one in found if not one]
        singles = [one for *_, one in found if one]
        self._members = "".join([*ranges, *map(_code, singles)])
        self._class: regex.Pattern[str] | None = None

    def among(self, text: AsciiText) -> bool:
        """Whether one of them, in either case, is in a text."""
        if not self._members or not text.beyond:
            return False
        if self._class is None:
            import regex

            self._class = regex.compile(f"[{self._members}]", regex.IGNORECASE)
        return self._class.search(text.beyond) is not None


def _code(char: str) -> str:
    return rf"\U{ord(char):08x}"


class _StandIns(dict[str, bytes]):
    """What stands in for each character met so far."""

    def __missing__(self, char: str) -> bytes:
        import regex

        kind = regex.match(r"[\d\s]|(\w)", char)
        found = _SIGN if kind is None else _WORD if kind[1] else _NOTHING
        self[char] = found
        return found


_STAND_INS = _StandIns()
_HANDLER = "postguard.stand-ins"


def _stand_in(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    return b"".join(map(_STAND_INS.__getitem__, run)), error.end


codecs.register_error(_HANDLER, _stand_in)
