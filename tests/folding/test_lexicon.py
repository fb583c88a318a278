"""What a lexicon answers about one word agrees with what it makes of all."""

from postguard.folding.lexicon import Lexicon
from postguard.rulebook.library import rulebook


def test_every_slip_may_be_one() -> None:
    lexicon = Lexicon(rulebook().disguised)
    assert [slip for slip in lexicon.slips if not lexicon.may_be_slip(slip)] == []


def test_few_words_may_be_slips() -> None:
    lexicon = Lexicon(["muppet", "idiot"])
    words = "our new office in leeds opens on monday mupet idoit idiott".split()
    assert [word for word in words if lexicon.may_be_slip(word)] == ["mupet", "idoit", "idiott"]
