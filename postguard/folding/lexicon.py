"""The words to look for, in the forms that disguised spellings are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from postguard.folding.skeleton import skeleton
from postguard.light_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    _Node = dict[str, Any]
    """Letter → next node; "" → what ends here; "+" → (what came before, trie of endings)."""

_SOUNDS = (
    ("u", "v"),
    ("f", "ph"),
    ("ck", "k"),
    ("ck", "q"),
    ("i", "y"),
    ("s", "z"),
    ("ss", "zz"),
    ("c", "k"),
    ("ar", "er"),
    ("i", "ee"),
    ("u", "oo"),
)

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

_Ending = tuple[int, tuple[str, ...]]
_REGULAR: tuple[str, ...] = ("es", "ed", "er", "ers", "ing", "in", "ings", "y")
_PLAIN = {letter: letter for letter in ANY}


def _endings(letters: str) -> tuple[_Ending, ...]:
    """Inflections of a word: how many letters go, and what may come instead."""
    last = letters[-1]
    if last == "e":
        return ((0, ("s", "d", "r", "rs")), (1, ("ing", "in")))
    if last == "y":
        return ((0, ("s", "ing", "in")), (1, ("ies", "ied", "ier")))
    more = _REGULAR if last in "sxz" else (*_REGULAR, "s", "z")
    if last in "bdgmnpt":
        more += tuple(last + end for end in ("ed", "er", "ers", "ing", "in", "y"))
    return ((0, more),)


def _folded(word: str) -> str:
    """The text of a word's skeleton; most words are ASCII and cost nothing."""
    return word.lower() if word.isascii() else skeleton(word).text


def _normal(words: tuple[str, ...]) -> set[str]:
    """The words in small letters, with single spaces; in one go if they allow it."""
    text = "\n".join(words).lower()
    entries = text.split("\n")
    is_spaced = " ".join(text.split()) == text.replace("\n", " ")
    if text.isascii() and is_spaced and len(entries) == len(words):
        return set(entries)
    return {" ".join(_folded(word).split()) for word in words}


_FEW = 80
"""Words that are looked at one by one sooner than all slips are made."""
_MANY = 2000
"""Words after which it pays to have all forms at hand."""


class Lexicon:
    """Plain words and phrases, lower-cased by skeleton. Immutable; indexes on first use."""

    def __init__(self, words: Iterable[str]) -> None:
        self.entries: tuple[str, ...] = tuple(sorted(_normal(tuple(words)) - {""}))
        """The words as they are written out again."""
        self._asked = self._asked_edges = self._asked_written = 0

    @cached_property
    def forms(self) -> dict[str, str]:
        """Each entry and its inflections, letters joined → as it is written out.

        Costs a hundred times its entries; `written` answers for one word without it.
        """
        forms: dict[str, str] = {}
        for entry, letters in zip(self.entries, self.stems, strict=True):
            if len(letters) >= 3:
                for cut, ends in _endings(letters):
                    stem, shown = letters[: len(letters) - cut], entry[: len(entry) - cut]
                    forms |= {stem + end: shown + end for end in ends}
        return forms | dict(zip(self.stems, self.entries, strict=True))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The letters of each entry, joined."""
        return tuple("".join(filter(str.isalpha, entry)) for entry in self.entries)

    @cached_property
    def phrases(self) -> dict[str, str]:
        """The letters of each phrase, run together → the phrase."""
        pairs = zip(self.stems, self.entries, strict=True)
        return {letters: entry for letters, entry in pairs if " " in entry}

    @cached_property
    def phrase_words(self) -> frozenset[str]:
        """The words of the phrases."""
        return frozenset(word for phrase in self.phrases.values() for word in phrase.split())

    @cached_property
    def strong(self) -> dict[int, list[str]]:
        """Entries that stay legible with one letter left, by length."""
        strong: dict[int, list[str]] = {}
        for word in _STRONG:
            if self.written(word):
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
            places = range(len(word))
            bent = [word[:at] + word[at] + word[at:] for at in places]
            bent += [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]]
            if len(word) > 4:
                left_out = (
                    places[1:] if len(word) >= 7 else [at for at in places[1:] if word[at] in VOWEL]
                )
                bent += [word[:at] + word[at + 1 :] for at in left_out]
            bent += [word.replace(letters, sound, 1) for letters, sound in _SOUNDS]
            slips.update(dict.fromkeys(bent, word))
        return {slip: word for slip, word in slips.items() if len(slip) >= 4 and slip != word}

    def possible_slips(self, words: AbstractSet[str]) -> AbstractSet[str]:
        """Those of the words that may be `slips`, which are made once enough words came."""
        if self._asked <= _FEW:
            self._asked += len(words)
            if self._asked <= _FEW:
                return {word for word in words if self.may_be_slip(word)}
        return words & self.slips.keys()

    def may_be_slip(self, word: str) -> bool:
        """Whether a word may be one of `slips`, told without making them all; in doubt it is."""
        if not 4 <= len(word) <= self._longest + 1:
            return False
        letters = sorted(word)
        if "".join(letters) in self._anagrams:
            return True
        for at in range(1, len(word)):
            if (
                word[at] == word[at - 1]
                and "".join(sorted(word[:at] + word[at + 1 :])) in self._anagrams
            ):
                return True
        if any("".join(sorted([*letters, more])) in self._anagrams for more in self._alphabet):
            return True
        return any(
            word[:at] + plain + word[at + len(sound) :] in self.entry_set
            for plain, sound in _SOUNDS
            for at in range(len(word))
            if word.startswith(sound, at)
        )

    def at_an_edge(self, pieces: AbstractSet[str]) -> AbstractSet[str]:
        """Those of the pieces that begin or end an entry a space could have parted."""
        if self._asked_edges <= _FEW:
            self._asked_edges += len(pieces)
            if self._asked_edges <= _FEW:
                lines = "\n".join(("", *self._partible, ""))
                return {piece for piece in pieces if f"\n{piece}" in lines or f"{piece}\n" in lines}
        return pieces & self._edges

    @property
    def _partible(self) -> list[str]:
        return [entry for entry in self.entries if 4 <= len(entry) <= 16 and entry.isalpha()]

    @cached_property
    def _edges(self) -> frozenset[str]:
        """Each beginning and each end of each entry."""
        return frozenset(
            piece
            for entry in self._partible
            for at in range(1, len(entry))
            for piece in (entry[:at], entry[at:])
        )

    @cached_property
    def _anagrams(self) -> frozenset[str]:
        """The letters of each entry, sorted."""
        return frozenset("".join(sorted(entry)) for entry in self.entries if len(entry) >= 4)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.entries), default=0)

    @cached_property
    def _alphabet(self) -> frozenset[str]:
        return frozenset("".join(self.entries))

    @cached_property
    def _trie(self) -> _Node:
        root: _Node = {}
        endings: dict[tuple[str, ...], _Node] = {}
        for entry, letters in zip(self.entries, self.stems, strict=True):
            path = [root]
            for letter in letters:
                path.append(path[-1].setdefault(letter, {}))
            path[-1][""] = entry
            for cut, ends in _endings(letters) if len(letters) >= 3 else ():
                if ends not in endings:
                    endings[ends] = _trie_of(ends)
                place = path[len(letters) - cut]
                place.setdefault("+", []).append((entry[: len(entry) - cut], endings[ends]))
        return root

    def _rank(self, written: str) -> tuple[int, bool, str]:
        """Order of likelihood: what is usually masked, entries, their inflections."""
        strong = _STRONG.index(written) if written in _STRONG else len(_STRONG)
        return strong, written not in self.entry_set, written

    @cached_property
    def entry_set(self) -> frozenset[str]:
        """The entries, to look one up."""
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
        states = [(self._trie, "", "")]
        for char in token:
            letters = looks.get(char, other)
            following: dict[tuple[int, str], tuple[_Node, str, str]] = {}
            for node, before, last in states:
                if stretched and last and last in letters:
                    following[id(node), before] = (node, before, last)
                for letter in letters if len(letters) < len(node) else node:
                    if letter and letter in letters and letter in node:
                        child = node[letter]
                        following[id(child), before] = (child, before, letter)
                        for entry, endings in child.get("+", ()):
                            following[id(endings), entry] = (endings, entry, letter)
            if not following:
                return None
            states = list(following.values())
        found = [before + node[""] for node, before, _ in states if "" in node]
        return min(found, key=self._rank) if found else None

    def written(self, letters: str) -> str | None:
        """The entry or inflection whose joined letters these are, written out, or None."""
        if self._asked_written > _MANY:
            if letters not in self.forms:
                return None
        else:
            self._asked_written += 1
        return self.decode(letters, _PLAIN)

    def longest_at(self, letters: str, start: int) -> tuple[int, str] | None:
        """Length of the longest entry spelt from ``letters[start:]`` on, and the entry."""
        states: list[tuple[_Node, str]] = [(self._trie, "")]
        found: tuple[int, str] | None = None
        for at in range(start, len(letters)):
            following: list[tuple[_Node, str]] = []
            for node, before in states:
                for letter in LOOKS.get(letters[at], ""):
                    child = node.get(letter)
                    if child is not None:
                        following.append((child, before))
                        following += [(ends, entry) for entry, ends in child.get("+", ())]
            if not following:
                break
            states = following
            for node, before in states:
                if "" in node:
                    found = (at + 1 - start, before + node[""])
        return found


def _trie_of(words: Iterable[str]) -> _Node:
    root: _Node = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = word
    return root
