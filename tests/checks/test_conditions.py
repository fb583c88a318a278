"""Each condition of a rule, at the place where it must hold."""

import pytest

from postguard.profile import Brand, Profile
from tests.rulebook.making import found, make, rule

_LONG = "Filler words stand here and say nothing at all of use. " * 40


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        # near: windows, sides, words, never inside the match
        ("unless: {near: {any: [not]}}", "free not. Free", ["Free"]),
        ("unless: {near: {any: [not], side: before}}", "Not free. Free not", ["Free"]),
        ("unless: {near: {any: [not], side: after}}", "Not free. Free not", ["free"]),
        ("unless: {near: {any: [not], within: 2}}", "not a free. not a b free", ["free"]),
        ("unless: {near: {any: [not], within: 2}}", "not\ta\tfree", []),
        ("unless: {near: {any: [not], within: 1, side: after}}", "free not. free a not", ["free"]),
        ("unless: {near: {any: [not], within: clause}}", "not a, free bit. Not free", ["free"]),
        ("unless: {near: {any: [not], within: next}}", "Free. Not now.", []),
        ("unless: {near: {any: [not], within: next}}", "Not now. Free.", ["Free"]),
        ("unless: {near: {any: [not], within: previous}}", "Not now. Free.", []),
        ("unless: {near: {any: [not], within: around}}", "A free. Bee. Not.", ["free"]),
        ("unless: {near: {any: [not], within: paragraph}}", "Free. B. Not.\n\nFree.", ["Free"]),
        ("unless: {near: {any: [not], within: post}}", "Free.\n\nB.\n\nNot.", []),
        ("unless: {near: {any: [free], within: post}}", "Free.", ["Free"]),
        ("unless: {near: {any: [free], within: post}}", "Free and free.", []),
        ("unless: {near: [{any: [xx]}, {any: [yy]}]}", "free xx. Free yy. FREE", ["FREE"]),
        ("when: {near: [{any: [xx]}, {any: [yy]}]}", "free xx. Free yy. Xx free yy", ["free"]),
        # length
        ("when: {shorter_than: 10}", "free", ["free"]),
        ("when: {shorter_than: 4}", "free", []),
        ("when: {longer_than: 4}", "free", []),
        ("when: {longer_than: 3}", "free", ["free"]),
        # stances read off the form
        ("unless: {context: [question]}", "Is it free? It is free.", ["free"]),
        ("unless: {context: [quoted]}", "> free\n\nIt is free", ["free"]),
        ("unless: {context: [code]}", "`free` and\n\n```\nfree\n```\n\nfree", ["free"]),
        ("unless: {context: [heading]}", "# free\n\nfree", ["free"]),
        # evidence
        ("unless: {evidence: true}", "Free 40%: https://example.com/a. Free", ["Free"]),
        ("when: {evidence: false}", "Free for 40%.", ["Free"]),
        # topic: outside the trigger, enough of it
        ("topic: [money]", "free\n\nOur money", ["free"]),
        ("topic: [money]", "free beer", []),
        ("topic: {any: [free]}", "free", []),
        ("topic: {any: [free]}", "free, Free", ["free", "Free"]),
        ("topic: {any: [money, bank], at_least: 2}", "free money money", []),
        ("topic: {any: [money, bank], at_least: 2}", "free money bank", ["free"]),
        ("topic: {any: [money], within: sentence}", "free. Money.", []),
        ("topic: {any: [money], sector: [finance]}", "free", []),
        ("topic: [money]", f"free\n\n{_LONG}\n\n{_LONG}\n\nmoney", []),
        ("topic: [money]", f"# Money\n\n{_LONG}\n\n{_LONG}\n\nfree", ["free"]),
        ("topic: [money]", f"{_LONG}\n\nmoney\n\nfree", ["free"]),
        # except
        ("except: [free of]", "free of charge and free", ["free"]),
    ],
)
def test_conditions(body: str, text: str, expected: list[str]) -> None:
    assert found(make(rule(f"any: [free]\n{body}")), text) == expected


@pytest.mark.parametrize(
    ("wanted", "meta", "holds"),
    [
        ("{}", {}, True),
        ("{ad: []}", {}, False),
        ("{ad: []}", {"ad": True}, True),
        ("{ad: []}", {"ad": 0}, True),
        ("{ad: []}", {"ad": False}, False),
        ("{ad: []}", {"ad": None}, False),
        ("{ad: []}", {"ad": ""}, False),
        ("{ad: []}", {"ad": []}, False),
        ("{ad: []}", {"ad": "Dana, 20 November"}, True),
        ("{ad: []}", {"ad": " No "}, False),
        ("{ad: []}", {"ad": "false"}, False),
        ("{title: [big Sale]}", {"title": "BIG sale"}, True),
        ("{title: [sale]}", {"title": "big sale"}, False),
        ("{tags: [ad]}", {"tags": ["x", "Ad"]}, True),
        ("{draft: ['false']}", {"draft": False}, True),
        ("{a: [], b: []}", {"a": "x"}, False),
    ],
)
def test_meta(wanted: str, meta: dict[str, object], holds: bool) -> None:
    rulebook = make(rule(f"any: [free]\nwhen: {{meta: {wanted}}}"))
    assert found(rulebook, "free", meta=meta) == (["free"] if holds else [])


def test_a_sector_stands_for_its_topic() -> None:
    rulebook = make(rule("any: [free]\ntopic: {any: [money], sector: [finance]}"))
    assert found(rulebook, "free", Profile(sector=("finance",))) == ["free"]
    assert found(rulebook, "free", Profile(sector=("health",))) == []


@pytest.mark.parametrize(
    ("applies", "profile", "holds"),
    [
        ("{jurisdiction: [us, uk]}", Profile(jurisdiction=("uk",)), True),
        ("{jurisdiction: [us]}", Profile(), False),
        ("{account: [employee]}", Profile(), False),
        ("{account: [employee]}", Profile(account="employee"), True),
        ("{brand: [names, domains]}", Profile(brand=Brand(names=("Acme",))), False),
        ("{brand: [names]}", Profile(brand=Brand(names=("Acme",))), True),
        ("{platform: [x], sector: [a]}", Profile(platform=("x",)), False),
    ],
)
def test_applies(applies: str, profile: Profile, holds: bool) -> None:
    rulebook = make(rule(f"any: [free]\napplies: {applies}"))
    assert found(rulebook, "free", profile) == (["free"] if holds else [])
