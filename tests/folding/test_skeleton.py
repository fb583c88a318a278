import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postguard.folding.confusables import load
from postguard.folding.skeleton import INVISIBLE, skeleton
from postguard.span import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII", "plain ascii"),
        ("\uff26\uff55\uff43\uff4b", "fuck"),
        ("f\u200bu\u200dc\u00adk\ufeff", "fuck"),
        ("\u0430\u0455\u0455h\u043el\u0435", "asshole"),
        ("\U0001f171itch \u24d0ss", "bitch ass"),
        ("\U0001d5ef\U0001d5fc\U0001d5f9\U0001d5f1 \u0299\u1d0f\u029f\u1d05", "bold bold"),
        ("caf\u00e9 cafe\u0301 \u00df \ufb01ne \u0141\u00f3d\u017a", "cafe cafe ss fine lodz"),
        ("\u0130\u0131", "ii"),
        ("\u0664\u0968", "42"),
        ("\u304b\u3099\u304c", "\u304b\u3099\u304b\u3099"),
        ("\u0939\u093f", "\u0939\u093f"),
        ("hi\U000e0041\U000e0042", "hi"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert skeleton(text).text == folded


def test_range_covers_what_is_inside_and_not_what_is_at_the_edge() -> None:
    text = "a \u200bf\u200bu\u0301\u0301ck\u200b!"
    folded = skeleton(text)
    assert folded.text == "a fuck!"
    assert folded.to_source(2, 6) == Span(3, 10)
    assert folded.to_source(3, 4) == Span(5, 8)
    assert text[3:10] == "f\u200bu\u0301\u0301ck"


def test_one_character_for_several() -> None:
    folded = skeleton("x\ufb01x")
    assert folded.text == "xfix"
    assert [folded.to_source(i, i + 1) for i in range(4)] == [(0, 1), (1, 2), (1, 2), (2, 3)]


def test_nothing_left_has_an_empty_place() -> None:
    assert skeleton("\u200b\u200b").to_source(0, 0) == Span(0, 0)


def test_marks_without_end_are_one_letter() -> None:
    text = "f" + "\u0301\u0489" * 50_000 + "u"
    folded = skeleton(text)
    assert folded.text == "fu"
    assert folded.to_source(0, 1) == Span(0, 100_001)
    assert folded.to_source(1, 2) == Span(100_001, 100_002)


def test_both_cases_of_russian_have_one_skeleton() -> None:
    alphabet = "".join(map(chr, range(0x430, 0x450)))
    assert skeleton(alphabet.upper()).text == skeleton(alphabet).text


def test_every_confusable_folds_to_its_letter() -> None:
    table = load()
    assert len(table) > 500
    wrong = {char: look for char, look in table.items() if skeleton(char).text != look}
    assert wrong == {}


MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("abcXYZ \u200b\u00ad\u0301\u0430\uff41\ufb01\u00df\U0001d5ef\ufe0f"),
    )
)


@given(MIXED)
@example("\u0301a\u200b\u0301")
@example("\ufb01\u0301\u0301")
def test_offsets_are_exact_and_monotone(text: str) -> None:
    folded = skeleton(text)
    spans = [folded.to_source(i, i + 1) for i in range(len(folded.text))]
    for before, after in pairwise(spans):
        assert before == after or before.end <= after.start
    for char, span in zip(folded.text, spans, strict=True):
        source = text[span.start : span.end]
        assert char in skeleton(source).text
        assert not INVISIBLE.match(source[0])
        assert not INVISIBLE.match(source[-1])
    covered = {at for span in spans for at in range(*span)}
    for at in set(range(len(text))) - covered:
        assert INVISIBLE.match(text[at]) or unicodedata.category(text[at])[0] == "M"


@given(MIXED, st.data())
def test_a_range_is_the_hull_of_its_characters(text: str, data: st.DataObject) -> None:
    folded = skeleton(text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        assert folded.to_source(start, end) == Span(
            folded.to_source(start, start + 1).start, folded.to_source(end - 1, end).end
        )


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_maps_one_to_one(text: str) -> None:
    folded = skeleton(text)
    assert folded.text == text.lower()
    assert all(folded.to_source(i, i + 1) == (i, i + 1) for i in range(len(text)))


@given(MIXED)
def test_canonical_equivalents_have_one_skeleton(text: str) -> None:
    assert (
        skeleton(unicodedata.normalize("NFD", text)).text
        == skeleton(unicodedata.normalize("NFC", text)).text
    )
