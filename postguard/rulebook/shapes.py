r"""Regular expressions loosened into RE2 patterns, for the set that is asked what can fire.

Shapes are read on folded text (`postguard.gate.fold`), so that case is no matter. Loosening
only ever widens. RE2's own ``\w``, ``\d``, ``\s`` and ``\b`` are ASCII only, so there are two
shapes of a pattern: one for any text, in which every class holds all characters from U+0080
up and boundaries are dropped, and an exacter one for texts of ASCII and `NEUTRAL` characters
alone: dashes, bullets, emoji, which are neither letters nor digits nor space, and for which
a single stand-in is read.
"""

from collections.abc import Iterable
from re import _constants  # type: ignore[attr-defined]  # names of the parser of `literals`
from typing import Any

from postguard.folded import TO_ASCII
from postguard.gate_data import LETTER, NEUTRAL
from postguard.rulebook.edges import REPEATS, begins_with_word, denies_word, ends_with_word

_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"
_CLASSES = {
    "CATEGORY_DIGIT": "0-9",
    "CATEGORY_SPACE": r"\t-\r\x1c-\x20",
    "CATEGORY_WORD": "0-9A-Za-z_",
    "CATEGORY_NOT_DIGIT": r"\x00-/:-\x7f",
    "CATEGORY_NOT_SPACE": r"\x00-\x08\x0e-\x1f!-\x7f",
    "CATEGORY_NOT_WORD": r"\x00-/:-@\[-\^`\{-\x7f",
}
_ANYTHING = r"(?s:.)"
_STAND_IN = rf"\x{{{ord(NEUTRAL):x}}}"
_NEVER = r"[^\x00-\x{10FFFF}]"
FOLDED = {ord(char): letter for char, letter in TO_ASCII}
"""What folding makes ASCII letters of; no other character beyond ASCII is one then."""

_MOST_REPEATS = 6
_MOST_REPEATS_ASCII = 24
"""Counted repetition multiplies the automaton's states; beyond this it is left open."""

_EMPTY = r"\b", "(?m:"
"""In the shape of a group: what need not hold where the group's text is repeated."""

_LINE_ANCHORS = {
    "AT_BEGINNING": "(?m:^)",
    "AT_BEGINNING_STRING": "(?m:^)",
    "AT_END": "(?m:$)",
    "AT_END_STRING": "(?m:$)",
}


def shape(tree: Iterable[Any]) -> str:
    """The shape for any text."""
    return _Shape(ascii_only=False, anchored=False).sequence(tree)


def ascii_shape(tree: Iterable[Any], *, anchored: bool) -> str:
    """The shape for texts of ASCII and neutral characters.

    `anchored` keeps ``^`` and ``$``, as the ends of lines.
    """
    return _Shape(ascii_only=True, anchored=anchored).sequence(tree)


class _Shape:
    """Writes a parsed pattern out again for RE2."""

    def __init__(self, *, ascii_only: bool, anchored: bool) -> None:
        self._ascii = ascii_only
        self._anchored = anchored
        self._beyond = "" if ascii_only else _BEYOND_ASCII
        self._most = _MOST_REPEATS_ASCII if ascii_only else _MOST_REPEATS
        self._groups: dict[int | None, str] = {}

    def sequence(self, tree: Iterable[Any]) -> str:
        elements = list(tree)
        return "".join(
            r"\b" if self._ascii and _is_boundary(elements, number) else self._element(op, argument)
            for number, (op, argument) in enumerate(elements)
        )

    def _element(self, op: Any, argument: Any) -> str:
        if op is _constants.LITERAL:
            return self._literal(argument)
        if op is _constants.IN:
            return self._character_class(argument)
        if op in (_constants.ANY, _constants.NOT_LITERAL):
            return _ANYTHING
        if op is _constants.SUBPATTERN:
            group = f"(?:{self.sequence(argument[3])})"
            if not any(mark in group for mark in _EMPTY):
                self._groups[argument[0]] = group
            return group
        if op is _constants.GROUPREF and argument in self._groups:
            return self._groups[argument]
        if op is _constants.ATOMIC_GROUP:
            return f"(?:{self.sequence(argument)})"
        if op is _constants.BRANCH:
            return "(?:" + "|".join(self.sequence(branch) for branch in argument[1]) + ")"
        if op in REPEATS:
            return self._repeat(*argument)
        if op is _constants.AT:
            return self._anchor(argument)
        if op in (_constants.ASSERT, _constants.ASSERT_NOT):
            return ""
        return "(?s:.*)"

    def _anchor(self, argument: Any) -> str:
        if not self._ascii:
            return ""
        if argument is _constants.AT_BOUNDARY:
            return r"\b"
        return _LINE_ANCHORS.get(str(argument), "") if self._anchored else ""

    def _repeat(self, least: int, most: Any, body: Any) -> str:
        inner = f"(?:{self.sequence(body)})"
        if most is not _constants.MAXREPEAT and most <= self._most:
            return f"{inner}{{{least},{most}}}"
        return f"{inner}{{{min(least, self._most)},}}"

    def _literal(self, code: int) -> str:
        char = chr(code)
        if code > 0x7F:
            if self._ascii:
                return FOLDED.get(code) or _stand_in(code)
            return f"[{_BEYOND_ASCII}{FOLDED.get(code, '')}]"
        return char.lower() if char.isalnum() else rf"\x{{{code:x}}}"

    def _character_class(self, items: Iterable[Any]) -> str:
        items = list(items)
        if items[0][0] is _constants.NEGATE:
            return self._negated(items[1:])
        members = (self._beyond or _stand_ins(items)) + _members(items)
        return f"[{members}]" if members else _NEVER

    def _negated(self, items: list[Any]) -> str:
        """Everything else; with letters in it, whose case may not count, anything."""
        if self._ascii and any(_is_all_of_ascii(kind, value) for kind, value in items):
            return f"[{LETTER}{_STAND_IN}]"
        if not self._ascii or any(_has_letter(kind, value) for kind, value in items):
            return _ANYTHING
        return f"[^{_members(items)}]" if _members(items) else _ANYTHING


def _is_boundary(elements: list[Any], number: int) -> bool:
    r"""Whether a ``(?<!\w)`` has a word begin after it, or a ``(?!\w)`` one end before it."""
    op, argument = elements[number]
    if op is not _constants.ASSERT_NOT or not denies_word(argument[1]):
        return False
    if argument[0] < 0:
        return begins_with_word(elements[number + 1 :])
    return ends_with_word(elements[:number])


def _members(items: Iterable[Any]) -> str:
    parts = []
    for kind, value in items:
        if kind is _constants.LITERAL:
            parts.append(_class_range(value, value))
        elif kind is _constants.RANGE:
            parts.append(_class_range(*value))
        else:
            parts.append(_CLASSES[str(value)])
    return "".join(parts)


def _stand_ins(items: Iterable[Any]) -> str:
    """What is read for characters beyond ASCII that a class holds."""
    found: set[str] = set()
    for kind, value in items:
        first, last = value if kind is _constants.RANGE else (value, value)
        if kind is not _constants.CATEGORY and last > 0x7F:
            for code in range(max(first, 0x80), last + 1):
                found.add(_stand_in(code))
                if len(found) == len((LETTER, NEUTRAL)):
                    break
    return "".join(sorted(found))


def _stand_in(code: int) -> str:
    r"""What is read for a character beyond ASCII: whether ``\w`` matches it decides."""
    import regex

    return LETTER if regex.match(r"\w", chr(code)) else _STAND_IN


def _is_all_of_ascii(kind: Any, value: Any) -> bool:
    return bool(kind is _constants.RANGE and value[0] == 0 and value[1] >= 0x7F)


def _has_letter(kind: Any, value: Any) -> bool:
    if kind is _constants.LITERAL:
        return chr(value).isalpha()
    if kind is _constants.RANGE:
        return any(chr(code).isalpha() for code in range(value[0], min(value[1], 0x7F) + 1))
    return False


def _class_range(low: int, high: int) -> str:
    """A range of a class in either case, its ASCII part alone; letters beyond fold into it."""
    folded = "".join(letter for code, letter in FOLDED.items() if low <= code <= high)
    if low > 0x7F:
        return folded
    high = min(high, 0x7F)
    ranges = [folded, rf"\x{{{low:x}}}-\x{{{high:x}}}"]
    for first, last, shift in ((0x41, 0x5A, 32), (0x61, 0x7A, -32)):
        start, end = max(low, first), min(high, last)
        if start <= end:
            ranges.append(rf"\x{{{start + shift:x}}}-\x{{{end + shift:x}}}")
    return "".join(ranges)
