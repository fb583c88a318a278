"""What a detector is given and what it gives back."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span


class Candidate(NamedTuple):
    """A stretch of text that one of the rule's triggers matched."""

    text: str
    """The whole segment. Typographic quotes, spaces and full-width letters are already
    their plain ASCII forms, one for one."""
    span: Span
    """The trigger's match in `text`."""
    name: str
    """The trigger's `name`, or empty."""
    groups: Mapping[str, Span]
    """The match's named groups that took part."""
    with_: Mapping[str, object] = {}
    """The trigger's `with` table merged over the rule's."""
    meta: Mapping[str, object] = {}
    """The post's own meta data."""

    @property
    def value(self) -> str:
        """The matched text."""
        return self.text[self.span.start : self.span.end]


class Hit(NamedTuple):
    """A confirmed part of a candidate, in offsets of `Candidate.text`."""

    span: Span
    what: str = ""
    """What it is, for the message's ``{what}``: "GitHub personal access token"."""
    confidence: Confidence | None = None
    """None: the rule's own."""


class Detector(Protocol):
    """An entry point of group ``postguard.detectors``. Pure: same input, same hits."""

    def __call__(self, candidate: Candidate, profile: Profile, /) -> Iterable[Hit]:
        """The confirmed parts of the candidate, in order; none if it is innocent."""
        ...
