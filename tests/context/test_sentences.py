"""What a sentence is, and what a clause is."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.context.sentences import clause, is_abbreviated, sentences


@pytest.mark.parametrize(
    "marked",
    [
        "One.| Two!| Three?| Four…| Five",
        "Is it?!| Yes. no, it goes on",
        "He said “Stop.”| Then he left.",
        "(It works.)| It does.",
        "Mr. Smith met Dr. Jones and Prof. Lee at St. Mary's.| They talked.",
        "Acme Inc. and Globex Ltd. merged.",
        "It costs approx. 5 euros, e.g. in the U.S. Today it is free.",
        "See fig. 3 and p. 12.| The end.",
        "J. R. Smith wrote it.| We read it.",
        "Version 2.0 is out.| It has 1.5 million users.",
        "Up 3.5 percent.| 12 people came.",
        "Wait... what?| Yes.",
        "Wait...| What?",
        "Done 🎉| 🎉 More".replace("| ", " "),
        "It works.| 🎉 Really!",
        "First line\n|Second line",
        "First line\n|- second\n|- third",
        "a line of a poem,\nNext line",
        "A line that goes on\nin lower case",
        "This is a long line that was wrapped by an editor at seventy or so\nCharacters on",
        "Para one\n\n|para two",
        "Trailing.  \n|  Leading",
        "Visit example.com today.| It is new.",
        "No. 5 is alive.",
        "It is John's.| We took the blame for 12.| Then we left.",
        "1. First do this.\n|2. Then that.",
        "Jan. 5 was cold.| Feb. 6 too.",
        "“Really?”| she asked.",
    ],
)
def test_sentences(marked: str) -> None:
    """A bar stands where one sentence ends and the next begins."""
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|")]
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \u2003\n"])
def test_nothing(text: str) -> None:
    assert sentences(text) == []


@given(st.text(st.sampled_from("aA1.!?… \n\t\"'”)(,-é🎉\u00a0\x1c\r"), max_size=60))
def test_no_character_is_lost_or_told_twice(text: str) -> None:
    spans = sentences(text)
    assert spans == sorted(spans)
    covered = [offset for start, end in spans for offset in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""


@pytest.mark.parametrize("unit", [" ", ".", "\t", ". ", "!?", ".'", "\n", "a.\n"])
def test_floods_are_read_once(unit: str) -> None:
    """Read quadratically, these would time the whole suite out."""
    text = unit * (60_000 // len(unit))
    assert sum(end - start for start, end in sentences(text)) <= len(text)


@pytest.mark.parametrize(
    "marked",
    [
        "<It is [free]>, but it is slow",
        "It is slow,< but it is [free]>",
        "If you ask;< we are [free]>",
        "It is slow because< we [free] it>",
        "We (<the [free] ones>) won",
        "Slow —< [free] beer >— fast",
        "<a well-known [free] thing>",
        "Slow - <[free] beer> - fast",
        "<[a, b]>, c",
    ],
)
def test_clause(marked: str) -> None:
    """Angles mark the clause that holds what stands between square brackets."""
    sentence = marked.translate(dict.fromkeys(map(ord, "<>[]")))
    inner = marked.replace("<", "").replace(">", "")
    start = inner.index("[")
    end = inner.index("]") - 1
    outer = marked.replace("[", "").replace("]", "")
    expected = outer[outer.index("<") + 1 : outer.index(">")]
    found = clause(sentence, start, end)
    assert sentence[found.start : found.end].strip() == expected.strip().removeprefix("but ")


_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++['\"”’)\]]*+)(?P<space>\s++)|(?<![ \t])(?P<line>[ \t]*+\n)"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|inc|ltd|co|corp|llc|no|nos|fig|al|approx"
    r"|dept|est|gen|gov|sen|rep|rev|hon|capt|sgt|lt|col|e\.g|i\.e|cf|p|pp|vol|ed|eds|u\.s|u\.k"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)$"
    r"|(?:^|[\s(])[a-z]$|^\s*\d{1,2}$",
    re.IGNORECASE | re.MULTILINE,
)


def _plainly(text: str) -> list[str]:
    """The sentences, by the definition read out word for word."""
    ends = []
    for found in _CANDIDATE.finditer(text):
        after = text[found.end() : found.end() + 1]
        if found["line"] is not None:
            line = text[: found.start()].rpartition("\n")[2]
            if line.rstrip().endswith((",", ";", "-", "–", "—")):
                continue
            begins = after.isupper() or after.isdigit() or not after.isalnum()
            if after not in ("", "\n") and not (len(line) < 60 and begins):
                continue
        elif "!" not in found["stop"] and "?" not in found["stop"]:
            before = text[max(0, found.start() - 12) : found.start()]
            if not after or re.match("[a-z_]", after):
                if "\n\n" not in found["space"]:
                    continue
            elif re.match(r"\.[^.]*$", found["stop"]) and _ABBREVIATED.search(before):
                continue
        ends.append(found.end())
    pieces = [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]
    return [piece for piece in pieces if piece]


_PIECES = [
    *("Mr", "e.g", "etc", "1", "12", "2019", "a", "Foo", "bar", "A", "é", "_", "ſt", "🎉"),
    *(".", "!", "?", "…", ". ", ".\n", "\n", "\n\n", " ", "\t", "\r", '"', "”", ")", "(", "'"),
    *(",\n", "- ", ",", "—", "\u00a0", "\x1c", "\u2028", "approximately", "so it goes on and on "),
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)


@given(_TEXTS)
def test_sentences_are_those_of_the_plain_definition(text: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == _plainly(text)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "ab ", "é1", ". ", "-", " "]), st.integers(1, 2500)).map(
            lambda part: part[0] * part[1]
        ),
        max_size=6,
    ).map("".join)
)
def test_however_long_a_text_it_is_cut_between_words_into_pieces_of_a_limit(text: str) -> None:
    found = sentences(text)
    covered = "".join(text[start:end] for start, end in found)
    assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", text)
    for start, end in found:
        assert end - start <= 2000 or re.fullmatch(r"\w+", text[start:end])
        assert not re.match(r"\w\w", text[max(0, start - 1) : start + 1]) or start == 0
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_word_of_any_length_is_one_sentence() -> None:
    assert sentences("x" * 30_000) == [(0, 30_000)]


@given(_TEXTS)
def test_a_segment_has_the_same_sentences_wherever_it_stands(text: str) -> None:
    whole = f"Before. It\n\n{text}\n\nAfter"
    inside = sentences(whole, 12, 12 + len(text))
    assert [span.shift(-12) for span in inside] == sentences(text)


@given(st.text(st.sampled_from("mrdstMno e.g\n\"'(1٣Kſ"), max_size=12))
def test_an_abbreviation_is_told_by_its_last_word(before: str) -> None:
    assert is_abbreviated(before) == (_ABBREVIATED.search(before) is not None)
