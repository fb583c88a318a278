"""Findings on lines that count, and a count of the others."""

from hypothesis import given
from hypothesis import strategies as st

from postguard.checker import Checker
from postguard.config import Config
from postguard.elsewhere import judges_whole_post, narrowed, spans_of, touches
from postguard.git import Lines
from postguard.rulebook.files import RuleFile
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


ADVERT = house.rule("advert", "lamp", "requires: {any: ['#ad']}", kind="requires")
CROWDED = RuleFile(
    "house/acme/crowded.yaml",
    "acme",
    "crowded",
    """\
id: acme/crowded
kind: metric
severity: error
title: House style, crowded
message: "Too many."
why: One voice.
remedy: Use fewer.
measure: hashtags
limits: {any: 1}
examples:
  flag: ["#a **#b**"]
  pass: ["#a"]
""",
)


def _changed(name: str, text: str, *changed: Lines) -> list[str]:
    """The rules and lines that are listed if these lines count."""
    checker = house.checker(ADVERT, CROWDED, house.PLAIN)
    data = text.encode()
    judged = checker.judge(name, data)
    rules = {rule.id for rule in checker.engine.rulebook.rules if judges_whole_post(rule)}
    found = narrowed(judged, spans_of(changed, data, text), rules).outcome.findings
    return [f"{finding.start.line} {finding.rule}" for finding in found]


def test_what_a_post_as_a_whole_lacks_is_listed_wherever_it_points_to() -> None:
    text = "Our lamp.\n\nWe utilize it.\n\n#a #b\n"
    whole = ["1 acme/advert", "5 acme/crowded"]
    assert _changed("a.md", text, Lines(3, 3)) == [whole[0], "3 acme/plain", whole[1]]
    # The label was deleted, or the post has a new name and with it other settings.
    assert _changed("a.md", text, Lines(6, 5)) == whole
    assert _changed("a.md", text) == whole


def test_of_many_posts_only_those_that_changed_are_judged_as_a_whole() -> None:
    text = 'text\nOur lamp.\n"Our lamp\n and\n more."\nA lamp.\n'
    assert _changed("a.csv", text, Lines(4, 4)) == ["3 acme/advert"]
    assert _changed("a.csv", text, Lines(5, 4)) == ["3 acme/advert"]
    assert _changed("a.csv", text, Lines(2, 2), Lines(6, 6)) == ["2 acme/advert", "6 acme/advert"]
    assert _changed("a.csv", text) == []
