"""Lexicons that hold regular expressions beside phrases."""

import pytest
import regex
from pydantic import ValidationError

from postguard.rulebook.compile import Lexicons, compile_rule
from postguard.rulebook.models import LexiconFile, TermsRule

SIZES = LexiconFile(
    lexicon="sizes", about="Sizes.", words=("very large",), patterns=(r"\d+\s?cm", "{units} wide")
)
UNITS = LexiconFile(lexicon="units", about="Units.", words=("inch~", "foot"))


def found(trigger: dict[str, str], text: str) -> list[str]:
    rule = TermsRule.model_validate(
        {
            "id": "test/sizes",
            "kind": "terms",
            "severity": "note",
            "title": "Size",
            "message": "{match}",
            "why": "For the test.",
            "remedy": "None.",
            "any": [trigger],
            "examples": {"flag": ["1 cm"], "pass": ["one"]},
        }
    )
    compiled = compile_rule(rule, Lexicons([SIZES, UNITS]))
    return [
        match.group()
        for item in compiled.triggers
        for match in regex.finditer(item.regex, text, regex.IGNORECASE if item.ignore_case else 0)
    ]


def test_a_phrase_of_one_lexicon_keeps_its_patterns() -> None:
    text = "A VERY large box, 12 cm, two inches wide"
    assert found({"phrase": "{sizes}"}, text) == ["VERY large", "12 cm", "inches wide"]


def test_a_pattern_takes_them_and_ignores_case_inside() -> None:
    assert found({"pattern": "about {sizes}"}, "about 3 CM, About 4 cm") == ["about 3 CM"]


def test_an_empty_lexicon_is_refused() -> None:
    with pytest.raises(ValidationError, match="words or patterns"):
        LexiconFile(lexicon="none", about="Nothing.")
