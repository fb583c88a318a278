"""What a pattern needs to be present, widened but never wrong."""

import pytest

from postguard.gate_data import BOUND
from postguard.rulebook.literals import NOTHING, in_region, requirements


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"\bguarantee\b", frozenset({f"{BOUND}guarantee{BOUND}"})),
        (r"\bGuarantee", frozenset({f"{BOUND}guarantee"})),
        (r"cure|heal", frozenset({"cure", "heal"})),
        (r"buy (?P<match>guilt)|(?P<match>shame)", frozenset({f"{BOUND}guilt", "shame"})),
        (r"no!{3,}", frozenset({"no!!!"})),
        (r"\$x{2,}(?:[.,]x)?", frozenset({"$xx"})),
        (r"a{200}", frozenset({"aaaaaaaa"})),
        (r"(?P<word>free)(?P=word)", frozenset({"free"})),
    ],
)
def test_literals_of_a_pattern(pattern: str, literals: frozenset[str]) -> None:
    assert requirements(pattern).literals == literals


def test_a_pattern_of_signs_alone_has_a_shape() -> None:
    found = requirements(r"\d{4}[- ]\d{2}")
    assert found.literals is None
    assert found.shape
    assert found.needs.digits == 6


@pytest.mark.parametrize("pattern", [r"(?R)x", r"(?e)(?:free){e<2}", "a*"])
def test_what_cannot_be_read_is_always_tried(pattern: str) -> None:
    assert requirements(pattern) == NOTHING


def test_a_repeated_group_has_the_shape_of_the_group() -> None:
    assert in_region(r"a([-. ]?)\d\1b")[0] == in_region(r"a([-. ]?)\d([-. ]?)b")[0]


def test_a_repeated_group_need_not_stand_as_the_group_does() -> None:
    assert in_region(r"(\bab)c\1")[0] == r"(?:\bab)c(?s:.*)"


def test_characters_beyond_ascii_are_read_by_their_kind() -> None:
    assert in_region("né€")[0] == r"nZ\x{1}"
    assert in_region("[é€x]")[0] == r"[Z\x{1}\x{78}-\x{78}\x{58}-\x{58}]"
    assert in_region("[\u2600-\u27bf]a")[0] == r"[\x{1}]a"
    assert in_region("[à-ÿ]a")[0] == r"[Z\x{1}]a"
    assert in_region(r"[^\x00-\x7f\s]a")[0] == r"[Z\x{1}]a"
