import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Failure, InputResult, Report, Status
from postguard.outputs.csv import COLUMNS
from tests.outputs.conftest import render
from tests.outputs.sample import BEST, make_finding


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_every_record_is_a_row(sample: Report) -> None:
    kinds = [row["record"] for row in rows(render("csv", sample))]
    assert kinds == [
        *["finding"] * 9,
        "truncated",
        *["failure"] * 2,
        *["input"] * 8,
        "rule",
    ]


def test_a_formula_is_a_quoted_cell(sample: Report) -> None:
    messages = [row["message"] for row in rows(render("csv", sample))]
    assert "'=HYPERLINK('http://example.test') is a cure" in messages


def test_a_path_is_shown_whole_in_one_line() -> None:
    report = Report((), (Failure("a\nb", "read", "gone"),), (), "")
    assert rows(render("csv", report))[0]["path"] == "aU+000Ab"


@given(st.text(st.characters(), max_size=30))
def test_one_line_a_record_whatever_the_text(text: str) -> None:
    finding = make_finding(BEST, "best", "best", uri=text, message=text)
    report = Report(
        (finding._replace(match=text, reason=text, post=text),),
        (Failure(text, text, text),),
        (InputResult(text, Status.SKIPPED, text, notes=(text,)),),
        "",
    )
    written = render("csv", report)
    assert len(written.split("\n")) == 5
    read = rows(written)
    assert len(read) == 3
    assert all(tuple(row) == COLUMNS for row in read)
