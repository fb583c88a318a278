"""From matches to findings: places, words for people, fixes through markup."""

import pytest

from postguard.finding import Finding, Fix
from postguard.span import Position, Span
from tests.rulebook.making import check, make, rule

_SO_FREE = "One\n\nSo *free*"


_GRATIS = Fix(Span(0, 4), "Gratis", safe=True, description="D")


def _one(body: str, text: str, kind: str = "claim") -> Finding:
    checked = check(make(rule(body, kind=kind)), text)
    assert not checked.failures
    (finding,) = checked.findings
    return finding


def test_a_finding_says_everything() -> None:
    finding = _one(
        "any: [{phrase: free, name: a price}]\ncite: [{name: A law}]", "One\n\nSo *free*"
    )
    assert finding._replace(cite=()) == Finding(
        rule="pack/rule",
        severity=finding.severity,
        confidence=finding.confidence,
        title="A title",
        message="“free” is here: a price.",
        uri="a.md",
        post="",
        span=Span(9, 13),
        start=Position(3, 5, 9),
        end=Position(3, 9, 13),
        match="free",
        why="Because.",
        remedy="Do without.",
    )
    assert (finding.severity.value, finding.confidence.value) == ("error", "high")
    assert [item.name for item in finding.cite] == ["A law"]


@pytest.mark.parametrize(
    ("fix", "text", "expected"),
    [
        ("{replace: gratis}", "so free", Fix(Span(3, 7), "gratis")),
        ("{replace: gratis, safe: true, description: D}", "Free", _GRATIS),
        ("{replace: gratis}", "so **free**", Fix(Span(5, 9), "gratis")),
        ("{replace: gratis}", "so fr**ee**", None),
        ("{replace: gratis}", "so &#102;ree", None),
        ("{replace: ''}", "so free", Fix(Span(3, 7), "")),
    ],
)  # fmt: skip
def test_fixes(fix: str, text: str, expected: Fix | None) -> None:
    assert _one(f"any: [free]\nfix: {fix}", text).fix == expected


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("pay 5 now", "5 at once"),
        ("*pay* 5 now", None),
        ("so pay Ten now", "Ten at once"),
    ],
)
def test_fixes_with_groups(text: str, replacement: str | None) -> None:
    body = r"any: [{pattern: 'pay (?P<sum>\w+) now'}]" + "\nfix: {replace: '\\g<sum> at once'}"
    fix = _one(body, text).fix
    assert (fix and fix.replacement) == replacement


def test_a_group_that_took_no_part_is_empty() -> None:
    body = r"any: [{pattern: 'pay(?P<sum> \d)?'}]" + "\nfix: {replace: 'give\\g<sum>'}"
    fix = _one(body, "pay more").fix
    assert fix is not None
    assert fix.replacement == "give"


def test_a_group_outside_of_the_match_is_empty() -> None:
    body = (
        r"any: [{pattern: '(?P<who>\w+) is (?P<match>free)'}]" + "\nfix: {replace: 'like \\g<who>'}"
    )
    finding = _one(body, "Beer is free")
    assert (finding.match, finding.fix) == ("free", Fix(Span(8, 12), "like "))


def test_a_sensitive_match_is_nowhere() -> None:
    body = r"any: [{pattern: 'pin (?P<pin>\d+)'}]" + "\nsensitive: true\nfix: {replace: '\\g<pin>'}"
    finding = _one(body, "my pin 4711 here", kind="pattern")
    assert (finding.match, finding.fix, finding.message) == (None, None, "“•••” is here: a title.")
    assert "4711" not in repr(finding)


def test_a_long_match_is_shown_short() -> None:
    finding = _one("any: [{pattern: 'a[^!]+b'}]", "a" + " x" * 100 + "b")
    assert finding.message == "“a" + " x" * 39 + "…” is here: a title."
    assert finding.match is not None
    assert len(finding.match) == 202
