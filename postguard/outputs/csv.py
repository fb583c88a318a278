"""The report for a spreadsheet: one row per finding, input, failure and rule not run.

`record` says which a row is. `status` is a finding's disposition, an input's
fate or a failure's stage, and `reason` goes with it.
"""

from collections.abc import Iterator
from typing import TextIO

from postguard.finding import Finding, Report
from postguard.outputs.encode import csv_cell, visible
from postguard.outputs.interface import Style

COLUMNS = (
    "record",
    "path",
    "post",
    "line",
    "column",
    "end_line",
    "end_column",
    "severity",
    "confidence",
    "rule",
    "title",
    "message",
    "match",
    "remedy",
    "why",
    "cite",
    "status",
    "reason",
    "owner",
    "fingerprint",
)
"""The header, in order."""


def write(report: Report, sink: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the report as CSV. Raises `OSError` if the sink does."""
    from csv import QUOTE_ALL, DictWriter

    rows = DictWriter(sink, COLUMNS, quoting=QUOTE_ALL, lineterminator="\n")
    rows.writeheader()
    for row in _rows(report):
        rows.writerow({name: csv_cell(text) for name, text in row.items()})
    sink.flush()


def _rows(report: Report) -> Iterator[dict[str, str]]:
    for finding in report.findings:
        yield _finding(finding)
    if report.truncated:
        message = f"{report.truncated} more findings counted and not listed"
        yield {"record": "truncated", "message": message}
    for failure in report.failures:
        yield {
            "record": "failure",
            "path": visible(failure.uri),
            "status": failure.stage,
            "reason": failure.reason,
        }
    for item in report.inputs:
        reason = "; ".join((item.reason, *item.notes) if item.reason else item.notes)
        yield {
            "record": "input",
            "path": visible(item.uri),
            "status": item.status.value,
            "reason": reason,
        }
    for missing in report.not_run:
        yield {
            "record": "rule",
            "rule": missing.rule,
            "status": "not run",
            "reason": missing.reason,
        }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "record": "finding",
        "path": visible(finding.uri),
        "post": finding.post,
        "line": str(finding.start.line),
        "column": str(finding.start.column),
        "end_line": str(finding.end.line),
        "end_column": str(finding.end.column),
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "rule": finding.rule,
        "title": finding.title,
        "message": finding.message,
        "match": "" if finding.sensitive else finding.match or "",
        "remedy": finding.remedy,
        "why": finding.why,
        "cite": "; ".join(
            f"{each.name} <{each.url}>" if each.url else each.name for each in finding.cite
        ),
        "status": finding.disposition.value,
        "reason": finding.reason,
        "owner": finding.owner,
        "fingerprint": finding.fingerprint,
    }
