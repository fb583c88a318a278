import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from postguard.folding.lexicon import Lexicon
from postguard.folding.screen import Screen
from postguard.folding.skeleton import folded, skeleton
from postguard.folding.spaced import Spelt, _is_broken, split_words
from postguard.folding.unmask import Unmasker

WORDS = ["fuck", "idiot", "moron", "asshole", "bastard", "retard", "shut up", "scum"]
PARTS = [
    *(
        "mor",
        "on",
        "Mor",
        "mör",
        "as",
        "hole",
        "áss",
        "re",
        "tard",
        "fu",
        "ck",
        "the",
        "fool",
        "ok",
    ),
    *("(fu", "ck)", "“mor", "on”", "don’t", "i", "diot", "idi-", "…", "ﬁ", "f*ck", "sh1t", "1diot"),
    *("youaremorons", "#YouAreScum", "fuuuck", "idoit", "s", "c", "u", "m", "https://a.test/idoit"),
    *("f\u200buck", "sc\u00adum", "o\u200bn", "moron", "Fiona", "so", "re\u0301", "tard\u00e9"),
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from([" ", " ", "  ", "\n", "\u00a0", "", "-"])),
    max_size=12,
).map(lambda pieces: "".join(part + gap for part, gap in pieces))

REMEMBERING = Unmasker(WORDS)


@given(TEXTS)
def test_what_is_remembered_changes_no_answer(text: str) -> None:
    fresh = Unmasker(WORDS)
    before, now = fresh.rewrite(text), REMEMBERING.rewrite(text)
    assert (now and (now.text, now.edits)) == (before and (before.text, before.edits))
    assert REMEMBERING.finds(text) == fresh.finds(text)


@given(TEXTS)
def test_words_parted_by_a_space_are_those_of_all_pairs(text: str) -> None:
    lexicon = Lexicon(WORDS)
    view = folded(text)
    pieces = Screen(lexicon).traits(text).pieces
    assert list(split_words(view, text, lexicon, pieces)) == _of_all_pairs(view, text, lexicon)


def _of_all_pairs(view: str, text: str, lexicon: Lexicon) -> list[Spelt]:
    cased = text if len(text) == len(view) else view
    found = []
    for run in re.finditer(r"(?<![\w'’-])[a-z]{1,8}(?: [a-z]{1,8})+(?![\w'’-])", view):
        at = run.start()
        for head, tail in pairwise(run[0].split(" ")):
            end = at + len(head) + 1 + len(tail)
            first, second = cased[at : at + len(head)], cased[at + len(head) + 1 : end]
            known = head + tail in lexicon.entry_set and len(head + tail) >= 4
            if known and _is_broken(first, second, at):
                found.append(Spelt(at, end, head + tail))
            at += len(head) + 1
    return found


@given(st.lists(st.sampled_from(PARTS), max_size=20, unique=True))
def test_what_tells_is_told_whatever_stood_in_earlier_texts(parts: list[str]) -> None:
    seen = Screen(Lexicon(WORDS))
    for part in parts:
        seen.traits(part)
    assert seen.traits(" ".join(parts)) == Screen(Lexicon(WORDS)).traits(" ".join(parts))


@given(st.text())
def test_folded_is_the_text_of_the_skeleton(text: str) -> None:
    assert folded(text) == skeleton(text).text
