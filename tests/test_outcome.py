"""Outcomes put together, up to what a report holds."""

import pytest

from postguard import outcome as outcomes
from postguard.finding import Disposition, Failure, InputResult, Status
from postguard.outcome import Gathered, Outcome
from postguard.span import Span
from tests.house import checker


def test_known_findings_leave_the_room_of_open_ones_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "MOST_FINDINGS", 2)
    found = checker().check_bytes("a.txt", b"utilize " * 6).findings
    known = [item._replace(disposition=Disposition.BASELINE) for item in found[:3]]
    marks = tuple((item.span, number) for number, item in enumerate(found))
    gathered = Gathered()
    gathered.add(
        Outcome(
            InputResult("a.txt", Status.CHECKED, marks=marks),
            (*known, *found[3:]),
            (Failure("a.txt", "rule", "slow"),),
            (("note", 4),),
            frozenset({1}),
        )
    )
    gathered.add(Outcome(InputResult("b.txt", Status.SKIPPED, "excluded"), waivers=frozenset({2})))
    assert gathered.findings == [*known[:2], *found[3:5]]
    assert gathered.truncated == 1 + 1 + 4
    assert gathered.truncated_open == {"error": 1, "note": 4}
    assert gathered.waivers == {1, 2}
    assert [item.uri for item in gathered.results] == ["a.txt", "b.txt"]
    assert gathered.results[0].marks == (
        (Span(0, 7), 0),
        (Span(8, 15), 1),
        (Span(24, 31), 2),
        (Span(32, 39), 3),
    )
