"""The report as JUnit XML: one test case per input.

Findings that fail the run are the case's failure, milder ones its output; an input that was
not checked, or not in full, is an error, and one left out by choice is skipped.
"""

from collections.abc import Iterator
from typing import NamedTuple, TextIO

from postguard.finding import Finding, InputResult, Report, Status
from postguard.outputs.encode import line, xml_attribute, xml_text
from postguard.outputs.interface import Style
from postguard.outputs.summary import UNSOUND, extra_failures, plural, shown, summarise


class _Case(NamedTuple):
    """What one test case says."""

    name: str
    failing: list[Finding]
    milder: list[Finding]
    errors: list[tuple[str, str]]
    """Kind and reason."""
    skipped: str | None
    notes: tuple[str, ...]


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as JUnit XML. Raises `OSError` if the sink does."""
    cases = list(_cases(report, style))
    counts = (
        f'tests="{len(cases)}" failures="{sum(bool(case.failing) for case in cases)}" '
        f'errors="{sum(bool(case.errors) for case in cases)}"'
    )
    skipped = sum(case.skipped is not None for case in cases)
    sink.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    sink.write(f'<testsuites name="postguard" {counts}>\n')
    sink.write(f'  <testsuite name="postguard" {counts} skipped="{skipped}">\n')
    sink.writelines(_properties(report, style))
    for case in cases:
        sink.writelines(_case(case))
    sink.write("  </testsuite>\n</testsuites>\n")
    sink.flush()


def _cases(report: Report, style: Style) -> Iterator[_Case]:
    findings: dict[str, list[Finding]] = {}
    for finding in shown(report, style.show):
        findings.setdefault(finding.uri, []).append(finding)
    errors: dict[str, list[tuple[str, str]]] = {}
    for failure in extra_failures(report):
        errors.setdefault(failure.uri, []).append((failure.stage, failure.reason))
    for item in report.inputs:
        yield _of_input(item, findings.pop(item.uri, []), errors.pop(item.uri, []), style)
    # A path that was never an input can still have failed, and must not be lost.
    for uri in [*errors, *(each for each in findings if each not in errors)]:
        stray = InputResult(uri, Status.CHECKED)
        yield _of_input(stray, findings.get(uri, []), errors.get(uri, []), style)


def _of_input(
    item: InputResult, findings: list[Finding], errors: list[tuple[str, str]], style: Style
) -> _Case:
    limit = -1 if style.fail_on is None else style.fail_on.rank
    if item.status in UNSOUND:
        errors = [(item.status.value, item.reason), *errors]
    return _Case(
        name=item.uri,
        failing=[each for each in findings if each.severity.rank <= limit],
        milder=[each for each in findings if each.severity.rank > limit],
        errors=errors,
        skipped=item.reason if item.status is Status.SKIPPED else None,
        notes=item.notes,
    )


def _properties(report: Report, style: Style) -> Iterator[str]:
    from postguard import __version__

    summary = summarise(report)
    yield "    <properties>\n"
    for name, value in (
        ("version", style.tool_version or __version__),
        ("rulebook_digest", report.rulebook_digest),
        ("findings", str(summary.total)),
        ("findings_not_listed", str(summary.truncated)),
        *((f"elsewhere:{each.value}", str(count)) for each, count in summary.elsewhere.items()),
        *((f"not_run:{each.rule}", each.reason) for each in report.not_run),
    ):
        yield f'      <property name="{xml_attribute(name)}" value="{xml_attribute(value)}"/>\n'
    yield "    </properties>\n"


def _case(case: _Case) -> Iterator[str]:
    yield f'    <testcase classname="postguard" name="{xml_attribute(case.name or "the run")}">\n'
    if case.skipped is not None:
        yield f'      <skipped message="{xml_attribute(case.skipped)}"/>\n'
    for kind, reason in case.errors:
        attributes = f'type="{xml_attribute(kind)}" message="{xml_attribute(reason)}"'
        yield f"      <error {attributes}/>\n"
    if case.failing:
        kind = min(case.failing, key=lambda each: each.severity.rank).severity.value
        yield (
            f'      <failure type="{kind}" message="{plural(len(case.failing), "finding")}">'
            f"{_listing(case.failing)}</failure>\n"
        )
    output = [*map(_described, case.milder), *(f"note: {line(note)}" for note in case.notes)]
    if output:
        yield f"      <system-out>{xml_text(chr(10).join(output))}</system-out>\n"
    yield "    </testcase>\n"


def _listing(findings: list[Finding]) -> str:
    return xml_text("\n".join(map(_described, findings)))


def _described(finding: Finding) -> str:
    post = f" ({line(finding.post)})" if finding.post else ""
    remedy = f" {line(finding.remedy)}" if finding.remedy else ""
    return (
        f"{finding.start.line}:{finding.start.column}{post} {finding.severity.value} "
        f"{line(finding.rule)}: {line(finding.message)}{remedy}"
    )
