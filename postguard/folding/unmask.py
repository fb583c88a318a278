"""Disguised spellings of known words, spelt out again at their exact place.

The quick pass looks at each different chunk of a text once; only what it suspects is
read letter by letter. All work is linear in the text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from postguard.document import Run, SourceMap
from postguard.folding import spelling, wording
from postguard.folding.lexicon import Lexicon
from postguard.folding.screen import Screen, is_plain
from postguard.folding.skeleton import folded, skeleton
from postguard.folding.spaced import Spelt, spaced_words, split_words
from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple
from postguard.span import Span

_CHUNK = lazy_pattern(r"\S+")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_TOUCHING = "@$*_\\/="
_CONTEXT = 100
_REMEMBERED = 2000
_LONGEST = 40
_FEW = 16
"""Words that are looked for one by one sooner than all words are gone through."""
_GRADE = lazy_pattern(r"A\*{1,3}s?")
"""A school mark, not a masked word."""


class Edit(NamedTuple):
    """One disguised spelling."""

    span: Span
    """Where it stands in the original."""
    written: str
    """What stands for it in the rewritten text."""


class Rewritten(NamedTuple):
    """A text with its disguised spellings written out, and the way back."""

    text: str
    map: SourceMap
    edits: tuple[Edit, ...]
    """In order; never empty. That they exist is evidence of intent."""

    def to_source(self, start: int, end: int) -> Span:
        """The smallest range of the original that ``text[start:end]`` stands for.

        Any part of a word written out stands for the whole disguise; a space put
        between parted words for the empty range there. Raises `ValueError` outside the
        text.
        """
        return self.map.to_source(start, end)

    def is_edited(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` holds anything that was spelt differently."""
        span = self.to_source(start, end)
        at = bisect_right(self.edits, span.start, key=lambda edit: edit.span.end)
        return at < len(self.edits) and self.edits[at].span.start < span.end


class Unmasker:
    """A lexicon of plain words and phrases to find behind disguises.

    Cheap to make: its indexes are built when a text first needs them. What it remembers of
    the texts it has seen saves work and changes no answer. Pickles as its words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words and phrases in any case. Those under three letters are never read in."""
        self._lexicon = Lexicon(words)
        self._screen = Screen(self._lexicon)
        self._split: dict[tuple[str, bool], list[str] | None] = {}

    def __reduce__(self) -> tuple[type[Unmasker], tuple[tuple[str, ...]]]:
        return Unmasker, (self._lexicon.entries,)

    def finds(self, text: str) -> bool:
        """Whether there may be a disguised word, told of all of a post at once."""
        return any(True for _ in self._hits(text))

    def rewrite(self, text: str) -> Rewritten | None:
        """Spell the disguised words of the lexicon out, or return None if there are none.

        Undone are digits and signs for letters, masked, stretched, spaced or separated
        letters, look-alike, invisible and full-width characters, slips of one letter
        that no dictionary knows, and run-together words and hashtags (which are parted
        by spaces). Plain spellings of the lexicon's words are left alone.
        """
        hits = sorted(self._hits(text), key=lambda hit: (hit.start, -hit.end))
        if not hits:
            return None
        to_source = skeleton(text).to_source
        edits: list[Edit] = []
        for hit in hits:
            span = to_source(hit.start, hit.end)
            if edits and span.start < edits[-1].span.end:
                continue
            original = text[span.start : span.end]
            if original.lower() != hit.written.lower() and not _GRADE.fullmatch(original):
                edits.append(Edit(span, hit.written))
        return _rewritten(text, tuple(edits)) if edits else None

    def _hits(self, text: str) -> Iterator[Spelt]:
        traits = self._screen.traits(text)
        view = folded(text)
        if traits.signs:
            for match in _CHUNK.finditer(view):
                for start, end, written in traits.signs.get(match[0], ()):
                    yield Spelt(match.start() + start, match.start() + end, written)
        if traits.words:
            yield from self._words(text, view, traits.words)
        yield from spaced_words(view, self._lexicon)
        if traits.pieces:
            yield from split_words(view, text, self._lexicon, traits.pieces)

    def _words(self, text: str, view: str, wanted: AbstractSet[str]) -> Iterator[Spelt]:
        """Disguises that are plain letters once folded."""
        places = _places(view, wanted)
        if not places:
            return
        to_source = skeleton(text).to_source
        for start, end in places:
            span = to_source(start, end)
            written = self._read(view, start, end, text[span.start : span.end])
            if written is not None:
                yield Spelt(start, end, written)

    def _read(self, view: str, start: int, end: int, original: str) -> str | None:
        word = view[start:end]
        if is_plain(word, self._lexicon):
            return word if _is_disguised(original, view, start, end) else None
        before, after = view[start - 1 : start] if start else "", view[end : end + 1]
        if (before and before in _TOUCHING) or (after and after in _TOUCHING):
            return None
        if spelling.is_machine_text(_chunk_around(view, start, end)):
            return None
        written = wording.reading(word, self._lexicon)
        if written is not None:
            named = original[:1].isupper() and not original.isupper() and start > 0
            slip = word in self._lexicon.slips
            if slip and (named or not wording.is_english_around(view, start, end)):
                return None
            return written
        if after == "(":
            return None
        hashtag = before == "#"
        pieces = self._split_up(original, hashtag=hashtag)
        return " ".join(pieces) if pieces else None

    def _split_up(self, word: str, *, hashtag: bool) -> list[str] | None:
        """As `wording.split_up`, which takes long, and the same names come again."""
        if len(word) > _LONGEST:
            return wording.split_up(word, self._lexicon, hashtag=hashtag)
        key = word, hashtag
        if key not in self._split:
            if len(self._split) >= _REMEMBERED:
                self._split.clear()
            self._split[key] = wording.split_up(word, self._lexicon, hashtag=hashtag)
        return self._split[key]


def _places(view: str, wanted: AbstractSet[str]) -> list[Span]:
    """Where some words of letters stand, in order, each with no further letter at its sides."""
    if len(wanted) > _FEW:
        return [Span(*word.span()) for word in _LETTERS.finditer(view) if word[0] in wanted]
    places = []
    for word in wanted:
        start = view.find(word)
        while start >= 0:
            end = start + len(word)
            if not _is_letter(view[end : end + 1]) and not (start and _is_letter(view[start - 1])):
                places.append(Span(start, end))
            start = view.find(word, end)
    return sorted(places)


def _is_letter(char: str) -> bool:
    """Whether a pattern's word character is no digit; as `_LETTERS` sees it."""
    return char.isalnum() and not char.isdecimal()


def _is_disguised(original: str, view: str, start: int, end: int) -> bool:
    """Whether an entry's spelling was folded; accents alone may be another language's."""
    if original.lower() == view[start:end]:
        return False
    bare = "".join(
        c for c in unicodedata.normalize("NFD", original) if not unicodedata.combining(c)
    )
    if bare.lower() == view[start:end]:
        return end - start >= 4 and wording.is_english_around(view, start, end)
    return True


def _chunk_around(view: str, start: int, end: int) -> str:
    left, right = start, end
    while left > max(0, start - _CONTEXT) and not view[left - 1].isspace():
        left -= 1
    while right < min(len(view), end + _CONTEXT) and not view[right].isspace():
        right += 1
    return view[left:right]


def _rewritten(text: str, edits: tuple[Edit, ...]) -> Rewritten:
    pieces: list[str] = []
    runs: list[Run] = []
    written = read = 0

    def keep(until: int) -> None:
        nonlocal written, read
        if read < until:
            pieces.append(text[read:until])
            runs.append(Run(written, read, until - read, until - read))
            written += until - read
            read = until

    for span, replacement in edits:
        keep(span.start)
        pieces.append(replacement)
        if _without_spaces(replacement) == text[span.start : span.end].lower():
            # Parted words keep their letters, so each piece has a place of its own.
            at = span.start
            for number, word in enumerate(replacement.split(" ")):
                if number:
                    runs.append(Run(written, at, 1, 0, literal=False))
                    written += 1
                runs.append(Run(written, at, len(word), len(word)))
                written += len(word)
                at += len(word)
        else:
            runs.append(
                Run(written, span.start, len(replacement), span.end - span.start, literal=False)
            )
            written += len(replacement)
        read = span.end
    keep(len(text))
    return Rewritten("".join(pieces), SourceMap(runs), edits)


def _without_spaces(text: str) -> str:
    return text.replace(" ", "").lower()
