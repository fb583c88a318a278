r"""What a regular expression needs to be present: literals, or a shape for RE2.

The gate must never lose a match: everything here only ever *widens*. A pattern is read
with the standard library's own parser; what that parser does not know (``regex``
extensions such as fuzzy matching, nested sets, recursion, named lists) is left to run
always.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the one parser of re syntax there is
from typing import Any, NamedTuple

from postguard.gate_data import BOUND
from postguard.rulebook.edges import REPEATS, group_of, left_bounds, right_bounds
from postguard.rulebook.needs import Needs, least_digits, needs
from postguard.rulebook.rates import RARE_SIGNS, TELLING, cost, rate
from postguard.rulebook.shapes import ascii_shape, shape

_SHORTEST = 2
"""Of a literal that may stand inside a word; a whole word may be a single letter."""

_MOST_LITERALS = 4000

_MOST_REPEATED = 8
"""Of a character in a row, that are asked for; more tell nothing more."""

Slots = Mapping[str, Sequence[frozenset[str]]]
"""Characters that stand for a lexicon in a pattern → the sets of literals it needs."""


class Requirements(NamedTuple):
    """What the gate may ask of a text before the pattern is tried."""

    literals: frozenset[str] | None
    """Lower-case ASCII strings, one of which every match contains; see `BOUND`."""
    shape: str | None = None
    """An RE2 pattern that is found wherever the pattern is found."""
    ascii_shape: str | None = None
    """The same for a text of ASCII alone, which can be told more exactly."""
    others: tuple[frozenset[str], ...] = ()
    """Further sets of literals, of each of which every match contains one; the rarest first."""
    needs: Needs = Needs()
    """What else every match needs; said with a shape."""


NOTHING = Requirements(None)
"""The gate cannot ask for anything."""


def requirements(pattern: str, *, anchored: bool = False) -> Requirements:
    """Read a pattern of the ``regex`` module. `NOTHING`: it must always be tried.

    Case is widened away everywhere, whether or not the pattern ignores it. `anchored`
    says that ``^`` and ``$`` of the pattern mean the ends of a line of the whole text.
    """
    found = literal_requirements(pattern, {})
    if found is not NOTHING:
        return found
    tree = _tree(pattern)
    if tree is None or tree.getwidth()[0] == 0:
        return NOTHING
    exact = ascii_shape(tree, anchored=anchored)
    return Requirements(None, shape(tree), exact, needs=needs(tree))


def in_region(pattern: str) -> tuple[str, int]:
    """The shape of a pattern for one region of ASCII, empty if it can have none, and its digits.

    A region is what the pattern is tried on, so that ``^`` and ``$`` are its ends.
    """
    tree = _tree(pattern)
    if tree is None or tree.getwidth()[0] == 0:
        return "", 0
    return ascii_shape(tree, anchored=True), least_digits(tree)


def literal_requirements(pattern: str, slots: Slots) -> Requirements:
    """The literals a pattern needs; `NOTHING` if there are none."""
    tree = _tree(pattern)
    if tree is None:
        return NOTHING
    sets = sorted(_Literals(slots).of(tree), key=cost)
    if not sets or len(sets[0]) > _MOST_LITERALS:
        return NOTHING
    return Requirements(sets[0], others=tuple(sets[1:]))


def sharpened(literal: str) -> str:
    """A literal of several words as the rarest of those that stand whole in it."""
    words = [
        f"{BOUND}{found}{BOUND}"
        for found in re.findall(r"(?:(?<=\x08)|(?<=[^\w\x08]))\w+(?=\x08|[^\w\x08])", literal)
    ]
    rarest = min(words, key=rate, default=literal)
    return rarest if rate(rarest) < TELLING else literal


@lru_cache(maxsize=1)
def _tree(pattern: str) -> Any:
    """A pattern parsed, of which three things are asked in a row; None if it cannot be read."""
    return _parse(_without_properties(pattern))


def _parse(pattern: str) -> Any:
    if re.search(r"\\[LRXGKmMN]|\(\?[|&]|\(\?R|\(\?[eb]|\{[^}]*[a-z]<", pattern):
        return None
    if "(?P=" not in pattern:
        # A name given to groups of several branches is one too many for this parser.
        pattern = re.sub(r"(?<!\\)\(\?P<\w+>", "(", pattern)
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


class _Literals:
    """Walks a parsed pattern for the sets of literals that every match needs."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    def of(
        self, tree: Iterable[Any], *, left: bool = False, right: bool = False
    ) -> list[frozenset[str]]:
        """The sets over a sequence: every match holds a member of each.

        `left` and `right` say that a word boundary stands at that end of the sequence.
        """
        elements = list(tree)
        lefts = left_bounds(elements, outside=left)
        rights = right_bounds(elements, outside=right)
        sets: list[frozenset[str]] = []
        run, run_left = "", False
        for number, (op, argument) in enumerate(elements):
            char = _single_character(op, argument)
            if char is not None:
                run_left = run_left if run else lefts[number]
                run += char
                continue
            repeated = _repeated_character(op, argument)
            if repeated:
                run_left = run_left if run else lefts[number]
                sets += _literal(run + repeated, left=run_left, right=False)
            elif run and op is _constants.BRANCH:
                # The parser has taken a common beginning out of the alternatives.
                begun = [[*elements[number - len(run) : number], *item] for item in argument[1]]
                sets += self._branches(begun, left=run_left, right=rights[number])
            else:
                if run:
                    sets += _literal(run, left=run_left, right=rights[number - 1])
                sets += self._inside(op, argument, left=lefts[number], right=rights[number])
            run = ""
        return [*sets, *_literal(run, left=run_left, right=right)]

    def _inside(
        self, op: Any, argument: Any, *, left: bool, right: bool
    ) -> Sequence[frozenset[str]]:
        if op is _constants.LITERAL:
            return [_bound(item, left, right) for item in self._slots.get(chr(argument), ())]
        group = group_of(op, argument)
        if group is not None:
            return self.of(group, left=left, right=right)
        if op is _constants.ASSERT:
            return self.of(argument[1])
        if op in REPEATS:
            least, _, body = argument
            return self.of(body, left=left) if least > 0 else ()
        if op is _constants.BRANCH:
            return self._branches(argument[1], left=left, right=right)
        return ()

    def _branches(
        self, branches: Iterable[Any], *, left: bool, right: bool
    ) -> Sequence[frozenset[str]]:
        """One set that holds the best of every branch; none if a branch has none."""
        union: frozenset[str] = frozenset()
        for branch in branches:
            best = min(self.of(branch, left=left, right=right), key=cost, default=None)
            if best is None:
                return ()
            union |= best
        return (union,)


def _literal(run: str, *, left: bool, right: bool) -> Sequence[frozenset[str]]:
    """A run of characters as a set of its own, if it is long enough to ask for."""
    if not run:
        return ()
    start = BOUND if left and _is_word(run[0]) else ""
    end = BOUND if right and _is_word(run[-1]) else ""
    asked_for = len(run) >= _SHORTEST or (start and end) or run in RARE_SIGNS
    return (frozenset({sharpened(start + run + end)}),) if asked_for else ()


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _bound(literals: frozenset[str], left: bool, right: bool) -> frozenset[str]:
    """Literals of a lexicon, with boundaries only where the pattern keeps them."""
    if not left:
        literals = frozenset(literal.removeprefix(BOUND) for literal in literals)
    return literals if right else frozenset(literal.removesuffix(BOUND) for literal in literals)


def _repeated_character(op: Any, argument: Any) -> str:
    """What of one character stands in every match at least, if an element repeats just that."""
    if op not in REPEATS:
        return ""
    least, _, body = argument
    elements = list(body)
    char = _single_character(*elements[0]) if len(elements) == 1 else None
    return (char or "") * min(int(least), _MOST_REPEATED)


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
