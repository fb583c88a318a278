"""Shapes rule ranges out, and only those in which nothing has them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.compiled import Trigger
from postguard.folded import Folded
from postguard.shape_sets import fitting, search_for
from postguard.span import Span


def _trigger(shape: str, digits: int = 0) -> Trigger:
    return Trigger(
        "x", ignore_case=True, tokens=None, literals=(), shape="", region_shape=shape, digits=digits
    )


def _fitting(
    trigger: Trigger, text: str, spans: list[Span], *, by_sentence: bool = False
) -> list[Span]:
    return fitting(trigger, spans, Folded(text), by_sentence=by_sentence)


def test_a_range_without_the_shape_is_passed_over() -> None:
    spans = [Span(0, 6), Span(8, 14)]
    assert _fitting(_trigger(r"o[nf]e"), "a one.  a two.", spans) == [Span(0, 6)]


def test_letters_beyond_ascii_leave_a_range_in() -> None:
    spans = [Span(0, 6), Span(8, 14)]
    assert _fitting(_trigger(r"o[nf]e"), "a un.é  a two.", spans) == [Span(0, 6)]


def test_a_range_with_too_few_digits_is_passed_over() -> None:
    spans = [Span(0, 4), Span(6, 10)]
    assert _fitting(_trigger("[0-9]+", digits=2), "a 10  a 1b", spans) == [Span(0, 4)]


def test_an_end_of_a_line_is_an_end_of_a_sentence() -> None:
    text = "One. Two. " * 200
    spans = [Span(at, at + 4) for at in range(0, len(text), 5)]
    twos = [span for span in spans if text[span.start] == "T"]
    assert _fitting(_trigger("(?m:^)two"), text, spans, by_sentence=True) == twos


@given(
    st.lists(
        st.sampled_from(["ab", "ba", "b", "a c", "abc", "", "c\nab"]), min_size=1, max_size=60
    ),
    st.sampled_from(["ab", "(?m:^)ab", "b+.?(?s:.)*c", "c(?m:$)"]),
)
def test_many_ranges_at_once_are_judged_as_each_by_itself(texts: list[str], shape: str) -> None:
    spans: list[Span] = []
    at = 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 2
    text = "\n\n".join(texts)
    search = search_for(shape)
    assert search is not None
    each = [span for span in spans if search(text[span.start : span.end].encode(), 0)]
    assert _fitting(_trigger(shape), text, spans) == each


def test_what_reaches_to_the_end_is_not_read_from_every_range(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a b. " * 2000 + "z"
    spans = [Span(at, at + 4) for at in range(0, 10_000, 5)]
    search = search_for("a(?s:.)*z")
    assert search is not None
    read = 0

    def counted(part: bytes, pos: int) -> re.Match[bytes] | None:
        nonlocal read
        found = search(part, pos)
        read += (len(part) if found is None else found.end()) - pos
        return found

    searches = {"a(?s:.)*z": counted}
    monkeypatch.setattr("postguard.shape_sets.search_for", searches.__getitem__)
    assert _fitting(_trigger("a(?s:.)*z"), text, spans) == []
    assert read < 6 * len(text)


def test_a_shape_that_is_refused_rules_nothing_out() -> None:
    assert _fitting(_trigger("(?<=a)b"), "nothing", [Span(0, 7)]) == [Span(0, 7)]
