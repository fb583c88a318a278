"""What every report format is given, and what it promises.

A format is a module with one function, `write(report, sink, style)`. It works from the
report alone: it never opens a draft, reads the environment or decides anything.
"""

from __future__ import annotations

from postguard.finding import Disposition, Report, Severity
from postguard.light_typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from typing import TextIO


class Style(NamedTuple):
    """What the caller knows about the reader, the place and the tool."""

    color: bool = False
    """Whether the sink understands ANSI colour sequences."""
    width: int = 100
    """Columns to fit lines into, for the formats read in a terminal."""
    show: frozenset[Disposition] = frozenset({Disposition.OPEN})
    """Dispositions listed by the formats for people. The rest are counted, and the formats
    that can mark a finding as suppressed (json, sarif, csv) always hold all of them."""
    fail_on: Severity | None = Severity.NOTE
    """The mildest severity that fails a run, None for never (junit)."""
    statistics: bool = False
    """Counts per rule in place of the findings (text)."""
    quiet: bool = False
    """Findings only, without the summary (text). What was not checked is still said."""
    base_uri: str = ""
    """The folder that paths are relative to, as a URI ending in a slash; may be empty."""
    tool_version: str = ""
    """Version to report; empty for that of the installed postguard."""
    information_uri: str = ""
    """Home page of the tool, if known."""
    rule_uri: str = ""
    """Prefix of a rule's documentation; the rule's id is appended. Empty if there is none."""


class Writer(Protocol):
    """One report format."""

    def write(self, report: Report, sink: TextIO, style: Style) -> None:
        """Write the whole report to `sink` and flush it.

        Raises `OSError` if the sink does: a report that was not written is an incomplete run.
        """
