"""A text as the gate reads it: words cut to ASCII, ranges asked for by their place."""

from postguard.folded import Folded
from postguard.span import Span


def test_words_are_cut_to_their_letters_of_ascii() -> None:
    text = "Naïve risk² don't x_1"
    words = Folded(text).words_in(Span(0, len(text)))
    assert words == {"na", "ve", "risk", "don", "t", "x_1"}


def test_the_words_of_a_range() -> None:
    folded = Folded("One two. Three")
    assert folded.words_in(Span(0, 8)) == {"one", "two"}
    assert folded.words_in(Span(0, 14)) == {"one", "two", "three"}


def test_signs_are_neutral_and_letters_are_not() -> None:
    folded = Folded("→ Go! Où")
    assert folded.plain is None
    assert folded.plain_part(Span(0, 5)) == b"\x01 go!"
    assert folded.plain_part(Span(0, 8)) is None
    assert Folded("→ Go!").plain == b"\x01 go!"


def test_the_digits_of_a_range() -> None:
    folded = Folded("7 of ٣٠, ½ and 10²")
    assert folded.digits == [0, 5, 6, 15, 16]
    assert folded.digits_in(Span(0, 6)) == 2
    assert folded.digits_in(Span(1, 5)) == 0
