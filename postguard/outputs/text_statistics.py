"""Counts per rule, in place of the findings."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from postguard.finding import Finding, Report, Severity
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line
from postguard.outputs.layout import columns


class _RuleCount(NamedTuple):
    """How often one rule fired."""

    rule: str
    severity: Severity
    title: str
    findings: int


def render(report: Report, findings: list[Finding], paint: Paint) -> str:
    """A row a rule and severity, then the figures of the run."""
    return "".join(_rows(findings, paint)) + "".join(_figures(report))


def _rows(findings: list[Finding], paint: Paint) -> Iterator[str]:
    rows = _counts(findings)
    if rows:
        width = len(f"{rows[0].findings:,}")
        longest = max(columns(line(row.rule)) for row in rows)
        for row in rows:
            rule = line(row.rule)
            severity = paint.severity(row.severity, f"{row.severity.value:<7}")
            gap = " " * (longest - columns(rule))
            count = paint.strong(f"{row.findings:>{width},}")
            yield f"{count}  {severity}  {rule}{gap}  {line(row.title)}".rstrip(" ") + "\n"
        yield "\n"


def _figures(report: Report) -> Iterator[str]:
    for name, value in sorted(report.statistics.items()):
        yield f"{line(name)}: {value:,.6g}\n"
    if report.statistics:
        yield "\n"


def _counts(findings: Iterable[Finding]) -> list[_RuleCount]:
    """Counts per rule and severity, most first, then worst, then by name."""
    counts: dict[tuple[str, Severity], int] = {}
    titles: dict[str, str] = {}
    for finding in findings:
        key = (finding.rule, finding.severity)
        counts[key] = counts.get(key, 0) + 1
        titles.setdefault(finding.rule, finding.title)
    rows = [
        _RuleCount(rule, severity, titles[rule], count)
        for (rule, severity), count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.findings, row.severity.rank, row.rule))
