import re

import pytest

from postguard.folding.dictionary import _listed, is_known, segments


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
    assert segments("xqzthe", also=("x", "qz")) == ("x", "qz", "the")
    assert segments("something", never=("something",)) == ("some", "thing")
    assert segments("a", never=("a",)) is None
    assert segments("") == ()


def test_the_list_is_sorted_and_plain_as_the_search_expects() -> None:
    listed = _listed().decode("ascii")
    words = listed.splitlines()
    assert words == sorted(set(words))
    assert listed.endswith("\n")
    assert all(re.fullmatch("[a-z]{3,18}", word) for word in words)


def test_every_listed_word_is_known() -> None:
    assert all(map(is_known, _listed().decode("ascii").split()))
