"""Shapes are only looked for in texts that have what they need."""

from postguard.document import Run, Segment, SegmentKind, SourceMap
from postguard.gate_data import Shaped
from postguard.shaped import ShapedTriggers
from postguard.span import Span
from postguard.view import View


def _view(*texts: str) -> View:
    segments, at = [], 0
    for text in texts:
        run = Run(0, at, len(text), len(text))
        segments.append(Segment(SegmentKind.PROSE, text, SourceMap((run,))))
        at += len(text) + 2
    return View.of(segments)


def _found(shaped: Shaped, *texts: str) -> list[tuple[int, Span]] | None:
    return (
        ShapedTriggers([shaped], {"prose"}).regions(_view(*texts), lambda index: index == 3).get(3)
    )


def _all(*texts: str) -> list[tuple[int, Span]]:
    view = _view(*texts)
    return [(index, view.segment_span(index)) for index in range(len(texts))]


def test_too_few_digits() -> None:
    shaped = (3, False, "[0-9]", "[0-9]", 3, "", 0, False)
    assert _found(shaped, "12") is None
    assert _found(shaped, "12", "3") == _all("12", "3")


def test_none_of_the_signs() -> None:
    shaped = (3, False, "a", "a", 0, "#!", 0, False)
    assert _found(shaped, "a?") is None
    assert _found(shaped, "a", "b!") == _all("a", "b!")
    assert _found(shaped, "a é") == _all("a é")


def test_too_short_a_run() -> None:
    shaped = (3, False, "a", "a", 0, "", 4, False)
    assert _found(shaped, "aaa aaa") is None
    assert _found(shaped, "aaa", "a7-b") == _all("aaa", "a7-b")


def test_only_segments_of_one_word() -> None:
    shaped = (3, False, "a", "a", 0, "", 0, True)
    assert _found(shaped, "a b", "c a") is None
    assert _found(shaped, "a b", " a ") == _all("a b", " a ")[1:]


def test_a_rule_that_is_not_admitted() -> None:
    assert ShapedTriggers([(4, False, "a", "a", 0, "", 0, False)], set()).regions(
        _view("a"), bool
    ) == {4: _all("a")}
    assert _found((4, False, "a", "a", 0, "", 0, False), "a") is None
