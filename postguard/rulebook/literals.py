r"""What a regular expression needs to be present: literals, or a shape for RE2.

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

from postguard.compiled import BOUND
from postguard.rulebook.shapes import ascii_shape, least_digits, shape

_SHORTEST = 2
"""Of a literal that may stand inside a word; a whole word may be a single letter."""

_RARE = frozenset("@<>{}[]$%=~^|+*_\\")
"""Signs seldom enough to be looked for alone."""

_MOST_LITERALS = 4000


class Requirements(NamedTuple):
    """What the gate may ask of a text before the pattern is tried."""

    literals: frozenset[str] | None
    """Lower-case ASCII strings, one of which every match contains; see `BOUND`."""
    shape: str | None
    """An RE2 pattern that is found wherever the pattern is found."""
    ascii_shape: str | None
    """The same for a text of ASCII alone, which can be told more exactly."""
    digits: int = 0
    """How many decimal digits every match holds at least; said with a shape."""


NOTHING = Requirements(None, None, None)
"""The gate cannot ask for anything."""


def requirements(pattern: str, *, anchored: bool = False) -> Requirements:
    """Read a pattern of the ``regex`` module. All None: it must always be tried.

    Case is widened away everywhere, whether or not the pattern ignores it. `anchored`
    says that ``^`` and ``$`` of the pattern mean the ends of a line of the whole text.
    """
    tree = _parse(_without_properties(pattern))
    if tree is None:
        return NOTHING
    literals = _required(tree, left=False, right=False)
    if literals is not None and len(literals) <= _MOST_LITERALS:
        return Requirements(literals, None, None)
    if tree.getwidth()[0] == 0:
        return NOTHING
    exact = ascii_shape(tree, anchored=anchored)
    return Requirements(None, shape(tree), exact, least_digits(tree))


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


def _required(tree: Iterable[Any], *, left: bool, right: bool) -> frozenset[str] | None:
    """The best set of literals over a sequence: every match holds one of its members.

    `left` and `right` say that a word boundary stands at that end of the sequence.
    """
    elements = list(tree)
    candidates: list[frozenset[str]] = []
    run, run_left = "", False
    for number, (op, argument) in enumerate(elements):
        char = _single_character(op, argument)
        bound_left = _is_boundary(elements, number - 1, outside=left)
        if char is not None:
            if not run:
                run_left = bound_left
            run += char
            continue
        _add(candidates, run, left=run_left, right=_is_boundary(elements, number, outside=right))
        run = ""
        bound_right = _is_boundary(elements, number + 1, outside=right)
        inner = _required_inside(op, argument, left=bound_left, right=bound_right)
        if inner:
            candidates.append(inner)
    _add(candidates, run, left=run_left, right=right)
    return min(candidates, key=cost, default=None)


def _add(candidates: list[frozenset[str]], run: str, *, left: bool, right: bool) -> None:
    if not run:
        return
    start = BOUND if left and _is_word(run[0]) else ""
    end = BOUND if right and _is_word(run[-1]) else ""
    if len(run) >= _SHORTEST or (start and end) or run in _RARE:
        candidates.append(frozenset({start + run + end}))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_boundary(elements: list[Any], number: int, *, outside: bool) -> bool:
    """Whether an element of a sequence is a word boundary; beyond its ends, what is outside."""
    if not 0 <= number < len(elements):
        return outside
    op, argument = elements[number]
    if op is _constants.AT:
        return argument is _constants.AT_BOUNDARY
    if op is _constants.ASSERT_NOT:
        _, body = argument
        return [item for item in body] == _NOT_A_WORD  # noqa: C416  # a SubPattern is no list
    return False


_NOT_A_WORD = [(_constants.IN, [(_constants.CATEGORY, _constants.CATEGORY_WORD)])]


def cost(literals: frozenset[str]) -> tuple[int, int]:
    """How much a set lets through: the shorter its shortest word, the more."""
    return (-min(5, *(len(literal.strip(BOUND)) for literal in literals), 5), len(literals))


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


def _required_inside(op: Any, argument: Any, *, left: bool, right: bool) -> frozenset[str] | None:
    if op is _constants.SUBPATTERN:
        return _required(argument[3], left=left, right=right)
    if op is _constants.ATOMIC_GROUP:
        return _required(argument, left=left, right=right)
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        least, _, body = argument
        return _required(body, left=False, right=False) if least > 0 else None
    if op is _constants.BRANCH:
        return _required_of_branches(argument[1], left=left, right=right)
    return None


def _required_of_branches(
    branches: Iterable[Any], *, left: bool, right: bool
) -> frozenset[str] | None:
    union: frozenset[str] = frozenset()
    for branch in branches:
        inner = _required(branch, left=left, right=right)
        if inner is None:
            return None
        union |= inner
    return union
