"""Findings on lines that count, and a count of the others."""

from hypothesis import given
from hypothesis import strategies as st

from postguard.checker import Checker
from postguard.config import Config
from postguard.elsewhere import narrowed, spans_of, touches
from postguard.git import Lines
from postguard.span import Span
from tests import house

TEXT = "We utilize it.\n\nWe utilize it.\nAn amazing synergy.\n"


def listed(text: str, *lines: Lines, name: str = "a.md") -> tuple[list[int], dict[str, int]]:
    """The lines of the findings that are listed, and how many are elsewhere by severity."""
    judged = house.checker().judge(name, text.encode())
    spans = spans_of(lines, text.encode(), text)
    outcome = narrowed(judged, spans, ()).outcome
    return [finding.start.line for finding in outcome.findings], dict(outcome.elsewhere)


def test_only_findings_on_the_lines_are_listed() -> None:
    assert listed(TEXT, Lines(3, 3)) == ([3], {"error": 3})
    assert listed(TEXT, Lines(1, 2), Lines(4, 4)) == ([1, 4, 4], {"error": 1})
    assert listed(TEXT, Lines(2, 2), Lines(5, 4)) == ([], {"error": 4})
    assert listed(TEXT) == ([], {"error": 4})


def test_a_finding_that_spans_a_line_that_counts_is_listed() -> None:
    text = "We do it prior\nto lunch.\n"
    assert listed(text, Lines(2, 2)) == ([1], {})
    assert listed(text, Lines(1, 1)) == ([1], {})
    assert listed(text, Lines(3, 2)) == ([], {"error": 1})


def test_lines_are_those_that_git_counts() -> None:
    text = "one\r\ntwo\rthree\u2028four\n\nlast"
    assert spans_of((Lines(1, 1), Lines(2, 3), Lines(5, 4)), text.encode(), text) == (
        Span(0, 5),
        Span(5, 21),
        Span(25, 25),
    )
    assert spans_of((Lines(4, 4),), text.encode(), text) == (Span(21, 25),)
    assert spans_of((Lines(1, 0),), b"", "") == (Span(0, 0),)


def test_a_text_with_other_lines_than_its_bytes_counts_in_full() -> None:
    text = "ਕ one\ntwo\n"
    assert text.encode("utf-16").count(b"\n") == 3
    assert spans_of((Lines(2, 2),), text.encode("utf-16"), text) == (Span(0, 10),)
    plain = "one\ntwo\n"
    assert spans_of((Lines(2, 2),), plain.encode("utf-16"), plain) == (Span(4, 8),)


def test_marks_in_a_draft_are_those_of_what_is_listed() -> None:
    checker = Checker(house.engine(house.EVERY), Config(), keep_text=True)
    judged = checker.judge("a.md", TEXT.encode())
    spans = spans_of((Lines(4, 4),), TEXT.encode(), TEXT)
    outcome = narrowed(judged, spans, ()).outcome
    assert outcome.result.marks == tuple(
        (finding.span, number) for number, finding in enumerate(outcome.findings)
    )
    assert [finding.rule for finding in outcome.findings] == ["acme/bold", "acme/no-fix"]


@st.composite
def _ranges(draw: st.DrawFn) -> list[Span]:
    """Ranges in order and apart, some of them empty."""
    bounds = sorted(draw(st.lists(st.integers(0, 30), max_size=10)))
    return [Span(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=False)]


@given(_ranges(), st.integers(0, 30), st.integers(0, 5))
def test_touching_is_sharing_a_character(ranges: list[Span], start: int, length: int) -> None:
    place = Span(start, start + length)
    held = {at for span in ranges for at in range(*span)}
    if length:
        assert touches(place, ranges) == any(at in held for at in range(*place))
    else:
        assert touches(place, ranges) == (start in held or start - 1 in held)
