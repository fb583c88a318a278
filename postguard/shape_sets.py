"""RE2 sets: which of some loosened patterns are found in a text, in one linear pass."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from postguard.compiled import Trigger
from postguard.folded import Folded
from postguard.light_typing import TYPE_CHECKING
from postguard.span import Span

if TYPE_CHECKING:
    import re2

_MOST_MEMORY = 128 << 20
"""Bytes for RE2's automaton; with the default 8 MiB its cache thrashes on shapes."""

_WORTH = 900
"""Characters read in the time that one more question takes."""

_ABSENT = [1]
"""The patterns found, where only the second of two is."""

_LINE_ANCHOR = "(?m:"
"""In a shape that has an end of a line in it; a segment is one, a sentence need not be."""


class ShapeSet:
    """An RE2 set over shapes, made when the first text is asked about.

    A shape that RE2 refuses counts as found in every text.
    """

    def __init__(self, shapes: Sequence[tuple[int, str]]) -> None:
        self._pending = shapes
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

    def _build(self) -> "re2.Set":
        import re2

        shapes = re2.Set.SearchSet(_options(_MOST_MEMORY))
        for index, shape in self._pending:
            try:
                shapes.Add(shape)
            except re2.error:
                self._refused.append(index)
            else:
                self._indexes.append(index)
        shapes.Add("")
        shapes.Compile()
        return shapes


class Shapes:
    """The shapes of triggers, for the ranges of a text in which they may match."""

    _MEMORY = 16 << 20

    def __init__(self) -> None:
        self._matches: dict[str, Callable[[str | bytes], list[int] | None]] = {}
        self._patterns: dict[str, re2._Regexp[bytes] | None] = {}

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
            match = self._matches[shape] = _matcher(shape, self._MEMORY)
        return match(text) != _ABSENT

    def _begun_in(self, shape: str, spans: list[Span], text: bytes) -> list[Span]:
        """The ranges in which something begins that has the shape, though it may leave them."""
        if shape not in self._patterns:
            self._patterns[shape] = _searcher(shape, self._MEMORY)
        pattern = self._patterns[shape]
        if pattern is None:
            return spans
        starts = [span.start for span in spans]
        found = []
        at = 0
        while at < len(spans):
            match = pattern.search(text, starts[at])
            if match is None:
                break
            at = bisect_right(starts, match.start())
            found.append(spans[at - 1])
        return found


def _matcher(shape: str, memory: int) -> "Callable[[str | bytes], list[int] | None]":
    """What tells `_ABSENT` of a text without the shape: a set of it and the empty pattern.

    Where RE2 refuses the shape or gives up, it tells something else.
    """
    from contextlib import suppress

    import re2

    shapes = re2.Set.SearchSet(_options(memory))
    with suppress(re2.error):
        shapes.Add(shape)
    shapes.Add("")
    shapes.Compile()
    match: Callable[[str | bytes], list[int] | None] = shapes.Match
    return match


def _searcher(shape: str, memory: int) -> "re2._Regexp[bytes] | None":
    """A shape compiled to be searched for; None if RE2 refuses it."""
    import re2

    try:
        return re2.compile(shape.encode(), _options(memory))
    except re2.error:
        return None


def _options(memory: int) -> "re2.Options":
    import re2

    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    return options
