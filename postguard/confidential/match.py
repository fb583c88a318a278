"""Finding confidential terms in a post, with plain and sealed lists alike.

A match says where and which entry, never what: no object here that outlives `find` holds
a form or a piece of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from postguard.confidential.common import is_common
from postguard.confidential.encoded import decoded
from postguard.confidential.entries import Use
from postguard.confidential.hits import Hit, Sentences, resolve, split_sentences
from postguard.confidential.inside import inside_words
from postguard.confidential.keys import HOW_TO_GIVE_A_KEY, KeyRing
from postguard.confidential.lists import PlainList
from postguard.confidential.normalise import Normalised, Places
from postguard.confidential.pieces import Tick, no_limit
from postguard.confidential.plain import PlainIndex
from postguard.confidential.sealed import SealedFile, SealedList
from postguard.errors import MissingKeyError
from postguard.finding import Severity
from postguard.span import Span

_LETTERS = re.compile(r"[a-z]+")
# Answers kept while one post is read: its segments repeat each other.
_REMEMBERED = 100_000


class TermMatch(NamedTuple):
    """One place where an entry's conditions are broken."""

    segment: int
    """Which of the texts given to `find`."""
    span: Span
    """In code points of that text."""
    source: str
    """The list's path."""
    entry: str
    """The entry's number in a plain list, its random identifier in a sealed one."""
    severity: Severity
    owner: str
    label: str
    approximate: bool
    """A misspelling of the term."""
    related: tuple[tuple[int, Span], ...] = ()
    """Of an entry that asks for several things: where the others are, as segment and span."""


class ListSummary(NamedTuple):
    """What a run may say of a list it checked against."""

    source: str
    title: str
    contact: str
    entries: int
    sealed: bool


class TermMatcher:
    """Any number of lists, ready to check posts. Immutable.

    Pickling leaves the keys out, so that none gets into a cache: a matcher that comes out
    of a pickle is locked if it has a sealed list, and `find` raises `MissingKeyError`
    until `unlocked` is given keys. A worker gets them through its own arguments, as
    `TermsKey.reveal` texts.
    """

    __slots__ = ("_lists", "_sentences", "_sources")

    def __init__(
        self,
        sources: Iterable[PlainList | SealedFile],
        keys: KeyRing,
        sentences: Sentences | None = None,
    ) -> None:
        """Raises `MissingKeyError` or `TermsError` if a sealed list cannot be unlocked."""
        self._sources = tuple(sources)
        self._sentences = sentences or split_sentences
        self._lists: tuple[PlainIndex | SealedList, ...] | None = tuple(
            PlainIndex(source) if isinstance(source, PlainList) else source.unlock(keys)
            for source in self._sources
        )

    def __repr__(self) -> str:
        return f"TermMatcher({len(self._sources)} lists)"

    def __reduce__(self) -> tuple[Any, ...]:
        return _locked, (self._sources, self._sentences)

    def unlocked(self, keys: KeyRing) -> "TermMatcher":
        """The same lists, opened with these keys."""
        return TermMatcher(self._sources, keys, self._sentences)

    def keys(self) -> tuple[str, ...]:
        """The keys of its sealed lists, each once, as `TermsKey.reveal` writes them."""
        opened = self._lists or ()
        keys = (terms.key.reveal() for terms in opened if isinstance(terms, SealedList))
        return tuple(dict.fromkeys(keys))

    def lists(self) -> tuple[ListSummary, ...]:
        """What is checked against, in order."""
        return tuple(
            ListSummary(
                source.path, *source.clear, len(source.entries), isinstance(source, SealedFile)
            )
            for source in self._sources
        )

    def secret(self, path: str) -> bytes | None:
        """A key of its own for digests of what a sealed list matches; None for a plain one."""
        for terms in self._lists or ():
            if isinstance(terms, SealedList) and terms.file.path == path:
                return terms.key.derive(b"pg-fingerprint", b"")
        return None

    def find(
        self, texts: Sequence[str], *, on: date, audience: str = "", tick: Tick = no_limit
    ) -> tuple[TermMatch, ...]:
        """Every broken entry in a post, by place.

        Args:
            texts: the post's segments.
            on: the day it is published, or today.
            audience: who will read it; empty for everyone.
            tick: called now and then, to stop the work by an exception.

        Raises `MissingKeyError` on a matcher that was unpickled and not unlocked.
        """
        if self._lists is None:
            raise MissingKeyError(
                "this list is locked in this process",
                path=", ".join(source.path for source in self._sources),
                remedy=HOW_TO_GIVE_A_KEY,
            )
        search = _Search(self._lists, on, audience, tick)
        for segment, text in enumerate(texts):
            search.read(segment, text)
        found = search.matches(texts, self._sentences)
        return tuple(sorted(found, key=lambda match: (match.segment, match.span, match.source)))


def _locked(sources: tuple[PlainList | SealedFile, ...], sentences: Sentences) -> TermMatcher:
    matcher = object.__new__(TermMatcher)
    matcher._sources = sources
    matcher._sentences = sentences
    plain = [PlainIndex(source) for source in sources if isinstance(source, PlainList)]
    matcher._lists = tuple(plain) if len(plain) == len(sources) else None
    return matcher


class _Heads(dict[str, bool]):
    """Whether any list has a form that begins so, asked once for each beginning."""

    def __init__(self, lists: Sequence[PlainIndex | SealedList]) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, head: str) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        for terms in self._lists:
            if terms.has_head(head):
                self[head] = True
                return True
        self[head] = False
        return False

    def __repr__(self) -> str:
        return f"_Heads({len(self)})"


class _Search:
    """What one post holds of every list."""

    def __init__(
        self,
        lists: Sequence[PlainIndex | SealedList],
        on: date,
        audience: str,
        tick: Tick,
    ) -> None:
        self._tick = tick
        self._lists = lists
        self._on = on
        self._audience = audience
        self._heads = _Heads(lists)
        self._unknown: list[set[str]] = [set() for _ in lists]
        self._hits: list[dict[bytes, dict[Hit, None]]] = [{} for _ in lists]

    def __repr__(self) -> str:
        return f"_Search({len(self._lists)} lists)"

    def read(self, segment: int, text: str) -> None:
        """Note every form of every list in one text."""
        if not text:
            return
        self._read(segment, Normalised(text, tick=self._tick))
        plain = decoded(text)
        if plain is not None:
            self._read(segment, Normalised(plain.text, plain.map, tick=self._tick))

    def _read(self, segment: int, normal: Normalised) -> None:
        for stretch in normal.stretches():
            known = self._known(stretch.forms(self._heads))
            if any(known):
                wanted = {form for forms in known for form in forms}
                self._place(known, stretch.places(self._heads, wanted), segment, normal)
        for places in inside_words(normal, self._heads, self._tick):
            self._place(self._known(set(places)), places, segment, normal, exactly=True)

    def _known(self, forms: set[str]) -> list[list[str]]:
        """Those of many forms that each list has."""
        known: list[list[str]] = []
        for terms, unknown in zip(self._lists, self._unknown, strict=True):
            if len(unknown) > _REMEMBERED:
                unknown.clear()
            unseen = forms - unknown
            found = terms.known(unseen)
            unknown.update(unseen)
            unknown.difference_update(found)
            known.append(found)
        return known

    def _place(
        self,
        known: list[list[str]],
        places: Places,
        segment: int,
        normal: Normalised,
        *,
        exactly: bool = False,
    ) -> None:
        """Note where the known forms of each list stand, misspelt ones unless `exactly`."""
        for terms, hits, forms in zip(self._lists, self._hits, known, strict=True):
            for form in forms:
                uses = [
                    (identifier, use)
                    for identifier, use in terms.lookup(form)
                    if not (exactly and use.approximate)
                ]
                for start, end in places[form]:
                    _note(hits, uses, segment, normal, start, end)

    def matches(self, texts: Sequence[str], sentences: Sentences) -> Iterator[TermMatch]:
        """What the noted forms amount to."""
        for terms, hits in zip(self._lists, self._hits, strict=True):
            path = terms.file.path if isinstance(terms, SealedList) else terms.source.path
            for identifier, found in hits.items():
                self._tick()
                conditions = terms.conditions(identifier)
                if conditions is None or not conditions.in_force(self._on, self._audience):
                    continue
                entry = (
                    identifier.hex()
                    if isinstance(terms, SealedList)
                    else identifier.decode("ascii")
                )
                for hit, others in resolve(list(found), conditions, texts, sentences):
                    yield TermMatch(
                        hit.segment,
                        hit.span,
                        path,
                        entry,
                        conditions.severity,
                        conditions.owner,
                        conditions.label,
                        hit.approximate,
                        tuple((other.segment, other.span) for other in others),
                    )


def _note(
    hits: dict[bytes, dict[Hit, None]],
    uses: list[tuple[bytes, Use]],
    segment: int,
    normal: Normalised,
    start: int,
    end: int,
) -> None:
    """Keep a form's place for each entry it counts for there."""
    for identifier, use in uses:
        if use.capital and not normal.named(start):
            continue
        if use.approximate and all(
            is_common(word) for word in _LETTERS.findall(normal.text[start:end].lower())
        ):
            continue
        hit = Hit(segment, normal.to_source(start, end), use.group, use.approximate)
        hits.setdefault(identifier, {})[hit] = None
