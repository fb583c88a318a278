"""Ignoring a finding where it stands."""

import pytest

from postguard.config import Config
from postguard.finding import Disposition
from tests import house

OPEN, IGNORED = "open", "ignored"


def dispositions(
    text: str, name: str = "a.md", config: Config | None = None
) -> list[tuple[str, str]]:
    outcome = house.checker(config=config).check_bytes(name, text.encode())
    assert not outcome.failures
    return [(item.rule, item.disposition.value) for item in outcome.findings]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "<!-- postguard-disable-next-line acme/plain -- ok -->\n\nWe utilize.\n\nUtilize.\n",
            "a.md",
            [("acme/plain", IGNORED), ("acme/plain", OPEN)],
        ),
        (
            "<!-- postguard-disable-next-line acme -->\nWe utilize\nsynergy.\n\nSynergy.\n",
            "a.md",
            [("acme/plain", IGNORED), ("acme/no-fix", IGNORED), ("acme/no-fix", OPEN)],
        ),
        (
            "<!-- postguard-disable acme -->\n\nUtilize\n\n<!-- postguard-enable -->\n\nUtilize\n",
            "a.md",
            [("acme/plain", IGNORED), ("acme/plain", OPEN)],
        ),
        (
            "Utilize.\n\nSynergy.\n\n<!-- postguard-disable-file acme/plain, acme/no-fix -->\n",
            "a.md",
            [("acme/plain", IGNORED), ("acme/no-fix", IGNORED)],
        ),
        (
            "{/* postguard-disable-next-line acme/plain */}\n\nWe utilize.\n",
            "a.mdx",
            [("acme/plain", IGNORED)],
        ),
        (
            "<!-- postguard-disable-next-line acme -->\n<p>We utilize.</p>\n<p>Utilize.</p>\n",
            "a.html",
            [("acme/plain", IGNORED), ("acme/plain", OPEN)],
        ),
        (
            "---\npostguard: {ignore: [acme/plain], reason: agreed}\n---\nWe utilize synergy.\n",
            "a.md",
            [("acme/plain", IGNORED), ("acme/no-fix", OPEN)],
        ),
        (
            "message,postguard_ignore\nWe utilize,acme/plain\nWe utilize,\n",
            "a.csv",
            [("acme/plain", IGNORED), ("acme/plain", OPEN)],
        ),
        (
            "```html\n<!-- postguard-disable-file -->\n```\n\nWe utilize.\n",
            "a.md",
            [("acme/plain", OPEN)],
        ),
    ],
)
def test_a_directive_reaches(text: str, name: str, expected: list[tuple[str, str]]) -> None:
    assert dispositions(text, name) == expected


def test_a_reason_is_kept() -> None:
    text = "<!-- postguard-disable-file acme/plain -- agreed with legal -->\n\nUtilize.\n"
    (finding,) = house.checker().check_bytes("a.md", text.encode()).findings
    assert (finding.disposition, finding.reason) == (Disposition.IGNORED, "agreed with legal")


def test_a_directive_is_no_finding_itself() -> None:
    text = "<!-- postguard-disable-file acme/plain -- we utilize synergy -->\n\nUtilize.\n"
    assert dispositions(text) == [("acme/plain", IGNORED)]


def test_an_ignore_that_nothing_needs() -> None:
    text = "<!-- postguard-disable-next-line acme/plain -->\n\nFine.\n"
    (finding,) = house.checker().check_bytes("a.md", text.encode()).findings
    assert finding.rule == "postguard/unused-ignore"
    assert finding.message == "This ignores acme/plain, but nothing here needs it."
    assert text[finding.span.start : finding.span.end] == text.splitlines()[0]


def test_a_locked_rule_cannot_be_ignored() -> None:
    config = Config(locked=("acme/plain",))
    text = "<!-- postguard-disable-file -->\n\nWe utilize synergy.\n"
    assert dispositions(text, config=config) == [
        ("postguard/locked-rule-ignored", OPEN),
        ("acme/plain", OPEN),
        ("acme/no-fix", IGNORED),
    ]


def test_a_reason_can_be_mandatory() -> None:
    config = Config(require_reason=True)
    without = "<!-- postguard-disable-file acme -->\n\nUtilize.\n"
    assert dispositions(without, config=config) == [
        ("postguard/ignore-without-reason", OPEN),
        ("acme/plain", OPEN),
    ]
    given = "<!-- postguard-disable-file acme -- agreed -->\n\nUtilize.\n"
    assert dispositions(given, config=config) == [("acme/plain", IGNORED)]


def test_a_reason_tells_nothing_sensitive() -> None:
    text = "---\npostguard: {ignore: acme, reason: bluebird is out}\n---\nThe bluebird. Utilize.\n"
    outcome = house.checker().check_bytes("a.md", text.encode())
    assert {item.reason for item in outcome.findings} == {"••• is out"}


@pytest.mark.parametrize(
    "rest",
    [
        "<!-- postguard-disable acme/plain -- why " * 20_000,
        "<!-- postguard-disable" + " " * 200_000,
        "<!-- postguard-disable acme/plain -- " + " " * 200_000,
        "<!-- postguard-disable acme/plain -- why" + " " * 200_000 + "x",
        "{/* postguard-disable acme/plain " + "a " * 100_000,
    ],
)
def test_a_directive_that_nothing_closes_is_none(rest: str) -> None:
    assert dispositions(f"Utilize.\n\n{rest}", "a.txt") == [("acme/plain", OPEN)]


def test_every_one_of_many_directives_has_its_own_block() -> None:
    block = "<!-- postguard-disable-next-line acme/plain -->\n\nUtilize synergy.\n\n"
    assert dispositions(block * 2000) == [("acme/plain", IGNORED), ("acme/no-fix", OPEN)] * 2000


def test_each_of_many_directives_holds_up_to_its_own_end() -> None:
    block = (
        "<!-- postguard-disable acme/plain -->\n\nUtilize.\n\n"
        "<!-- postguard-enable acme/no-fix -->\n\nUtilize.\n\n"
        "<!-- postguard-enable acme/plain -->\n\nUtilize.\n\n"
    )
    assert (
        dispositions(block * 100)
        == [
            ("acme/plain", IGNORED),
            ("acme/plain", IGNORED),
            ("acme/plain", OPEN),
        ]
        * 100
    )
