"""Letters that are really symbols are measured in the text as it is written."""

import pytest

from postguard.checks.metric import measure
from postguard.compiled import Metric
from postguard.document import Segment, SegmentKind, SourceMap
from postguard.view import View

_METRIC = Metric("fancy-letters", {"any": 2}, {})


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Plain letters", []),
        ("Let 𝑥 and 𝑦𝑧 be numbers", []),
        ("Our 𝓫𝓲𝓰 𝓼𝓪𝓵𝓮 is on", [("𝓫𝓲𝓰 𝓼𝓪𝓵𝓮", 7)]),
        ("Ⓢⓐⓛⓔ!", [("Ⓢⓐⓛⓔ", 4)]),
        ("ＡＢＣ株式会社 Ünïcödé", []),
    ],
)
def test_fancy_letters(text: str, runs: list[tuple[str, int]]) -> None:
    view = View.of(
        [
            Segment(SegmentKind.PROSE, "Before.", SourceMap.identity(7)),
            Segment(SegmentKind.PROSE, text, SourceMap.identity(len(text))),
        ]
    )
    found = [(view.to_source(span), value) for span, value in measure(_METRIC, view, 2)]
    assert [(text[span.start : span.end], value) for span, value in found] == runs
