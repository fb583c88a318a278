"""The report for a person at a terminal: grouped by draft, each finding in its line.

On the path of every plain `postguard check`, so it imports next to nothing.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from postguard.finding import Disposition, Excerpt, Finding, Report
from postguard.outputs import text_summary
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line, log_lines, terminal
from postguard.outputs.interface import Style
from postguard.outputs.layout import columns, head, window, wrap
from postguard.outputs.summary import count_rules, shown

_INDENT = "    "
_MINIMUM_WIDTH = 40
# More of a very long line than any terminal shows is not looked at.
_REACH = 2000


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as text. Raises `OSError` if the sink does."""
    style = style._replace(width=max(style.width, _MINIMUM_WIDTH))
    paint = Paint(style.color)
    findings = shown(report, style.show)
    parts = _statistics(report, findings, paint) if style.statistics else _drafts(findings, style)
    sink.writelines(log_lines(part) for part in parts)
    sink.write(log_lines(text_summary.render(report, style, paint)))
    sink.flush()


def _drafts(findings: list[Finding], style: Style) -> Iterator[str]:
    paint = Paint(style.color)
    for (uri, post), group in groupby(findings, key=lambda each: (each.uri, each.post)):
        label = f" ({line(post)})" if post else ""
        yield f"{paint.path(terminal(uri))}{label}\n"
        for finding in group:
            yield "\n".join(_finding(finding, style, paint)) + "\n\n"


def _finding(finding: Finding, style: Style, paint: Paint) -> Iterator[str]:
    place = f"{finding.start.line}:{finding.start.column}"
    severity = paint.severity(finding.severity, finding.severity.value)
    yield f"  {paint.strong(place)} {severity} {paint.strong(line(finding.rule))}{_aside(finding)}"
    for each in wrap(line(finding.message), style.width - len(_INDENT)):
        yield _INDENT + each
    if finding.excerpt is not None:
        yield from _excerpt(finding, finding.excerpt, style, paint)
    yield from _labelled("help", finding.remedy, style, paint)
    if finding.fix is not None:
        room = style.width // 2
        replacement = head(terminal(finding.fix.replacement[:_REACH]), room)
        what = f"replace with “{replacement}”" if replacement else "delete this"
        flag = "--fix" if finding.fix.safe else "--unsafe-fixes"
        described = finding.fix.description or what
        yield from _labelled("fix", f"{described} ({flag})", style, paint)
    for related in finding.related:
        yield from _labelled("see", related.message, style, paint)
    if finding.owner:
        yield from _labelled("ask", finding.owner, style, paint)


def _aside(finding: Finding) -> str:
    """What the run made of a finding that is listed and yet does not count."""
    if finding.disposition is Disposition.OPEN:
        return ""
    reason = f": {line(finding.reason)}" if finding.reason else ""
    return f" ({finding.disposition.value}{reason})"


def _labelled(label: str, text: str, style: Style, paint: Paint) -> Iterator[str]:
    start = f"{_INDENT}{label}: "
    for index, each in enumerate(wrap(line(text), style.width - len(start))):
        yield (f"{_INDENT}{paint.help(f'{label}:')} " if index == 0 else " " * len(start)) + each


def _excerpt(finding: Finding, excerpt: Excerpt, style: Style, paint: Paint) -> Iterator[str]:
    number = str(excerpt.line)
    gutter = _INDENT + " " * len(number) + " "
    before, mark, after = _parts(excerpt)
    before, mark, after = window(before, mark, after, style.width - len(gutter) - 2)
    bar = paint.faint("|")
    under = paint.severity(finding.severity, "^" * max(columns(mark), 1))
    marked = paint.severity(finding.severity, mark)
    yield f"{gutter}{bar}"
    yield f"{_INDENT}{paint.faint(number)} {bar} {before}{marked}{after}".rstrip(" ")
    yield f"{gutter}{bar} {' ' * columns(before)}{under}"


def _parts(excerpt: Excerpt) -> tuple[str, str, str]:
    text, (start, end) = excerpt.text, excerpt.mark
    # A byte-order mark opens the file; it is not part of what the author wrote.
    first = 1 if excerpt.line == 1 and text.startswith("\ufeff") and start > 0 else 0
    before = terminal(text[max(start - _REACH, first) : start])
    return (
        before,
        terminal(text[start : min(end, start + _REACH)]),
        terminal(text[end : end + _REACH]),
    )


def _statistics(report: Report, findings: list[Finding], paint: Paint) -> Iterator[str]:
    rows = count_rules(findings)
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
    for name, value in sorted(report.statistics.items()):
        yield f"{line(name)}: {value:,.6g}\n"
    if report.statistics:
        yield "\n"
