"""Dates are read in every common form and judged against the post's own day."""

from datetime import UTC, date, datetime

import pytest

from postguard.detectors.dates import date_ahead, date_mismatch, read_dates
from postguard.detectors.interface import Candidate
from postguard.profile import Profile
from postguard.span import Span

_TODAY = Profile(today=date(2026, 3, 10))


def _candidate(text: str, published: object = None) -> Candidate:
    meta = {} if published is None else {"date": published}
    return Candidate(text, Span(0, len(text)), "", {}, {}, meta)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03-12", [date(2026, 3, 12)]),
        ("12 March 2026", [date(2026, 3, 12)]),
        ("12th of Mar, 2026, 9am", [date(2026, 3, 12)]),
        ("March 12, 2026", [date(2026, 3, 12)]),
        ("Sept. 3rd 2026", [date(2026, 9, 3)]),
        ("03/04/2026", [date(2026, 4, 3), date(2026, 3, 4)]),
        ("23/04/2026", [date(2026, 4, 23)]),
        ("28.02.2026", [date(2026, 2, 28)]),
        ("30 February 2026", []),
        ("version 1.2.2026-03", []),
        ("in 2026", []),
        ("12 March", []),
        ("May we help 3 people", []),
    ],
)
def test_dates_are_read(text: str, days: list[date]) -> None:
    assert list(read_dates(text)) == days


def test_a_date_without_a_year_is_the_nearest() -> None:
    assert read_dates("2 January", near=date(2025, 12, 20)) == (date(2026, 1, 2),)
    assert read_dates("20 December", near=date(2026, 1, 5)) == (date(2025, 12, 20),)


@pytest.mark.parametrize(
    ("text", "published", "ahead"),
    [
        ("until 12 March 2026", None, True),
        ("until 9 March 2026", None, False),
        ("until 10 March 2026", None, True),
        ("until 10 March 2026", "2026-03-10 09:00", False),
        ("until 12 March", date(2026, 3, 13), False),
        ("until 12 March", datetime(2026, 3, 11, 8, 0, tzinfo=UTC), True),
        ("until further notice", None, True),
        ("until 03/12/2026", None, True),
    ],
)
def test_ahead(text: str, published: object, ahead: bool) -> None:
    assert bool(list(date_ahead(_candidate(text, published), _TODAY))) is ahead


@pytest.mark.parametrize(
    ("text", "published", "what"),
    [
        ("Thursday 12 March 2026", None, []),
        ("Friday, 12 March 2026", None, ["is a Thursday"]),
        ("Friday 12 March", None, []),
        ("Friday 12 March", "2026-03-01", ["is a Thursday"]),
        ("Fri 03/04/2026", None, []),
        ("Monday 03/04/2026", None, ["is a Friday"]),
        ("tomorrow, 12 March", "2026-03-11", []),
        ("tomorrow, 12 March", "2026-03-12", ["would be Friday 13 March 2026"]),
        ("tomorrow, 12 March", "04/03/2026", []),
    ],
)
def test_mismatch(text: str, published: object, what: list[str]) -> None:
    assert [hit.what for hit in date_mismatch(_candidate(text, published), _TODAY)] == what
