"""Inflection by rule, and a table of irregular words."""

import pytest

from postguard.rulebook.inflect import inflections


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("guarantee", "guarantee guaranteed guaranteeing guarantees"),
        ("promise", "promise promised promises promising"),
        ("cure", "cure cured cures curing"),
        ("try", "tried tries try trying"),
        ("play", "play played playing plays"),
        ("stop", "stop stopped stopping stops"),
        ("fix", "fix fixed fixes fixing"),
        ("offer", "offer offered offering offers"),
        ("watch", "watch watched watches watching"),
        ("tie", "tie tied ties tying"),
        ("agree", "agree agreed agreeing agrees"),
        ("dye", "dye dyed dyeing dyes"),
        ("buy", "bought buy buying buys"),
        ("win", "win winning wins won"),
        ("child", "child children"),
        ("y", "y yed ying ys"),
    ],
)
def test_inflections(word: str, forms: str) -> None:
    assert inflections(word) == tuple(forms.split())
