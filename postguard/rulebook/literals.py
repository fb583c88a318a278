r"""What a regular expression needs to be present, and its loosened shape for RE2.

The gate must never lose a match: everything here only ever *widens*. A pattern is read
with the standard library's own parser; what that parser does not know (``regex``
extensions such as fuzzy matching, nested sets, recursion, named lists) is left to run
always.
"""

import re
import warnings
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # the one parser of re syntax there is
from typing import Any, NamedTuple

_SHORTEST = 3
"""A literal of one or two letters is in every text."""

_MOST_LITERALS = 4000
_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"
_CLASSES = {
    "CATEGORY_DIGIT": "0-9" + _BEYOND_ASCII,
    "CATEGORY_SPACE": r"\t-\r\x1c-\x20" + _BEYOND_ASCII,
    "CATEGORY_WORD": "0-9A-Za-z_" + _BEYOND_ASCII,
    "CATEGORY_NOT_DIGIT": r"\x00-/:-\x{10FFFF}",
    "CATEGORY_NOT_SPACE": r"\x00-\x{10FFFF}",
    "CATEGORY_NOT_WORD": r"\x00-\x{10FFFF}",
}
_ANYTHING = r"(?s:.)"
_FOLDS_TO_BEYOND = frozenset("iksIKS")
_MOST_REPEATS = 6


class Requirements(NamedTuple):
    """What the gate may ask of a text before the pattern is tried."""

    literals: frozenset[str] | None
    """Lower-case ASCII strings, one of which every match contains."""
    shape: str | None
    """An RE2 pattern that is found wherever the pattern is found."""


def requirements(pattern: str) -> Requirements:
    """Read a pattern of the ``regex`` module. Both None: it must always be tried.

    Case is widened away everywhere, whether or not the pattern ignores it.
    """
    tree = _parse(_without_properties(pattern))
    if tree is None:
        return Requirements(None, None)
    literals = _required(tree)
    if literals is not None and len(literals) <= _MOST_LITERALS:
        return Requirements(literals, None)
    shape = _shape(tree)
    return Requirements(None, None if _matches_empty(tree) else shape)


def _parse(pattern: str) -> Any:
    if re.search(r"\\[LRXGKmMN]|\(\?[|&]|\(\?R|\(\?[eb]|\{[^}]*[a-z]<", pattern):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _parser.parse(pattern)
        except (re.error, Warning, OverflowError, RecursionError):
            return None


def _without_properties(pattern: str) -> str:
    r"""``\p{…}``, which ``re`` does not know, widened to any character."""
    out: list[str] = []
    in_class = False
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\" and at + 1 < len(pattern):
            found = re.compile(r"\\[pP](?:\{[^}]*\}|\w)").match(pattern, at)
            if found:
                out.append(r"\s\S" if in_class else r"[\s\S]")
                at = found.end()
                continue
            out.append(pattern[at : at + 2])
            at += 2
            continue
        if char == "[" and not in_class:
            in_class = True
        elif char == "]" and in_class and not out[-1].endswith("["):
            in_class = False
        out.append(char)
        at += 1
    return "".join(out)


# --- required literals ---------------------------------------------------------------


def _required(tree: Iterable[Any]) -> frozenset[str] | None:
    """The best set of literals over a sequence: every match holds one of its members."""
    candidates: list[frozenset[str]] = []
    run = ""
    for op, argument in tree:
        char = _single_character(op, argument)
        if char is not None:
            run += char
            continue
        if len(run) >= _SHORTEST:
            candidates.append(frozenset({run}))
        run = ""
        inner = _required_inside(op, argument)
        if inner:
            candidates.append(inner)
    if len(run) >= _SHORTEST:
        candidates.append(frozenset({run}))
    return min(candidates, key=_cost, default=None)


def _cost(literals: frozenset[str]) -> tuple[int, int]:
    return (-min(5, *map(len, literals)), len(literals))


def _single_character(op: Any, argument: Any) -> str | None:
    """The one lower-case ASCII character an element stands for, if it does."""
    if op is _constants.LITERAL:
        chars = {chr(argument).lower()}
    elif op is _constants.IN and all(kind is _constants.LITERAL for kind, _ in argument):
        chars = {chr(code).lower() for _, code in argument}
    else:
        return None
    char = chars.pop()
    return char if not chars and char.isascii() else None


def _required_inside(op: Any, argument: Any) -> frozenset[str] | None:
    if op is _constants.SUBPATTERN:
        return _required(argument[3])
    if op is _constants.ATOMIC_GROUP:
        return _required(argument)
    if op is _constants.ASSERT:
        return _required(argument[1])
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        least, _, body = argument
        return _required(body) if least > 0 else None
    if op is _constants.BRANCH:
        return _required_of_branches(argument[1])
    return None


def _required_of_branches(branches: Iterable[Any]) -> frozenset[str] | None:
    union: frozenset[str] = frozenset()
    for branch in branches:
        inner = _required(branch)
        if inner is None:
            return None
        union |= inner
    return union


# --- shapes --------------------------------------------------------------------------


def _matches_empty(tree: Any) -> bool:
    return bool(tree.getwidth()[0] == 0)


def _shape(tree: Iterable[Any]) -> str:
    return "".join(_element(op, argument) for op, argument in tree)


def _element(op: Any, argument: Any) -> str:
    if op is _constants.LITERAL:
        return _literal(argument)
    if op is _constants.IN:
        return _character_class(argument)
    if op in (_constants.ANY, _constants.NOT_LITERAL):
        return _ANYTHING
    if op is _constants.SUBPATTERN:
        return f"(?:{_shape(argument[3])})"
    if op is _constants.ATOMIC_GROUP:
        return f"(?:{_shape(argument)})"
    if op is _constants.BRANCH:
        return "(?:" + "|".join(_shape(branch) for branch in argument[1]) + ")"
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        return _repeat(*argument)
    if op in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return ""
    return "(?s:.*)"


def _repeat(least: int, most: Any, body: Any) -> str:
    inner = f"(?:{_shape(body)})"
    if most is not _constants.MAXREPEAT and most <= _MOST_REPEATS:
        return f"{inner}{{{least},{most}}}"
    return f"{inner}{{{min(least, _MOST_REPEATS)},}}"


def _literal(code: int) -> str:
    """Any case of the character; Unicode adds ſ K İ ı to the ASCII letters i, k and s."""
    char = chr(code)
    if code > 0x7F:
        return f"[{_BEYOND_ASCII}A-Za-z]" if char.isalpha() else f"[{_BEYOND_ASCII}]"
    if not char.isalpha():
        return rf"\x{{{code:x}}}"
    beyond = _BEYOND_ASCII if char in _FOLDS_TO_BEYOND else ""
    return f"[{char.lower()}{char.upper()}{beyond}]"


def _character_class(items: Iterable[Any]) -> str:
    parts = [_BEYOND_ASCII]
    for kind, value in items:
        if kind is _constants.NEGATE:
            return _ANYTHING
        if kind is _constants.LITERAL:
            parts.append(_class_range(value, value))
        elif kind is _constants.RANGE:
            parts.append(_class_range(*value))
        else:
            parts.append(_CLASSES[str(value)])
    return "[" + "".join(parts) + "]"


def _class_range(low: int, high: int) -> str:
    if low > 0x7F:
        return "A-Za-z" if chr(low).isalpha() else ""
    high = min(high, 0x7F)
    ranges = [rf"\x{{{low:x}}}-\x{{{high:x}}}"]
    for first, last, shift in ((0x41, 0x5A, 32), (0x61, 0x7A, -32)):
        start, end = max(low, first), min(high, last)
        if start <= end:
            ranges.append(rf"\x{{{start + shift:x}}}-\x{{{end + shift:x}}}")
    return "".join(ranges)
