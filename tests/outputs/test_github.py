import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Disposition, Failure, InputResult, Report, Severity, Status
from postguard.outputs import github
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, BIDI, GUARANTEE, HOSTILE_NAME, make_finding


def test_ten_of_a_level_the_failures_first_and_the_rest_counted() -> None:
    findings = tuple(
        make_finding(rule, "best", "best", uri=f"{number}.md", message="m")
        for rule in (BIDI, BEST, GUARANTEE)
        for number in range(12)
    )
    failures = (Failure("lost.md", "worker", "killed"),)
    lines = render("github", Report(findings, failures, (), "", truncated=5)).splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        *["::error"] * 10,
        *["::warning"] * 10,
        *["::notice"] * 10,
        "postguard:",
    ]
    assert lines[0] == "::error file=lost.md,title=postguard%3A not checked::worker: killed"
    assert lines[1].startswith("::error file=0.md,")
    assert lines[-1] == "postguard: 12 more records not shown as annotations"


def test_a_file_name_with_a_command_in_it_is_one_annotation() -> None:
    finding = make_finding(BEST, "best", "best", uri=HOSTILE_NAME, message="a\n::error::b")
    assert render("github", Report((finding,), (), (), "")) == (
        "::warning file=drafts/a%0A%3A%3Aerror%3A%3Ab%2Cc%3Ad%25.md,line=1,endLine=1,col=1,"
        "endColumn=5,title=claims/superlative%3A Unfounded superlative::a%0A::error::b%0A"
        "Name the test, its date and its source, or drop the claim.\n"
    )


def test_columns_only_within_one_line() -> None:
    finding = make_finding(BEST, "a\nb", "a\nb", uri="a.md", message="m")
    assert render("github", Report((finding,), (), (), "")).startswith(
        "::warning file=a.md,line=1,endLine=2,title="
    )


@pytest.mark.parametrize("uri", ["-", ""])
def test_standard_input_has_no_file(uri: str) -> None:
    report = Report((), (), (InputResult(uri, Status.PARTIAL, "cut short"),), "")
    assert render("github", report) == (
        "::error title=postguard%3A not checked::partial: cut short\n"
    )


def test_suppressed_findings_are_not_annotated(sample: Report) -> None:
    closed = tuple(each._replace(disposition=Disposition.WAIVED) for each in sample.findings)
    assert render("github", Report(closed, (), (), "")) == ""


def test_the_step_summary_is_the_markdown_report(sample: Report) -> None:
    assert github.step_summary(sample) == render("markdown", sample, STYLE)


def test_every_severity_has_a_level() -> None:
    assert set(github._LEVELS) == set(Severity)


@given(st.text(st.characters(), max_size=30))
def test_one_command_a_finding_whatever_the_text(text: str) -> None:
    finding = make_finding(BEST, "best", "best", uri=text, message=text)
    finding = finding._replace(rule=text, title=text, remedy=text, post=text)
    report = Report((finding, finding), (Failure(text, text, text),), (), "")
    lines = render("github", report).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::warning"]
    assert all(re.fullmatch(r"::\w+ (?:\w+=[^:,]*,?)+::.*", line) for line in lines)
