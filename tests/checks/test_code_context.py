"""A match on the raw view knows whether the reader took its place for code."""

import pytest

from postguard.compiled import Conditions, Details, Rule, Rulebook, Trigger
from postguard.engine import Engine
from postguard.readers import decode, read

_TRIGGER = Trigger("<{7}|KEY", False, None, ("<<<<<<<", "key"), "")
_RULE = Rule(
    id="test/rule",
    kind="pattern",
    severity="error",
    confidence="high",
    enabled=True,
    sensitive=False,
    scope=("raw",),
    applies={},
    needs=(),
    source=Details(
        title="A mark",
        message="A mark.",
        why="",
        remedy="",
        cite=(),
        tags=(),
        triggers=(_TRIGGER,),
        unless=Conditions(context=("code",)),
    ),
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Text KEY here", [(5, 8)]),
        ("Text `KEY` here, KEY there", [(17, 20)]),
        ("```sh\nKEY\n```\n\nKEY\n", [(15, 18)]),
        ("> ```\n> KEY\n> ```\n", []),
        ("<<<<<<< ours\n", [(0, 7)]),
    ],
)
def test_raw_matches_know_code(text: str, places: list[tuple[int, int]]) -> None:
    engine = Engine(Rulebook((_RULE,), {}, {}, "", ""))
    checked = engine.check(read(decode("a.md", text.encode())))
    assert not checked.failures
    assert [tuple(finding.span) for finding in checked.findings] == places
