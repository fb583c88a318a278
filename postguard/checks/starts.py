"""Where a trigger can begin at all: RE2 runs ahead of the pattern that decides.

A text is searched in linear time for the shape of a trigger, its pattern loosened, and the
pattern itself is tried only where the shape begins. Every match of the pattern is one of the
shape with the same beginning, so that what is found is the same.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from postguard.compiled import Trigger
from postguard.context.patterns import TimedPattern
from postguard.shape_sets import MOST_TIMES, Search, search_for
from postguard.span import Span
from postguard.stand_ins import AsciiText, Names
from postguard.view import View

if TYPE_CHECKING:
    import regex

_LONG = 500
_WORTH = 100_000
"""Characters of a text, and its characters times those of a shape, that are worth a search."""

_ASKED = 1000
"""Characters that a pattern is asked of before its shape is worth making."""

_CHARACTERS_A_TRY = 256
"""Characters that a pattern searches in the time a try in vain takes."""

_TRIES = 32
_CHARACTERS_SEARCHED = 10_000_000
"""The most searches of one text: so many, and what this many characters make of it.

Each may look to the end of the text.
"""

_AT_THE_START = r"\A"
"""In a pattern, what lets it match in one place alone."""


class _Shape(NamedTuple):
    search: Search
    names: Names
    """The characters beyond ASCII that the pattern names."""


class Starts:
    """Runs ahead of patterns, with the shapes made so far and the text last read."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}
        """For each pattern without a shape so far, the characters it was asked of."""
        self._shapes: dict[str, _Shape | None] = {}
        self._view: View | None = None
        self._text = AsciiText("")

    def matches(
        self, trigger: Trigger, pattern: Callable[[], TimedPattern], view: View, region: Span
    ) -> "list[regex.Match[str]]":
        """Every match of a trigger's pattern in a region of a view, in offsets of the region.

        The pattern is asked for only if it can match.
        """
        text = view.text[region.start : region.end]
        shape = None
        size = len(trigger.region_shape)
        if size and (len(text) >= _LONG or len(text) * size >= _WORTH):
            shape = self._shape(trigger.regex, trigger.region_shape, len(text))
        if shape is None:
            return pattern().finditer(text)
        read = self._ascii(view).read(region.start, region.end, shape.names)
        if read is None:
            return pattern().finditer(text)
        return _beginning_with(shape, read, pattern, text)

    def may_hold(self, pattern: str, shape: str, view: View, region: Span) -> bool:
        """Whether the shape of a pattern is no reason to think that a region holds no match."""
        made = self._shape(pattern, shape, region.end - region.start) if shape else None
        if made is None:
            return True
        read = self._ascii(view).read(region.start, region.end, made.names)
        return read is None or made.search(read, 0) is not None

    def _shape(self, pattern: str, shape: str, length: int) -> _Shape | None:
        """A shape made; None if it cannot be, or its pattern was not asked of much yet."""
        if pattern not in self._shapes:
            self._asked[pattern] = self._asked.get(pattern, 0) + length
            if self._asked[pattern] < _ASKED:
                return None
            self._shapes[pattern] = _made(pattern, shape)
        return self._shapes[pattern]

    def _ascii(self, view: View) -> AsciiText:
        if self._view is not view:
            self._view, self._text = view, AsciiText(view.folded.text)
        return self._text


def _made(pattern: str, shape: str) -> _Shape | None:
    if pattern.startswith(_AT_THE_START):
        return None
    search = search_for(shape)
    try:
        return None if search is None else _Shape(search, Names(pattern))
    except ValueError:
        return None


def _beginning_with(
    shape: _Shape, read: bytes, pattern: Callable[[], TimedPattern], text: str
) -> "list[regex.Match[str]]":
    """The matches of a pattern, looked for where its shape begins until that saves nothing."""
    most = _TRIES + _CHARACTERS_SEARCHED // len(text)
    found: list[regex.Match[str]] = []
    searches = in_vain = seen = at = 0
    while (hit := shape.search(read, at)) is not None:
        at, end = hit.span()
        seen += end - at
        searches += 1
        if (
            searches > most
            or seen > MOST_TIMES * len(text)
            or in_vain > 4 + at // _CHARACTERS_A_TRY
        ):
            return [*found, *pattern().finditer(text, at)]
        match = pattern().match(text, at)
        if match is None:
            in_vain += 1
            at += 1
        else:
            found.append(match)
            at = match.end()
    return found
