"""How the author stands to a piece of wording: asserting it, or denying, asking, quoting it.

The wording of each stance is data (`rules/contexts`); here is only where it is looked
for. A qualifier that does not clearly belong to the match does not excuse it.
"""

from collections.abc import Mapping

from postguard.compiled import Place
from postguard.context.patterns import Patterns
from postguard.context.sentences import clause
from postguard.lazy import lazy_pattern
from postguard.span import Span

_QUOTATION = lazy_pattern(r'"[^"\n]{1,400}"|(?<!\w)\'[^\'\n]{2,400}\'(?!\w)|`[^`\n]+`')
_FILLER = "\x00"
_NOTHING_BETWEEN = r"[^\w.!?;\x00]*\Z"
"""No word, and no end of a sentence, up to the match."""

BUILT_IN = frozenset({"question", "quoted", "code", "heading"})
"""Stances read off the form of a text, not off its wording."""


class Stances:
    """The stances of a rulebook, by name."""

    def __init__(self, contexts: Mapping[str, tuple[Place, ...]], patterns: Patterns) -> None:
        self._contexts = contexts
        self._patterns = patterns

    def holds(self, name: str, sentence: str, match: Span) -> bool:
        """Whether a stance of the rulebook holds for a match in a sentence.

        Raises `KeyError` for a name that is neither built in nor defined.
        """
        if name == "question":
            return self._is_question(sentence)
        if name == "quoted":
            return quoted(sentence, match)
        return any(self._stands(place, sentence, match) for place in self._contexts[name])

    def answered(self, following: str) -> bool:
        """Whether a sentence after a question answers it, so that the question asserted."""
        return self._whole("answered", following)

    def _is_question(self, sentence: str) -> bool:
        """A real question. "Want guaranteed returns?" offers what it asks."""
        if not sentence.rstrip("\"')]} ").endswith("?"):
            return False
        return not self._whole("lure", sentence)

    def _whole(self, name: str, sentence: str) -> bool:
        """Whether a stance is that of a whole sentence; no if the rulebook has none of the name."""
        places = self._contexts.get(name, ())
        return any(self._stands(place, sentence, Span(0, len(sentence))) for place in places)

    def _stands(self, place: Place, sentence: str, match: Span) -> bool:
        text = sentence
        if place.never:
            text = self._patterns.blank(place.never, text, _FILLER)
        pattern = self._patterns.get(pattern_at(place), ignore_case=True)
        if place.where == "adjacent-before":
            return bool(pattern.search(text, 0, match.start))
        if place.where == "opens":
            return bool(pattern.match(text.lstrip(" \"'*#@>-")))
        if place.where == "adjacent-after":
            return bool(pattern.match(text[match.end :].lstrip(" ,:;\"')*-")))
        region = clause(sentence, *match) if place.within == "clause" else Span(0, len(sentence))
        if place.where == "before":
            return bool(pattern.search(text, region.start, match.start))
        return bool(pattern.search(text, match.end, region.end))


def pattern_at(place: Place) -> str:
    """The pattern that is looked for at a place."""
    if place.where == "adjacent-before":
        return f"(?:{place.regex}){_NOTHING_BETWEEN}"
    return place.regex


def quoted(sentence: str, match: Span) -> bool:
    """Inside quotation marks that open and close in the sentence, and are not all of it."""
    return any(
        pair.start() < match.start
        and match.end < pair.end()
        and pair.end() - pair.start() < len(sentence) - 1
        for pair in _QUOTATION.finditer(sentence)
    )
