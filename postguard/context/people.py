"""Who a sentence speaks of: whose claim it is, and whom an insult is aimed at.

No parser: the nearest likely subject before a place, read off pronouns, nouns and
capitals, whose lists are lexicons of the rulebook. Where the text does not say, the
answer is "unknown", and a rule decides what that means for it.
"""

import re
from collections.abc import Mapping, Sequence

from postguard.context.patterns import Patterns, TimedPattern
from postguard.lazy import lazy_pattern
from postguard.span import Span

LEXICONS = (
    "self-words",
    "reader-words",
    "other-words",
    "person-words",
    "group-words",
    "thing-words",
    "insult-nouns",
)
"""Lexicons this module reads. `<kind>-words` holds what stands for a kind of subject,
`insult-nouns` nouns that are themselves names for people."""

_COPULA = r"(?:is|are|was|were|has|have|'s|'re|remains?|became|offers?|claims?|promises?)"
_NAMED_SUBJECT = lazy_pattern(
    r"(?:^|[\s\"'(])((?:The\s+)?[A-Z][\w&'.-]*(?:\s+(?:[A-Z][\w&'.-]*|of|and|&))*)"
    rf"\s+(?:[a-z]+\s+)?{_COPULA}\b"
)
_OPENING = lazy_pattern(
    r"(?:it|this|that|these|those|there|here|what|who|which|the|our|my|your|we|i|you|if|when"
    r"|today|now|every|each|all|both|any|no|some|most|many|one|a|an)$",
    re.IGNORECASE,
)
_HANDLE = lazy_pattern(r"@\w+")
_HANDLE_AT_END = lazy_pattern(r"@\w+$")
_FULL_NAME = lazy_pattern(r"(?:[A-Z][a-z'-]+\s+){1,2}[A-Z][a-z'-]+$")
_THEY = lazy_pattern(r"\b(?:they|them|their)\b", re.IGNORECASE)
_THEY_AT_END = lazy_pattern(r"\bthey$", re.IGNORECASE)
_READER = r"(?:you|u|ya|yourself|yourselves|y'?all|your\s+(?:kind|sort|lot))\b"
_TOWARDS_READER = lazy_pattern(
    rf"\s+(?:all\s+(?:of\s+)?|both\s+(?:of\s+)?)?{_READER}"
    rf"|\s+(?:like|such\s+as|of)\s+(?:all\s+of\s+)?{_READER}"
    rf"|\s+(?:are|r|can|could|must|do)\s+{_READER}",
    re.IGNORECASE,
)
_TOWARDS_SELF = lazy_pattern(r"\s+(?:like|of)\s+(?:me|us|myself|ourselves)\b", re.IGNORECASE)
_YOU_BEFORE = lazy_pattern(
    r"\b(?:you|u|ya|y'?all)\s+(?:(?!are\b|is\b|were\b|that\b|know\b)[\w'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_PREDICATION = lazy_pattern(
    r"""
    (?: (?:(?<=\w)'(?:s|re|m)\b
        | (?:^|(?<=\s)) (?:(?:must|may|might|will|would|could|can|should|has|have|had|to)\s+)?
          (?:is|are|was|were|r|am|be|been|being|isn't|aren't|ain't|seems?|looks?|sounds?|acts?
          |acted|looked|sounded|seemed|behaved|becomes?|became|remains?|feels?|felt|gets?
          |got|stays?) \b)
        (?:\s+(?P<inverted>you|u|they|he|she|we|it|this|that|these\s+people)\b)?
        (?:\s+(?:like|as|to\s+be)\b)?
    )
    (?:[\s,"']+(?!(?:and|but|or|because|who|which|when|if|while|on|in|at|with|for|to|by|from|than
      |about|i|you|he|she|they|we|it|is|are|was|were|\w+'(?:s|re|m)
      |(?!being|fuck|freak|frigg|lying|whin)\w+ing)\b)[\w'-]+){0,5}?
    [\s"'*]*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OWNED = lazy_pattern(r".*\b(?:your|my|our|ur)\s+[\w' -]+$", re.IGNORECASE)
_ONE_THING = lazy_pattern(
    r"\b(?:an?|the|this|that|my|our|your|his|her|their|its)\s+(?:[\w-]+\s+)?[a-z][\w-]+\s+"
    r"(?:is|was|looks|seems|feels|sounds)\s+(?:[\w']+\s+){0,3}$"
)
_POSTMODIFIER = lazy_pattern(r"\s+(?:with|in|from|of|on|at|near)\s[^,;:]*$", re.IGNORECASE)
_TOLD = lazy_pattern(
    r"\b(?:says?|said|thinks?|thought|claims?|believes?|told\s+\w+)\s+(?:that\s+)?(?P<what>[^,;:]+)$",
    re.IGNORECASE,
)
_WHO = lazy_pattern(r"\s+who\s[^,;:.]+$", re.IGNORECASE)
_ADVERBS = lazy_pattern(
    r"(?:[\s,]+(?:all|both|just|really|truly|clearly|obviously|also|still|always|never|only"
    r"|together|themselves|himself|herself|yourself|\w+ly))+\s*$",
    re.IGNORECASE,
)
_FOLLOWING = lazy_pattern(
    r"(?P<joined>(?:\s*,\s*|\s+(?:and|or|&)\s+)(?!(?:an?|the|this|that|these|those|your|his|her|their"
    r"|our|my|its|no|some)\b)[\w'-]+)?\s+(?P<noun>[\w'-]+(?:\s+[\w'-]+)?)",
    re.IGNORECASE,
)
_ARTICLE = lazy_pattern(
    r"\b(?:an?|the|this|that|these|those|some|such|any|every|another|your|his|her|their|our|my"
    r"|its|no|of|with|for|by)\s+(?:[\w'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_NO_NOUN = lazy_pattern(
    r"(?:and|or|but|to|enough|that|when|if|for|in|as|because|like|who|than|with|of|at|on|about|he|she"
    r"|they|we|i|you|is|are|was|were|from|into|by|so|not|it|this|these|those|after|before|while|until"
    r"|where|how|what|which|can|could|will|would|has|have|had|do|does|did|must|should|then|right|here"
    r"|there|today|now|again|though|although|all)$",
    re.IGNORECASE,
)
_ALONE_AFTER = lazy_pattern(r"[\s!.?,;:)\"'…]*$|\s*[,!]")
_INSULTS = "insult-nouns"
_CALLED_OUT = lazy_pattern(r"(?:^|[,:])[\s\"'*]*$")
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

        In this order: a "you" that follows, the noun an adjective stands before, the subject
        of the copula that predicates it, the insulting noun itself, and last the nearest
        word that stands for anybody. `previous` is the sentence before, for a "they" that
        carries on from it.
        """
        before, after = sentence[: match.start], sentence[match.end :]
        if _TOWARDS_READER.match(after):
            return "reader"
        if _TOWARDS_SELF.match(after):
            return "self"
        is_noun = self._is_insult(sentence[match.start : match.end])
        modified = self._modified(before, after, is_noun=is_noun)
        if modified is not None:
            return modified
        predicate = _PREDICATION.search(before[-_REACH:])
        if predicate is not None:
            subject = self._subject_of(before[-_REACH:], predicate, previous)
            if subject == "unknown" and not is_noun and _ONE_THING.search(before):
                return "thing"
            return subject
        alone = bool(_ALONE_AFTER.match(after)) and bool(_CALLED_OUT.search(before))
        if is_noun:
            return "reader" if alone or _YOU_BEFORE.search(before) else "person"
        nearest = self._nearest(before[-_REACH:], ("reader", "self", "group", "person", "thing"))
        if nearest is not None:
            return nearest
        if _THEY.search(before):
            return self._they(before, previous)
        if alone:
            return "reader"
        return "person" if _HANDLE.search(before) else "unknown"

    def _is_insult(self, text: str) -> bool:
        """Whether a match is itself a noun for a person."""
        regex = self._lexicons.get(_INSULTS, r"(?!)")
        return bool(self._patterns.get(regex, ignore_case=True).fullmatch(text))

    def _subject_of(self, before: str, predicate: "re.Match[str]", previous: str) -> str:
        """Whom the subject of a copula stands for."""
        subject = before[: predicate.start()]
        if predicate["inverted"]:
            subject = predicate["inverted"]
        head = _ADVERBS.sub("", subject).rstrip()
        told = _TOLD.search(head)
        if told is not None:
            head = told["what"]
        relative = _WHO.search(head)
        if relative is not None:
            return "group" if self._last(head[: relative.start()]) == ("group", True) else "person"
        if _THEY_AT_END.search(head):
            return self._they(head[:-4], previous)
        kind, adjacent = self._last(head)
        if not adjacent:
            kind, adjacent = self._last(_POSTMODIFIER.sub("", head))
        if not adjacent:
            # "the bug you found is…": a pronoun inside the subject is not its head.
            if kind in ("reader", "self") and not _OWNED.match(head):
                return "thing"
            return "person" if _HANDLE_AT_END.search(head) or _FULL_NAME.search(head) else "unknown"
        return kind or "unknown"

    def _they(self, before: str, previous: str) -> str:
        """Whom "they" carries on from: the nearest group or thing that was spoken of."""
        for text in (before, previous):
            nearest = self._nearest(text, ("group", "person", "thing"))
            if nearest is not None:
                return nearest
        return "person"

    def _last(self, text: str) -> tuple[str | None, bool]:
        """The kind whose last word stands nearest to the end, and whether it ends the text."""
        best_end, best = -1, None
        for kind in ("reader", "self", "group", "person", "thing"):
            for found in self._words(kind).finditer(text):
                if found.end() > best_end:
                    best_end, best = found.end(), kind
        return best, best is not None and not re.search(r"\w", text[best_end:])

    def _has(self, kind: str, text: str) -> bool:
        return bool(self._words(kind).search(text))

    def _words(self, kind: str) -> TimedPattern:
        regex = self._lexicons.get(f"{kind}-words", r"(?!)")
        return self._patterns.get(regex, ignore_case=True)

    def _nearest(self, before: str, kinds: Sequence[str]) -> str | None:
        """The kind of subject whose last word stands nearest to the end."""
        best_end, best = -1, None
        for kind in kinds:
            for found in self._words(kind).finditer(before):
                if found.end() > best_end:
                    best_end, best = found.end(), kind
        return best

    def _modified(self, before: str, after: str, *, is_noun: bool) -> str | None:
        """What an adjective stands directly before: "stupid bug", "stupid woman".

        A noun nobody lists is a thing, if an article says that it is a noun.
        """
        following = _FOLLOWING.match(after)
        if following is None:
            return None
        words = following["noun"].split()
        if _NO_NOUN.match(words[0]):
            return None
        if self._is_insult(words[0]):
            return "reader" if _YOU_BEFORE.search(before) else "person"
        for word in words[: 1 if is_noun else 2]:
            for kind in ("group", "person", "thing"):
                if self._has(kind, word):
                    return kind
        if self._has("group", following["noun"]):
            return "group"
        is_named = is_noun or following["joined"] or not words[0].islower()
        if is_named or words[0].endswith("ly") or not _ARTICLE.search(before):
            return None
        return "thing"


def _names_subject(sentence: str, match: Span) -> bool:
    """Whether the last subject before (or just at) the match is a proper name."""
    verb = re.match(rf"\s*{_COPULA}\b", sentence[match.start :])
    before = sentence[: match.start] + (verb.group() if verb else "")
    names = [found[1] for found in _NAMED_SUBJECT.finditer(before)]
    return bool(names) and not _OPENING.match(names[-1])
