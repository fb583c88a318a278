"""What came of single inputs, and how they make one report."""

from __future__ import annotations

from collections import Counter

from postguard.document import Document
from postguard.finding import Disposition, Failure, Finding, InputResult
from postguard.light_typing import NamedTuple
from postguard.redaction import MASK
from postguard.span import Span

MOST_FINDINGS = 20_000
"""Open findings a report holds, and others as many; more are counted."""

TERMS_IN = "terms in "
"""Before the path of a list, in the statistics of a report: how many entries it has."""

ELSEWHERE = "elsewhere: "
"""Before a severity, in the statistics of a report: how many open findings are not in it
because they stand on lines that did not change."""


class Outcome(NamedTuple):
    """What came of one input."""

    result: InputResult
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    truncated: tuple[tuple[str, int], ...] = ()
    """(severity, count) of findings beyond the cap."""
    waivers: frozenset[int] = frozenset()
    """Numbers of the waivers that covered a finding."""
    digest: str = ""
    """`Source.digest` of what was judged; empty if it could not be read."""
    elsewhere: tuple[tuple[str, int], ...] = ()
    """(severity, count) of open findings left out because their lines did not change."""


class Judged(NamedTuple):
    """An input as it was read, and what came of it."""

    document: Document | None
    """None if it could not be read."""
    outcome: Outcome
    sensitive: tuple[Span, ...] = ()
    """Every range of the source that must not be shown, in order and apart."""


class Gathered:
    """The outcomes of a run put together, up to the number of findings a report holds.

    Open findings have that room to themselves: a long baseline cannot crowd out a new one.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.failures: list[Failure] = []
        self.results: list[InputResult] = []
        self.waivers: set[int] = set()
        self.truncated = 0
        self.truncated_open: dict[str, int] = {}
        self.elsewhere: Counter[str] = Counter()
        self._room = {True: MOST_FINDINGS, False: MOST_FINDINGS}
        self._masked: dict[str, int] = {}

    def add(self, outcome: Outcome) -> None:
        """Take the next outcome."""
        outcome = self._told_apart(outcome)
        places: dict[int, int] = {}
        for number, finding in enumerate(outcome.findings):
            is_open = finding.disposition is Disposition.OPEN
            if self._room[is_open]:
                self._room[is_open] -= 1
                places[number] = len(self.findings)
                self.findings.append(finding)
            else:
                self._count(finding.severity.value, 1, is_open=is_open)
        for severity, count in outcome.truncated:
            self._count(severity, count, is_open=True)
        self.elsewhere.update(dict(outcome.elsewhere))
        self.failures += outcome.failures
        self.waivers |= outcome.waivers
        marks = tuple(
            (span, places[number]) for span, number in outcome.result.marks if number in places
        )
        self.results.append(outcome.result._replace(marks=marks))

    def _told_apart(self, outcome: Outcome) -> Outcome:
        """The outcome, numbered if its masked path is that of another input too."""
        path = outcome.result.uri
        if MASK not in path:
            return outcome
        number = self._masked[path] = self._masked.get(path, 0) + 1
        if number == 1:
            return outcome
        before, _, after = path.rpartition(MASK)
        own = f"{before}{MASK}({number}){after}"
        return outcome._replace(
            result=outcome.result._replace(uri=own),
            findings=tuple(item._replace(uri=own) for item in outcome.findings),
            failures=tuple(
                item._replace(uri=own) if item.uri == path else item for item in outcome.failures
            ),
        )

    def _count(self, severity: str, count: int, *, is_open: bool) -> None:
        self.truncated += count
        if is_open:
            self.truncated_open[severity] = self.truncated_open.get(severity, 0) + count
