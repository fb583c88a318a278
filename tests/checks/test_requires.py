"""Wording that must be accompanied, and where its company must stand."""

import pytest

from tests.rulebook.making import check, found, make, rule

_RULE = "any: [advert]\nrequires: {any: ['#ad', {pattern: 'Ad:'}]%s}"


@pytest.mark.parametrize(
    ("within", "text", "expected"),
    [
        ("", "an advert, an advert", ["advert"]),
        ("", "an advert #ad", []),
        ("", "#AD advert", []),
        ("", "ad: advert", ["advert"]),
        ("", "Ad: advert", []),
        ("", "advert #adorable", ["advert"]),
        (", within: before", "#ad advert", []),
        (", within: before", "advert #ad", ["advert"]),
        (", within: opening", "#ad advert", []),
        (", within: opening, characters: 10", "0123456789 #ad advert", ["advert"]),
        (", within: opening, characters: 10", "0123456#ad advert".replace("6#", " #"), []),
        (", within: sentence", "An advert. An #ad.", ["advert"]),
        (", within: paragraph", "An advert. An #ad.", []),
        (", within: paragraph", "An advert.\n\nAn #ad.", ["advert"]),
    ],
)
def test_company(within: str, text: str, expected: list[str]) -> None:
    assert found(make(rule(_RULE % within, kind="requires")), text) == expected


def test_meta_is_company_too() -> None:
    rulebook = make(rule(_RULE % ", meta: [sponsors]", kind="requires"))
    assert found(rulebook, "advert", meta={"sponsors": ["Globex"]}) == []
    assert found(rulebook, "advert", meta={"sponsors": []}) == ["advert"]


def test_an_evil_requirement_is_a_failure() -> None:
    body = "any: [advert]\nrequires: {any: [{pattern: '(a|aa)+(?=b)'}]}"
    checked = check(make(rule(body, kind="requires")), "advert " + "a" * 40)
    assert [item.reason for item in checked.failures] == [
        "rule pack/rule was stopped: it took over 1 s"
    ]
