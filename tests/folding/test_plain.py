import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.folding.plain import plain


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("don\u2019t, \u2018so\u2019, 5\u2032, don\u00b4t", "don't, 'so', 5', don't"),
        ("\u201cyes\u201d \u201enein\u201f \u00aboui\u00bb", '"yes" "nein" "oui"'),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("line\u2028sep\u0085nel\u2029par\nlf", "line\u2028sep\u0085nel\u2029par\nlf"),
        ("e\u2010mail e\u2011mail \u22125 555\u20121234", "e-mail e-mail -5 555-1234"),
        ("2019\u20132020 \u2014 so", "2019\u20132020 \u2014 so"),
        ("\uff26\uff35\uff23\uff2b\uff01 \uff11\uff12", "FUCK! 12"),
        ("\U0001d5ef\U0001d5fc\U0001d5f9\U0001d5f1 \u24d0", "bold a"),
        ("500\u00b9 m\u00b2 H\u2082O \u1da0\u1d58", "500\u00b9 m\u00b2 H\u2082O fu"),
        ("caf\u00e9 \u00df \u0416 \u4e2d \U0001f600 \u00bd \u2122", None),
    ],
)
def test_levels(text: str, levelled: str | None) -> None:
    assert plain(text) == (text if levelled is None else levelled)


def test_ascii_is_the_same_object() -> None:
    text = "x" * 100
    assert plain(text) is text


def test_many_different_characters_at_once() -> None:
    letters = "".join(chr(0xFF21 + i) + chr(0x1D41A + i) for i in range(26)) + " \u4e2d"
    expected = "".join(chr(65 + i) + chr(97 + i) for i in range(26)) + " \u4e2d"
    assert plain(letters) == expected


@given(st.text())
def test_keeps_length_and_line_ends_and_is_idempotent(text: str) -> None:
    result = plain(text)
    assert len(result) == len(text)
    assert [m.start() for m in re.finditer(r"[\r\n\x85\u2028\u2029]", result)] == [
        m.start() for m in re.finditer(r"[\r\n\x85\u2028\u2029]", text)
    ]
    assert plain(result) == result


@given(st.text())
def test_changes_only_to_ascii(text: str) -> None:
    for before, after in zip(text, plain(text), strict=True):
        assert before == after or (after.isascii() and unicodedata.category(before) != "Cc")
