r"""What a parsed pattern begins and ends with: a character of a word, or none of one.

So a literal is known to stand alone in ``\bnew\s+phone\b``, and ``(?<!\w)`` before a word
to be a plain boundary. The answer is a set of `WORD`, `OTHER` and `EMPTY`; in doubt it
holds more than it should, which claims less.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from re import _constants  # type: ignore[attr-defined]  # names of the parser of `literals`
from typing import Any

WORD = "word"
OTHER = "other"
"""A character that is none of a word, or an edge at which none can stand."""
EMPTY = "empty"
"""Nothing: what comes next decides."""

Edge = frozenset[str]

_UNKNOWN: Edge = frozenset({WORD, OTHER, EMPTY})
_ANY_CHARACTER: Edge = frozenset({WORD, OTHER})
_IS_WORD: Edge = frozenset({WORD})
_IS_OTHER: Edge = frozenset({OTHER})
_IS_EMPTY: Edge = frozenset({EMPTY})
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_NEGATE = _constants.NEGATE
_FORWARD, _BACKWARD = 1, -1
_BY_CATEGORY = {
    "CATEGORY_WORD": _IS_WORD,
    "CATEGORY_DIGIT": _IS_WORD,
    "CATEGORY_SPACE": _IS_OTHER,
    "CATEGORY_NOT_WORD": _IS_OTHER,
}
_CATEGORY_WORD = (_constants.CATEGORY, _constants.CATEGORY_WORD)
_SIGNS = frozenset(("Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Zs", "Zl", "Zp"))
r"""General categories no character of which ``\w`` matches."""

_NOT_BEFORE = (_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING)
_NOT_AFTER = (_constants.AT_END, _constants.AT_END_STRING)


def left_bounds(elements: Sequence[Any], *, outside: bool) -> list[bool]:
    """For each element of a sequence, and its end: whether no word goes on to the left of it."""
    return _bounds(elements, _BACKWARD, outside=outside)


def right_bounds(elements: Sequence[Any], *, outside: bool) -> list[bool]:
    """For each element of a sequence: whether no word goes on to the right of it."""
    return _bounds(list(reversed(elements)), _FORWARD, outside=outside)[-2::-1]


def begins_with_word(elements: Sequence[Any]) -> bool:
    """Whether the first character of every match is surely one of a word."""
    return _edge_of_all(elements, _FORWARD) == _IS_WORD


def ends_with_word(elements: Sequence[Any]) -> bool:
    """Whether the last character of every match is surely one of a word."""
    return _edge_of_all(elements, _BACKWARD) == _IS_WORD


def group_of(op: Any, argument: Any) -> list[Any] | None:
    """The elements of a group that is matched as it stands; None for another element."""
    if op is _constants.SUBPATTERN:
        return list(argument[3])
    return list(argument) if op is _constants.ATOMIC_GROUP else None


def denies_word(body: Iterable[Any]) -> bool:
    r"""Whether what an assertion denies is any character of a word, as in ``(?![\w-])``."""
    elements = list(body)
    if len(elements) != 1:
        return False
    op, argument = elements[0]
    if op is _constants.BRANCH:
        return any(denies_word(branch) for branch in argument[1])
    return op is _constants.IN and _CATEGORY_WORD in argument and argument[0][0] is not _NEGATE


def _bounds(elements: Sequence[Any], direction: int, *, outside: bool) -> list[bool]:
    edge = _IS_OTHER if outside else _ANY_CHARACTER
    bounds = [edge == _IS_OTHER]
    for op, argument in elements:
        own = _edge(op, argument, direction)
        edge = (own - _IS_EMPTY) | edge if EMPTY in own else own
        bounds.append(edge == _IS_OTHER)
    return bounds


def _edge_of_all(elements: Sequence[Any], direction: int) -> Edge:
    """The edge of a sequence that is met first when going in a direction."""
    found: Edge = frozenset()
    for op, argument in elements if direction == _FORWARD else reversed(elements):
        own = _edge(op, argument, direction)
        found |= own - _IS_EMPTY
        if EMPTY not in own:
            return found
    return found | _IS_EMPTY


def _edge(op: Any, argument: Any, direction: int) -> Edge:
    if op is _constants.LITERAL:
        return _of_character(argument)
    if op is _constants.IN:
        return _of_class(argument)
    if op in (_constants.ANY, _constants.NOT_LITERAL):
        return _ANY_CHARACTER
    group = group_of(op, argument)
    if group is not None:
        return _edge_of_all(group, direction)
    if op is _constants.BRANCH:
        return frozenset().union(*(_edge_of_all(list(item), direction) for item in argument[1]))
    if op in REPEATS:
        least, _, body = argument
        inner = _edge_of_all(list(body), direction)
        return inner if least else inner | _IS_EMPTY
    if op is _constants.AT:
        return _of_anchor(argument, direction)
    if op in (_constants.ASSERT, _constants.ASSERT_NOT):
        return _of_assertion(op, argument, direction)
    return _UNKNOWN


def _of_anchor(argument: Any, direction: int) -> Edge:
    if argument is _constants.AT_BOUNDARY:
        return _IS_OTHER
    closed = _NOT_AFTER if direction == _FORWARD else _NOT_BEFORE
    return _IS_OTHER if argument in closed else _IS_EMPTY


def _of_assertion(op: Any, argument: Any, direction: int) -> Edge:
    looks, body = argument
    if looks != direction:
        return _IS_EMPTY
    elements = list(body)
    if op is _constants.ASSERT_NOT:
        return _IS_OTHER if denies_word(elements) else _IS_EMPTY
    return _IS_OTHER if _edge_of_all(elements, direction) == _IS_OTHER else _IS_EMPTY


def _of_class(items: Iterable[Any]) -> Edge:
    items = list(items)
    if items[0][0] is _NEGATE:
        return _IS_OTHER if _CATEGORY_WORD in items else _ANY_CHARACTER
    found: Edge = frozenset()
    for kind, value in items:
        if kind is _constants.LITERAL:
            found |= _of_character(value)
        elif kind is _constants.RANGE:
            found |= _of_character(value[0]) | _of_character(value[1])
            found |= _ANY_CHARACTER if not _is_one_kind(*value) else frozenset()
        else:
            found |= _BY_CATEGORY.get(str(value), _ANY_CHARACTER)
    return found


def _of_character(code: int) -> Edge:
    if code > 0x7F:
        return _IS_OTHER if unicodedata.category(chr(code)) in _SIGNS else _ANY_CHARACTER
    return _IS_WORD if chr(code).isalnum() or chr(code) == "_" else _IS_OTHER


def _is_one_kind(low: int, high: int) -> bool:
    """Whether all characters of a range are ASCII and of a word, or none of them is."""
    return high <= 0x7F and len({_of_character(code) for code in range(low, high + 1)}) == 1
