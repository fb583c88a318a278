"""Compiled patterns, each made once and only when it is first needed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


class Patterns:
    """A cache of compiled ``regex`` patterns; pickles as the empty cache."""

    def __init__(self) -> None:
        self._cache: dict[tuple[str, bool], regex.Pattern[str]] = {}

    def get(self, pattern: str, *, ignore_case: bool) -> "regex.Pattern[str]":
        """The compiled pattern."""
        key = (pattern, ignore_case)
        found = self._cache.get(key)
        if found is None:
            import regex

            found = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
            self._cache[key] = found
        return found

    def blank(self, pattern: str, text: str, filler: str) -> str:
        """The text with every match overwritten by a filler, character for character."""
        return self.get(pattern, ignore_case=True).sub(
            lambda found: filler * (found.end() - found.start()), text
        )

    def __getstate__(self) -> dict[str, object]:
        """Compiled patterns are cheap to make again and dear to send."""
        return {"_cache": {}}
