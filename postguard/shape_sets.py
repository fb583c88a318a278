"""What RE2 tells of loosened patterns in linear time: whether they are found, and where first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from postguard.compiled import Trigger
from postguard.folded import Folded
from postguard.light_typing import TYPE_CHECKING, Protocol
from postguard.span import Span

if TYPE_CHECKING:
    import re

    import re2

_MOST_MEMORY = 128 << 20
"""Bytes for RE2's automaton; with the default 8 MiB its cache thrashes on shapes."""

_MEMORY = 16 << 20
"""The same for one shape alone."""

_WORTH = 900
"""Characters read in the time that one more question takes."""

MOST_TIMES = 3
"""How often the length of a text what is found in it may be long together."""

_KEPT = 10_000
"""Shapes kept ready; a rulebook has some thousands."""

_LINE_ANCHOR = "(?m:"
"""In a shape that has an end of a line in it; a segment is one, a sentence need not be."""


class Search(Protocol):
    """Finds the first of something at or after a place."""

    def __call__(self, text: bytes, pos: int, /) -> re.Match[bytes] | None: ...


class ShapeSet:
    """An RE2 set over shapes, made when the first text is asked about.

    A shape that RE2 refuses counts as found in every text.
    """

    def __init__(self, shapes: Sequence[tuple[int, str]]) -> None:
        self._shapes = shapes
        self._set: re2.Set | None = None
        self._indexes: list[int] = []
        self._refused: list[int] = []

    def scan(self, text: str | bytes) -> Iterable[int]:
        """The numbers of the shapes that are found. All of them if RE2 gave up.

        It says so only by finding nothing, not even the empty pattern that stands last.
        """
        if self._set is None:
            self._set = self._build()
        numbers = self._set.Match(text) or ()
        last = len(self._indexes)
        if last not in numbers:
            return (*self._indexes, *self._refused)
        return (*(self._indexes[number] for number in numbers if number < last), *self._refused)

    def _build(self) -> re2.Set:
        import re2

        made = re2.Set.SearchSet(_options(_MOST_MEMORY))
        for index, shape in self._shapes:
            try:
                made.Add(shape)
            except re2.error:
                self._refused.append(index)
            else:
                self._indexes.append(index)
        made.Add("")
        made.Compile()
        return made


def fitting(
    trigger: Trigger, spans: list[Span], folded: Folded, *, by_sentence: bool
) -> list[Span]:
    """The ranges that a trigger's shape is no reason to pass over.

    They are sentences or whole segments, in order.
    """
    if trigger.digits:
        spans = [span for span in spans if folded.digits_in(span) >= trigger.digits]
    shape = trigger.region_shape
    search = search_for(shape) if spans else None
    if search is None:
        return spans
    plain = folded.plain
    if plain is None:
        parts = ((span, folded.plain_part(span)) for span in spans)
        return [span for span, part in parts if part is None or search(part, 0)]
    ends_at_lines = _LINE_ANCHOR in shape
    if len(spans) * _WORTH > len(plain) and not (by_sentence and ends_at_lines):
        spans = _begun_in(search, spans, plain)
    return [span for span in spans if search(plain[span.start : span.end], 0)]


def _begun_in(search: Search, spans: list[Span], text: bytes) -> list[Span]:
    """The ranges in which something is found to begin, though it may leave them.

    What is found may reach to the end of the text each time; the ranges left when much has
    been read are taken to have it.
    """
    starts = [span.start for span in spans]
    found: list[Span] = []
    at = seen = 0
    while at < len(spans) and seen <= MOST_TIMES * len(text):
        match = search(text, starts[at])
        if match is None:
            return found
        seen += match.end() - starts[at]
        at = bisect_right(starts, match.start())
        found.append(spans[at - 1])
    return found + spans[at:]


@lru_cache(maxsize=_KEPT)
def search_for(shape: str) -> Search | None:
    """What searches a text of ASCII for a shape; None if RE2 refuses it."""
    import re2

    try:
        search: Search = re2.compile(shape.encode(), _options(_MEMORY)).search
    except re2.error:
        return None
    return search


def _options(memory: int) -> re2.Options:
    import re2

    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    return options
