r"""What a regular expression needs to be present: literals, or a shape for RE2.

The gate must never lose a match: everything here only ever *widens*. A pattern is read
with the standard library's own parser; what that parser does not know (``regex``
extensions such as fuzzy matching, nested sets, recursion, named lists) is left to run
always.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]  # the one parser of re syntax there is
from typing import Any, NamedTuple

from postguard.compiled import BOUND
from postguard.rulebook.shapes import ascii_shape, least_digits, shape

_SHORTEST = 2
"""Of a literal that may stand inside a word; a whole word may be a single letter."""

_RARE = frozenset("@<>{}[]$%=~^|+*_\\")
"""Signs seldom enough to be looked for alone."""

_TELLING = 3
"""Letters a word needs to tell anything."""

_COMMON = frozenset(
    """
    about above after again all also always and another any are around back because been before
    being best better between both but call can come could day did does doing don down each end
    even ever every far few find first for free from get give good great had has have help her
    here high him his how into its just keep know last less let life like line little long look
    made make many may more most much must name need never new next nothing now off old one only
    open other our out over own part people place point real right same see set she should show
    some start still stop such sure take team than that the their them then there these they
    thing things think this those time too try two under use used using very want was way well
    were what when where which while who why will with work world would year years yes yet you
    your
    """.split()
)
"""Words in most texts of any length: all but worthless to ask for."""

_MOST_LITERALS = 4000

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
    """Further sets of literals, of each of which every match contains one."""
    digits: int = 0
    """How many decimal digits every match holds at least; said with a shape."""


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
    tree = _parse(_without_properties(pattern))
    if tree is None or tree.getwidth()[0] == 0:
        return NOTHING
    exact = ascii_shape(tree, anchored=anchored)
    return Requirements(None, shape(tree), exact, digits=least_digits(tree))


def literal_requirements(pattern: str, slots: Slots) -> Requirements:
    """The literals a pattern needs; `NOTHING` if there are none."""
    tree = _parse(_without_properties(pattern))
    if tree is None:
        return NOTHING
    sets = sorted(_Literals(slots).of(tree), key=cost)
    if not sets or len(sets[0]) > _MOST_LITERALS:
        return NOTHING
    return Requirements(sets[0], others=tuple(sets[1:]))


def cost(literals: frozenset[str]) -> tuple[int, int, str]:
    """How much a set lets through: the commoner or shorter its worst word, the more."""
    return (-min(map(_worth, literals)), len(literals), min(literals))


def is_telling(literals: frozenset[str] | None) -> bool:
    """Whether a set rules anything out: no word of it is in most texts."""
    return literals is not None and min(map(_worth, literals)) > 1


def _worth(literal: str) -> int:
    word = literal.strip(BOUND)
    if word in _COMMON or (len(word) < _TELLING and word.isalnum()):
        return 1
    return min(6, len(word)) + (len(literal) > len(word))


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
        sets: list[frozenset[str]] = []
        run, run_left = "", False
        for number, (op, argument) in enumerate(elements):
            bound_left = _is_boundary(elements, number - 1, outside=left)
            char = _single_character(op, argument)
            if char is not None:
                run_left = run_left if run else bound_left
                run += char
                continue
            bound_here = _is_boundary(elements, number, outside=right)
            sets += _literal(run, left=run_left, right=bound_here)
            run = ""
            bound_right = _is_boundary(elements, number + 1, outside=right)
            sets += self._inside(op, argument, left=bound_left, right=bound_right)
        return [*sets, *_literal(run, left=run_left, right=right)]

    def _inside(
        self, op: Any, argument: Any, *, left: bool, right: bool
    ) -> Sequence[frozenset[str]]:
        if op is _constants.LITERAL:
            return self._slots.get(chr(argument), ())
        if op is _constants.SUBPATTERN:
            return self.of(argument[3], left=left, right=right)
        if op is _constants.ATOMIC_GROUP:
            return self.of(argument, left=left, right=right)
        if op is _constants.ASSERT:
            return self.of(argument[1])
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            least, _, body = argument
            return self.of(body) if least > 0 else ()
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
    asked_for = len(run) >= _SHORTEST or (start and end) or run in _RARE
    return (frozenset({start + run + end}),) if asked_for else ()


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
