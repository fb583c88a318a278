"""What a pattern needs besides literals: never more than a match has."""

import re
from re import _parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.gate_data import NEUTRAL
from postguard.rulebook.needs import NEVER, Needs, needs


def _needs(pattern: str) -> Needs:
    return needs(_parser.parse(pattern))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("a", Needs(0, "", 1, False)),
        (r"\d{4}-\d{2}", Needs(6, "-", 7, False)),
        (r"\d{4}[ -]\d{2}", Needs(6, "", 4, False)),
        (r"#\w{3,}", Needs(0, "#", 4, False)),
        (r"[$€]x|x%", Needs(0, f"{NEUTRAL}$%", 2, False)),
        (r"(?:[*=]{3,}\n){3,}", Needs(0, "*=", 3, False)),
        (r"(?:[.,-]+\n)+", Needs(0, "\n", 1, False)),
        (r"\.\?", Needs(0, "?", 2, False)),
        ("[\u2190-\u2192]", Needs(0, NEUTRAL, 1, False)),
        ("日本 x", Needs(0, NEVER, 2, False)),
        ("[kK\u212a]", Needs(0, "", 1, False)),
        (r"a+ b", Needs(0, "", 1, False)),
        (r"(?:ab ?){3}", Needs(0, "", 2, False)),
        (r"\A\s*(\S{6,})\s*\Z", Needs(0, "", 6, True)),
        (r"\A\S+ \S+\Z", Needs(0, "", 1, False)),
        (r"(?m)^\S+$", Needs(0, "", 1, False)),
        (r"\S+\Z", Needs(0, "", 1, False)),
        (r"(?:a!)?", Needs(0, "", 0, False)),
    ],
)
def test_what_patterns_need(pattern: str, needed: Needs) -> None:
    assert _needs(pattern) == needed


_PIECES = [
    "a",
    "7",
    " ",
    "!",
    "\u2192",
    r"\d",
    r"\s*",
    r"\S+",
    "[a!]",
    "[!?]",
    "(?:a|7!)",
    "(?: ?x){2}",
    "(?:-7)?",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6), st.booleans(), st.data())
def test_every_match_has_what_its_pattern_needs(
    pieces: list[str], whole: bool, data: st.DataObject
) -> None:
    pattern = "".join(pieces)
    pattern = rf"\A\s*{pattern}\s*\Z" if whole else pattern
    needed = _needs(pattern)
    text = data.draw(st.from_regex(pattern, fullmatch=True, alphabet="a7 !?x-\u2192"))
    plain = text.replace("\u2192", NEUTRAL)
    assert len(re.findall(r"\d", text)) >= needed.digits
    assert not needed.signs or any(sign in plain for sign in needed.signs)
    assert max(map(len, plain.split()), default=0) >= needed.run
    assert not needed.lone or len(text.split()) <= 1
