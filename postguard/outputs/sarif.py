"""The report as SARIF 2.1.0, in the part that GitHub code scanning reads.

What GitHub limits is cut here, by severity, and the true total is stated.
"""

from collections.abc import Iterator
from typing import TextIO

from postguard.finding import Disposition, Finding, Fix, Report, Severity, Status
from postguard.outputs import encode
from postguard.outputs.interface import Style
from postguard.outputs.sarif_rules import LEVELS, descriptor, rules_in
from postguard.outputs.summary import (
    Summary,
    not_checked,
    plural,
    skipped_by_reason,
    summarise,
    worst_first,
)

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST_RESULTS = 5000
"""Results of one run that GitHub keeps."""

_ROOT = "%SRCROOT%"


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as SARIF. Raises `OSError` if the sink does."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, style)]}
    sink.write(encode.json(log) + "\n")
    sink.flush()


def _run(report: Report, style: Style) -> dict[str, object]:
    from postguard import __version__

    summary = summarise(report)
    rules = rules_in(report)
    kept = worst_first(report.findings)[:MOST_RESULTS]
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    driver: dict[str, object] = {
        "name": "postguard",
        "version": style.tool_version or __version__,
        "rules": [descriptor(rule, style) for rule in rules],
    }
    if style.information_uri:
        driver["informationUri"] = style.information_uri
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": summary.complete,
                "toolExecutionNotifications": [
                    *_left_out(summary.total, len(kept)),
                    *_not_checked(report),
                    *_skipped(report),
                ],
                "toolConfigurationNotifications": list(_not_run(report)),
            }
        ],
        "results": [_result(finding, indexes[finding.rule]) for finding in kept],
        "properties": {
            "totalFindings": summary.total,
            "listedFindings": len(kept),
            "openFindings": {each.value: summary.open[each] for each in Severity},
            **_elsewhere(summary),
            "inputs": {each.value: summary.inputs[each] for each in Status},
            "rulebookDigest": report.rulebook_digest,
        },
    }
    if style.base_uri:
        run["originalUriBaseIds"] = {_ROOT: {"uri": style.base_uri}}
    return run


def _elsewhere(summary: Summary) -> dict[str, object]:
    """How many findings are left out because their lines did not change, if any are."""
    counts = {each.value: count for each, count in summary.elsewhere.items()}
    return {"findingsElsewhere": counts} if counts else {}


def _result(finding: Finding, rule_index: int) -> dict[str, object]:
    location: dict[str, object] = {"physicalLocation": _physical(finding)}
    if finding.post:
        location["logicalLocations"] = [{"name": finding.post}]
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": encode.sarif_message(finding.message)},
        "locations": [location],
        "properties": {"confidence": finding.confidence.value},
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"primaryLocationLineHash": finding.fingerprint}
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": encode.sarif_message(each.message)},
                "physicalLocation": {
                    "artifactLocation": _artifact(finding.uri),
                    "region": _offsets(each.span.start, each.span.end),
                },
            }
            for number, each in enumerate(finding.related, 1)
        ]
    if finding.fix is not None:
        result["fixes"] = [_fix(finding, finding.fix)]
    if finding.disposition is not Disposition.OPEN:
        result["suppressions"] = [_suppression(finding)]
    return result


def _physical(finding: Finding) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": finding.start.line,
        "startColumn": finding.start.column,
        "endLine": finding.end.line,
        "endColumn": finding.end.column,
    }
    excerpt = finding.excerpt
    if excerpt is not None and not finding.sensitive and finding.start.line == finding.end.line:
        marked = excerpt.text[excerpt.mark.start : excerpt.mark.end]
        region["snippet"] = {"text": encode.block(marked)}
    return {"artifactLocation": _artifact(finding.uri), "region": region}


def _artifact(uri: str) -> dict[str, str]:
    from urllib.parse import quote

    # A name that was no UTF-8 comes as surrogates, and goes back to its own bytes.
    try:
        raw = uri.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = uri.encode("utf-8", "surrogatepass")
    return {"uri": quote(raw), "uriBaseId": _ROOT}


def _offsets(start: int, end: int) -> dict[str, int]:
    return {"charOffset": start, "charLength": end - start}


def _fix(finding: Finding, fix: Fix) -> dict[str, object]:
    safety = "safe" if fix.safe else "may change the meaning"
    description = fix.description or "Replace the text"
    return {
        "description": {"text": encode.sarif_message(f"{description} ({safety})")},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(finding.uri),
                "replacements": [
                    {
                        "deletedRegion": _offsets(fix.span.start, fix.span.end),
                        "insertedContent": {"text": fix.replacement},
                    }
                ],
            }
        ],
    }


def _suppression(finding: Finding) -> dict[str, str]:
    kind = "inSource" if finding.disposition is Disposition.IGNORED else "external"
    reason = finding.reason or "no reason given"
    return {
        "kind": kind,
        "status": "accepted",
        "justification": f"{finding.disposition.value}: {reason}",
    }


def _left_out(total: int, kept: int) -> Iterator[dict[str, object]]:
    if total > kept:
        yield _notification(
            "warning", f"{plural(total, 'finding')} in all; {kept:,} are listed, the worst first."
        )


def _not_checked(report: Report) -> Iterator[dict[str, object]]:
    for each in not_checked(report):
        yield _notification("error", f"{each.stage}: {each.reason}", each.uri)


def _skipped(report: Report) -> Iterator[dict[str, object]]:
    """One notification a reason: a folder may hold any number of pictures."""
    for reason, uris in skipped_by_reason(report).items():
        yield _notification("note", f"{plural(len(uris), 'input')} skipped: {reason}", uris[0])


def _not_run(report: Report) -> Iterator[dict[str, object]]:
    for each in report.not_run:
        yield {
            **_notification("warning", f"{each.rule} was not run: {each.reason}"),
            "associatedRule": {"id": each.rule},
        }


def _notification(level: str, message: str, uri: str = "") -> dict[str, object]:
    notification: dict[str, object] = {
        "level": level,
        "message": {"text": encode.sarif_message(message)},
    }
    if uri:
        location = {"physicalLocation": {"artifactLocation": _artifact(uri)}}
        notification["locations"] = [location]
    return notification
