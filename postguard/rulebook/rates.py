"""How often literals stand in running text: what the gate asks for should be rare."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from math import fsum

from postguard.gate_data import BOUND, is_whole_word

RARE_SIGNS = frozenset("@<>{}[]$%=~^|+*_\\")
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

TELLING = 0.8
"""The highest rate of a literal that tells anything."""


def cost(literals: frozenset[str]) -> tuple[float, int, str]:
    """How much a set lets through: the hits it has in a thousand words of running text."""
    # An exact sum: the order of a set changes from run to run, and the choice must not.
    return (fsum(map(rate, literals)), len(literals), min(literals))


def is_telling(literals: frozenset[str] | None) -> bool:
    """Whether a set rules anything out: no word of it is in most texts."""
    return literals is not None and max(map(rate, literals)) < TELLING


def rate_of_parts(literals: frozenset[str]) -> float:
    """The hits of those literals of a set that are no whole words: each costs a look."""
    return fsum(rate(literal) for literal in literals if not is_whole_word(literal))


@cache
def rate(literal: str) -> float:
    """How often a literal stands in a thousand words of running text."""
    bare = literal.strip(BOUND)
    words = re.findall(r"[a-z]+", bare)
    if not words:
        return _RATE_OF_SIGNS / len(bare) if bare not in RARE_SIGNS else 8 / len(bare)
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
