"""Time runs out for one rule, never for the run."""

import time

import pytest

from postguard.budget import Budget, Clock, Limits, OutOfTimeError, timed


def test_a_rule_out_of_time_is_named_once_and_not_tried_again() -> None:
    budget = Budget(Limits(rule_seconds=0.5))
    tried: list[str] = []

    def work(clock: Clock) -> None:
        tried.append("slow")
        clock.spend(1)

    assert budget.attempt("a/slow", work) is None
    assert budget.attempt("a/slow", work) is None
    assert budget.attempt("a/quick", lambda clock: clock.left) == 0.5
    assert tried == ["slow"]
    assert budget.reasons == ["rule a/slow was stopped: it took over 0.5 s"]


def test_time_adds_up_over_the_pieces_of_a_document() -> None:
    budget = Budget(Limits(rule_seconds=1))
    assert budget.attempt("a/b", lambda clock: clock.spend(0.6)) is None
    assert budget.reasons == []
    budget.attempt("a/b", lambda clock: clock.spend(0.6))
    assert budget.reasons == ["rule a/b was stopped: it took over 1 s"]


def test_an_error_tells_its_kind_and_no_more() -> None:
    budget = Budget(Limits())

    def work(clock: Clock) -> None:
        raise RuntimeError(f"the secret, {clock.left}")

    assert budget.attempt("a/b", work) is None
    assert budget.reasons == ["rule a/b failed with RuntimeError"]


def test_what_is_timed_is_told_the_time_left() -> None:
    assert timed(lambda left: left) is None
    budget = Budget(Limits(rule_seconds=5))
    seen = budget.attempt("a/b", lambda _: timed(lambda left: left))
    assert seen is not None
    assert 4 < seen <= 5
    assert timed(lambda left: left) is None


def test_a_timeout_inside_is_out_of_time() -> None:
    def late(left: float | None) -> None:
        raise TimeoutError(str(left))

    budget = Budget(Limits(rule_seconds=5))
    assert budget.attempt("a/b", lambda _: timed(late)) is None
    assert budget.reasons == ["rule a/b was stopped: it took over 5 s"]


def test_time_is_taken_off_once_where_both_measure_it() -> None:
    clock = Clock(10)
    for _ in clock.ticking([1]):
        clock.spend(4)
    assert 5.5 < clock.left <= 6


def test_ticking_stops_in_time() -> None:
    clock = Clock(0.01)
    seen = []

    def work() -> None:
        for item in clock.ticking([1, 2, 3]):
            seen.append(item)
            _work(0.02)

    with pytest.raises(OutOfTimeError):
        work()
    assert seen == [1]


def test_time_that_others_take_is_not_counted() -> None:
    budget = Budget(Limits(rule_seconds=0.01, document_seconds=0.01))
    assert budget.attempt("a/b", lambda clock: list(clock.ticking(map(time.sleep, [0.05])))) == [
        None
    ]
    assert budget.attempt("a/c", lambda _: 1) == 1
    assert budget.reasons == []


def _work(seconds: float) -> None:
    """Keep the processor busy."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass
