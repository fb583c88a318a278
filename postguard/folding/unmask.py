"""Disguised spellings of known words, spelt out again at their exact place.

The quick pass looks at each different chunk of a text once; only what it suspects is
read letter by letter. All work is linear in the text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from postguard.document import Run, SourceMap
from postguard.folding import spelling, wording
from postguard.folding.lexicon import Lexicon
from postguard.folding.skeleton import Skeleton, skeleton
from postguard.folding.spaced import spaced_words, split_words
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING, NamedTuple
from postguard.span import Span

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_CHUNK = lazy_pattern(r"\S+")
_BETWEEN_PUNCTUATION = lazy_pattern(r"[^\s\u2010-\u201f\u2022\u2026]+")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_WORDS = lazy_pattern(r"[a-z]{3,}")
_PUNCTUATION = ".,;:?!\"'()[]{}<>`#*-_~"
_TOUCHING = "@$*_\\/="
_CONTEXT = 100
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


class _Hit(NamedTuple):
    """A disguise in the folded text."""

    start: int
    end: int
    written: str


class Unmasker:
    """A lexicon of plain words and phrases to find behind disguises.

    Immutable, and cheap to make: its indexes are built when a text first needs them.
    Pickles as its words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words and phrases in any case. Those under three letters are never read in."""
        self._lexicon = Lexicon(words)

    def __reduce__(self) -> tuple[type[Unmasker], tuple[tuple[str, ...]]]:
        return Unmasker, (self._lexicon.entries,)

    @cached_property
    def _finder(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        long_enough = (form for form in self._lexicon.stems if len(form) >= 4)
        return AhoCorasick(long_enough, store_patterns=False)

    def finds(self, text: str) -> bool:
        """Whether there may be a disguised word, told of all of a post at once."""
        return any(True for _ in self._hits(text, skeleton(text)))

    def rewrite(self, text: str) -> Rewritten | None:
        """Spell the disguised words of the lexicon out, or return None if there are none.

        Undone are digits and signs for letters, masked, stretched, spaced or separated
        letters, look-alike, invisible and full-width characters, slips of one letter
        that no dictionary knows, and run-together words and hashtags (which are parted
        by spaces). Plain spellings of the lexicon's words are left alone.
        """
        folded = skeleton(text)
        hits = sorted(self._hits(text, folded), key=lambda hit: (hit.start, -hit.end))
        edits: list[Edit] = []
        for hit in hits:
            span = folded.to_source(hit.start, hit.end)
            if edits and span.start < edits[-1].span.end:
                continue
            original = text[span.start : span.end]
            if original.lower() != hit.written.lower() and not _GRADE.fullmatch(original):
                edits.append(Edit(span, hit.written))
        return _rewritten(text, tuple(edits)) if edits else None

    def _hits(self, text: str, folded: Skeleton) -> Iterator[_Hit]:
        view = folded.text
        chunks = set(view.split())
        words = {chunk for chunk in chunks if chunk.isalpha()}
        odd: list[str] = []
        for chunk in chunks - words:
            word = chunk.strip(_PUNCTUATION)
            if not word.isalpha():
                odd.append(chunk)
                continue
            words.add(word)
            if "*" in chunk:
                odd.append(chunk)
        signs = {chunk: found for chunk in odd if (found := self._in_chunk(chunk))}
        words.update(_WORDS.findall("\n".join(odd)))
        if signs:
            for match in _CHUNK.finditer(view):
                for hit in signs.get(match[0], ()):
                    yield hit._replace(start=match.start() + hit.start, end=match.start() + hit.end)
        yield from self._words(text, folded, words)
        octets = view.encode("ascii", "replace")
        for spelt in spaced_words(view, octets, self._lexicon):
            yield _Hit(*spelt)
        for spelt in split_words(view, text, self._lexicon):
            yield _Hit(*spelt)

    def _in_chunk(self, chunk: str) -> list[_Hit]:
        """Disguises inside one chunk of text without spaces."""
        if "://" in chunk:
            return []
        parted = spelling.parted(chunk, self._lexicon)
        if parted:
            return [_Hit(*hit) for hit in parted]
        if not spelling.SUSPICIOUS.search(chunk):
            return []
        found: list[_Hit] = []
        for piece in spelling.PIECE.finditer(chunk):
            start, end = spelling.trimmed(piece[0])
            written = spelling.spelled_out(piece[0][start:end], self._lexicon)
            if written is not None:
                found.append(_Hit(piece.start() + start, piece.start() + end, written))
        if found and spelling.is_machine_text(chunk):
            return [hit for hit in found if hit.end - hit.start == len(chunk)]
        return found

    def _words(self, text: str, folded: Skeleton, words: set[str]) -> Iterator[_Hit]:
        """Disguises that are plain letters once folded."""
        lexicon = self._lexicon
        wanted = wording.suspects(words, lexicon, lambda: self._finder)
        if not text.isascii():
            wanted |= {word for word in _beyond_ascii(text) if _is_plain(word, lexicon)}
        if not wanted:
            return
        view = folded.text
        for match in _LETTERS.finditer(view):
            word = match[0]
            if word not in wanted:
                continue
            start, end = match.span()
            span = folded.to_source(start, end)
            written = self._read(view, start, end, text[span.start : span.end])
            if written is not None:
                yield _Hit(start, end, written)

    def _read(self, view: str, start: int, end: int, original: str) -> str | None:
        word = view[start:end]
        if _is_plain(word, self._lexicon):
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
        pieces = wording.split_up(original, self._lexicon, hashtag=hashtag)
        return " ".join(pieces) if pieces else None


def _is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is itself looked for, alone or in a phrase."""
    if word in lexicon.phrases:
        return False
    return word in lexicon.phrase_words or lexicon.written(word) is not None


def _beyond_ascii(text: str) -> set[str]:
    """Folded words of the chunks that are not wholly ASCII."""
    chunks = "\n".join({chunk for chunk in text.split() if not chunk.isascii()})
    words = {word for word in _BETWEEN_PUNCTUATION.findall(chunks) if not word.isascii()}
    return set(_WORDS.findall(skeleton("\n".join(words)).text))


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
