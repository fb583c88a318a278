"""What is found with a search for shapes is what is found without."""

from collections.abc import Sequence

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.checks import starts
from postguard.compiled import Trigger
from postguard.context.patterns import Patterns, TimedPattern
from postguard.document import Segment, SegmentKind, SourceMap
from postguard.rulebook.literals import in_region
from postguard.span import Span
from postguard.view import View

_PATTERNS = (
    r"(?<![\w.])\d{3}([-. ]?)\d\d\1\d{4}(?!\w)",
    r"(\bab|é)\d?\1",
    r"n[éeÉ]e? \w+",
    r"[à-ÿ]+(?=\s)",
    r"\b[A-Z]{2}\d+\b|€\s?\d",
    r"[^\W\d_]+@[^\s@]+",
    r"(?<=\bid )[^\s,]{2,}",
    r"\s–\s\w+|…$",
    r"^ab|ab$",
    r"(?P<name>a\S*)\s+(?P<match>b\S*)",
    r"(?s)a.{0,30}b",
    r"[\u2600-\u27bf]\ufe0f?",
    r"\W\w{3}\W",
    r"(?=a)[ab]++b?",
    r"(?i:ab)[^\x00-\x7f\s]+",
    r"[^\x00-\xbf]b",
)
_WORDS = st.sampled_from(
    "ab AB12 123-45-6789 123 45 née nee Née é š ab1ab éé €5 € 5 x@y.z @ id , – … ☂ ☂\ufe0f \n . "
    "Ⓐ ſ K İ a aab b _ ٣ \u200b e\u030a Z z".split(" ")
)


def _view(text: str) -> View:
    segment = Segment(SegmentKind.PROSE, text, SourceMap.identity(len(text)))
    return View.of([segment])


def _found(
    made: starts.Starts, pattern: str, view: View, region: Span, *, ignore_case: bool
) -> Sequence[tuple[int, int]]:
    trigger = Trigger(
        pattern,
        ignore_case=ignore_case,
        tokens=None,
        literals=(),
        shape="",
        region_shape=in_region(pattern)[0],
    )
    patterns = Patterns()

    def compiled() -> TimedPattern:
        return patterns.get(pattern, ignore_case=ignore_case)

    return [item.span() for item in made.matches(trigger, compiled, view, region)]


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "_WORTH", 1)
    monkeypatch.setattr(starts, "_ASKED", 0)


_MADE = starts.Starts()


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(_WORDS, max_size=25),
    glue=st.sampled_from(["", " ", "-"]),
    cut=st.integers(0, 8),
    ignore_case=st.booleans(),
)
def test_the_same_is_found(pieces: list[str], glue: str, cut: int, *, ignore_case: bool) -> None:
    view = _view(glue.join(pieces))
    region = Span(min(cut, len(view.text)), len(view.text))
    for pattern in _PATTERNS:
        plainly = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
        expected = [item.span() for item in plainly.finditer(view.text[region.start :])]
        # Shapes are kept by pattern: in either case they are the same.
        assert _found(_MADE, pattern, view, region, ignore_case=ignore_case) == expected, pattern


def test_the_pattern_is_not_asked_for_where_its_shape_is_not_found() -> None:
    trigger = Trigger(
        "sécurité|€5",
        ignore_case=True,
        tokens=None,
        literals=(),
        shape="",
        region_shape=in_region("sécurité|€5")[0],
    )
    made, view = starts.Starts(), _view("Zoë paid £5.")

    def compiled() -> TimedPattern:
        raise AssertionError

    assert made.matches(trigger, compiled, view, Span(0, len(view.text))) == []


def test_a_shape_found_too_often_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "_CHARACTERS_SEARCHED", 0)
    view = _view("a1 " * 50 + "a1! " * 50)
    found = _found(starts.Starts(), r"a\d(?=!)", view, Span(0, len(view.text)), ignore_case=False)
    assert found == [(at, at + 2) for at in range(150, 350, 4)]
