"""A trigger's match at its place, and everything a judgement may ask about that place."""

from collections.abc import Mapping
from typing import NamedTuple

from postguard.compiled import Rule, Rulebook, Trigger
from postguard.context.patterns import Patterns
from postguard.context.people import People
from postguard.context.stance import Stances
from postguard.document import Post
from postguard.profile import Profile
from postguard.span import Span
from postguard.view import View


class Occurrence(NamedTuple):
    """Where one trigger of a rule matched."""

    trigger: Trigger
    view: View
    span: Span
    """In offsets of the view's text."""
    groups: Mapping[str, Span] = {}
    evaded: bool = False
    """Whether the wording was disguised and only its plain reading matched."""

    @property
    def text(self) -> str:
        """The matched text, in plain typography."""
        return self.view.text[self.span.start : self.span.end]


class Match(NamedTuple):
    """An occurrence that a rule stands by: a finding without its words."""

    rule: Rule
    occurrence: Occurrence
    severity: str
    confidence: str
    what: str
    """For the message's ``{what}``."""
    related: tuple[Occurrence, ...] = ()


class Frame(NamedTuple):
    """What every judgement about one post shares."""

    post: Post
    profile: Profile
    """With the post's own meta taken in."""
    rulebook: Rulebook
    patterns: Patterns
    stances: Stances
    people: People
