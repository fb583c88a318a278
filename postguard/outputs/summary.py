"""The counts every format states, so that no two of them can disagree."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from postguard.finding import Disposition, Failure, Finding, InputResult, Report, Severity, Status


class Summary(NamedTuple):
    """A report in numbers."""

    total: int
    """Every finding, of any disposition, those left out by the cap included."""
    listed: int
    """Findings in the report."""
    truncated: int
    """Findings counted and left out by the cap."""
    open: Mapping[Severity, int]
    """Open findings, those left out included."""
    dispositions: Mapping[Disposition, int]
    """Listed findings by disposition."""
    inputs: Mapping[Status, int]
    posts: int
    complete: bool

    @property
    def open_total(self) -> int:
        """Open findings of any severity."""
        return sum(self.open.values())

    @property
    def inputs_total(self) -> int:
        """Inputs of any fate."""
        return sum(self.inputs.values())


def summarise(report: Report) -> Summary:
    """Count a report."""
    opened = {severity: report.truncated_open.get(severity.value, 0) for severity in Severity}
    dispositions = dict.fromkeys(Disposition, 0)
    for finding in report.findings:
        dispositions[finding.disposition] += 1
        if finding.disposition is Disposition.OPEN:
            opened[finding.severity] += 1
    inputs = dict.fromkeys(Status, 0)
    for item in report.inputs:
        inputs[item.status] += 1
    return Summary(
        total=len(report.findings) + report.truncated,
        listed=len(report.findings),
        truncated=report.truncated,
        open=opened,
        dispositions=dispositions,
        inputs=inputs,
        posts=sum(item.posts for item in report.inputs),
        complete=not report.incomplete,
    )


def shown(report: Report, show: frozenset[Disposition]) -> list[Finding]:
    """The findings of the wanted dispositions, in the report's order."""
    return [finding for finding in report.findings if finding.disposition in show]


def unsound_inputs(report: Report) -> list[InputResult]:
    """The inputs that were not read, or only in part."""
    return [item for item in report.inputs if item.status in UNSOUND]


def extra_failures(report: Report) -> list[Failure]:
    """Failures that no failed or partial input's own reason already tells."""
    told = {(item.uri, item.reason) for item in unsound_inputs(report)}
    return [each for each in report.failures if (each.uri, each.reason) not in told]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Open findings before the rest, then by severity; otherwise in the given order."""
    return sorted(
        findings, key=lambda each: (each.disposition is not Disposition.OPEN, each.severity.rank)
    )


def pack(rule: str) -> str:
    """The pack of a rule id, ``finance`` of ``finance/guaranteed-return``."""
    return rule.partition("/")[0]


UNSOUND = frozenset({Status.PARTIAL, Status.FAILED})
"""Fates that leave a run incomplete."""


class RuleCount(NamedTuple):
    """How often one rule fired."""

    rule: str
    severity: Severity
    title: str
    findings: int


def count_rules(findings: Iterable[Finding]) -> list[RuleCount]:
    """Counts per rule and severity, most first, then worst, then by name."""
    counts: dict[tuple[str, Severity], int] = {}
    titles: dict[str, str] = {}
    for finding in findings:
        key = (finding.rule, finding.severity)
        counts[key] = counts.get(key, 0) + 1
        titles.setdefault(finding.rule, finding.title)
    rows = [
        RuleCount(rule, severity, titles[rule], count) for (rule, severity), count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.findings, row.severity.rank, row.rule))


def plural(count: int, noun: str) -> str:
    """``1 draft``, ``2 drafts``, ``1,200 drafts``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
