"""A lane finds the same behind the gates of all rules and behind one of its own."""

from postguard.compiled import Details, Rule, Trigger
from postguard.document import Run, Segment, SegmentKind, SourceMap
from postguard.gate import Gate
from postguard.gate_table import table_of
from postguard.lane import Lane
from postguard.span import Span
from postguard.view import View


def _rule(number: int) -> Rule:
    trigger = Trigger(rf"word{number}\b", True, None, (f"word{number}\b",), "")
    details = Details("", "", "", "", (), (), (trigger,))
    return Rule(
        f"test/{number}", "terms", "error", "high", True, False, ("prose",), {}, (), details
    )


def _view(text: str) -> View:
    return View.of(
        [Segment(SegmentKind.PROSE, text, SourceMap((Run(0, 0, len(text), len(text)),)))]
    )


def _any(rule: Rule) -> bool:
    del rule
    return True


def _found(lane: Lane, text: str) -> list[tuple[str, list[Span]]]:
    return [
        (rule.id, [span for candidate in candidates for span in candidate.regions])
        for rule, candidates in lane.candidates(_view(text), _any)
    ]


def test_after_much_text_a_lane_of_few_rules_has_a_gate_of_its_own() -> None:
    rules = [_rule(number) for number in range(5)]
    shared = Gate(table_of(rules))
    lane = Lane(rules[:2], [shared])
    text = "word1 and word3"
    assert _found(lane, text) == [("test/1", [Span(0, 15)])]
    assert lane.gates == (shared,)
    assert _found(lane, "nothing " * 20_000) == []
    assert _found(lane, text) == [("test/1", [Span(0, 15)])]
    (own,) = lane.gates
    assert [rule_id for rule_id, _ in own.owners] == ["test/0", "test/1"]


def test_a_lane_of_most_rules_keeps_the_gates_it_shares() -> None:
    rules = [_rule(number) for number in range(5)]
    shared = Gate(table_of(rules))
    lane = Lane(rules[:3], [shared])
    assert _found(lane, "word2 " * 20_000) == [("test/2", [Span(0, 120_000)])]
    assert lane.gates == (shared,)


def test_a_lane_that_is_not_gated_stays_so() -> None:
    rules = [_rule(number) for number in range(5)]
    shared = Gate(table_of(rules))
    lane = Lane(rules[:1], [shared], gated=False)
    assert _found(lane, "word0 " * 20_000) == [("test/0", [Span(0, 120_000)])]
    assert lane.gates == (shared,)
