"""GitHub Actions annotations: workflow commands on standard output.

GitHub shows ten of a level per step and drops the rest in silence, so the ten that matter
most are written and the rest are counted; `step_summary` has room for more.
"""

from typing import TextIO

from postguard.finding import Finding, Report, Severity
from postguard.outputs.encode import annotation_data, annotation_property
from postguard.outputs.interface import Style
from postguard.outputs.summary import (
    elsewhere,
    not_checked,
    plural,
    shown,
    summarise,
    worst_first,
)

MOST_PER_LEVEL = 10
"""Annotations of one level that GitHub shows per step."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the annotations. Raises `OSError` if the sink does."""
    commands: dict[str, list[str]] = {level: [] for level in _LEVELS.values()}
    commands["error"] += _not_checked(report)
    for finding in worst_first(shown(report, style.show)):
        commands[_LEVELS[finding.severity]].append(_annotation(finding))
    for level in commands:
        sink.writelines(f"{command}\n" for command in commands[level][:MOST_PER_LEVEL])
    unseen = sum(max(len(each) - MOST_PER_LEVEL, 0) for each in commands.values())
    summary = summarise(report)
    unseen += summary.truncated
    if unseen:
        sink.write(f"postguard: {plural(unseen, 'more record')} not shown as annotations\n")
    if said := elsewhere(summary):
        sink.write(f"postguard: {said}\n")
    sink.flush()


def step_summary(report: Report, style: Style | None = None) -> str:
    """Markdown to append to the file that ``GITHUB_STEP_SUMMARY`` names."""
    from postguard.outputs import markdown

    return markdown.render(report, style or Style())


def _not_checked(report: Report) -> list[str]:
    return [
        _command(
            "error",
            [*_file(each.uri), ("title", "postguard: not checked")],
            f"{each.stage}: {each.reason}",
        )
        for each in not_checked(report)
    ]


def _annotation(finding: Finding) -> str:
    properties = [
        *_file(finding.uri),
        ("line", str(finding.start.line)),
        ("endLine", str(finding.end.line)),
    ]
    # GitHub accepts columns only for a range within one line.
    if finding.start.line == finding.end.line:
        properties += [("col", str(finding.start.column)), ("endColumn", str(finding.end.column))]
    properties.append(("title", f"{finding.rule}: {finding.title}"))
    post = f"{finding.post}: " if finding.post else ""
    remedy = f"\n{finding.remedy}" if finding.remedy else ""
    return _command(_LEVELS[finding.severity], properties, f"{post}{finding.message}{remedy}")


def _file(uri: str) -> list[tuple[str, str]]:
    """No file for standard input, which GitHub could not show."""
    return [] if uri in ("", "-") else [("file", uri)]


def _command(level: str, properties: list[tuple[str, str]], message: str) -> str:
    listed = ",".join(f"{name}={annotation_property(value)}" for name, value in properties)
    return f"::{level} {listed}::{annotation_data(message)}"
