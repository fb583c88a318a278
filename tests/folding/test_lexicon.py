"""What a lexicon answers about one word agrees with what it makes of all."""

import pytest

from postguard.folding.lexicon import Lexicon
from postguard.rulebook.library import rulebook


def test_every_slip_may_be_one() -> None:
    lexicon = Lexicon(rulebook().disguised.splitlines())
    assert [slip for slip in lexicon.slips if not lexicon.may_be_slip(slip)] == []


def test_few_words_may_be_slips() -> None:
    lexicon = Lexicon(["muppet", "idiot"])
    words = "our new office in leeds opens on monday mupet idoit idiott".split()
    assert [word for word in words if lexicon.may_be_slip(word)] == ["mupet", "idoit", "idiott"]


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        (["Muppet", "dim wit"], ("dim wit", "muppet")),
        (["dim  wit", "a\tb"], ("a b", "dim wit")),
        (["dim \twit"], ("dim wit",)),
        ([" muppet ", "x\ny", ""], ("muppet", "x y")),
        (["MÜPPET", "Dim Wit"], ("dim wit", "muppet")),
        ([], ()),
        ([""], ()),
    ],
)
def test_entries_are_lower_case_with_single_spaces(
    words: list[str], entries: tuple[str, ...]
) -> None:
    assert Lexicon(words).entries == entries
