"""GitLab's code-quality report: an array of issues for the merge-request widget."""

from typing import TextIO

from postguard.finding import Finding, Report, Severity
from postguard.outputs import encode
from postguard.outputs.interface import Style
from postguard.outputs.summary import NotChecked, not_checked, plural, shown

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as GitLab's JSON. Raises `OSError` if the sink does."""
    issues = [_issue(finding) for finding in shown(report, style.show)]
    issues += [_incomplete(each) for each in not_checked(report)]
    if report.truncated:
        issues.append(_truncated(report))
    sink.write(encode.json(_distinct(issues)) + "\n")
    sink.flush()


def _issue(finding: Finding) -> dict[str, object]:
    post = f"{finding.post}: " if finding.post else ""
    return {
        "description": encode.line(f"{post}{finding.message} {finding.remedy}"),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint or _digest(finding.rule, finding.uri),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.uri, "lines": {"begin": finding.start.line}},
    }


def _incomplete(missing: NotChecked) -> dict[str, object]:
    """The format has no place for failures, and leaving them out would look clean."""
    return {
        "description": encode.line(
            f"Not checked, or not in full ({missing.stage}): {missing.reason}"
        ),
        "check_name": "postguard/incomplete",
        "fingerprint": _digest("incomplete", *missing),
        "severity": "blocker",
        "location": {"path": missing.uri or ".", "lines": {"begin": 1}},
    }


def _truncated(report: Report) -> dict[str, object]:
    last = report.findings[-1].uri if report.findings else "."
    return {
        "description": f"{plural(report.truncated, 'more finding')} counted and not listed.",
        "check_name": "postguard/truncated",
        "fingerprint": _digest("truncated"),
        "severity": "info",
        "location": {"path": last, "lines": {"begin": 1}},
    }


def _distinct(issues: list[dict[str, object]]) -> list[dict[str, object]]:
    """GitLab shows only the first issue of a fingerprint."""
    seen: dict[object, int] = {}
    for issue in issues:
        fingerprint = issue["fingerprint"]
        seen[fingerprint] = seen.get(fingerprint, 0) + 1
        if seen[fingerprint] > 1:
            issue["fingerprint"] = _digest(str(fingerprint), str(seen[fingerprint]))
    return issues


def _digest(*parts: str) -> str:
    from hashlib import blake2b

    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=16).hexdigest()
