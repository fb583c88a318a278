"""Any text as one of ASCII, character for character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from postguard.folded import fold
from postguard.gate_data import LETTER, NEUTRAL
from postguard.stand_ins import AsciiText, Names


def test_each_kind_has_its_stand_in() -> None:
    text = AsciiText(fold("Zoë – 5 €, Ⓐ…"))
    assert text.read(0, 13, Names("–")) == b"zoZ \x01 5 \x01, Z\x01"
    assert text.read(0, 13, Names("£")) == b"zoZ \x03 5 \x03, Z\x03"
    assert sorted(text.beyond) == sorted("ë–€Ⓐ…".lower())


@pytest.mark.parametrize("char", ["٣", "\u2003", "\x85"])
def test_digits_and_spaces_have_none(char: str) -> None:
    text = AsciiText(f"ab{char}cd")
    assert text.read(0, 5, Names("a")) is None
    assert text.read(0, 2, Names("a")) == b"ab"


@pytest.mark.parametrize(
    ("pattern", "text", "among"),
    [
        ("caf(é|è)", "é", True),
        ("CAFÉ", "é", True),
        (r"\u00c9", "é", True),
        (r"[\xc0-\xdd]", "é", True),
        ("[à-ÿ]", "š", False),
        ("[a-ÿ]", "é", True),
        ("ς", "σ", True),
        ("Σ", "ς", True),
        ("é", "plain", False),
        ("plain", "é", False),
        (r"[^\x00-\x7f]", "é", True),
    ],
)
def test_names_are_found_in_either_case(pattern: str, text: str, *, among: bool) -> None:
    assert Names(pattern).among(AsciiText(text)) is among


@pytest.mark.parametrize(
    "pattern", [r"[^\x00-\x1f]", r"[^\0-z]", "[[:alpha:]]", r"\x{e9}", r"\N{DASH}"]
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Names(pattern)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_letter_stands_in_for_what_is_one_of_a_word(text: str) -> None:
    folded = fold(text)
    read = AsciiText(folded)._named.decode("ascii")
    assert len(read) == len(folded)
    for char, stand_in in zip(folded, read, strict=True):
        if char.isascii():
            assert stand_in == char
        elif stand_in == LETTER:
            assert regex.fullmatch(r"(?=\w)[^\d\s]", char)
        elif stand_in == NEUTRAL:
            assert regex.fullmatch(r"[^\w\s]", char)
        else:
            assert regex.fullmatch(r"[\d\s]", char)
