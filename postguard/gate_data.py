"""What a gate looks for, as plain data: literals with their marks, and tables of triggers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postguard.light_typing import NamedTuple

BOUND = "\b"
"""Marks an end of a gate literal at which no word goes on. (A backspace: texts hold none.)"""


def is_whole_word(literal: str) -> bool:
    """Whether a gate literal is letters and digits between two boundaries."""
    if not literal[0] == literal[-1] == BOUND:
        return False
    bare = literal[1:-1]
    return bare.isalnum() or bare.replace("_", "a").isalnum()


NEUTRAL = "\x01"
"""What `Trigger.ascii_shape` reads for a character that is no letter, digit, mark or space."""

LETTER = "Z"
"""What it reads for a letter or mark beyond ASCII. (Texts are folded: they hold no other.)"""

ENTRY = "\x1e"
"""Stands before an entry of `packed` numbers."""
NUMBERS = "\x1f"
"""Stands before the numbers of an entry."""

WRITTEN = "\x1d"
"""Stands between entries of the same letters."""


def packed(numbers: Mapping[str, Iterable[int]]) -> str:
    """Texts with their numbers as one text, which is read sooner than thousands of objects."""
    entries = (f"{text}{NUMBERS}{' '.join(map(str, own))}" for text, own in numbers.items())
    return "".join(f"{ENTRY}{entry}" for entry in entries) + ENTRY


def packed_parts(numbers: Mapping[str, Iterable[int]]) -> tuple[str, str]:
    """Parts of words with their numbers, as two texts: letters, and how they are written.

    Parts of the same letters are one entry of both.
    """
    by_letters: dict[str, list[str]] = {}
    for part, own in numbers.items():
        entry = f"{part}{NUMBERS}{' '.join(map(str, own))}"
        by_letters.setdefault(part.strip(BOUND), []).append(entry)
    return ENTRY.join(by_letters), ENTRY.join(map(WRITTEN.join, by_letters.values()))


def unpacked(text: str) -> dict[str, str]:
    """What `packed` put into a text, the numbers still written out."""
    entries = (entry.partition(NUMBERS) for entry in text.split(ENTRY)[1:-1])
    return {name: numbers for name, _, numbers in entries}


Shaped = tuple[int, bool, str, str, int, str, int, bool]
"""(trigger, by sentence, shape, shape for ASCII, digits, signs, run, lone) as in `Trigger`."""


class Table(NamedTuple):
    """What a gate looks for over a list of triggers, as plain data; see `postguard.gate`.

    Triggers are told by their index in `owners`, sets of literals by numbers.
    """

    owners: tuple[tuple[str, int], ...]
    """(rule id, number of the trigger in the rule)."""
    words: str
    """Whole words and the sets they are members of; see `packed`."""
    parts: tuple[str, str]
    """The other literals, marks of their boundaries included; see `packed_parts`."""
    worded: tuple[tuple[tuple[int, bool, tuple[int, ...]], ...], ...]
    """For each set, the triggers it comes first of: (trigger, by sentence, other sets)."""
    shaped: tuple[Shaped, ...]
    """The triggers without literals that have a shape."""
    always: tuple[tuple[int, bool], ...]
    """(trigger, by sentence)."""
    digits: tuple[tuple[int, int], ...]
    """(trigger, digits) of those of `worded` that need any."""
    beside: int
    """How many sets, the first ones, some trigger needs beside its own first."""
    sentence_kinds: tuple[str, ...]
    """The kinds of segments in which some trigger matches inside a sentence."""
