import json
from collections.abc import Callable

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Failure, Report
from postguard.outputs import encode
from postguard.outputs.json import schema
from tests.outputs.conftest import render


def test_whole_report(sample: Report, matches_snapshot: Callable[[str, str], None]) -> None:
    matches_snapshot("sample.json", render("json", sample))


def test_the_published_schema_describes_it(sample: Report, clean: Report) -> None:
    published = json.loads(schema())
    jsonschema.Draft202012Validator.check_schema(published)
    validator = jsonschema.Draft202012Validator(published)
    for report in (sample, clean, Report((), (), (), "")):
        validator.validate(json.loads(render("json", report)))


def test_statuses_sum_to_inputs(sample: Report) -> None:
    counts = json.loads(render("json", sample))["summary"]["inputs"]
    assert counts.pop("total") == sum(counts.values()) == len(sample.inputs)


def test_a_sensitive_match_is_null_even_if_the_run_kept_it(sample: Report) -> None:
    kept = tuple(
        each._replace(match="canary-7f3a") if each.sensitive else each for each in sample.findings
    )
    assert "canary-7f3a" not in render("json", sample._replace(findings=kept))


@given(st.text(st.characters()))
def test_any_text_comes_back_and_nothing_acts(text: str) -> None:
    report = Report((), (Failure(text, "read", text),), (), "")
    written = render("json", report)
    assert all(char == "\n" or " " <= char <= "~" for char in written)
    expected = "".join(
        f"U+{ord(char):04X}" if "\ud800" <= char <= "\udfff" else char for char in text
    )
    assert json.loads(written)["failures"] == [
        {"path": expected, "stage": "read", "reason": expected}
    ]


def test_a_logged_report_holds_no_runner_command() -> None:
    written = encode.json(["##[error]x ##vso[task] ###"])
    assert "##" not in written
    assert json.loads(written) == ["##[error]x ##vso[task] ###"]
