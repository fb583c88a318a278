r"""What every match of a pattern holds, as far as it is told without looking for the pattern.

A text of nine words has no run of sixteen characters for a tax code, and one without a
``#`` no hashtag: for such a text no automaton needs to be made. As with `literals`,
everything only ever widens.
"""

from collections.abc import Iterable, Sequence
from re import _constants  # type: ignore[attr-defined]  # names of the parser of `literals`
from typing import Any, NamedTuple

from postguard.gate_data import NEUTRAL
from postguard.rulebook.edges import REPEATS, group_of
from postguard.rulebook.shapes import FOLDED

_START = (_constants.AT, _constants.AT_BEGINNING_STRING)
_END = (_constants.AT, _constants.AT_END_STRING)
_SOLID = (
    _constants.CATEGORY_DIGIT,
    _constants.CATEGORY_WORD,
    _constants.CATEGORY_NOT_SPACE,
)
_LONG_RANGE = 0x3000
"""Characters of a range that are gone through; scripts and blocks of signs are shorter."""

NEVER = "\x00"
"""Stands for a sign that no text has."""

_OFTEN = {
    "\n": 50,
    ".": 50,
    ",": 50,
    "'": 20,
    "-": 20,
    "/": 10,
    ":": 10,
    "(": 5,
    ")": 5,
    '"': 5,
    NEUTRAL: 5,
}
"""Signs and line breaks that stand in many texts, by how little it tells that one does."""


class Needs(NamedTuple):
    """What a text holds that a pattern matches in."""

    digits: int = 0
    """Decimal digits, at least so many."""
    signs: str = ""
    """One of these, if it is all ASCII and `NEUTRAL`; empty if that is not known.

    `NEVER` if there is no match in such a text."""
    run: int = 0
    """Characters in a row, none of them white space, at least so many."""
    lone: bool = False
    """Nothing but a match, and no white space but at its ends."""


def needs(tree: Iterable[Any]) -> Needs:
    """What every match of a parsed pattern needs."""
    elements = list(tree)
    return Needs(
        least_digits(elements),
        _written(_signs(elements)),
        _run(elements).longest,
        _is_lone(elements),
    )


def least_digits(tree: Iterable[Any]) -> int:
    """How many decimal digits every match holds at least."""
    return sum(_digits(op, argument) for op, argument in tree)


def _digits(op: Any, argument: Any) -> int:
    if op is _constants.LITERAL:
        return int(chr(argument).isdecimal())
    if op is _constants.IN:
        return int(all(_only_digits(kind, value) for kind, value in argument))
    group = group_of(op, argument)
    if group is not None:
        return least_digits(group)
    if op is _constants.BRANCH:
        return min(least_digits(branch) for branch in argument[1])
    if op in REPEATS:
        least, _, body = argument
        return int(least) * least_digits(body)
    return 0


def _only_digits(kind: Any, value: Any) -> bool:
    if kind is _constants.LITERAL:
        return chr(value).isdecimal()
    if kind is _constants.RANGE:
        return bool(0x30 <= value[0] <= value[1] <= 0x39)
    return bool(value is _constants.CATEGORY_DIGIT)


def _written(signs: frozenset[str] | None) -> str:
    return "" if signs is None else "".join(sorted(signs)) or NEVER


def _signs(tree: Iterable[Any]) -> frozenset[str] | None:
    """Signs, one of which every match in a text of ASCII and `NEUTRAL` holds; None if unknown."""
    known = [own for op, argument in tree if (own := _signs_of(op, argument)) is not None]
    return min(known, key=lambda own: sum(_OFTEN.get(sign, 1) for sign in own), default=None)


def _signs_of(op: Any, argument: Any) -> frozenset[str] | None:
    if op is _constants.LITERAL:
        return _sign(argument)
    if op is _constants.IN:
        return _signs_of_class(argument)
    group = group_of(op, argument)
    if group is not None:
        return _signs(group)
    if op is _constants.BRANCH:
        branches = [_signs(branch) for branch in argument[1]]
        known = [own for own in branches if own is not None]
        return frozenset().union(*known) if len(known) == len(branches) else None
    if op in REPEATS:
        least, _, body = argument
        return _signs(body) if least else None
    return None


def _sign(code: int) -> frozenset[str] | None:
    char = chr(code)
    if code > 0x7F:
        if code in FOLDED:
            return None
        return frozenset() if char.isalpha() or char.isspace() else frozenset(NEUTRAL)
    if char == "\n":
        return frozenset(char)
    return None if char.isalnum() or char.isspace() else frozenset(char)


def _signs_of_class(items: Iterable[Any]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for kind, value in items:
        if kind not in (_constants.LITERAL, _constants.RANGE):
            return None
        for code in _range(value) if kind is _constants.RANGE else (value,):
            own = _sign(code)
            if own is None:
                return None
            found |= own
    return found


class _Run(NamedTuple):
    """Characters in a row, none of them white space, that every match holds."""

    longest: int
    solid: bool
    """Whether a match holds no white space at all, so that what stands beside it goes on."""


def _run(tree: Iterable[Any]) -> _Run:
    longest = current = 0
    whole = True
    for op, argument in tree:
        own = _run_of(op, argument)
        current = current + own.longest if own.solid else 0
        whole = whole and own.solid
        longest = max(longest, current, own.longest)
    return _Run(longest, whole)


def _run_of(op: Any, argument: Any) -> _Run:
    if op is _constants.LITERAL:
        return _Run(0, False) if chr(argument).isspace() else _Run(1, True)
    if op is _constants.IN:
        return _Run(1, True) if _is_solid(argument) else _Run(0, False)
    group = group_of(op, argument)
    if group is not None:
        return _run(group)
    if op is _constants.BRANCH:
        runs = [_run(branch) for branch in argument[1]]
        return _Run(min(own.longest for own in runs), all(own.solid for own in runs))
    if op in REPEATS:
        least, _, body = argument
        own = _run(body)
        times = least if own.solid else min(least, 1)
        return _Run(own.longest * times, own.solid)
    if op in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return _Run(0, True)
    return _Run(0, False)


def _is_solid(items: Sequence[Any]) -> bool:
    """Whether no white space is in a character class."""
    if items[0][0] is _constants.NEGATE:
        return (_constants.CATEGORY, _constants.CATEGORY_SPACE) in items
    for kind, value in items:
        if kind is _constants.LITERAL:
            solid = not chr(value).isspace()
        elif kind is _constants.RANGE:
            solid = not any(chr(code).isspace() for code in _range(value))
        else:
            solid = value in _SOLID
        if not solid:
            return False
    return True


def _is_lone(elements: list[Any]) -> bool:
    """Whether a match is all of what the pattern is tried on, and but for its ends no space."""
    if len(elements) < 3 or elements[0] != _START or elements[-1] != _END:
        return False
    inner = elements[1:-1]
    while inner and _is_space(*inner[0]):
        inner = inner[1:]
    while inner and _is_space(*inner[-1]):
        inner = inner[:-1]
    return bool(inner) and _run(inner).solid


def _range(ends: tuple[int, int]) -> Iterable[int]:
    """The characters of a range; of one too long to go through, a space, which says the least."""
    low, high = ends
    return range(low, high + 1) if high - low < _LONG_RANGE else (0x20,)


def _is_space(op: Any, argument: Any) -> bool:
    space = [(_constants.IN, [(_constants.CATEGORY, _constants.CATEGORY_SPACE)])]
    return op in REPEATS and list(argument[2]) == space
