"""Which rules are in force: names are known, ignores win, what cannot run is listed."""

# ruff: noqa: E501  (an error message is read best in one piece)

import pytest

from postguard.errors import UsageError
from postguard.finding import NotRun
from postguard.selection import Choice, choose, names
from tests.rulebook.making import make, rule

_RULEBOOK = make(
    rule("any: [a]", name="one/a"),
    rule("any: [{phrase: b, severity: note}]", name="one/b"),
    rule("any: [c]\nenabled: false", name="one/c"),
    rule("any: [d]", name="two/d"),
    rule("any: [e]\nenabled: false", name="two/e"),
    rule("any: [{tokens: [{ENT_TYPE: ORG}]}]\nneeds: [entities, tags]", name="two/f"),
)


class _Pipeline:
    def __init__(self, *gives: str) -> None:
        self._gives = gives

    def provides(self, need: str) -> bool:
        return need in self._gives


def _chosen(choice: Choice) -> str:
    found = choose(_RULEBOOK, choice, _Pipeline("entities", "tags"))
    assert not found.not_run
    return " ".join(item.id for item in found.rulebook.rules)


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        (Choice(), "one/a one/b two/d two/f"),
        (Choice(select=("one",)), "one/a one/b one/c"),
        (Choice(select=("one/*",)), "one/a one/b one/c"),
        (Choice(select=("one/c",)), "one/c"),
        (Choice(select=("one/a", "two")), "one/a two/d two/e two/f"),
        (Choice(select=("one/a",), extend_select=("two/d",)), "one/a two/d"),
        (Choice(extend_select=("two/e",)), "one/a one/b two/d two/e two/f"),
        (Choice(extend_select=("one",)), "one/a one/b one/c two/d two/f"),
        (Choice(ignore=("one",)), "two/d two/f"),
        (Choice(ignore=("one/a", "two/*")), "one/b"),
        (Choice(select=("one/a",), ignore=("one",)), "one/a"),
        (Choice(select=("one",), ignore=("one/a",)), "one/b one/c"),
        (Choice(select=("one/a", "two/d"), ignore=("one/a",)), "two/d"),
        (Choice(extend_select=("two/e",), ignore=("two/e",)), "one/a one/b two/d two/f"),
    ],
)
def test_choice(choice: Choice, chosen: str) -> None:
    assert _chosen(choice) == chosen


def test_severities_of_a_pack_and_of_a_rule() -> None:
    choice = Choice(severity={"one": "warning", "one/b": "error"})
    rules = choose(_RULEBOOK, choice, _Pipeline("entities", "tags")).rulebook.rules
    assert [(item.id, item.severity, item.triggers[0].severity) for item in rules] == [
        ("one/a", "warning", None),
        ("one/b", "error", None),
        ("two/d", "error", None),
        ("two/f", "error", None),
    ]


@pytest.mark.parametrize(
    ("pipeline", "reason"),
    [
        (None, "the language pipeline gives no entities and no tags"),
        (_Pipeline("tags"), "the language pipeline gives no entities"),
    ],
)
def test_what_cannot_run_is_listed(pipeline: _Pipeline | None, reason: str) -> None:
    found = choose(_RULEBOOK, Choice(), pipeline)
    assert found.not_run == (NotRun("two/f", reason),)
    assert "two/f" not in {item.id for item in found.rulebook.rules}
    assert choose(_RULEBOOK, Choice(select=("one",)), pipeline).not_run == ()


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        (Choice(select=("on",)), "there is no rule or pack named 'on'; did you mean 'one'?"),
        (Choice(ignore=("two/x",)), "there is no rule or pack named 'two/x'; did you mean 'two/f'?"),
        (Choice(extend_select=("",)), "there is no rule or pack named ''; `postguard rules` lists them all"),
        (Choice(severity={"zzzzzz": "note"}), "there is no rule or pack named 'zzzzzz'; `postguard rules` lists them all"),
    ],
)  # fmt: skip
def test_unknown_names(choice: Choice, problem: str) -> None:
    with pytest.raises(UsageError) as raised:
        choose(_RULEBOOK, choice, None)
    assert str(raised.value).partition(";")[0] == problem.partition(";")[0]


def test_names() -> None:
    assert names(("one",), "one/a")
    assert names(("one/*",), "one/a")
    assert names(("one/a",), "one/a")
    assert not names(("one/a",), "one/ab")
    assert not names(("on",), "one/a")
    assert not names((), "one/a")
