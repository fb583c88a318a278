"""The words to look for, in the forms that disguised spellings are compared with."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from postguard.folding.skeleton import skeleton

_SOUNDS = (("u", "v"), ("f", "ph"), ("ck", "k"), ("ck", "q"), ("i", "y"), ("s", "z"))

_STRONG = (
    "fuck",
    "fucking",
    "fucked",
    "fucker",
    "fuckers",
    "shit",
    "shitty",
    "bitch",
    "bitches",
    "cunt",
    "cunts",
    "asshole",
    "assholes",
    "bullshit",
    "bastard",
    "whore",
    "slut",
    "pussy",
    "dick",
    "dickhead",
    "cock",
    "motherfucker",
    "motherfucking",
    "nigger",
    "faggot",
    "damn",
    "ass",
)
"""What a reader takes a nearly all-masked word for, the likeliest first."""

ANY = "abcdefghijklmnopqrstuvwxyz"
VOWEL = "aeiou"

LOOKS: Mapping[str, str] = {letter: letter for letter in ANY} | {
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
"""Letters that a letter, digit or sign of a disguised word may stand for."""

_Node = dict[str, Any]


def _endings(letters: str) -> list[tuple[int, str]]:
    """Inflections of a word: how many letters go, and what comes instead."""
    last = letters[-1]
    if last == "e":
        return [(0, "s"), (0, "d"), (0, "r"), (0, "rs"), (1, "ing"), (1, "in")]
    if last == "y":
        return [(0, "s"), (1, "ies"), (1, "ied"), (1, "ier"), (0, "ing"), (0, "in")]
    endings = [(0, end) for end in ("es", "ed", "er", "ers", "ing", "in", "ings", "y")]
    if last not in "sxz":
        endings += [(0, "s"), (0, "z")]
    if last in "bdgmnpt":
        endings += [(0, last + end) for end in ("ed", "er", "ers", "ing", "in", "y")]
    return endings


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
        for entry, letters in zip(self.entries, self.stems, strict=True):
            if len(letters) >= 3:
                forms |= {
                    letters[: len(letters) - cut] + end: entry[: len(entry) - cut] + end
                    for cut, end in _endings(letters)
                }
        return forms | dict(zip(self.stems, self.entries, strict=True))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The letters of each entry, joined."""
        return tuple("".join(filter(str.isalpha, entry)) for entry in self.entries)

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The letters of each phrase and its inflections, as they are run together."""
        return frozenset(letters for letters, written in self.forms.items() if " " in written)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every one-word form, and every word of a phrase."""
        single = frozenset(self.forms) - self.phrases
        return single | {word for entry in self.entries for word in entry.split()}

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
        """Misspellings → the entry.

        One letter doubled, swapped with the next or respelt by sound (``phuck``), or
        left out: a vowel, or from seven letters on any; four letters or more remain.
        What a dictionary knows is for the caller to sort out.
        """
        slips: dict[str, str] = {}
        for word in self.entries:
            if len(word) < 4 or not word.isalpha():
                continue
            for at in range(len(word)):
                head, tail = word[:at], word[at + 1 :]
                slips[head + word[at] * 2 + tail] = word
                if at and (word[at] in VOWEL or len(word) >= 7):
                    slips[head + tail] = word
                if tail and tail[0] != word[at]:
                    slips[head + tail[0] + word[at] + tail[1:]] = word
            for letters, sound in _SOUNDS:
                if letters in word:
                    slips[word.replace(letters, sound, 1)] = word
        slips = {slip: word for slip, word in slips.items() if len(slip) >= 4}
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
            if "" not in node or self._rank(written) < self._rank(node[""]):
                node[""] = written
        return root

    def _rank(self, written: str) -> tuple[int, bool, str]:
        """Order of likelihood: what is usually masked, entries, their inflections."""
        strong = _STRONG.index(written) if written in _STRONG else len(_STRONG)
        return strong, written not in self._entry_set, written

    @cached_property
    def _entry_set(self) -> frozenset[str]:
        return frozenset(self.entries)

    def decode(
        self,
        token: str,
        looks: Mapping[str, str] = LOOKS,
        *,
        other: str = "",
        stretched: bool = False,
    ) -> str | None:
        """The entry, written out, that `token` fits, or None.

        `looks` says which letters a character may stand for; one it does not name
        stands for `other`. With `stretched`, a letter may be repeated at will. Of
        several entries the likeliest. Linear in the token.
        """
        states: list[tuple[_Node, str]] = [(self._trie, "")]
        for char in token:
            letters = looks.get(char, other)
            following: dict[int, tuple[_Node, str]] = {}
            for node, last in states:
                if stretched and last and last in letters:
                    following[id(node)] = (node, last)
                for letter in letters if len(letters) < len(node) else node:
                    if letter and letter in letters and letter in node:
                        child = node[letter]
                        following[id(child)] = (child, letter)
            if not following:
                return None
            states = list(following.values())
        found = [node[""] for node, _ in states if "" in node]
        return min(found, key=self._rank) if found else None

    def longest_at(self, letters: str, start: int) -> tuple[int, str] | None:
        """Length of the longest entry spelt from ``letters[start:]`` on, and the entry."""
        states: list[_Node] = [self._trie]
        found: tuple[int, str] | None = None
        for at in range(start, len(letters)):
            looks = LOOKS.get(letters[at], "")
            states = [node[look] for node in states for look in looks if look in node]
            if not states:
                break
            for node in states:
                if "" in node:
                    found = (at + 1 - start, node[""])
        return found
