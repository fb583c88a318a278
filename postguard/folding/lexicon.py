"""The words to look for, in the forms that disguised spellings are compared with."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from postguard.folding.skeleton import skeleton

_ENDINGS = ("s", "es", "z", "ed", "d", "er", "ers", "ing", "in", "ings", "y", "ty", "ting", "ted")

_STRONG = (
    "fuck fucking fucked fucker fuckers shit shitty bitch bitches cunt cunts asshole assholes"
    " bullshit bastard whore slut pussy dick dickhead cock motherfucker motherfucking"
    " nigger faggot damn"
).split()
"""What a reader takes a nearly all-masked word for, the likeliest first."""

_LOOKS = {
    "0": "o",
    "1": "il",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "gb",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "il",
    "|": "il",
    "+": "t",
    "#": "h",
    "\u20ac": "e",
    "\u00a3": "l",
    "\u00a5": "y",
}
"""Letters that a digit or sign is written for."""

ANY = "abcdefghijklmnopqrstuvwxyz"
VOWEL = "aeiou"

_Node = dict[str, Any]


def looks(char: str) -> str:
    """The letters that one character of a disguised word may stand for; "" if none."""
    if "a" <= char <= "z":
        return char
    return _LOOKS.get(char, "")


class Lexicon:
    """Plain words and phrases, lower-cased by skeleton. Immutable; indexes on first use."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = {" ".join(skeleton(word).text.split()) for word in words}
        self.entries: tuple[str, ...] = tuple(sorted(folded - {""}))
        """The words as they are written out again."""

    @cached_property
    def forms(self) -> dict[str, str]:
        """Each entry and its inflections, letters joined → as it is written out."""
        forms: dict[str, str] = {}
        for entry in self.entries:
            if len(entry) >= 3:
                forms |= {
                    "".join(filter(str.isalpha, entry)) + end: entry + end for end in _ENDINGS
                }
        return forms | {"".join(filter(str.isalpha, entry)): entry for entry in self.entries}

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The letters of each entry, joined."""
        return tuple("".join(filter(str.isalpha, entry)) for entry in self.entries)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every form, and every word of a phrase."""
        return frozenset(self.forms) | {word for entry in self.entries for word in entry.split()}

    @cached_property
    def strong(self) -> dict[int, list[str]]:
        """Entries that stay legible with one letter left, by length."""
        strong: dict[int, list[str]] = {}
        for word in _STRONG:
            if word in self.forms:
                strong.setdefault(len(word), []).append(word)
        return strong

    @cached_property
    def slips(self) -> dict[str, str]:
        """One letter left out, doubled or swapped with the next → the entry.

        From four letters on; left out from five. What a dictionary knows is for the
        caller to sort out.
        """
        slips: dict[str, str] = {}
        for word in self.entries:
            if len(word) < 4 or not word.isalpha():
                continue
            for at in range(len(word)):
                head, tail = word[:at], word[at + 1 :]
                slips[head + word[at] * 2 + tail] = word
                if at and len(word) >= 5:
                    slips[head + tail] = word
                if tail and tail[0] != word[at]:
                    slips[head + tail[0] + word[at] + tail[1:]] = word
        for form in self.forms:
            slips.pop(form, None)
        return slips

    @cached_property
    def _trie(self) -> _Node:
        root: _Node = {}
        for letters, written in self.forms.items():
            node = root
            for letter in letters:
                node = node.setdefault(letter, {})
            node.setdefault("", written)
        return root

    def decode(self, units: Sequence[str], *, stretched: bool = False) -> str | None:
        """The entry, written out, that fits `units`: per character the letters it may be.

        With `stretched`, a letter may be repeated at will. Of several entries the first
        in alphabetical order; work is linear in the number of units.
        """
        states: list[tuple[_Node, str]] = [(self._trie, "")]
        for letters in units:
            following: dict[int, tuple[_Node, str]] = {}
            for node, last in states:
                if stretched and last and last in letters:
                    following[id(node)] = (node, last)
                for letter in letters if len(letters) < len(node) else node:
                    child = node.get(letter)
                    if letter and child is not None and letter in letters:
                        following[id(child)] = (child, letter)
            if not following:
                return None
            states = list(following.values())
        found = sorted(node[""] for node, _ in states if "" in node)
        return found[0] if found else None
