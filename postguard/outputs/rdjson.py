"""Reviewdog's diagnostic format (rdjson): one `DiagnosticResult`.

Its columns count UTF-8 bytes. A report holds code points, so a column is given only where
the excerpt holds the whole line up to it; elsewhere the lines alone are.
"""

from typing import TextIO

from postguard.finding import Finding, Fix, Report, Severity
from postguard.outputs import encode
from postguard.outputs.interface import Style
from postguard.outputs.summary import NotChecked, not_checked, plural, shown, summarise
from postguard.redaction import MASK

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as rdjson. Raises `OSError` if the sink does."""
    diagnostics = [_diagnostic(finding, style) for finding in shown(report, style.show)]
    diagnostics += [_incomplete(each) for each in not_checked(report)]
    if report.truncated:
        diagnostics.append(
            {
                "message": f"{plural(report.truncated, 'more finding')} counted and not listed.",
                "location": {"path": report.findings[-1].uri if report.findings else "."},
                "severity": "INFO",
            }
        )
    source = {"name": "postguard"}
    if style.information_uri:
        source["url"] = style.information_uri
    document = {"source": source, "severity": _overall(report), "diagnostics": diagnostics}
    sink.write(encode.json(document) + "\n")
    sink.flush()


def _overall(report: Report) -> str:
    summary = summarise(report)
    if not summary.complete:
        return "ERROR"
    worst = next((each for each in Severity if summary.open[each]), None)
    return "UNKNOWN_SEVERITY" if worst is None else _SEVERITIES[worst]


def _diagnostic(finding: Finding, style: Style) -> dict[str, object]:
    code = {"value": finding.rule}
    if style.rule_uri:
        code["url"] = style.rule_uri + finding.rule
    post = f"{finding.post}: " if finding.post else ""
    diagnostic: dict[str, object] = {
        "message": encode.line(f"{post}{finding.message} {finding.remedy}"),
        "location": {"path": finding.uri, "range": _range(finding)},
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    suggestion = None if finding.fix is None else _suggestion(finding, finding.fix)
    if suggestion is not None:
        diagnostic["suggestions"] = [suggestion]
    return diagnostic


def _incomplete(missing: NotChecked) -> dict[str, object]:
    return {
        "message": encode.line(f"Not checked, or not in full ({missing.stage}): {missing.reason}"),
        "location": {"path": missing.uri or "."},
        "severity": "ERROR",
        "code": {"value": "postguard/incomplete"},
    }


def _range(finding: Finding) -> dict[str, object]:
    start = _byte_column(finding, finding.start.column)
    end = _byte_column(finding, finding.end.column)
    if start is None or end is None or finding.start.line != finding.end.line:
        return {"start": {"line": finding.start.line}, "end": {"line": finding.end.line}}
    return _columns(finding.start.line, start, end)


def _suggestion(finding: Finding, fix: Fix) -> dict[str, object] | None:
    """The fix, where it lies on the finding's own line and its columns are known."""
    shift = finding.start.column - finding.span.start
    start = _byte_column(finding, fix.span.start + shift)
    end = _byte_column(finding, fix.span.end + shift)
    if start is None or end is None:
        return None
    return {"range": _columns(finding.start.line, start, end), "text": fix.replacement}


def _columns(line: int, start: int, end: int) -> dict[str, object]:
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def _byte_column(finding: Finding, column: int) -> int | None:
    excerpt = finding.excerpt
    # A cut line does not start at column 1, and a masked one weighs something else.
    if excerpt is None or column < 1 or excerpt.mark.start != finding.start.column - 1:
        return None
    before = excerpt.text[: column - 1]
    if len(before) != column - 1 or MASK in before:
        return None
    return len(before.encode("utf-8", "surrogatepass")) + 1
