r"""What a regular expression needs to be present: literals, or a shape for RE2.

The gate must never lose a match: everything here only ever *widens*. A pattern is read
with the standard library's own parser; what that parser does not know (``regex``
extensions such as fuzzy matching, nested sets, recursion, named lists) is left to run
always.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import fsum
from re import _constants, _parser  # type: ignore[attr-defined]  # the one parser of re syntax there is
from typing import Any, NamedTuple

from postguard.compiled import BOUND, is_whole_word
from postguard.rulebook.edges import left_bounds, right_bounds
from postguard.rulebook.shapes import ascii_shape, least_digits, shape

_SHORTEST = 2
"""Of a literal that may stand inside a word; a whole word may be a single letter."""

_RARE = frozenset("@<>{}[]$%=~^|+*_\\")
"""Signs seldom enough to be looked for alone."""

_COMMON: Mapping[float, frozenset[str]] = {
    20.0: frozenset("a and are be for i in is it of on that the this to was with you your".split()),
    5.0: frozenset(
        """
        about all an as at but by can do from get has have how if just like more new not
        one or our out s so t than their them they time up use we were what when which who
        will work
        """.split()
    ),
    1.0: frozenset(
        """
        able above after again also always am another any anyone app around ask away back
        because been before being best better between big both build business call came
        change check come could create custom customer customers d data day days did
        different does doing don down each easy either else end even ever every everyone
        everything example few find first found free full give go going gonna good got
        great had hard he help her here high him his home i'm idea important information
        into its job keep kind know last learn least less let level life line list little
        live ll long look looking lot love m made make makes making many market may maybe
        me mean might money month most much must my name need never next no nothing now
        number off offer old once only open other others over own page part people person
        place plan please point possible post power problem product project put question
        quickly quite read real really reason result results right run said same say says
        see set share she should show since site small social some someone something start
        started still stop story such sure take team tell that's then there these thing
        things think those though three through today together too top try two type under
        until us used user users using very video want way ways web week well went where
        while why without won world would write wrong year years yes yet
        """.split()
    ),
}
"""Words by how often they stand in a thousand of running text, roughly."""

_RATE_BY_LENGTH = (10.0, 3.0, 0.5, 0.1, 0.04, 0.02, 0.01)
"""The same for a word not listed, by its letters; the last for longer ones too."""

_RATE_INSIDE = (200.0, 60.0, 15.0, 3.0, 0.6, 0.15, 0.05)
"""The same for a run of letters that may stand inside a word."""

_RATE_OF_SIGNS = 20.0
"""The same for a run without letters."""

_OPEN_COMMON = 3.0
"""How much more often a common word's letters stand anywhere than as that word."""

_TELLING = 0.8
"""The highest rate of a literal that tells anything."""

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
    """Further sets of literals, of each of which every match contains one; the rarest first."""
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


def region_shape(pattern: str) -> str:
    """The shape of a pattern for one region of ASCII; empty if it can have none.

    A region is what the pattern is tried on, so that ``^`` and ``$`` are its ends.
    """
    tree = _parse(_without_properties(pattern))
    if tree is None or tree.getwidth()[0] == 0:
        return ""
    return ascii_shape(tree, anchored=True)


def literal_requirements(pattern: str, slots: Slots) -> Requirements:
    """The literals a pattern needs; `NOTHING` if there are none."""
    tree = _parse(_without_properties(pattern))
    if tree is None:
        return NOTHING
    sets = sorted(_Literals(slots).of(tree), key=cost)
    if not sets or len(sets[0]) > _MOST_LITERALS:
        return NOTHING
    return Requirements(sets[0], others=tuple(sets[1:]))


def cost(literals: frozenset[str]) -> tuple[float, int, str]:
    """How much a set lets through: the hits it has in a thousand words of running text."""
    # An exact sum: the order of a set changes from run to run, and the choice must not.
    return (fsum(map(_rate, literals)), len(literals), min(literals))


def is_telling(literals: frozenset[str] | None) -> bool:
    """Whether a set rules anything out: no word of it is in most texts."""
    return literals is not None and max(map(_rate, literals)) < _TELLING


def rate_of_parts(literals: frozenset[str]) -> float:
    """The hits of those literals of a set that are no whole words: each costs a look."""
    return fsum(_rate(literal) for literal in literals if not is_whole_word(literal))


def sharpened(literal: str) -> str:
    """A literal of several words as the rarest of those that stand whole in it."""
    words = [
        f"{BOUND}{found}{BOUND}"
        for found in re.findall(r"(?:(?<=\x08)|(?<=[^\w\x08]))\w+(?=\x08|[^\w\x08])", literal)
    ]
    rarest = min(words, key=_rate, default=literal)
    return rarest if _rate(rarest) < _TELLING else literal


@cache
def _rate(literal: str) -> float:
    bare = literal.strip(BOUND)
    words = re.findall(r"[a-z]+", bare)
    if not words:
        return _RATE_OF_SIGNS / len(bare) if bare not in _RARE else 8 / len(bare)
    ends = len(literal) - len(bare)
    best = min(_rate_of_word(word, ends) for word in words)
    return best / len(bare) if len(bare) > len(words[0]) else best


def _rate_of_word(word: str, ends: int) -> float:
    """The rate of letters that stand on a boundary at so many of their ends."""
    alone, inside = _by_length(word, _RATE_BY_LENGTH), _by_length(word, _RATE_INSIDE)
    for rate, words in _COMMON.items():
        if word in words:
            alone, inside = rate, max(_OPEN_COMMON * rate, inside)
    return (inside, (alone * inside) ** 0.5, alone)[ends]


def _by_length(word: str, rates: Sequence[float]) -> float:
    return rates[min(len(word), len(rates)) - 1]


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
            if run and op is _constants.BRANCH:
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
        if op is _constants.SUBPATTERN:
            return self.of(argument[3], left=left, right=right)
        if op is _constants.ATOMIC_GROUP:
            return self.of(argument, left=left, right=right)
        if op is _constants.ASSERT:
            return self.of(argument[1])
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
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
    asked_for = len(run) >= _SHORTEST or (start and end) or run in _RARE
    return (frozenset({sharpened(start + run + end)}),) if asked_for else ()


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _bound(literals: frozenset[str], left: bool, right: bool) -> frozenset[str]:
    """Literals of a lexicon, with boundaries only where the pattern keeps them."""
    if not left:
        literals = frozenset(literal.removeprefix(BOUND) for literal in literals)
    return literals if right else frozenset(literal.removesuffix(BOUND) for literal in literals)


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
