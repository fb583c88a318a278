"""What backs a claim: a figure together with where it comes from."""

import re

from postguard.context.patterns import Patterns
from postguard.lazy import lazy_pattern

_FIGURE = lazy_pattern(
    r"\d\s*(?:%|percent\b|per\ cent\b|x\b|times\b|points?\b|pp\b)"
    r"|\bn\s*=\s*\d"
    r"|\b\d[\d,.]*\s+(?:of|out\s+of)\s+\d"
    r"|\b\d[\d,.]*\s*(?:k|m|bn|thousand|million|billion)?\s+[a-z]",
    re.IGNORECASE,
)
_YEAR = lazy_pattern(r"\b(?:19|20)\d\d\b")
_CITATION = lazy_pattern(r"https?://|\[\d+\]|\bdoi\b", re.IGNORECASE)


def evidenced(window: str, sources: str, patterns: Patterns) -> bool:
    """Whether a figure or a year stands in a window together with a source.

    `sources` is the regex of wording that names one ("according to", "in a survey of").
    """
    if not (_FIGURE.search(window) or _YEAR.search(window)):
        return False
    return bool(_CITATION.search(window) or patterns.get(sources, ignore_case=True).search(window))
