import pytest

from postguard.folding.dictionary import is_known, segments


@pytest.mark.parametrize("word", ["the", "aardvark", "zygote", "colour", "color", "dickinson", "u"])
def test_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize(
    "word", ["", "idoit", "fcuk", "zzzzzz", "aaaa", "th", "the\n", "caf\u00e9"]
)
def test_unknown(word: str) -> None:
    assert not is_known(word)


def test_fewest_words() -> None:
    assert segments("youarekind") == ("you", "are", "kind")
    assert segments("something") == ("something",)
    assert segments("thexqz") is None
    assert segments("xqz", lambda piece: piece in ("x", "qz")) == ("x", "qz")
