"""Names from the configuration become wording that rules look for."""

import pytest
from pydantic import ValidationError

from postguard.brand_triggers import expand, names
from postguard.compiled import Details, Rule, Rulebook, Trigger
from postguard.engine import Engine
from postguard.gate_data import BOUND
from postguard.profile import Brand, Profile
from postguard.readers import decode, read
from postguard.rulebook.models import Required

_BY_NAME = Trigger("", True, None, (), "", name="name", brand="codenames")
_PLAIN = Trigger("quux", True, None, ("quux",), "")


def _rule(*triggers: Trigger) -> Rule:
    return Rule(
        id="test/rule",
        kind="terms",
        severity="error",
        confidence="high",
        enabled=True,
        sensitive=False,
        scope=("prose", "heading"),
        applies={},
        needs=(),
        brands=tuple(trigger.brand for trigger in triggers if trigger.brand),
        source=Details(
            title="A name",
            message="A name.",
            why="",
            remedy="",
            cite=(),
            tags=(),
            triggers=triggers,
        ),
    )


def _found(text: str, brand: Brand, *, setting: str = "codenames", gated: bool = True) -> list[str]:
    rulebook = Rulebook((_rule(_BY_NAME._replace(brand=setting)),), {}, {}, "", "")
    engine = Engine(rulebook, Profile(brand=brand), gated=gated)
    checked = engine.check(read(decode("a.md", text.encode())))
    assert not checked.failures
    return [text[finding.span.start : finding.span.end] for finding in checked.findings]


def test_a_rule_without_brand_triggers_is_itself() -> None:
    rule = _rule(_PLAIN)
    assert expand(rule, Profile(brand=Brand(codenames=("Bluebird",)))) is rule


def test_an_empty_list_leaves_a_rule_as_it_is() -> None:
    rule = _rule(_BY_NAME, _PLAIN)
    assert expand(rule, Profile()) is rule


def test_each_name_becomes_a_gated_trigger() -> None:
    expanded = expand(_rule(_BY_NAME), Profile(brand=Brand(codenames=("Bluebird", "Red Kite"))))
    assert [trigger.literals for trigger in expanded.triggers] == [
        (f"{BOUND}bluebird{BOUND}",),
        (f"{BOUND}kite{BOUND}", f"kite{BOUND}"),
    ]
    assert all(trigger.brand == "" and trigger.name == "name" for trigger in expanded.triggers)


@pytest.mark.parametrize("gated", [True, False])
@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Bluebird", "Ask about bluebird today", ["bluebird"]),
        ("Bluebird", "The bluebirds sing", []),
        ("Bluebird", "Blue**bird** ships", ["Blue**bird"]),
        ("Red Kite", "red\nkite, RedKite and #red-kite", ["red\nkite", "RedKite", "red-kite"]),
        ("R&D (Phase 2)", "our R&D (phase 2) lab", ["R&D (phase 2)"]),
        ("C++*", "we like C++* here", ["C++*"]),
        ("O’Hara", "with O'Hara and O’Hara", ["O'Hara", "O’Hara"]),
        ("Ö", "Das Ö ist da", ["Ö"]),
        ("Ł…", "Hier: Ł… da", ["Ł…"]),
    ],
)
def test_names_are_found_as_written(name: str, text: str, found: list[str], gated: bool) -> None:
    assert _found(text, Brand(codenames=(name,)), gated=gated) == found


def test_a_longer_name_wins_over_its_part() -> None:
    brand = Brand(codenames=("Kite", "Red Kite"))
    assert _found("Red Kite and Kite", brand) == ["Red Kite", "Kite"]


def test_clients_who_agreed_may_be_named() -> None:
    brand = Brand(
        clients=("Initech", "Umbra Foods", "initech", " "), approved_clients=("umbra  foods",)
    )
    assert names(brand, "clients") == ("Initech",)
    assert _found("Initech and Umbra Foods", brand, setting="clients") == ["Initech"]


def test_what_must_accompany_a_trigger_is_never_a_brand_list() -> None:
    with pytest.raises(ValidationError, match="brand"):
        Required.model_validate({"any": [{"brand": "names"}]})
