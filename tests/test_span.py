import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.span import LineIndex, Position, Span

_TEXTS = st.lists(
    st.sampled_from(["a", "é", "🚀", "\n", "\r\n", "\r", "\u2028", "\x85", "\x0c"]), max_size=30
).map("".join)


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "contains"),
    [
        (Span(0, 3), Span(1, 2), True, True),
        (Span(0, 3), Span(0, 3), True, True),
        (Span(0, 3), Span(2, 4), True, False),
        (Span(0, 3), Span(3, 4), False, False),
        (Span(1, 2), Span(0, 3), True, False),
    ],
)
def test_overlap_and_containment(one: Span, other: Span, overlaps: bool, contains: bool) -> None:
    assert one.overlaps(other) is overlaps
    assert other.overlaps(one) is overlaps
    assert one.contains(other) is contains


def test_shift() -> None:
    assert Span(2, 5).shift(3) == Span(5, 8)


def test_only_three_sequences_end_a_line() -> None:
    index = LineIndex("a\r\nb\rc\nd\u2028e\x85f\x0cg")
    assert len(index) == 4
    assert [index.line_span(line) for line in (1, 2, 3, 4)] == [
        Span(0, 1),
        Span(3, 4),
        Span(5, 6),
        Span(7, 14),
    ]


def test_positions_count_from_one_in_code_points() -> None:
    index = LineIndex("ab\n🚀é\n")
    assert index.position(0) == Position(1, 1, 0)
    assert index.position(2) == Position(1, 3, 2)
    assert index.position(4) == Position(2, 2, 4)
    assert index.position(6) == Position(3, 1, 6)


def test_other_units_of_a_column() -> None:
    text = "x\n🚀éa"
    index = LineIndex(text)
    assert [index.utf16_column(offset) for offset in (2, 3, 4, 5)] == [0, 2, 3, 4]
    assert [index.byte_column(offset) for offset in (2, 3, 4, 5)] == [0, 4, 6, 7]


def test_a_line_without_its_end_keeps_the_blank_lines_apart() -> None:
    index = LineIndex("\n\r\n\r")
    assert [index.line_span(line) for line in range(1, 5)] == [
        Span(0, 0),
        Span(1, 1),
        Span(3, 3),
        Span(4, 4),
    ]


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_an_error(offset: int) -> None:
    with pytest.raises(ValueError, match="outside a text of 3 code points"):
        LineIndex("abc").position(offset)


def test_an_empty_text_has_one_line() -> None:
    index = LineIndex("")
    assert len(index) == 1
    assert index.position(0) == Position(1, 1, 0)
    assert index.line_span(1) == Span(0, 0)


@given(_TEXTS)
def test_a_position_leads_back_to_its_offset(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        position = index.position(offset)
        assert index.line_span(position.line).start + position.column - 1 == offset


@given(_TEXTS)
def test_utf16_columns_agree_with_the_codec(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        start = offset - (index.position(offset).column - 1)
        assert index.utf16_column(offset) == len(text[start:offset].encode("utf-16-le")) // 2
        assert index.byte_column(offset) == len(text[start:offset].encode())
