"""Detectors confirm candidates; what goes wrong in one is said of its rule alone."""

from collections.abc import Iterable

import pytest

from postguard import judging
from postguard.detectors.interface import Candidate, Hit
from postguard.engine import Checked, Engine
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span
from tests.rulebook.making import document, make, rule


def _twice(candidate: Candidate, profile: Profile) -> Iterable[Hit]:
    """The digits, and the letters before them with less confidence."""
    del profile
    middle = candidate.groups["digits"].start
    yield Hit(Span(middle, candidate.span.end), what="digits")
    yield Hit(Span(candidate.span.start, middle), "letters", Confidence.LOW)


def _raises(candidate: Candidate, profile: Profile) -> Iterable[Hit]:
    raise RuntimeError(candidate.text + str(profile))


def _outside(candidate: Candidate, profile: Profile) -> Iterable[Hit]:
    del profile
    yield Hit(Span(0, len(candidate.text) + 1))


def _empty(candidate: Candidate, profile: Profile) -> Iterable[Hit]:
    del profile
    yield Hit(Span(candidate.span.start, candidate.span.start))


def _checked(detector: object, monkeypatch: pytest.MonkeyPatch) -> Checked:
    from postguard.detectors.registry import BUILT_IN

    def find_detector(name: str) -> object:
        del name
        return detector

    monkeypatch.setattr(judging, "find_detector", find_detector)
    rulebook = make(
        rule(
            f"detector: {min(BUILT_IN)}\nany: [{{pattern: '[a-z]+(?P<digits>[0-9]+)', name: n}}]",
            kind="detector",
        ),
        rule("any: [other]", name="pack/other"),
    )
    return Engine(rulebook).check(document("First other.\n\nSo **ab12** there."))


def test_hits_within_the_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = _checked(_twice, monkeypatch)
    assert not checked.failures
    assert [
        (item.match, tuple(item.span), item.confidence.value, item.message)
        for item in checked.findings
    ] == [
        ("other", (6, 11), "high", "“other” is here: a title."),
        ("ab", (19, 21), "low", "“ab” is here: letters."),
        ("12", (21, 23), "high", "“12” is here: digits."),
    ]


@pytest.mark.parametrize(
    ("detector", "kind"),
    [(_raises, "RuntimeError"), (_outside, "ValueError"), (_empty, "ValueError")],
)
def test_a_broken_detector_is_a_failure_that_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, detector: object, kind: str
) -> None:
    checked = _checked(detector, monkeypatch)
    assert [item.match for item in checked.findings] == ["other"]
    assert [tuple(item) for item in checked.failures] == [
        ("a.md", "rule", f"rule pack/rule failed with {kind}")
    ]
