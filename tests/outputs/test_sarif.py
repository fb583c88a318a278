import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from postguard.finding import Disposition, InputResult, Report, Severity, Status
from postguard.outputs import sarif_rules
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, GUARANTEE, SECRET, make_finding

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_it_is_valid_by_the_official_schema(sample: Report, clean: Report) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    style = STYLE._replace(
        base_uri="file:///repo/", rule_uri="https://postguard.example.org/rules/"
    )
    for report in (sample, clean, Report((), (), (), "")):
        validator.validate(json.loads(render("sarif", report, style)))


def test_the_fingerprint_is_the_one_github_reads(sample: Report) -> None:
    fingerprints = {
        result["partialFingerprints"]["primaryLocationLineHash"]
        for result in run_of(sample)["results"]
    }
    assert fingerprints == {each.fingerprint for each in sample.findings}


def test_only_what_is_open_goes_unsuppressed(sample: Report) -> None:
    suppressions = {
        result["partialFingerprints"]["primaryLocationLineHash"]: result.get("suppressions")
        for result in run_of(sample)["results"]
    }
    expected = {
        Disposition.IGNORED: "inSource",
        Disposition.WAIVED: "external",
        Disposition.BASELINE: "external",
    }
    for finding in sample.findings:
        found = suppressions[finding.fingerprint]
        if finding.disposition is Disposition.OPEN:
            assert found is None
        else:
            reason = finding.reason or "no reason given"
            assert found == [
                {
                    "kind": expected[finding.disposition],
                    "status": "accepted",
                    "justification": f"{finding.disposition.value}: {reason}",
                }
            ]


def test_five_thousand_results_the_worst_first_and_the_true_total() -> None:
    note = make_finding(BEST, "best", "best", uri="a.md", message="m")
    error = make_finding(GUARANTEE, "best", "best", uri="b.md", message="m")
    suppressed = error._replace(disposition=Disposition.WAIVED)
    findings = (*[suppressed] * 10, *[note] * 5000, *[error] * 20)
    run = run_of(Report(findings, (), (), "", truncated=100))
    assert [each["level"] for each in run["results"]] == ["error"] * 20 + ["warning"] * 4980
    assert run["properties"]["totalFindings"] == 5130
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == ("5,130 findings in all; 5,000 are listed, the worst first.")


def test_an_incomplete_run_did_not_succeed(sample: Report, clean: Report) -> None:
    (invocation,) = run_of(sample)["invocations"]
    assert invocation["executionSuccessful"] is False
    said = [
        (
            each["level"],
            each["message"]["text"],
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        )
        for each in invocation["toolExecutionNotifications"][1:]
    ]
    assert said == [
        ("error", "failed: vanished while it was read", "gone.md"),
        ("error", "partial: byte 17 is not UTF-8", "posts/torn.md"),
        ("error", "rule: tone/shouting: timed out after 1 s", "schedule.csv"),
        ("note", "2 inputs skipped: unsupported type", "assets/logo.png"),
    ]
    assert run_of(clean)["invocations"][0]["executionSuccessful"] is True


def test_security_severity_is_for_leaks_only(sample: Report) -> None:
    rules = run_of(sample)["tool"]["driver"]["rules"]
    graded = {each["id"]: each["properties"].get("security-severity") for each in rules}
    assert {rule for rule, grade in graded.items() if grade} == {"leakage/secret"}
    (secret,) = [each for each in rules if each["id"] == "leakage/secret"]
    assert secret["properties"] == {
        "tags": ["security", "leakage"],
        "precision": "high",
        "problem.severity": "error",
        "security-severity": "8.0",
    }


def test_githubs_limits_on_a_rule() -> None:
    rule = BEST._replace(
        title="t" * 2000, why="w" * 2000, tags=tuple(f"tag{number}" for number in range(30))
    )
    report = Report((), (), (), "", rules={rule.id: rule})
    (described,) = run_of(report)["tool"]["driver"]["rules"]
    assert len(described["shortDescription"]["text"]) == 1024
    assert len(described["fullDescription"]["text"]) == 1024
    assert len(described["properties"]["tags"]) == 20
    assert set(described["help"]) == {"text", "markdown"}


def test_a_rule_out_of_force_is_described_by_its_finding() -> None:
    finding = make_finding(BEST, "best", "best", uri="a.md", message="m")
    run = run_of(Report((finding._replace(rule="postguard/unused-ignore"),), (), (), ""))
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["postguard/unused-ignore"]
    assert run["results"][0]["ruleIndex"] == 0


def test_the_region_ends_one_past_the_end_and_a_leak_has_no_snippet() -> None:
    best = make_finding(BEST, "the best", "best", uri="a.md", message="m")
    secret = make_finding(SECRET, "the key", "key", uri="a.md", message="m")
    regions = [
        each["locations"][0]["physicalLocation"]["region"]
        for each in run_of(Report((best, secret), (), (), ""))["results"]
    ]
    place = {"startLine": 1, "startColumn": 5, "endLine": 1}
    assert regions == [
        {**place, "endColumn": 8},
        {**place, "endColumn": 9, "snippet": {"text": "best"}},
    ]
    assert run_of(Report((), (), (), ""))["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("posts/a b.md", "posts/a%20b.md"),
        ("a:b%.md", "a%3Ab%25.md"),
        ("é.md", "%C3%A9.md"),
        ("a\n.md", "a%0A.md"),
        ("\udcff.md", "%FF.md"),
        ("\ud83d.md", "%ED%A0%BD.md"),
    ],
)
def test_a_path_is_a_uri_of_its_own_bytes(path: str, uri: str) -> None:
    report = Report((), (), (InputResult(path, Status.FAILED, "gone"),), "")
    (said,) = run_of(report)["invocations"][0]["toolExecutionNotifications"]
    location = said["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_every_severity_has_a_level() -> None:
    assert set(sarif_rules.LEVELS) == set(Severity)
