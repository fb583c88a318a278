"""The report for a person at a terminal: grouped by draft, each finding in its line.

On the path of every plain `postguard check`, so what a clean run does not need is imported
only when there is something to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from postguard.finding import Finding, Report
from postguard.light_typing import TYPE_CHECKING
from postguard.outputs import text_summary
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line, log_lines, terminal
from postguard.outputs.interface import Style
from postguard.outputs.summary import shown

if TYPE_CHECKING:
    from typing import TextIO

_MINIMUM_WIDTH = 40


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as text. Raises `OSError` if the sink does."""
    style = style._replace(width=max(style.width, _MINIMUM_WIDTH))
    paint = Paint(style.color)
    findings = shown(report, style.show)
    if style.statistics:
        from postguard.outputs import text_statistics

        sink.write(log_lines(text_statistics.render(report, findings, paint)))
    elif findings:
        sink.writelines(log_lines(part) for part in _drafts(findings, style, paint))
    sink.write(log_lines(text_summary.render(report, style, paint)))
    sink.flush()


def _drafts(findings: list[Finding], style: Style, paint: Paint) -> Iterator[str]:
    from itertools import groupby

    from postguard.outputs import text_finding

    for (uri, post), group in groupby(findings, key=lambda each: (each.uri, each.post)):
        label = f" ({line(post)})" if post else ""
        yield f"{paint.path(terminal(uri))}{label}\n"
        for finding in group:
            yield f"{text_finding.render(finding, style, paint)}\n"
