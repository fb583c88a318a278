import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.outputs.layout import columns, head, tail, window, wrap

TEXT = st.text("ab 東é\u0301🎉👩🏽\u200d🚀", max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("東京", 4), ("e\u0301", 1), ("🎉", 2), ("👩\u200d🚀", 2), ("👍🏽", 2)],
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("room", "start", "end"),
    [(6, "abcdef", "abcdef"), (5, "abcd…", "…cdef"), (1, "…", "…"), (0, "", "")],
)
def test_a_cut_is_shown(room: int, start: str, end: str) -> None:
    assert head("abcdef", room) == start
    assert tail("abcdef", room) == end


@given(TEXT, st.integers(0, 40))
def test_a_cut_fits(text: str, room: int) -> None:
    assert columns(head(text, room)) <= room
    assert columns(tail(text, room)) <= room


@pytest.mark.parametrize(
    ("parts", "room", "expected"),
    [
        (("before ", "mark", " after"), 20, ("before ", "mark", " after")),
        (("before ", "mark", " after"), 12, ("…re ", "mark", " af…")),
        (("before ", "mark", ""), 9, ("…ore ", "mark", "")),
        (("", "mark", " after"), 9, ("", "mark", " aft…")),
        (("before ", "a long mark", " after"), 8, ("…", "a lon…", "…")),
    ],
)
def test_a_window_keeps_the_mark_in_sight(
    parts: tuple[str, str, str], room: int, expected: tuple[str, str, str]
) -> None:
    assert window(*parts, room) == expected


@given(TEXT, st.text("ab東", min_size=1, max_size=30), TEXT, st.integers(10, 60))
def test_a_window_fits(before: str, mark: str, after: str, room: int) -> None:
    assert sum(map(columns, window(before, mark, after, room))) <= room


@given(TEXT, st.integers(5, 40))
def test_wrapping_loses_no_word(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert " ".join(lines).split() == text.split()
    assert all(columns(line) <= room or " " not in line.strip() for line in lines)
