"""Edits made together, and where they leave everything else."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.edits import (
    Edit,
    Moved,
    TooManyTriesError,
    Tries,
    apart,
    applied,
    smallest,
    sound_subset,
)
from postguard.span import Span

TEXTS = st.text("ab ", max_size=20)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it, ordered and apart."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    chosen = apart(spans, lambda span: span)
    return text, [Edit(span, draw(st.text("XY", max_size=4))) for span in chosen]


def test_of_two_that_overlap_the_first_stays() -> None:
    spans = [Span(4, 6), Span(0, 5), Span(6, 8), Span(7, 9), Span(8, 8), Span(8, 8)]
    assert apart(spans, lambda span: span) == [Span(0, 5), Span(6, 8), Span(8, 8)]


def test_edits_are_made_together() -> None:
    edits = [Edit(Span(0, 1), "the"), Edit(Span(2, 2), "old "), Edit(Span(6, 7), "")]
    assert applied("a house!", edits) == "the old hous!"
    assert applied("text", []) == "text"


@given(edited())
def test_what_no_edit_touches_is_found_where_it_is_said_to_be(
    case: tuple[str, list[Edit]],
) -> None:
    text, edits = case
    changed, moved = applied(text, edits), Moved(edits)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            span = Span(start, end)
            place = moved.place(span)
            if not moved.touches(span):
                assert changed[place.start : place.end] == text[start:end]
            else:
                assert 0 <= place.start <= place.end <= len(changed)


@given(edited())
def test_an_edit_touches_what_it_changes(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    moved = Moved(edits)
    for start in range(len(text)):
        span = Span(start, start + 1)
        assert moved.touches(span) == any(edit.span.overlaps(span) for edit in edits)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_small_pieces_make_the_same_change(head: str, old: str, new: str, tail: str) -> None:
    text = head + old + tail
    edit = Edit(Span(len(head), len(head) + len(old)), new)
    assert applied(text, smallest(text, edit)) == head + new + tail


def test_small_pieces_leave_alone_what_stays() -> None:
    assert smallest("a,cell here,b", Edit(Span(2, 11), '"cell there"')) == [
        Edit(Span(2, 2), '"'),
        Edit(Span(7, 7), "t"),
        Edit(Span(11, 11), '"'),
    ]


@given(st.lists(st.integers(0, 30), unique=True, max_size=16), st.sets(st.integers(0, 30)))
def test_one_bad_item_does_not_spoil_the_rest(items: list[int], bad: set[int]) -> None:
    accepted: list[Sequence[int]] = []

    def is_sound(some: Sequence[int]) -> bool:
        if bad & set(some):
            return False
        accepted.append(some)
        return True

    kept = sound_subset(items, is_sound, Tries(1000))
    assert kept == [item for item in items if item not in bad]
    assert (accepted[-1] if accepted else []) == kept


def test_a_search_is_given_up_in_time() -> None:
    with pytest.raises(TooManyTriesError):
        sound_subset(range(100), lambda _: False, Tries(50))
