"""Named tuples as JSON and back, and nothing else taken for them."""

import json
from enum import Enum
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postguard.finding import (
    Citation,
    Confidence,
    Disposition,
    Excerpt,
    Failure,
    Finding,
    Fix,
    InputResult,
    Related,
    Severity,
    Status,
)
from postguard.outcome import Outcome
from postguard.plain import from_plain, to_plain
from postguard.span import Position, Span

TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
NUMBER = st.integers(0, 1 << 40)
SPAN = st.builds(Span, NUMBER, NUMBER)
PLACE = st.builds(Position, NUMBER, NUMBER, NUMBER)


def several(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=2).map(tuple)


FINDING = st.builds(
    Finding,
    rule=TEXT,
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    title=TEXT,
    message=TEXT,
    uri=TEXT,
    post=TEXT,
    span=SPAN,
    start=PLACE,
    end=PLACE,
    match=st.none() | TEXT,
    sensitive=st.booleans(),
    why=TEXT,
    remedy=TEXT,
    cite=several(st.builds(Citation, TEXT, st.none() | TEXT)),
    related=several(st.builds(Related, SPAN, TEXT)),
    fix=st.none() | st.builds(Fix, SPAN, TEXT, st.booleans(), TEXT),
    fingerprint=TEXT,
    disposition=st.sampled_from(Disposition),
    reason=TEXT,
    excerpt=st.none() | st.builds(Excerpt, NUMBER, TEXT, SPAN),
    owner=TEXT,
)
OUTCOME = st.builds(
    Outcome,
    st.builds(
        InputResult,
        TEXT,
        st.sampled_from(Status),
        TEXT,
        NUMBER,
        several(TEXT),
        st.none() | TEXT,
        several(st.tuples(SPAN, NUMBER)),
    ),
    several(FINDING),
    several(st.builds(Failure, TEXT, TEXT, TEXT)),
    several(st.tuples(TEXT, NUMBER)),
    st.frozensets(NUMBER, max_size=1),
    TEXT,
    several(st.tuples(TEXT, NUMBER)),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(OUTCOME)
def test_an_outcome_survives_json(outcome: Outcome) -> None:
    again = from_plain(Outcome, json.loads(json.dumps(to_plain(outcome))))
    assert again == outcome
    # Equality does not tell a named tuple from a bare one.
    assert repr(again) == repr(outcome)


class Colour(Enum):
    RED = "red"


class Thing(NamedTuple):
    name: str
    number: int
    is_new: bool
    note: str | None
    colour: Colour
    names: tuple[str, ...]
    numbers: frozenset[int]
    pair: tuple[str, int]


PLAIN = ["a", 1, True, None, "red", ["b"], [2], ["c", 3]]


def test_a_thing_is_read() -> None:
    thing = Thing("a", 1, True, None, Colour.RED, ("b",), frozenset({2}), ("c", 3))
    assert from_plain(Thing, PLAIN) == thing
    assert to_plain(thing) == PLAIN


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 1),
        (0, None),
        (1, True),
        (1, 1.0),
        (1, "1"),
        (2, 1),
        (3, 0),
        (4, "green"),
        (4, ["red"]),
        (5, "b"),
        (5, [1]),
        (5, {"b": 1}),
        (6, [[2]]),
        (6, [True]),
        (7, ["c"]),
        (7, ["c", 3, 4]),
        (7, [3, "c"]),
    ],
)
def test_anything_else_is_not(place: int, value: object) -> None:
    wrong = [*PLAIN[:place], value, *PLAIN[place + 1 :]]
    with pytest.raises(ValueError, match=r"instead of|is not a valid"):
        from_plain(Thing, wrong)


@pytest.mark.parametrize("value", [None, "a", {}, [], PLAIN[:-1], [*PLAIN, 1]])
def test_a_thing_has_all_its_parts(value: object) -> None:
    with pytest.raises(ValueError, match="instead of"):
        from_plain(Thing, value)
