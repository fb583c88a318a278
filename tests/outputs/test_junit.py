import io
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped

from postguard.finding import Failure as RunFailure
from postguard.finding import InputResult, Report, Severity, Status
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, BIDI, GUARANTEE, make_finding

XSD = xmlschema.XMLSchema(str(Path(__file__).parent / "schemas" / "junit-10.xsd"))


def cases(text: str) -> dict[str, list[tuple[type, str, str]]]:
    """Each test case's results, as a consumer reads them."""
    parsed = JUnitXml.fromstring(text.encode())
    return {
        case.name: [(type(each), each.type or "", each.message or "") for each in case.result]
        for suite in parsed
        for case in suite
    }


def test_it_is_valid_by_the_schema(sample: Report, clean: Report) -> None:
    for report in (sample, clean, Report((), (), (), "")):
        XSD.validate(io.StringIO(render("junit", report)))


def test_one_case_an_input_as_a_consumer_reads_it(sample: Report) -> None:
    assert cases(render("junit", sample)) == {
        "drafts/aU+000A::error::b,c:d%.md": [(Failure, "warning", "1 finding")],
        "assets/logo.png": [(Skipped, "", "unsupported type")],
        "assets/team.png": [(Skipped, "", "unsupported type")],
        "gone.md": [(Error, "failed", "vanished while it was read")],
        "old/long.txt": [],
        "posts/spring-launch.md": [(Failure, "error", "4 findings")],
        "posts/torn.md": [(Error, "partial", "byte 17 is not UTF-8")],
        "schedule.csv": [
            (Error, "rule", "tone/shouting: timed out after 1 s"),
            (Failure, "error", "1 finding"),
        ],
    }


def test_the_totals_are_those_of_the_cases(sample: Report) -> None:
    parsed = JUnitXml.fromstring(render("junit", sample).encode())
    stated = (parsed.tests, parsed.failures, parsed.errors)
    parsed.update_statistics()  # type: ignore[no-untyped-call]
    assert stated == (parsed.tests, parsed.failures, parsed.errors) == (8, 3, 3)


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        (Severity.NOTE, ["1:1 error", "1:1 warning", "1:1 note"]),
        (Severity.WARNING, ["1:1 error", "1:1 warning"]),
        (Severity.ERROR, ["1:1 error"]),
        (None, []),
    ],
)
def test_only_what_fails_the_run_is_a_failure(fail_on: Severity | None, failing: list[str]) -> None:
    findings = tuple(
        make_finding(rule, "best", "best", uri="a.md", message="m")
        for rule in (GUARANTEE, BEST, BIDI)
    )
    report = Report(findings, (), (InputResult("a.md", Status.CHECKED),), "")
    ((case,),) = JUnitXml.fromstring(
        render("junit", report, STYLE._replace(fail_on=fail_on)).encode()
    )
    said = [line for each in case.result for line in (each.text or "").splitlines()]
    milder = (case.system_out or "").splitlines()
    assert [" ".join(line.split(" ")[:2]) for line in said] == failing
    assert len(said) + len(milder) == 3


def test_what_was_never_an_input_is_not_lost() -> None:
    finding = make_finding(BEST, "best", "best", uri="b.md", message="m")
    report = Report((finding,), (RunFailure("a.md", "worker", "killed"),), (), "")
    assert cases(render("junit", report)) == {
        "a.md": [(Error, "worker", "killed")],
        "b.md": [(Failure, "warning", "1 finding")],
    }


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_valid_xml_and_one_case(text: str) -> None:
    finding = make_finding(BEST, "best", "best", uri=text, message=text)
    report = Report(
        (finding._replace(rule=text, remedy=text, post=text),),
        (RunFailure(text, text, text),),
        (InputResult(text, Status.CHECKED, notes=(text,)),),
        text,
    )
    assert len(cases(render("junit", report))) == 1
