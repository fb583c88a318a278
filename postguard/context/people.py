"""Who a sentence speaks of: whose claim it is, and whom an insult is aimed at.

No parser: the nearest likely subject before a place, read off pronouns, nouns and
capitals, whose lists are lexicons of the rulebook. Where the text does not say, the
answer is "unknown", and a rule decides what that means for it.
"""

import re
from collections.abc import Mapping, Sequence

from postguard.context.patterns import Patterns
from postguard.span import Span

LEXICONS = (
    "self-words",
    "reader-words",
    "other-words",
    "person-words",
    "group-words",
    "thing-words",
)
"""Lexicons this module reads. `<kind>-words` holds what stands for a kind of subject."""

_COPULA = r"(?:is|are|was|were|has|have|'s|'re|remains?|became|offers?|claims?|promises?)"
_NAMED_SUBJECT = re.compile(
    r"(?:^|[\s\"'(])((?:The\s+)?[A-Z][\w&'.-]*(?:\s+(?:[A-Z][\w&'.-]*|of|and|&))*)"
    rf"\s+(?:[a-z]+\s+)?{_COPULA}\b"
)
_OPENING = re.compile(
    r"(?:it|this|that|these|those|there|here|what|who|which|the|our|we|i|you|if|when|today|now)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&'-]+|@\w+")
_THEY = re.compile(r"\b(?:they|them|their)\b", re.IGNORECASE)
_TOWARDS_READER = re.compile(
    r"\W{0,3}(?:(?:off|of|about|at|to|for|with|on|all|both)\W+){0,2}"
    r"(?:you|u|ya|yourself|yourselves|y'?all|your)\b",
    re.IGNORECASE,
)
_ALONE_AFTER = re.compile(r"[\s!.?,;:)\"'…]*$|\s*[,!]")
_REACH = 120
"""How far back a subject is looked for, in characters."""


class People:
    """Finds subjects and targets with the word lists of a rulebook."""

    def __init__(self, lexicons: Mapping[str, str], patterns: Patterns) -> None:
        self._lexicons = lexicons
        self._patterns = patterns

    def subject(self, sentence: str, match: Span, brand: Sequence[str]) -> str:
        """Whose claim a match is: "self", "reader", "other" or "unknown".

        `brand` are our own names: "Acme is the leading…" is self if Acme is ours.
        """
        lowered = sentence.lower()
        if any(name.lower() in lowered for name in brand if name):
            return "self"
        before = sentence[: match.start]
        nearest = self._nearest(before, ("self", "reader", "other"))
        if nearest == "self" or (nearest is None and self._has("self", sentence[match.end :])):
            return "self"
        if nearest is None and _names_subject(sentence, match):
            return "other"
        return nearest or "unknown"

    def target(self, sentence: str, match: Span, previous: str = "") -> str:
        """Whom wording is aimed at: "reader", "person", "group", "self", "thing", "unknown".

        `previous` is the sentence before, for a "they" that carries on from it.
        """
        before, after = sentence[: match.start], sentence[match.end :]
        if _TOWARDS_READER.match(after):
            return "reader"
        modified = self._modified(after)
        if modified is not None:
            return modified
        nearest = self._nearest(before[-_REACH:], ("reader", "self", "person", "group", "thing"))
        if nearest is not None:
            return nearest
        if _THEY.search(before):
            return "group" if self._has("group", previous) else "person"
        if not before.strip(" \"'*") and _ALONE_AFTER.match(after):
            return "reader"
        if before.rstrip().endswith((",", ":")) and _ALONE_AFTER.match(after):
            return "reader"
        return "person" if _NAME.search(before) else "unknown"

    def _has(self, kind: str, text: str) -> bool:
        return bool(self._words(kind).search(text))

    def _words(self, kind: str) -> "re.Pattern[str]":
        regex = self._lexicons.get(f"{kind}-words", r"(?!)")
        return self._patterns.get(regex, ignore_case=True)  # type: ignore[return-value]

    def _nearest(self, before: str, kinds: Sequence[str]) -> str | None:
        """The kind of subject whose last word stands nearest to the end."""
        best_end, best = -1, None
        for kind in kinds:
            for found in self._words(kind).finditer(before):
                if found.end() > best_end:
                    best_end, best = found.end(), kind
        return best

    def _modified(self, after: str) -> str | None:
        """What an adjective stands directly before: "stupid bug", "stupid woman"."""
        following = re.match(r"\s+(?:[\w'-]+\s+)?[\w'-]+", after)
        if following is None:
            return None
        words = following.group()
        return next((kind for kind in ("group", "person", "thing") if self._has(kind, words)), None)


def _names_subject(sentence: str, match: Span) -> bool:
    """Whether the last subject before (or just at) the match is a proper name."""
    verb = re.match(rf"\s*{_COPULA}\b", sentence[match.start :])
    before = sentence[: match.start] + (verb.group() if verb else "")
    names = [found[1] for found in _NAMED_SUBJECT.finditer(before)]
    return bool(names) and not _OPENING.match(names[-1])
