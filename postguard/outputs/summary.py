"""The counts every format states, so that no two of them can disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postguard.finding import (
    Disposition,
    Failure,
    Finding,
    Fix,
    Report,
    Severity,
    Status,
)
from postguard.light_typing import NamedTuple
from postguard.outcome import ELSEWHERE

UNSOUND = frozenset({Status.PARTIAL, Status.FAILED})
"""Fates of an input that leave a run incomplete."""


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
    elsewhere: Mapping[Severity, int] = {}
    """Open findings left out because they stand on lines that did not change."""

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
        elsewhere={
            severity: count
            for severity in Severity
            if (count := int(report.statistics.get(f"{ELSEWHERE}{severity.value}", 0)))
        },
    )


def elsewhere(summary: Summary) -> str:
    """What is not in the report because its lines did not change, in one sentence, or nothing."""
    counts = [plural(count, severity.value) for severity, count in summary.elsewhere.items()]
    if not counts:
        return ""
    return f"On lines that did not change, and not listed: {listing(counts)}."


def shown(report: Report, show: frozenset[Disposition]) -> list[Finding]:
    """The findings of the wanted dispositions, in the report's order."""
    return [finding for finding in report.findings if finding.disposition in show]


class NotChecked(NamedTuple):
    """One reason why a run is incomplete."""

    stage: str
    """An input's status ("partial", "failed"), or the stage of a failure."""
    uri: str
    """The input; empty where no single one is concerned."""
    reason: str

    @property
    def place(self) -> str:
        """The input, for people."""
        return self.uri or "the run"


def not_checked(report: Report) -> list[NotChecked]:
    """Everything that was not checked, or not in full: inputs first, then other failures."""
    rows = [
        NotChecked(item.status.value, item.uri, item.reason or "no reason given")
        for item in report.inputs
        if item.status in UNSOUND
    ]
    rows += [NotChecked(each.stage, each.uri, each.reason) for each in extra_failures(report)]
    return rows


def skipped_by_reason(report: Report) -> dict[str, list[str]]:
    """Paths left out by choice, by the reason, in the report's order."""
    reasons: dict[str, list[str]] = {}
    for item in report.inputs:
        if item.status is Status.SKIPPED:
            reasons.setdefault(item.reason or "no reason given", []).append(item.uri)
    return reasons


def extra_failures(report: Report) -> list[Failure]:
    """Failures that no failed or partial input's own reason, or list of them, already tells."""
    told = {item.uri: item.reason for item in report.inputs if item.status in UNSOUND}
    return [
        each
        for each in report.failures
        if each.uri not in told or each.reason not in told[each.uri]
    ]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Open findings before the rest, then by severity; otherwise in the given order."""
    return sorted(
        findings, key=lambda each: (each.disposition is not Disposition.OPEN, each.severity.rank)
    )


def fix_flag(fix: Fix) -> str:
    """The option that applies a fix."""
    return "--fix" if fix.safe else "--unsafe-fixes"


def pack(rule: str) -> str:
    """The pack of a rule id, ``finance`` of ``finance/guaranteed-return``."""
    return rule.partition("/")[0]


def listing(parts: list[str]) -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def plural(count: int, noun: str) -> str:
    """``1 draft``, ``2 drafts``, ``1,200 drafts``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
