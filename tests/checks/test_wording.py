"""Severities and their downgrades, and weak signals that add up."""

import pytest

from tests.rulebook.making import check, found, make, rule


@pytest.mark.parametrize(
    ("body", "text", "severities"),
    [
        ("any: [free]", "free", ["error"]),
        ("any: [{phrase: free, severity: note}, cheap]", "free cheap", ["note", "error"]),
        ("any: [free]\ndowngrade: {near: {any: [may]}}", "free. May be free", ["error", "note"]),
        ("any: [free]\ndowngrade: {to: warning, shorter_than: 9}", "free", ["warning"]),
        (
            "any: [free]\ndowngrade: [{to: warning, shorter_than: 9}, {shorter_than: 8}]",
            "free",
            ["note"],
        ),
        ("any: [{phrase: free, severity: note}]\ndowngrade: {to: warning, shorter_than: 9}", "free",
         ["note"]),
    ],
)  # fmt: skip
def test_severity(body: str, text: str, severities: list[str]) -> None:
    checked = check(make(rule(body)), text)
    assert [item.severity.value for item in checked.findings] == severities


_SUM = "any: [{phrase: a, name: A, weight: 2}, {phrase: b, name: B}, c]\nadds_up: {to: 3%s}"


@pytest.mark.parametrize(
    ("within", "text", "expected"),
    [
        ("", "a", []),
        ("", "b c", []),
        ("", "a a a", []),
        ("", "x b\n\ny a", ["a"]),
        ("", "a b c", ["a"]),
        (", within: sentence", "A here. B there.", []),
        (", within: sentence", "B with a here. A with c.", ["a", "A"]),
        (", within: paragraph", "A here. B there.\n\nC.", ["A"]),
        ("", "a\n\n" + "x y z. " * 300 + "\n\n" + "x y z. " * 30 + "\n\nb", ["a"]),
    ],
)
def test_adding_up(within: str, text: str, expected: list[str]) -> None:
    assert found(make(rule(_SUM % within)), text) == expected


def test_what_adds_up_is_told() -> None:
    (finding,) = check(make(rule(_SUM % "")), "b and a and c").findings
    assert finding.message == "“a” is here: A."
    assert [(tuple(item.span), item.message) for item in finding.related] == [
        ((0, 1), "B"),
        ((12, 13), "adds to it"),
    ]


def test_a_trigger_has_conditions_of_its_own() -> None:
    body = "any: [{phrase: free, when: {shorter_than: 9}, unless: {near: {any: [not]}}}, cheap]"
    assert found(make(rule(body)), "free") == ["free"]
    assert found(make(rule(body)), "not free") == []
    assert found(make(rule(body)), "a free and cheap") == ["cheap"]
