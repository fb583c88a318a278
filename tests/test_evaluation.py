"""Scores against figures worked out by hand."""

import json
import math

import pytest

from postguard.engine import Engine
from postguard.evaluation import Judged, Row, RowError, Score, evaluate, parse_rows, wilson
from postguard.finding import Severity
from postguard.rulebook.files import RuleFile
from postguard.rulebook.load import load_files

_RULE = """\
id: test/{name}
kind: terms
severity: {severity}
title: A test word
message: "A test word stands here."
why: For the test.
remedy: Leave it out.
sensitive: {sensitive}
any: [{word}]
examples: {{flag: ["Say **{word}**."], pass: [nothing]}}
"""


def _engine() -> Engine:
    files = [
        RuleFile("test/stop.yaml", "test", "stop", _rule("stop", "error", "halibut")),
        RuleFile("test/ask.yaml", "test", "ask", _rule("ask", "warning", "turbot")),
        RuleFile("test/hint.yaml", "test", "hint", _rule("hint", "note", "plaice")),
        RuleFile(
            "test/secret.yaml",
            "test",
            "secret",
            _rule("secret", "error", "hunter2", sensitive=True),
        ),
    ]
    return Engine(load_files(files).rulebook)


def _rule(name: str, severity: str, word: str, *, sensitive: bool = False) -> str:
    return _RULE.format(name=name, severity=severity, word=word, sensitive=str(sensitive).lower())


def _row(text: str, should_flag: bool, *, name: str = "sea", category: str = "") -> Row:
    return Row(text[:8], text, should_flag, name, category, {})


def test_counts_sets_categories_and_rules() -> None:
    rows = [
        _row("halibut today", True, category="fish"),
        _row("turbot today", False, category="fish"),
        _row("plaice today", True, category="fish"),
        _row("bread today", False, name="land"),
    ]

    result = evaluate(rows, _engine(), Severity.WARNING)

    assert [tuple(score) for score in result.sets] == [
        ("land", 0, 0, 0, 1),
        ("sea", 1, 1, 1, 0),
        ("all", 1, 1, 1, 1),
    ]
    assert [score.name for score in result.categories] == ["(none)", "fish", "all"]
    assert [tuple(rule) for rule in result.rules] == [("test/ask", 0, 1), ("test/stop", 1, 0)]
    assert [item.row.text for item in result.false_alarms] == ["turbot today"]
    assert [item.row.text for item in result.misses] == ["plaice today"]
    assert result.failures == ()


@pytest.mark.parametrize(("level", "flagged"), [("error", 1), ("warning", 2), ("note", 3)])
def test_only_findings_at_the_level_count(level: str, flagged: int) -> None:
    rows = [_row(f"{word} today", True) for word in ("halibut", "turbot", "plaice")]

    (score,) = evaluate(rows, _engine(), Severity(level)).sets

    assert (score.true_positives, score.false_negatives) == (flagged, 3 - flagged)


def test_graver_false_alarms_come_first_and_shorter_misses() -> None:
    rows = [
        _row("turbot for lunch", False),
        _row("halibut for supper", False),
        _row("a long text without a word", True),
        _row("short", True),
    ]

    result = evaluate(rows, _engine(), Severity.WARNING)

    assert [item.row.text for item in result.false_alarms] == [
        "halibut for supper",
        "turbot for lunch",
    ]
    assert [item.row.text for item in result.misses] == ["short", "a long text without a word"]


def test_a_sensitive_match_is_not_shown() -> None:
    (item,) = evaluate(
        [_row("the word is hunter2\nhere", False)], _engine(), Severity.NOTE
    ).false_alarms

    assert item.shown() == "the word is ••• here"


def test_figures_of_a_score() -> None:
    score = Score("set", true_positives=8, false_positives=2, false_negatives=4, true_negatives=48)

    assert score.precision.value == pytest.approx(0.8)
    assert score.recall.value == pytest.approx(2 / 3)
    assert score.f1.value == pytest.approx(16 / 22)
    assert score.f1.low < score.f1.value < score.f1.high
    assert score.f1 == score.f1
    assert score.false_alarms == pytest.approx(40)


def test_wilson_interval_of_a_textbook_case() -> None:
    interval = wilson(81, 263)  # Newcombe (1998), table I: 0.2553 to 0.3662

    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)


def test_nothing_to_estimate_from_is_said_so() -> None:
    score = Score("set", 0, 0, 0, 5)

    assert math.isnan(score.precision.value)
    assert math.isnan(score.recall.value)
    assert math.isnan(score.f1.value)
    assert math.isnan(Score("set", 1, 0, 0, 0).false_alarms)


def test_rows_with_context_and_without() -> None:
    lines = [
        json.dumps(
            {"text": "a", "should_flag": True, "category": "c", "context": {"platform": "x"}}
        ),
        "",
        json.dumps({"id": "two", "text": "b", "should_flag": False, "dataset": "d", "extra": 1}),
    ]

    assert parse_rows("\n".join(lines), "posts/mine.jsonl") == [
        Row("mine:1", "a", True, "mine", "c", {"platform": "x"}),
        Row("two", "b", False, "d", "", {}),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "rows.jsonl:2: not JSON"),
        ("[1]", "rows.jsonl:2: a row must be an object"),
        ('{"should_flag": true}', "rows.jsonl:2: [text] must be text"),
        ('{"text": "a", "should_flag": 1}', "rows.jsonl:2: [should_flag] must be true or false"),
        (
            '{"text": "a", "should_flag": true, "context": [1]}',
            "rows.jsonl:2: [context] must be an object of meta fields",
        ),
    ],
)
def test_a_row_that_is_none_is_named(line: str, message: str) -> None:
    with pytest.raises(RowError) as caught:
        parse_rows('{"text": "a", "should_flag": true}\n' + line, "rows.jsonl")

    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


def test_a_file_without_rows_is_no_evaluation() -> None:
    with pytest.raises(RowError, match="there is no row in this file"):
        parse_rows("\n\n", "rows.jsonl")


def test_a_row_is_an_error_when_verdict_and_label_differ() -> None:
    assert Judged(_row("a", True), ()).is_error
    assert not Judged(_row("a", False), ()).is_error
