"""Token patterns: what they may say, and what they ask of the language pipeline.

The names are those of spaCy's Matcher (https://spacy.io/api/matcher#patterns). They are
checked here because the Matcher checks them only when it is first used, and importing
spaCy to load a rule would cost every start what only some posts need.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from postguard.lazy import lazy_pattern

_NEEDED = {
    **dict.fromkeys(("POS", "TAG", "LEMMA", "MORPH"), "tags"),
    **dict.fromkeys(("ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"), "entities"),
    "DEP": "dependencies",
}
_KNOWN = frozenset(
    "ORTH TEXT NORM LOWER SHAPE LENGTH SPACY OP IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER "
    "IS_TITLE IS_PUNCT IS_SPACE IS_STOP IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_BRACKET "
    "IS_CURRENCY LIKE_NUM LIKE_URL LIKE_EMAIL".split()
).union(_NEEDED)
_PREDICATES = frozenset(
    "REGEX IN NOT_IN IS_SUBSET IS_SUPERSET INTERSECTS FUZZY == != >= <= > <".split()
).union(f"FUZZY{distance}" for distance in range(1, 10))
_OPERATOR = lazy_pattern(r"[1!?+*]|\{\d+\}|\{\d*,\d+\}|\{\d+,\}")


def needs(tokens: Iterable[Mapping[str, Any]] | None) -> set[str]:
    """What a token pattern asks of the pipeline: tags, entities, dependencies."""
    return {_NEEDED[key] for token in tokens or () for key in token if key in _NEEDED}


def problem_of(tokens: Iterable[Mapping[str, Any]]) -> str | None:
    """What is wrong with a token pattern; None if nothing."""
    pattern = list(tokens)
    if not pattern:
        return "a token pattern needs at least one token"
    for number, token in enumerate(pattern):
        for key, value in token.items():
            problem = _problem(key, value)
            if problem:
                return f"token {number + 1}: {problem}"
    return None


def _problem(key: str, value: object) -> str | None:
    if key not in _KNOWN:
        return f"unknown attribute {key!r}{_suggestion(key, _KNOWN)}"
    if key == "OP":
        valid = _OPERATOR.fullmatch(str(value))
        return None if valid else f"unknown operator {value!r}; known: ! ? + * {{n}} {{n,m}}"
    if isinstance(value, Mapping):
        for name, operand in value.items():
            if name not in _PREDICATES:
                return f"unknown predicate {name!r}{_suggestion(name, _PREDICATES)}"
            if name in ("IN", "NOT_IN") and not isinstance(operand, list | tuple):
                return f"{name} takes a list"
            if name == "REGEX":
                return _pattern_problem(str(operand))
    return None


def _pattern_problem(pattern: str) -> str | None:
    try:
        re.compile(pattern)
    except re.error as error:
        return f"the pattern {pattern!r} does not compile: {error}"
    return None


def _suggestion(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.upper(), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
