"""The phrase language: every row of its table, and what comes of putting rows together."""

import re
from random import Random

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.folded import fold
from postguard.folding.plain import plain
from postguard.gate_data import BOUND
from postguard.rulebook.phrase import PhraseError, Piece, any_of, compile_phrase, unbounded_phrase

_LEXICONS = {
    "disease": ["diabetes", "heart disease", "cancer~"],
    "language": ["c++", "java"],
    "own": ["{disease} cure"],
}


def _glued(at: int, phrase: str) -> str:
    return (
        f"'*' at character {at} of the phrase {phrase!r} is glued to other characters, but stands"
        r" for a whole word: set it apart with spaces, write '\*' for the character itself, or use"
        r" a pattern (@\w+) for a part of a word"
    )


def _lexicon(name: str) -> Piece:
    if name not in _LEXICONS:
        raise PhraseError(f"there is no lexicon named {name!r}", "")
    return any_of([unbounded_phrase(entry, _lexicon) for entry in _LEXICONS[name]])


def _found(phrase: str, text: str) -> list[str]:
    piece = compile_phrase(phrase, _lexicon)
    levelled = plain(text)
    found = list(regex.finditer(piece.regex, levelled, regex.IGNORECASE))
    for match in found:
        assert match.group(), "a phrase never matches nothing"
        for literals in (piece.literals, *piece.others):
            if literals is not None:
                assert any(item.strip(BOUND) in fold(match.group()) for item in literals)
    return [text[slice(*match.span())] for match in found]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        # words; case, white space, hyphen for a space
        ("risk free", "Risk free, RISK\nFREE, risk \t free, risk-free", None),
        ("risk free", "riskfree risk, free risk - free brisk free risk freed", []),
        # hyphenated, joined or apart
        ("risk-free", "risk-free risk free riskfree Risk\u2011free", None),
        ("risk-free", "risk--free risk, free", []),
        # apostrophes
        ("can't", "can't can’t cant CAN\u02bcT", None),
        ("can’t", "can't can’t cant", None),
        ("it's (a|the)", "it’s a its the", None),
        # inflection
        ("guarantee~", "guarantee guarantees guaranteed guaranteeing", None),
        ("guarantee~", "guarantor guaranteeless", []),
        ("buy~ now", "bought now buying now", None),
        ("follow-up~", "follow-ups followup follow up", None),
        ("(fund|bond)~", "funds bonds fund bonding", None),
        ("(big fund|bond)~", "big funds bonds", None),
        ("(big fund|bond)~", "bigs fund", []),
        ("((fund|bond)|big (cat|dog))~", "funds bonds big cats big dogs", None),
        ("(fund [manager])~", "fund managers fund", None),
        # alternatives
        ("(a|the|our) fund", "a fund the fund Our Fund", None),
        ("(heart disease|flu) cure", "heart disease cure flu cure", None),
        ("(a|b (c|d)) e", "a e b c e b d e", None),
        ("free|at no cost", "free at no cost", None),
        ("un(fair|just)", "unfair unjust", None),
        ("un(fair|just)", "un fair fair", []),
        # optional, at the start, inside, at the end
        ("[very] good", "very good good", None),
        ("[very] [very] good", "very very good good", None),
        ("[not] [very] good", "not very good not good very good", None),
        ("good [old] days", "good old days good days", None),
        ("good [old] [bad] days", "good bad days good old bad days good old days", None),
        ("good [days] [ahead]", "good days ahead good ahead good", None),
        ("([old] [bad]) days", "old days bad days old bad days", None),
        ("good ([old]|new) days", "good days good old days good new days", None),
        ("[very|so] (good|[quite] bad)", "very good so quite bad", None),
        ("[un]fair", "unfair fair", None),
        ("cat[s]", "cats cat", None),
        # lexicons
        ("{disease}", "Diabetes, heart  disease, cancers", None),
        ("cure {disease}", "cure diabetes", None),
        ("{own}", "cancer cure", None),
        # any word
        ("a * fund", "a big fund a 5% fund a so-called fund", None),
        ("a * fund", "a fund a big, fund a very big fund", []),
        ("(a *|two) fund", "a big fund two fund", None),
        ("($|€)* off", "$5 off €10 off", None),
        # gaps
        ("cures ... fast", "cures fast cures it all very fast", None),
        ("cures ... fast", "cures one two three four fast", None),
        ("cures … fast", "cures it fast", None),
        ("cures ... fast", "cures one two three four five fast", []),
        ("cures ... fast", "cures it, fast", []),
        ("cures ... [very] fast", "cures it very fast cures it fast cures fast", None),
        ("(cures ...|heals) fast", "cures it fast heals fast cures fast", None),
        ("(... cures|heals) fast", "it heals fast", ["heals fast"]),
        # the character itself, and words without word characters
        (r"\(sic\)", "(sic) (SIC)", None),
        (r"a\*", "a*", None),
        (r"50\%", "50% 150%", ["50%"]),
        ("#ad", "x #ad y", ["#ad"]),
        ("#ad", "#advert", []),
        # boundaries at both ends, whatever stands there
        ("free", "freedom carefree _free free_ 3free freeé", []),
        ("(c++|java)", "c++ java c++11", ["c++", "java", "c++"]),
        ("(c++|java)", "javascript", []),
        ("{language}", "javascript in c++", ["c++"]),
        ("[$] 100", "x100 100x", []),
        ("[$] 100", "$ 100", None),
        ("100 [%]", "1001 100th", []),
        ("(.net|net)", "asp.net internet", [".net"]),
    ],
)  # fmt: skip
def test_what_a_phrase_finds(phrase: str, text: str, found: list[str] | None) -> None:
    """`found` None: all of the text is matches, but for what separates them."""
    matches = _found(phrase, text)
    if found is None:
        rest = text
        for match in matches:
            rest = rest.replace(match, "", 1)
        assert matches
        assert not re.search(r"\w", rest), (matches, rest)
    else:
        assert matches == found


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("(a|b", "the phrase '(a|b' lacks a closing ')'"),
        ("[a (b]", "the phrase '[a (b]' lacks a closing ')'"),
        ("a) b", "unexpected ')' in the phrase 'a) b'"),
        ("(a|)", "an empty alternative in the phrase '(a|)'"),
        ("", "an empty alternative in the phrase ''"),
        ("()", "an empty alternative in the phrase '()'"),
        ("[a]", "the phrase '[a]' can match nothing at all"),
        ("[a] [b] ...", "the phrase '[a] [b] ...' can match nothing at all"),
        ("([a]|b)", "the phrase '([a]|b)' can match nothing at all"),
        ("...", "the phrase '...' can match nothing at all"),
        ("{Disease}", "unexpected '{' at character 1 of the phrase '{Disease}'"),
        ("a }", "unexpected '}' at character 3 of the phrase 'a }'"),
        ("a ~", "unexpected '~' at character 3 of the phrase 'a ~'"),
        ("{disease}~", "unexpected '~' at character 10 of the phrase '{disease}~'"),
        ("a\\", "unexpected '\\\\' at character 2 of the phrase 'a\\\\'"),
        ("{nothing}", "there is no lexicon named 'nothing'"),
        ("@*", _glued(2, "@*")),
        ("ask @* now", _glued(6, "ask @* now")),
        ("pre* sale", _glued(4, "pre* sale")),
        (r"a\**", _glued(4, r"a\**")),
        ("*ish", _glued(1, "*ish")),
        ("* *b", _glued(3, "* *b")),
    ],
)
def test_a_phrase_that_does_not_parse(phrase: str, problem: str) -> None:
    with pytest.raises(PhraseError) as raised:
        compile_phrase(phrase, _lexicon)
    assert str(raised.value) == problem
    assert raised.value.phrase == phrase


@pytest.mark.parametrize(
    ("phrase", "literals"),
    [
        ("free", [{"\bfree\b"}]),
        ("un(fair|just)", [{"\bun"}, {"fair\b", "just\b"}]),
        ("[very] free", [{"\bfree\b"}]),
        ("(c++|java)", [{"\bc++", "\bjava\b"}]),
        ("* of *", [{"\bof\b"}]),
        ("*", []),
        ("can't", [{"\bcan"}]),
        ("é", []),
    ],
)
def test_literals(phrase: str, literals: list[set[str]]) -> None:
    """Which of them the gate asks for first is the gate's own business."""
    piece = compile_phrase(phrase, _lexicon)
    found = [item for item in (piece.literals, *piece.others) if item is not None]
    assert sorted(map(sorted, found)) == sorted(map(sorted, literals))


_WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789éß", min_size=1, max_size=8)
_SPACE = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "-", "\n > "[:1]])


@given(st.lists(_WORD, min_size=1, max_size=5), st.data())
def test_plain_words_match_themselves(words: list[str], data: st.DataObject) -> None:
    text = words[0]
    for word in words[1:]:
        text += data.draw(_SPACE) + word
    if data.draw(st.booleans()) and "ß" not in text:
        text = text.upper()
    assert _found(" ".join(words), f"({text})") == [text]


_PHRASE = st.recursive(
    _WORD | _WORD.map(lambda word: word + "~") | st.just("*"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        inner.map(lambda part: f"[{part}]"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.tuples(inner, _WORD).map(" ... ".join),
    ),
    max_leaves=6,
)


@settings(max_examples=40)
@given(_PHRASE, st.randoms(use_true_random=False))
def test_each_way_through_a_phrase_matches(inside: str, random: Random) -> None:
    """Whatever the phrase can say, read off its own text by picking at each choice."""
    text = " ".join(["start", *_one_way(inside, random), "end"])
    assert _found(f"start ({inside}) end", f"({text})") == [text]
    assert _found(f"start {inside} end", f"({text})") == [text]


def _one_way(phrase: str, random: Random) -> list[str]:
    tokens = re.findall(r"[()\[\]|]|\.\.\.|[^\s()\[\]|]+", phrase)
    position = 0

    def sequence() -> list[list[str]]:
        nonlocal position
        branches: list[list[str]] = [[]]
        while position < len(tokens) and tokens[position] not in ")]":
            token = tokens[position]
            position += 1
            if token == "|":
                branches.append([])
            elif token in "([":
                inner = random.choice(sequence())
                position += 1
                if token == "(" or random.random() < 0.5:
                    branches[-1] += inner
            elif token == "...":
                branches[-1] += ["filler"] * random.randint(0, 4)
            else:
                branches[-1].append("any" if token == "*" else token.removesuffix("~"))
        return branches

    return random.choice(sequence())
