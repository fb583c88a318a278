"""Compiled patterns, each made once and only when it is first needed."""

from typing import TYPE_CHECKING

from postguard import precompiled
from postguard.budget import timed

if TYPE_CHECKING:
    import regex


class TimedPattern:
    """A compiled ``regex`` pattern that looks at text under the clock of the rule at work.

    Its methods raise `OutOfTimeError` when the rule's time is up.
    """

    __slots__ = ("_pattern", "groups")

    def __init__(self, pattern: "regex.Pattern[str]") -> None:
        self._pattern = pattern
        self.groups = tuple(pattern.groupindex)
        """The names of its named groups."""

    def search(
        self, text: str, start: int = 0, end: int | None = None
    ) -> "regex.Match[str] | None":
        """The first match in a range of the text."""
        stop = len(text) if end is None else end
        return timed(lambda left: self._pattern.search(text, start, stop, timeout=left))

    def match(self, text: str, start: int = 0) -> "regex.Match[str] | None":
        """The match at the beginning of the text, or right at another place of it."""
        return timed(lambda left: self._pattern.match(text, start, timeout=left))

    def fullmatch(self, text: str) -> "regex.Match[str] | None":
        """The match that is all of the text."""
        return timed(lambda left: self._pattern.fullmatch(text, timeout=left))

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> "list[regex.Match[str]]":
        """Every match in a range of the text."""
        stop = len(text) if end is None else end
        return timed(lambda left: list(self._pattern.finditer(text, start, stop, timeout=left)))

    def blank(self, text: str, filler: str) -> str:
        """The text with every match overwritten by a filler, character for character."""

        def filled(found: "regex.Match[str]") -> str:
            return filler * (found.end() - found.start())

        return timed(lambda left: self._pattern.sub(filled, text, timeout=left))


class Patterns:
    """A cache of compiled ``regex`` patterns; pickles as the empty cache."""

    def __init__(self) -> None:
        self._cache: dict[tuple[str, bool], TimedPattern] = {}

    def get(self, pattern: str, *, ignore_case: bool) -> TimedPattern:
        """The compiled pattern."""
        key = (pattern, ignore_case)
        found = self._cache.get(key)
        if found is None:
            found = TimedPattern(precompiled.compiled(pattern, ignore_case=ignore_case))
            self._cache[key] = found
        return found

    def blank(self, pattern: str, text: str, filler: str) -> str:
        """The text with every match of an ignore-case pattern overwritten by a filler."""
        return self.get(pattern, ignore_case=True).blank(text, filler)

    def __getstate__(self) -> dict[str, object]:
        """Compiled patterns are cheap to make again and dear to send."""
        return {"_cache": {}}
