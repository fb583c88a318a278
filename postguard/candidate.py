"""What a gate lets through."""

from collections.abc import Sequence
from typing import NamedTuple

from postguard.compiled import Trigger
from postguard.span import Span


class Candidate(NamedTuple):
    """A trigger the gate let through, and the ranges of the text to try it on, in order."""

    trigger: Trigger
    regions: Sequence[Span]
