"""Measures: X's count to the letter, capitals, runs of emoji, numbers of tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.checks.metric import measure
from postguard.checks.metric import over as over_limits
from postguard.compiled import Metric
from postguard.document import Segment, SegmentKind, SourceMap
from postguard.profile import Profile
from postguard.view import View
from tests.rulebook.making import found, make, rule

_X = {
    "default": 200,
    "scale": 100,
    "range_weight": 100,
    "ranges": [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]],
    "url": 23,
}


def _view(*texts: str) -> View:
    return View.of(
        [Segment(SegmentKind.PROSE, text, SourceMap.identity(len(text))) for text in texts]
    )


def _length(text: str) -> int:
    ((_, total),) = measure(Metric("length", {}, _X), _view(text), -1)
    return total


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("a", 1),
        ("é\u10ff", 2),
        ("\u1100", 2),
        ("\u2000\u200d\u2010\u201f\u2032\u2037", 6),
        ("\u200e", 2),
        ("\u2020\u2031\u2038", 6),
        ("日本", 4),
        ("𝒳", 2),
        # a link counts 23, whatever its length; what ends the sentence is not its own
        ("https://example.com", 23),
        ("https://example.com/" + "a" * 300, 23),
        ("http://example.com.", 24),
        ("(https://example.com/a?b=c), x", 1 + 23 + 4),
        ("www.example.com", 23),
        ("https://", 8),
        # an emoji sequence counts 2
        ("😀", 2),
        ("👍🏽", 2),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("❤️", 2),
        ("❤️\u200d🔥", 2),
        ("🇩🇪🇫🇷", 4),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("1️⃣", 2),
        ("#️⃣x", 3),
        ("©️", 2),
        ("©", 1),
        ("↔️⌚️", 4),
        ("🏳️\u200d🌈", 2),
    ],
)
def test_length_on_x(text: str, length: int) -> None:
    assert _length(text) == length


@pytest.mark.parametrize(
    ("texts", "limit", "span"),
    [
        (["12345678"], 5, (5, 8)),
        (["12345", "789"], 5, (7, 10)),
        (["12345", "789"], 6, (7, 10)),
        (["12345", "789"], 7, (7, 10)),
        (["12345", "789"], 8, (8, 10)),
        (["日本語"], 3, (1, 3)),
        (["a https://example.com/"], 10, (2, 22)),
    ],
)
def test_where_a_post_is_too_long(texts: list[str], limit: int, span: tuple[int, int]) -> None:
    view = _view(*texts)
    ((place, _),) = measure(Metric("length", {}, _X), view, limit)
    assert tuple(place) == span
    view.to_source(place)


def test_nothing_beyond_the_limit() -> None:
    assert list(measure(Metric("length", {}, _X), _view("12345"), 5)) == []


@pytest.mark.parametrize(
    ("measured", "limit", "text", "expected"),
    [
        ("capitals", 2, "THIS SALE ENDS today", ["THIS SALE ENDS"]),
        ("capitals", 2, "THIS SALE ends TODAY ONLY", []),
        ("capitals", 2, "NATO AND EU AND UN", []),
        ("capitals", 2, "# BUY THIS\n\nSALE NOW ENDS", []),
        ("capitals", 2, "# BUYS THIS THING\n\nSALE", ["BUYS THIS THING"]),
        ("emoji-run", 2, "so 😀😀😀 and 👍🏽👍", ["😀😀😀"]),
        ("emoji-run", 2, "so 😀 😀 🇩🇪 now", ["😀 😀 🇩🇪"]),
        ("hashtags", 2, "#a #b x#y #c #d", ["#c"]),
        ("mentions", 1, "@a a@b.example @b", ["@b"]),
        ("fancy-letters", 2, "𝓫𝓲𝓰 sale", ["𝓫𝓲𝓰"]),
    ],
)
def test_measures(measured: str, limit: int, text: str, expected: list[str]) -> None:
    body = f"measure: {measured}\nlimits: {{any: {limit}}}"
    assert found(make(rule(body, kind="metric")), text) == expected


def test_a_platform_has_limits_of_its_own() -> None:
    rulebook = make(rule("measure: length\nlimits: {x: 3, any: 6}", kind="metric"))
    assert found(rulebook, "12345", Profile(platform=("x",))) == ["45"]
    assert found(rulebook, "12345678", Profile(platform=("y",))) == ["78"]
    assert found(rulebook, "12345") == []


_PARTS = [
    *("THIS", "SALE", "AND", "ok", "A", "\n", "'", "😀", "👍🏽", "🇩🇪", "☎", "☎\ufe0f", "1\u20e3"),
    *("#a", "@b", "x@y", "#", "é", "𝓫𝓲𝓰", "ⓐⓑ", "www.a.test", "https://a.test", "\u1100"),
]
_POSTS = st.lists(st.lists(st.sampled_from(_PARTS), max_size=8).map(" ".join), max_size=4)


@given(
    _POSTS,
    st.sampled_from(["length", "capitals", "emoji-run", "fancy-letters", "hashtags", "mentions"]),
    st.integers(0, 40),
)
def test_the_quick_look_never_hides_what_is_over(
    texts: list[str], measured: str, limit: int
) -> None:
    view = _view(*texts)
    metric = Metric(measured, {"any": limit}, _X if measured == "length" else {})
    told = [(over.span, over.value) for over in over_limits(metric, view, (), ("prose",))]
    assert told == list(measure(metric, view, limit))
