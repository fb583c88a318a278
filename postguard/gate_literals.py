"""The literals a gate looks for: which of them a text holds, and where those that matter stand."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice

from postguard.compiled import BOUND, ENTRY, NUMBERS, unpacked
from postguard.folded import Folded
from postguard.light_typing import TYPE_CHECKING
from postguard.span import Span

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORT_TEXT = 1000
"""Characters up to which looking for each part costs less than making an automaton."""

_FEW = 150
"""Words up to which each is looked for by itself."""

_SHORT = 3
"""Letters below which a literal is looked for by itself: an automaton meets it everywhere."""


class Words:
    """Literals that are whole words, by the sets they are members of.

    A few words are looked for in the packed text; to unpack it all takes as long as
    looking for some hundred of them.
    """

    def __init__(self, words: str) -> None:
        self._packed = words
        self._all: dict[str, str] | None = None
        self._asked = 0
        self._read: dict[str, tuple[int, ...]] = {}

    def present(self, words: AbstractSet[str]) -> dict[str, tuple[int, ...]]:
        """Those among some words, with their sets."""
        self._asked += len(words)
        if self._all is None and self._asked > _FEW:
            self._all = unpacked(self._packed)
        if self._all is None:
            found = {word: numbers for word in words if (numbers := self._numbers(word))}
            return {word: _integers(numbers) for word, numbers in found.items()}
        known = self._all.keys() & words
        for word in known - self._read.keys():
            self._read[word] = _integers(self._all[word])
        return {word: self._read[word] for word in known}

    def _numbers(self, word: str) -> str:
        entry = f"{ENTRY}{word}{NUMBERS}"
        at = self._packed.find(entry)
        return self._packed[at + len(entry) : self._packed.index(ENTRY, at + 1)] if at >= 0 else ""


def _integers(numbers: str) -> tuple[int, ...]:
    return tuple(map(int, numbers.split()))


class Parts:
    """Literals that are no whole words: they may stand inside one, or reach over several."""

    def __init__(self, parts: str) -> None:
        self._numbers = unpacked(parts)
        self._sets: dict[str, tuple[int, ...]] = {}
        self._written: dict[str, list[str]] = {}
        for part in self._numbers:
            self._written.setdefault(part.strip(BOUND), []).append(part)
        self._short = [bare for bare in self._written if len(bare) < _SHORT]
        self._long = [bare for bare in self._written if len(bare) >= _SHORT]
        self._asked = 0

    @cached_property
    def _automaton(self) -> "AhoCorasick":
        from ahocorasick_rs import AhoCorasick, Implementation

        return AhoCorasick(self._long, implementation=Implementation.ContiguousNFA)

    def present(self, text: str) -> list[tuple[str, tuple[int, ...]]]:
        """Those in a text, with their sets; whether a word goes on beside one is not asked yet."""
        self._asked += len(text)
        if self._asked > _SHORT_TEXT:
            hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
            found = [self._long[index] for index in {hit[0] for hit in hits}]
        else:
            found = [bare for bare in self._long if bare in text]
        found += [bare for bare in self._short if bare in text]
        return [(part, self._sets_of(part)) for bare in found for part in self._written[bare]]

    def _sets_of(self, part: str) -> tuple[int, ...]:
        sets = self._sets.get(part)
        if sets is None:
            sets = self._sets[part] = _integers(self._numbers[part])
        return sets


class Standing:
    """The literals of a text that matter: words by their sets, parts at their places."""

    def __init__(
        self,
        folded: Folded,
        words: Mapping[str, Sequence[int]],
        parts: Iterable[tuple[str, Sequence[int]]],
        most: int | None,
    ) -> None:
        """`most` is how many places of a part are of interest; None for all."""
        self._folded = folded
        self._words = {word: numbers for word, numbers in words.items() if numbers}
        places = sorted(
            (offset, numbers)
            for part, numbers in parts
            if numbers
            for offset in islice(_starts(part, folded.text), most)
        )
        self._starts = [offset for offset, _ in places]
        self._parts = [numbers for _, numbers in places]

    def sets_in(self, span: Span) -> set[int]:
        """The sets that have a member in a range of the text."""
        found: set[int] = set()
        words = self._words.keys() & self._folded.words_in(span)
        found.update(*map(self._words.__getitem__, words))
        first = bisect_left(self._starts, span.start)
        found.update(*self._parts[first : bisect_left(self._starts, span.end, first)])
        return found


def _starts(part: str, text: str) -> Iterator[int]:
    """Where a part stands with no word going on where none may."""
    bare = part.strip(BOUND)
    starts, ends = part[0] == BOUND, part[-1] == BOUND
    at = text.find(bare)
    while at >= 0:
        end = at + len(bare)
        goes_left = starts and at > 0 and _is_word(text[at - 1])
        goes_right = ends and end < len(text) and _is_word(text[end])
        if not (goes_left or goes_right):
            yield at
        at = text.find(bare, at + 1)


def _is_word(char: str) -> bool:
    r"""Whether a character is one that ``\w`` surely matches; in doubt it is not."""
    return char.isalpha() or char.isdecimal() or char == "_"
