"""Candidates as the engine would make them, from a pattern and a text."""

from collections.abc import Mapping

import regex

from postguard.detectors.interface import Candidate, Detector
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span


def candidates(
    pattern: str, text: str, with_: Mapping[str, object] | None = None, name: str = ""
) -> list[Candidate]:
    """One candidate for each match of the pattern in the text."""
    return [
        Candidate(
            text,
            Span(*match.span()),
            name,
            {
                key: Span(*match.span(key))
                for key, value in match.groupdict().items()
                if value is not None
            },
            with_ or {},
        )
        for match in regex.finditer(pattern, text)
    ]


def found(
    detector: Detector,
    pattern: str,
    text: str,
    with_: Mapping[str, object] | None = None,
    profile: Profile | None = None,
) -> list[tuple[str, Span, Confidence | None]]:
    """(words, span, confidence) of everything the detector confirms in the text."""
    return [
        (text[hit.span.start : hit.span.end], hit.span, hit.confidence)
        for candidate in candidates(pattern, text, with_)
        for hit in detector(candidate, profile or Profile())
    ]


def spans(
    detector: Detector,
    pattern: str,
    marked: str,
    with_: Mapping[str, object] | None = None,
    profile: Profile | None = None,
) -> tuple[list[Span], list[Span]]:
    """What a text with «marks» says should be found, and what is found in it unmarked."""
    wanted: list[Span] = []
    text = ""
    for index, part in enumerate(regex.split("[«»]", marked)):
        if index % 2:
            wanted.append(Span(len(text), len(text) + len(part)))
        text += part
    return wanted, [span for _, span, _ in found(detector, pattern, text, with_, profile)]
