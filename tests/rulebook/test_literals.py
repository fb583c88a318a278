"""What a pattern needs to be present, widened but never wrong."""

import pytest

from postguard.compiled import BOUND
from postguard.rulebook.literals import NOTHING, requirements


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
