"""A figure alone is no evidence, and neither is a source alone."""

import pytest

from postguard.context.evidence import evidenced
from postguard.context.patterns import Patterns

_SOURCES = r"according to|survey of|tested by"


@pytest.mark.parametrize(
    ("expected", "window"),
    [
        (True, "40% faster, according to Example Labs."),
        (True, "A survey of 2,140 answers puts us first."),
        (True, "Tested by Example Labs in 2024."),
        (True, "9 out of 10 agree (n = 212), tested by Example."),
        (True, "Twice as fast: 2x, see https://example.com/test."),
        (True, "Cut by 12 percent [3]."),
        (False, "40% faster."),
        (False, "According to our team it is the best."),
        (False, "The best since 2019."),
        (False, "See https://example.com/."),
        (False, "We are number one!"),
        (False, ""),
    ],
)
def test_evidence(expected: bool, window: str) -> None:
    assert evidenced(window, _SOURCES, Patterns()) is expected
