"""Edits of one text: applying them together, and telling where they move everything else."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from postguard.span import Span

T = TypeVar("T")

_LONGEST_COMPARED = 2_000
"""Characters of an edit that are compared to see what in it stays; longer ones all change."""


class Edit(NamedTuple):
    """A range of a text and what stands there afterwards."""

    span: Span
    text: str


class TooManyTriesError(Exception):
    """A search was given up: the answer would have cost too much."""


class Tries:
    """How many more attempts a search may make."""

    __slots__ = ("_left",)

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self) -> None:
        """Use one. Raises `TooManyTriesError` if there is none."""
        if self._left <= 0:
            raise TooManyTriesError
        self._left -= 1


def apart(edits: Iterable[T], span: Callable[[T], Span]) -> list[T]:
    """Those that do not overlap, in order; of two that do, the one that begins first."""
    chosen: list[T] = []
    end = -1
    for edit in sorted(edits, key=span):
        place = span(edit)
        if place.start >= end and (not chosen or place != span(chosen[-1])):
            chosen.append(edit)
            end = place.end
    return chosen


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits, ordered and apart, made in it."""
    parts: list[str] = []
    at = 0
    for span, new in edits:
        parts += (text[at : span.start], new)
        at = span.end
    return "".join((*parts, text[at:]))


def sound_subset(
    items: Sequence[T], is_sound: Callable[[Sequence[T]], bool], tries: Tries
) -> list[T]:
    """The items that are sound together, found by halving; usually all, at the first try.

    The last set that `is_sound` accepted is the one returned, unless none was.

    Raises `TooManyTriesError` once `tries` are used up.
    """

    def extend(kept: list[T], more: Sequence[T]) -> list[T]:
        if not more:
            return kept
        tries.take()
        if is_sound([*kept, *more]):
            return [*kept, *more]
        if len(more) == 1:
            return kept
        half = len(more) // 2
        return extend(extend(kept, more[:half]), more[half:])

    return extend([], items)


class Moved:
    """Where places of a text are once the edits, ordered and apart, are made."""

    __slots__ = ("_edits", "_ends", "_shifts", "_starts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.span.start for edit in edits]
        self._ends = [edit.span.end for edit in edits]
        self._shifts = [0]
        for span, new in edits:
            self._shifts.append(self._shifts[-1] + len(new) - (span.end - span.start))

    def touches(self, span: Span) -> bool:
        """Whether an edit changes something inside the range."""
        first = bisect_right(self._ends, span.start)
        return first < len(self._edits) and self._starts[first] < span.end

    def place(self, span: Span) -> Span:
        """Where a range is afterwards; what an edit replaces in part belongs to it whole."""
        return Span(self._start(span.start), self._end(span.end))

    def _start(self, offset: int) -> int:
        index = bisect_right(self._ends, offset)
        if index < len(self._edits) and self._starts[index] < offset:
            offset = self._starts[index]
        return offset + self._shifts[index]

    def _end(self, offset: int) -> int:
        index = bisect_left(self._starts, offset)
        if index and self._ends[index - 1] > offset:
            offset = self._ends[index - 1]
        return offset + self._shifts[index]


def smallest(text: str, edit: Edit) -> list[Edit]:
    """The same change in pieces that leave alone what stays."""
    old = text[edit.span.start : edit.span.end]
    if max(len(old), len(edit.text)) > _LONGEST_COMPARED:
        return [edit]
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, edit.text, autojunk=False).get_opcodes()
    return [
        Edit(Span(start, end).shift(edit.span.start), edit.text[new_start:new_end])
        for tag, start, end, new_start, new_end in codes
        if tag != "equal"
    ]
