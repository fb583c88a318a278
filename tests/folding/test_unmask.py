import pickle
import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.folding.unmask import Edit, Unmasker
from postguard.span import Span

WORDS_TEXT = """
fuck shit bitch asshole bastard cunt dick dickhead pussy whore ass idiot moron stupid dumb
retard scum loser pathetic imbecile bullshit wanker kill
"""
WORDS = WORDS_TEXT.split()
UNMASKER = Unmasker([*WORDS, "shut up", "piece of shit", "kill yourself"])


def unmasked(text: str) -> str | None:
    rewritten = UNMASKER.rewrite(text)
    return None if rewritten is None else rewritten.text


@pytest.mark.parametrize(
    ("text", "span", "written"),
    [
        # parted by pictures, slashes or one space
        ("an i\U0001f525d\U0001f525iot", (3, 10), "idiot"),
        ("what a d/i/c/k, leaving", (7, 14), "dick"),
        ("oh fu ck off", (3, 8), "fuck"),
        ("a to tal mor on", (9, 15), "moron"),
        ("an i diot", (3, 9), "idiot"),
        # by sound
        ("that basterd neighbour", (5, 12), "bastard"),
        ("you azzhole", (4, 11), "asshole"),
        # digits and signs
        ("you 5hit!", (4, 8), "shit"),
        ("1d10t", (0, 5), "idiot"),
        ("stup!d", (0, 6), "stupid"),
        ("r3t4rd", (0, 6), "retard"),
        ("@sshole", (0, 7), "asshole"),
        ("a$$hole", (0, 7), "asshole"),
        ("a$$", (0, 3), "ass"),
        ("@$$h0l3", (0, 7), "asshole"),
        ("b1tch3s", (0, 7), "bitches"),
        ("SH1T", (0, 4), "shit"),
        ("a piece of sh1t", (11, 15), "shit"),
        # masks
        ("f**k off", (0, 4), "fuck"),
        ("sh!t", (0, 4), "shit"),
        ("b*tch", (0, 5), "bitch"),
        ("F**K", (0, 4), "fuck"),
        ("what the f***", (9, 13), "fuck"),
        ("(s***)", (1, 5), "shit"),
        ("f**king", (0, 7), "fucking"),
        ("a**hole", (0, 7), "asshole"),
        ("f@#k", (0, 4), "fuck"),
        ("f***ing idiots", (0, 7), "fucking"),
        ("p*ssy", (0, 5), "pussy"),
        ("sorry a**.", (6, 9), "ass"),
        ("pu*ssy", (0, 6), "pussy"),
        ("I*D*I*O*T*S", (0, 11), "idiots"),
        ("you *sshole", (4, 11), "asshole"),
        ("shi*ty", (0, 6), "shitty"),
        ("pu$$ies", (0, 7), "pussies"),
        ("sh#t", (0, 4), "shit"),
        ("f-ck", (0, 4), "fuck"),
        ("f--k", (0, 4), "fuck"),
        ("b.tch", (0, 5), "bitch"),
        # separated and spaced
        ("i.d.i.o.t", (0, 9), "idiot"),
        ("k-i-l-l", (0, 7), "kill"),
        ("f_u_c_k", (0, 7), "fuck"),
        ("you stu-pid man", (4, 11), "stupid"),
        ("f u c k you", (0, 7), "fuck"),
        ("such S C U M.", (5, 12), "scum"),
        ("f - u - c - k", (0, 13), "fuck"),
        ("so s  t  u  p  i  d", (3, 19), "stupid"),
        ("1 d 1 o t", (0, 9), "idiot"),
        ("line\nf u c k\nline", (5, 12), "fuck"),
        ("(f u c k)", (1, 8), "fuck"),
        ("what a m o r o n you are", (7, 16), "moron"),
        ("and/f u c k", (4, 11), "fuck"),
        ("a b cd f u c k", (7, 14), "fuck"),
        # stretched and misspelt
        ("fuuuuck", (0, 7), "fuck"),
        ("stuuupid", (0, 8), "stupid"),
        ("fcuk this", (0, 4), "fuck"),
        ("so stuipd", (3, 9), "stupid"),
        ("you idoit", (4, 9), "idiot"),
        ("you moroon", (4, 10), "moron"),
        ("phuck it", (0, 5), "fuck"),
        # run together
        ("youarestupid", (0, 12), "you are stupid"),
        ("fuckyou", (0, 7), "fuck you"),
        ("shutup", (0, 6), "shut up"),
        ("#YouAreStupid", (1, 13), "You Are Stupid"),
        ("#bunchofidiots", (1, 14), "bunch of idiots"),
        ("YouAreAnIdiot", (0, 13), "You Are An Idiot"),
        # look-alike, invisible, full-width, styled
        ("f\u03c5ck", (0, 4), "fuck"),
        ("\u0455tup\u0456d", (0, 6), "stupid"),
        ("a f\u200bu\u200cc\u00adk!", (2, 9), "fuck"),
        ("\uff46\uff55\uff43\uff4b", (0, 4), "fuck"),
        ("\U0001f171itch", (0, 5), "bitch"),
        ("f\u0301u\u0301\u0301ck", (0, 7), "fuck"),
        ("you f\u00fcck", (4, 8), "fuck"),
        # several at once
        ("\uff46*\u0441k", (0, 4), "fuck"),
        ("f\u200b u c k", (0, 8), "fuck"),
    ],
)
def test_written_out_in_place(text: str, span: tuple[int, int], written: str) -> None:
    rewritten = UNMASKER.rewrite(text)
    assert rewritten is not None
    assert rewritten.edits == (Edit(Span(*span), written),)
    assert rewritten.text == text[: span[0]] + written + text[span[1] :]
    start = span[0]
    assert rewritten.to_source(start, start + len(written)) == Span(*span)


@pytest.mark.parametrize(
    "text",
    [
        "plain fuck and shit, you asshole; Fucking idiots!",
        "dumb-ass, shit-head",
        "it costs $5, $5hr or 5s; 4K, b2b, w8, k8s, i18n, 3D",
        "C++, C#, F#, a.m., p.m., U.S.A., e.g., S.H.I.E.L.D., r&b, AT&T, R&D",
        "J. K. Rowling and T. S. Eliot",
        "A S A P: a b c d e f g 1 2 3 4 5 6",
        "mail f.ck@example.com or https://example.com/sh1t/f*ck?a=$hit",
        "@dumbass99 @user_idoit",
        "see b1tch.py, sh1t.example.com, v1.2.3, 10.0.0.1",
        "0xdeadbeef d41d8cd98f00b204e9800998ecf8427e 123e4567-e89b-12d3-a456-426614174000",
        "**bold** *it* __x__ ~~s~~ a*b*c x**2 + 4*a * item *** ***",
        "footnote* dic* *itch foo* shi*",
        "A** grades, A*s, A* and C-level",
        "TO WAKER'S HOUSE",
        "class assassin Essex cockpit Scunthorpe peacock cocktail document hello shell",
        "coffee committee bookkeeper hmmm zzz www iii",
        "helloworld expertsexchange penisland therapist Dickinson Dickens Hitchcock",
        "state-of-the-art e-mail t-shirt x-ray",
        "the A55, an A4 sheet, MK1",
        "$ass = 5; foo_bar(x); if (a || b) { kill(1) }",
        "He said f... no, s... well",
        "GitHub #GitHubActions killall SIGKILL",
        "**Completion dick** and **an ass**",
        "KillAllScum(1), stabilizations, dumbledore",
        "Stupi Idito von Moronn",
        "l'idito che moronn parlava ieri sera",
        "\u041f\u0440\u0438\u0432\u0435\u0442 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u201ccaf\u00e9\u201d \u2014 na\u00efve r\u00e9sum\u00e9",
        "S. H. and I. T.",
        "C L A S S  A S S I G N M E N T and M U S H I T A K E N",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert unmasked(text) is None


def test_many_in_one_text_keep_their_order_and_places() -> None:
    text = "You f*cking 1diot, you are s t u p i d; #YouAreScum"
    rewritten = UNMASKER.rewrite(text)
    assert rewritten is not None
    assert rewritten.text == "You fucking idiot, you are stupid; #You Are Scum"
    assert [(text[e.span.start : e.span.end], e.written) for e in rewritten.edits] == [
        ("f*cking", "fucking"),
        ("1diot", "idiot"),
        ("s t u p i d", "stupid"),
        ("YouAreScum", "You Are Scum"),
    ]


def test_parted_words_have_their_own_places() -> None:
    rewritten = UNMASKER.rewrite("so youarestupid")
    assert rewritten is not None
    at = rewritten.text.index("stupid")
    assert rewritten.to_source(at, at + 6) == Span(9, 15)
    assert rewritten.to_source(3, 10) == Span(3, 9)
    assert rewritten.is_edited(at, at + 6)
    assert not rewritten.is_edited(0, 2)


def test_pickles_as_its_words() -> None:
    again = pickle.loads(pickle.dumps(UNMASKER))  # noqa: S301 - our own bytes
    rewritten = again.rewrite("f*ck")
    assert rewritten is not None
    assert rewritten.edits == (Edit(Span(0, 4), "fuck"),)


def test_letters_after_a_run_that_is_none_are_read() -> None:
    assert unmasked("a_ b_ c_ d_x f u c k a_ b c_") == "a_ b_ c_ d_x fuck a_ b c_"


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Unmasker([]).rewrite("f*ck f u c k fuuuck") is None


@pytest.mark.parametrize(
    "text",
    [
        "f*" * 20_000,
        "f* " * 20_000,
        "a b " * 20_000,
        "f u c " * 10_000,
        "f u c k " * 10_000,
        "-" * 50_000,
        "a" * 50_000,
        "f.u" * 20_000,
        "a-a." * 20_000,
        "\u200bf" * 20_000,
        "#aA" * 20_000,
        "you" * 15_000,
        "youfuck" * 10_000,
        "youfuckxq " * 10_000,
        "f\u0301" * 20_000,
        "[" * 50_000,
        "a_ b_ c_ " * 100_000,
        "aaabbbccc" * 100_000,
    ],
)
def test_hostile_text_ends(text: str) -> None:
    rewritten = UNMASKER.rewrite(text)
    assert rewritten is None or len(rewritten.edits) <= len(text)


LEET = str.maketrans({"a": "@", "e": "3", "i": "1", "o": "0", "s": "$"})
LOOK_ALIKE = str.maketrans({"a": "\u0430", "c": "\u0441", "o": "\u043e", "i": "\u0456"})
LONG = [word for word in WORDS if len(word) >= 4]
ORDINARY_TEXT = """
the team shipped new release notes today and every customer said thanks for class support
coffee committee good morning bookkeeping success tomorrow Mississippi
"""
ORDINARY = ORDINARY_TEXT.split()


def disguised(word: str, kind: str) -> str:
    inside = len(word) // 2
    forms = {
        "spaced": " ".join(word),
        "dotted": ".".join(word),
        "dashed": "-".join(word),
        "stretched": word[:inside] + word[inside] * 4 + word[inside + 1 :],
        "masked": word[:inside] + "*" + word[inside + 1 :],
        "zero-width": "\u200b".join(word),
        "soft": "\u00ad".join(word),
        "full-width": "".join(chr(ord(char) + 0xFEE0) for char in word),
        "mathematical": "".join(chr(ord(char) - 97 + 0x1D41A) for char in word),
        "marks": "\u0336".join(word) + "\u0336",
        "leet": word.translate(LEET),
        "look-alike": word.translate(LOOK_ALIKE),
    }
    return forms[kind]


KINDS_TEXT = """
spaced dotted dashed stretched masked zero-width soft full-width mathematical marks leet
look-alike
"""
KINDS = KINDS_TEXT.split()


@given(
    st.sampled_from(LONG),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(ORDINARY), max_size=6),
    st.lists(st.sampled_from(ORDINARY), max_size=6),
    st.sampled_from(["", "\u201cOh\u201d \u2014 ", "\U0001f600 ", "(", "> "]),
)
def test_a_disguise_is_undone_at_its_exact_span(
    word: str, kind: str, before: list[str], after: list[str], lead: str
) -> None:
    hidden = disguised(word, kind)
    prefix = lead + "".join(part + " " for part in before)
    text = prefix + hidden + "".join(" " + part for part in after)
    rewritten = UNMASKER.rewrite(text)
    if hidden == word:
        assert rewritten is None
        return
    assert rewritten is not None
    assert rewritten.text == prefix + word + "".join(" " + part for part in after)
    start = len(prefix)
    assert rewritten.to_source(start, start + len(word)) == Span(start, start + len(hidden))


@given(st.lists(st.sampled_from([*ORDINARY, *WORDS, ".", "\u2014", "it\u2019s"])))
def test_ordinary_words_and_plain_entries_are_left(parts: list[str]) -> None:
    assert UNMASKER.rewrite(" ".join(parts)) is None


@given(st.text(st.sampled_from("fuckshit*.- @1!$#\u200b\u0441\uff46F\n"), max_size=60))
def test_the_map_is_exact_and_monotone(text: str) -> None:
    rewritten = UNMASKER.rewrite(text)
    if rewritten is None:
        return
    spans = [rewritten.to_source(i, i + 1) for i in range(len(rewritten.text))]
    for at, (before, after) in enumerate(pairwise(spans)):
        assert before == after or before.end <= after.start, at
    for char, span in zip(rewritten.text, spans, strict=True):
        if not any(edit.span.overlaps(span) or span.start == span.end for edit in rewritten.edits):
            assert text[span.start : span.end] == char


def test_words_of_any_case_and_folding_make_the_lexicon() -> None:
    unmasker = Unmasker(["F\u00dcCK", "Idi\u043et"])
    found = unmasker.rewrite("f*ck id1ot")
    assert found is not None
    assert found.text == "fuck idiot"


def test_random_prose_of_known_words() -> None:
    from postguard.folding.dictionary import _listed

    known = [word.decode() for word in _listed().split()]
    chooser = random.Random(7)  # noqa: S311 - a sample, no secret
    sample = [word for word in chooser.sample(known, 20_000) if not re.search("|".join(LONG), word)]
    assert UNMASKER.rewrite(" ".join(sample)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Fiona Mor on Tuesday",
        "he's hit the ball",
        "a/b/c/d",
        "the B17-CH chipset",
        "src/d/i/c/k/readme",
        "party\U0001f389time",
    ],
)
def test_what_only_looks_parted_is_left_alone(text: str) -> None:
    assert unmasked(text) is None
