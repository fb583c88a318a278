"""A post's length counts by its platform's own weights, and only what is shown there."""

import pytest

from postguard.compiled import Details, Metric, Rule, Rulebook
from postguard.engine import Engine
from postguard.profile import Profile
from postguard.readers import decode, read

_WEIGHTS = {
    "x": {"default": 200, "scale": 100, "range_weight": 100, "ranges": [[0, 4351]], "url": 23},
    "mastodon": {"url": 23},
}
_RULE = Rule(
    id="test/length",
    kind="metric",
    severity="error",
    confidence="high",
    enabled=True,
    sensitive=False,
    scope=("prose",),
    applies={},
    needs=(),
    source=Details(
        title="Too long",
        message="{what}",
        why="",
        remedy="",
        cite=(),
        tags=(),
        metric=Metric("length", {"x": 30, "mastodon": 30, "linkedin": 30}, _WEIGHTS),
    ),
)


def _found(text: str, *platforms: str) -> list[tuple[str, str]]:
    engine = Engine(Rulebook((_RULE,), {}, {}, "", ""), Profile(platform=platforms))
    checked = engine.check(read(decode("a.md", text.encode())))
    assert not checked.failures
    return [
        (finding.message, text[finding.span.start : finding.span.end])
        for finding in checked.findings
    ]


@pytest.mark.parametrize(
    ("text", "platforms", "found"),
    [
        ("a" * 30, ("x",), []),
        ("a" * 30 + "b", ("x",), [("31 of at most 30", "b")]),
        ("日" * 15, ("x",), []),
        ("日" * 15 + "本", ("x",), [("32 of at most 30", "本")]),
        ("日" * 16, ("mastodon",), []),
        ("to https://example.com/" + "a" * 40, ("mastodon",), []),
        ("to https://example.com/" + "a" * 40, ("linkedin",), [("63 of at most 30", "a" * 33)]),
        ("a" * 31, ("bluesky",), []),
        ("a" * 31, (), []),
        ("# " + "a" * 40 + "\n\nshort", ("x",), []),
        ("short <!-- " + "a" * 40 + " -->", ("x",), []),
        (
            "a" * 29 + "bc",
            ("x", "linkedin"),
            [("31 of at most 30", "c")],
        ),
    ],
)
def test_length(text: str, platforms: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert _found(text, *platforms) == found
