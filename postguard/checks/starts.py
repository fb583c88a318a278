"""Where a trigger can begin at all: RE2 runs ahead of the pattern that decides.

A text is searched in linear time for the shape of a trigger, its pattern loosened, and the
pattern itself is tried only where the shape begins. Every match of the pattern is one of the
shape with the same beginning, so that what is found is the same.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from postguard.checks.stand_ins import AsciiText, Names
from postguard.compiled import Trigger
from postguard.context.patterns import TimedPattern
from postguard.span import Span
from postguard.view import View

if TYPE_CHECKING:
    import regex

_WORTH = 100_000
"""Characters of a text times those of a shape that make a search worth its call."""

_LONG = 1000
"""Characters a trigger is asked of before its shape is worth making."""

_CHARACTERS_A_TRY = 256
"""Characters that a pattern searches in the time a try in vain takes."""

_TRIES = 32
_CHARACTERS_SEARCHED = 10_000_000
"""The most searches of one text: so many, and what this many characters make of it.

Each may look to the end of the text.
"""

_ENDLESS = "(?s:.*)"
"""In a shape, what stands for anything that RE2 does not know."""


class _Shape(Protocol):
    def search(self, text: bytes, pos: int | None = None) -> "re.Match[bytes] | None": ...


class Starts:
    """Runs ahead of patterns, with the shapes made so far and the text last read."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}
        self._shapes: dict[str, tuple[_Shape, Names] | None] = {}
        self._view: View | None = None
        self._text = AsciiText("")

    def matches(
        self, trigger: Trigger, pattern: Callable[[], TimedPattern], view: View, region: Span
    ) -> "list[regex.Match[str]]":
        """Every match of a trigger's pattern in a region of a view, in offsets of the region.

        The pattern is asked for only if it can match.
        """
        text = view.text[region.start : region.end]
        worth = len(text) * len(trigger.region_shape) >= _WORTH
        shaped = self._shape(trigger, len(text)) if worth else None
        if shaped is None:
            return pattern().finditer(text)
        shape, names = shaped
        read = self._ascii(view).read(region.start, region.end, names)
        if read is None:
            return pattern().finditer(text)
        most = _TRIES + _CHARACTERS_SEARCHED // len(text)
        if _ENDLESS in trigger.region_shape:
            most = 0
        return _beginning_with(shape, read, pattern, text, most)

    def _shape(self, trigger: Trigger, length: int) -> tuple[_Shape, Names] | None:
        """The shape of a trigger and the names of its pattern; None if there is none (yet)."""
        key = trigger.regex
        if key not in self._shapes:
            self._asked[key] = self._asked.get(key, 0) + length
            if self._asked[key] < _LONG:
                return None
            self._shapes[key] = _shape_of(trigger)
        return self._shapes[key]

    def _ascii(self, view: View) -> AsciiText:
        if self._view is not view:
            self._view, self._text = view, AsciiText(view.folded.text)
        return self._text


def _shape_of(trigger: Trigger) -> tuple[_Shape, Names] | None:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(trigger.region_shape, options), Names(trigger.regex)
    except (re2.error, ValueError):
        return None


def _beginning_with(
    shape: _Shape, read: bytes, pattern: Callable[[], TimedPattern], text: str, most: int
) -> "list[regex.Match[str]]":
    """The matches of a pattern, looked for where its shape begins until that saves nothing."""
    found: list[regex.Match[str]] = []
    searches = in_vain = at = 0
    while (hit := shape.search(read, at)) is not None:
        at = hit.start()
        if searches >= most or in_vain > 4 + at // _CHARACTERS_A_TRY:
            return [*found, *pattern().finditer(text, at)]
        searches += 1
        match = pattern().match(text, at)
        if match is None:
            in_vain += 1
            at += 1
        else:
            found.append(match)
            at = match.end()
    return found
