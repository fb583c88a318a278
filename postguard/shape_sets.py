"""RE2 sets: which of some loosened patterns are found in a text, in one linear pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

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

_ABSENT = [1]
"""The patterns found, where only the second of two is."""

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
        made, taken = _set_of([shape for _, shape in self._shapes], _MOST_MEMORY)
        for (index, _), is_taken in zip(self._shapes, taken, strict=True):
            (self._indexes if is_taken else self._refused).append(index)
        return made


class Shapes:
    """The shapes of triggers, for the ranges of a text in which they may match."""

    def __init__(self) -> None:
        self._matches: dict[str, Callable[[str | bytes], list[int] | None]] = {}
        self._searches: dict[str, Search | None] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return (Shapes, ())

    def fitting(
        self, trigger: Trigger, spans: list[Span], folded: Folded, *, by_sentence: bool
    ) -> list[Span]:
        """The ranges that a trigger's shape is no reason to pass over.

        They are sentences or whole segments, in order.
        """
        if trigger.digits:
            spans = [span for span in spans if folded.digits_in(span) >= trigger.digits]
        shape = trigger.region_shape
        plain = folded.plain
        if plain is None:
            return [span for span in spans if self.finds(shape, folded.plain_part(span))]
        ends_at_lines = _LINE_ANCHOR in shape
        if len(spans) * _WORTH > len(plain) and not (by_sentence and ends_at_lines):
            spans = self._begun_in(shape, spans, plain)
        return [span for span in spans if self.finds(shape, plain[span.start : span.end])]

    def finds(self, shape: str, text: str | bytes | None) -> bool:
        """Whether a shape is found in a text; in doubt it is."""
        if text is None:
            return True
        match = self._matches.get(shape)
        if match is None:
            match = self._matches[shape] = _matcher(shape)
        return match(text) != _ABSENT

    def _begun_in(self, shape: str, spans: list[Span], text: bytes) -> list[Span]:
        """The ranges in which something begins that has the shape, though it may leave them."""
        if shape not in self._searches:
            self._searches[shape] = search_for(shape)
        search = self._searches[shape]
        if search is None:
            return spans
        starts = [span.start for span in spans]
        found = []
        at = 0
        while at < len(spans):
            match = search(text, starts[at])
            if match is None:
                break
            at = bisect_right(starts, match.start())
            found.append(spans[at - 1])
        return found


def search_for(shape: str) -> Search | None:
    """What searches a text of ASCII for a shape; None if RE2 refuses it."""
    import re2

    try:
        search: Search = re2.compile(shape.encode(), _options(_MEMORY)).search
    except re2.error:
        return None
    return search


def _matcher(shape: str) -> Callable[[str | bytes], list[int] | None]:
    """What tells `_ABSENT` of a text without the shape; where RE2 is in doubt, something else."""
    match: Callable[[str | bytes], list[int] | None] = _set_of([shape], _MEMORY)[0].Match
    return match


def _set_of(shapes: Iterable[str], memory: int) -> tuple[re2.Set, list[bool]]:
    """A set of the shapes that RE2 takes and, last, the empty pattern; and which it took."""
    import re2

    made = re2.Set.SearchSet(_options(memory))
    taken = []
    for shape in shapes:
        try:
            made.Add(shape)
        except re2.error:
            taken.append(False)
        else:
            taken.append(True)
    made.Add("")
    made.Compile()
    return made, taken


def _options(memory: int) -> re2.Options:
    import re2

    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    return options
