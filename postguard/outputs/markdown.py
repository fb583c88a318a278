"""The report as Markdown, for a step summary or a comment on a pull request."""

from collections.abc import Iterator
from typing import TextIO

from postguard.finding import Disposition, Finding, Report, Status
from postguard.outputs.encode import markdown, markdown_code, visible
from postguard.outputs.interface import Style
from postguard.outputs.summary import (
    Summary,
    elsewhere,
    not_checked,
    plural,
    shown,
    summarise,
    worst_first,
)
from postguard.outputs.text_summary import verdict

MOST_CHARACTERS = 60_000
"""Room for the tables: code hosts refuse a comment of more than 65,536 characters."""

_CELL = 400


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as Markdown. Raises `OSError` if the sink does."""
    sink.write(render(report, style))
    sink.flush()


def render(report: Report, style: Style) -> str:
    """The report as Markdown; the worst come first where not all fit."""
    summary = summarise(report)
    # What was not checked is said before the findings, so that no limit can cut it off.
    blocks = [
        f"### postguard: {_lower(verdict(summary))}",
        *_incomplete(report),
        _inputs(summary),
        *_not_run(report),
    ]
    room = MOST_CHARACTERS - sum(map(len, blocks))
    blocks += _findings(report, style, summary, room)
    return "\n\n".join(blocks) + "\n"


def _findings(report: Report, style: Style, summary: Summary, room: int) -> Iterator[str]:
    wanted = worst_first(shown(report, style.show))
    rows = list(_fitting([_row(finding) for finding in wanted], room))
    if rows:
        yield "\n".join(["| Severity | Where | Rule | What and what to do |", "|-|-|-|-|", *rows])
    left = len(wanted) - len(rows) + summary.truncated
    if left:
        yield f"{plural(left, 'more finding')} counted and not listed here."
    hidden = [
        f"{summary.dispositions[each]:,} {each.value}"
        for each in Disposition
        if summary.dispositions[each] and each not in style.show
    ]
    if hidden:
        yield f"Not listed: {', '.join(hidden)}."
    if said := elsewhere(summary):
        yield said


def _row(finding: Finding) -> str:
    place = f"{finding.uri}:{finding.start.line}:{finding.start.column}"
    post = f" {markdown(_short(finding.post))}" if finding.post else ""
    aside = ""
    if finding.disposition is not Disposition.OPEN:
        reason = f": {markdown(_short(finding.reason))}" if finding.reason else ""
        aside = f" ({finding.disposition.value}{reason})"
    remedy = f"<br>{markdown(_short(finding.remedy))}" if finding.remedy else ""
    return (
        f"| {finding.severity.value}{aside} | {markdown_code(_short(visible(place)))}{post} "
        f"| {markdown_code(finding.rule)} | {markdown(_short(finding.message))}{remedy} |"
    )


def _inputs(summary: Summary) -> str:
    fates = ", ".join(f"{summary.inputs[each]:,} {each.value}" for each in Status)
    return f"{plural(summary.inputs_total, 'input')}: {fates}."


def _incomplete(report: Report) -> Iterator[str]:
    if not report.incomplete:
        return
    items = [
        f"- {markdown(each.stage)}: {markdown_code(_short(visible(each.place)))}: "
        f"{markdown(_short(each.reason))}"
        for each in not_checked(report)
    ]
    fitting = list(_fitting(items, MOST_CHARACTERS // 4))
    if len(fitting) < len(items):
        fitting.append(f"- and {len(items) - len(fitting):,} more")
    yield "\n".join(["**Incomplete: this was not checked, or not in full.**", "", *fitting])


def _not_run(report: Report) -> Iterator[str]:
    if not report.not_run:
        return
    items = [
        f"- {markdown_code(each.rule)}: {markdown(_short(each.reason))}" for each in report.not_run
    ]
    fitting = list(_fitting(items, MOST_CHARACTERS // 8))
    if len(fitting) < len(items):
        fitting.append(f"- and {len(items) - len(fitting):,} more")
    yield "\n".join([f"{plural(len(report.not_run), 'rule')} not run:", "", *fitting])


def _fitting(rows: list[str], room: int) -> Iterator[str]:
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            return
        yield row


def _short(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
