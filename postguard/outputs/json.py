"""The report for programs: version 1 of our own schema, `schemas/report-v1.schema.json`.

A finding's fields are fixed; what else a run has to say is under `summary`.
"""

from typing import TextIO

from postguard.finding import (
    Disposition,
    Failure,
    Finding,
    Fix,
    InputResult,
    Report,
    Severity,
    Status,
)
from postguard.outcome import ELSEWHERE
from postguard.outputs import encode
from postguard.outputs.interface import Style
from postguard.outputs.summary import Summary, summarise
from postguard.span import Position

VERSION = 1
"""Raised when a field is removed or changes its meaning; added fields leave it."""


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as JSON. Raises `OSError` if the sink does."""
    from postguard import __version__

    document = {
        "version": VERSION,
        "tool": {
            "name": "postguard",
            "version": style.tool_version or __version__,
            "rulebook_digest": report.rulebook_digest,
        },
        "inputs": [_input(item) for item in report.inputs],
        "findings": [_finding(finding) for finding in report.findings],
        "failures": [_failure(failure) for failure in report.failures],
        "summary": _summary(report, summarise(report)),
    }
    sink.write(encode.json(document) + "\n")
    sink.flush()


def schema() -> str:
    """The JSON Schema of this format, as it is published."""
    from importlib.resources import files

    return files(__package__).joinpath("schemas/report-v1.schema.json").read_text("utf-8")


def _input(item: InputResult) -> dict[str, object]:
    return {
        "path": item.uri,
        "status": item.status.value,
        "reason": item.reason,
        "posts": item.posts,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "title": finding.title,
        "message": finding.message,
        "path": finding.uri,
        "post": finding.post,
        "start": _position(finding.start),
        "end": _position(finding.end),
        # Matches are shown on a terminal only, whatever the run was asked for.
        "match": None if finding.sensitive else finding.match,
        "why": finding.why,
        "remedy": finding.remedy,
        "cite": [{"name": each.name, "url": each.url} for each in finding.cite],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "fingerprint": finding.fingerprint,
        "disposition": finding.disposition.value,
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "start": fix.span.start,
        "end": fix.span.end,
        "replacement": fix.replacement,
        "safe": fix.safe,
        "description": fix.description,
    }


def _failure(failure: Failure) -> dict[str, str]:
    return {"path": failure.uri, "stage": failure.stage, "reason": failure.reason}


def _summary(report: Report, summary: Summary) -> dict[str, object]:
    return {
        "complete": summary.complete,
        "findings": {
            "total": summary.total,
            "listed": summary.listed,
            "truncated": summary.truncated,
            "open": {each.value: summary.open[each] for each in Severity},
            **{
                each.value: summary.dispositions[each]
                for each in Disposition
                if each is not Disposition.OPEN
            },
        },
        "inputs": {
            "total": summary.inputs_total,
            **{each.value: summary.inputs[each] for each in Status},
        },
        "elsewhere": {each.value: summary.elsewhere.get(each, 0) for each in Severity},
        "posts": summary.posts,
        "not_run": [{"rule": each.rule, "reason": each.reason} for each in report.not_run],
        "suppressed": [
            {
                "rule": each.rule,
                "path": each.uri,
                "fingerprint": each.fingerprint,
                "disposition": each.disposition.value,
                "reason": each.reason,
            }
            for each in report.findings
            if each.disposition is not Disposition.OPEN
        ],
        "owners": _owners(report),
        "notes": [
            {"path": item.uri, "note": note} for item in report.inputs for note in item.notes
        ],
        "statistics": {
            name: value
            for name, value in sorted(report.statistics.items())
            if not name.startswith(ELSEWHERE)
        },
    }


def _owners(report: Report) -> list[dict[str, object]]:
    fingerprints: dict[str, list[str]] = {}
    for each in report.findings:
        if each.owner:
            fingerprints.setdefault(each.owner, []).append(each.fingerprint)
    return [{"owner": owner, "fingerprints": fingerprints[owner]} for owner in sorted(fingerprints)]
