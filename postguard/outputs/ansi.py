"""Colour for a terminal, as the few sequences we use."""

from postguard.finding import Severity

_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


class Paint:
    """Wraps text in colour, or leaves it alone."""

    __slots__ = ("_on",)

    def __init__(self, on: bool) -> None:
        self._on = on

    def severity(self, severity: Severity, text: str) -> str:
        """In the severity's own colour."""
        return self._wrap(_SEVERITY[severity], text)

    def strong(self, text: str) -> str:
        """Bold."""
        return self._wrap("1", text)

    def path(self, text: str) -> str:
        """Bold and underlined."""
        return self._wrap("1;4", text)

    def faint(self, text: str) -> str:
        """For what frames the text: line numbers, labels."""
        return self._wrap("2", text)

    def help(self, text: str) -> str:
        """For the label of a remedy."""
        return self._wrap("1;36", text)

    def good(self, text: str) -> str:
        """Green: nothing found."""
        return self._wrap("1;32", text)

    def bad(self, text: str) -> str:
        """Red: the run is incomplete."""
        return self._wrap("1;31", text)

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text
