import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.document import Run, SourceMap
from postguard.span import Span

# Text "ab&cd" made of source "ab&amp;__cd".
MAP = SourceMap([Run(0, 0, 2, 2), Run(2, 2, 1, 5, literal=False), Run(3, 9, 2, 2)])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, Span(0, 1)),
        (1, 2, Span(1, 2)),
        (0, 2, Span(0, 2)),
        (0, 3, Span(0, 7)),
        (2, 3, Span(2, 7)),
        (1, 4, Span(1, 10)),
        (3, 5, Span(9, 11)),
        (0, 5, Span(0, 11)),
    ],
)
def test_a_range_of_text_has_the_smallest_source_that_holds_it(
    start: int, end: int, expected: Span
) -> None:
    assert MAP.to_source(start, end) == expected


@pytest.mark.parametrize(("offset", "expected"), [(0, 0), (1, 1), (2, 2), (4, 10), (5, 11)])
def test_an_empty_range_maps_to_an_empty_range(offset: int, expected: int) -> None:
    assert MAP.to_source(offset, offset) == Span(expected, expected)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, 0), (1, 1), (2, 2), (6, 2), (7, None), (8, None), (9, 3), (10, 4), (11, None)],
)
def test_a_source_offset_has_at_most_one_place_in_the_text(
    offset: int, expected: int | None
) -> None:
    assert MAP.to_text(offset) == expected


@pytest.mark.parametrize(("start", "end"), [(6, 7), (0, 6)])
def test_a_range_outside_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside the segment"):
        MAP.to_source(start, end)


def test_an_empty_map_has_no_place() -> None:
    with pytest.raises(ValueError, match="no place"):
        SourceMap([]).to_source(0, 0)


def test_a_part_of_a_replaced_run_stands_for_all_of_it() -> None:
    replaced = SourceMap([Run(0, 4, 3, 6, literal=False)])
    assert replaced.to_source(1, 2) == Span(4, 10)
    assert replaced.to_text(9) == 0


def test_a_replaced_run_may_be_as_long_as_its_source() -> None:
    line_end = SourceMap([Run(0, 7, 1, 1, literal=False)])
    assert line_end.to_source(0, 1) == Span(7, 8)


@given(st.integers(0, 50), st.integers(1, 50), st.data())
def test_identity_shifts(source_start: int, length: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start, length))
    identity = SourceMap.identity(length, source_start)
    assert identity.to_source(start, end) == Span(start, end).shift(source_start)
    assert identity.to_text(source_start + start) == start


_RUNS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 5), st.booleans()),
    min_size=1,
    max_size=8,
)


@given(_RUNS, st.data())
def test_both_ways_agree_and_order_is_kept(
    shape: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    runs, text_at, source_at = [], 0, 0
    for length, gap, source_length, literal in shape:
        source_at += gap
        width = length if literal else source_length
        runs.append(Run(text_at, source_at, length, width, literal))
        text_at += length
        source_at += width
    source_map = SourceMap(runs)
    offset = data.draw(st.integers(0, text_at - 1))
    span = source_map.to_source(offset, offset + 1)
    if span.start < span.end:
        back = source_map.to_text(span.start)
        assert back is not None
        assert back <= offset
        assert source_map.to_source(back, offset + 1) == span
    later = data.draw(st.integers(offset, text_at - 1))
    assert span.start <= source_map.to_source(later, later + 1).start


def test_every_place_of_very_many_runs_is_found() -> None:
    count = 100_000
    source_map = SourceMap([Run(at, 3 * at, 1, 2, literal=False) for at in range(count)])
    found = [source_map.to_text(offset) for offset in range(3 * count)]
    assert found == [place for at in range(count) for place in (at, at, None)]
