"""GitLab's report and reviewdog's, both JSON for a code host."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from postguard.finding import Failure, Fix, Report, Severity
from postguard.outputs import gitlab, rdjson
from postguard.redaction import MASK
from postguard.span import Span
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, SECRET, make_finding

SCHEMAS = Path(__file__).parent / "schemas"


def loaded(name: str, report: Report) -> Any:
    return json.loads(render(name, report))


@pytest.mark.parametrize(
    ("name", "schema"),
    [("gitlab", "gitlab-code-quality.schema.json"), ("rdjson", "rdjson.schema.json")],
)
def test_it_is_valid_by_the_formats_schema(
    name: str, schema: str, sample: Report, clean: Report
) -> None:
    validator = jsonschema.Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf-8")))
    style = STYLE._replace(rule_uri="https://postguard.example.org/rules/")
    for report in (sample, clean, Report((), (), (), "", truncated=3)):
        validator.validate(json.loads(render(name, report, style)))


@pytest.mark.parametrize("mapping", [gitlab._SEVERITIES, rdjson._SEVERITIES])
def test_every_severity_is_mapped(mapping: dict[Severity, str]) -> None:
    assert set(mapping) == set(Severity)


def test_gitlab_gets_distinct_fingerprints_since_it_shows_one_issue_each() -> None:
    finding = make_finding(BEST, "best", "best", uri="a.md", message="m", fingerprint="same")
    failures = (Failure("a", "rule", "r"), Failure("a", "rule", "r"))
    issues = loaded("gitlab", Report((finding, finding, finding), failures, (), ""))
    fingerprints = [each["fingerprint"] for each in issues]
    assert fingerprints[0] == "same"
    assert len(set(fingerprints)) == 5


def test_gitlab_gets_an_issue_for_what_was_not_checked(sample: Report) -> None:
    issues = [
        (each["location"]["path"], each["severity"], each["description"])
        for each in loaded("gitlab", sample)
        if each["check_name"].startswith("postguard/")
    ]
    assert issues == [
        ("gone.md", "blocker", "Not checked, or not in full (failed): vanished while it was read"),
        ("posts/torn.md", "blocker", "Not checked, or not in full (partial): byte 17 is not UTF-8"),
        (
            "schedule.csv",
            "blocker",
            "Not checked, or not in full (rule): tone/shouting: timed out after 1 s",
        ),
        ("schedule.csv", "info", "7 more findings counted and not listed."),
    ]


def rdjson_range(text: str, match: str) -> Any:
    finding = make_finding(BEST, text, match, uri="a.md", message="m")
    (diagnostic,) = loaded("rdjson", Report((finding,), (), (), ""))["diagnostics"]
    return diagnostic["location"]["range"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("the best", 5, 9), ("é best", 4, 8), ("東 best", 5, 9), ("a𐐀best", 6, 10)],
)
def test_reviewdog_counts_columns_in_bytes(text: str, start: int, end: int) -> None:
    assert rdjson_range(text, "best") == {
        "start": {"line": 1, "column": start},
        "end": {"line": 1, "column": end},
    }


def test_reviewdog_gets_lines_where_bytes_are_unknown() -> None:
    secret = make_finding(SECRET, f"é {MASK}", MASK, uri="a.md", message="m")
    after = make_finding(BEST, f"{MASK} best", "best", uri="a.md", message="m")
    bare = make_finding(BEST, "é best", "best", uri="a.md", message="m")._replace(excerpt=None)
    cut = make_finding(BEST, "the best", "best", uri="a.md", message="m")
    assert cut.excerpt is not None
    cut = cut._replace(excerpt=cut.excerpt._replace(text="best", mark=Span(0, 4)))
    diagnostics = loaded("rdjson", Report((secret, after, bare, cut), (), (), ""))["diagnostics"]
    lines = {"start": {"line": 1}, "end": {"line": 1}}
    assert [each["location"]["range"] for each in diagnostics] == [lines] * 4
    assert rdjson_range("a\nb", "a\nb") == {"start": {"line": 1}, "end": {"line": 2}}


def test_reviewdog_gets_a_fix_as_a_suggestion() -> None:
    fix = Fix(Span(2, 10), "a good one")
    finding = make_finding(BEST, "é the best", "best", uri="a.md", message="m", fix=fix)
    far = finding._replace(fix=Fix(Span(400, 410), "elsewhere"))
    near, elsewhere = loaded("rdjson", Report((finding, far), (), (), ""))["diagnostics"]
    assert near["suggestions"] == [
        {
            "range": {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 12}},
            "text": "a good one",
        }
    ]
    assert "suggestions" not in elsewhere
