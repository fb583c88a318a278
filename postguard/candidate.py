"""What a gate lets through."""

from __future__ import annotations

from collections.abc import Sequence

from postguard.compiled import Trigger
from postguard.light_typing import NamedTuple
from postguard.span import Span


class Candidate(NamedTuple):
    """A trigger the gate let through, and the ranges of the text to try it on, in order."""

    trigger: Trigger
    regions: Sequence[Span]
