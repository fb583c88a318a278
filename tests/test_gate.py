"""The gate only ever saves work: with and without it, an engine finds the same."""

import pickle
import re
from functools import cache

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postguard.budget import Limits
from postguard.compiled import Details, Rule, Rulebook, Trigger
from postguard.document import Document, Post, Run, Segment, SegmentKind, Source, SourceMap
from postguard.engine import Engine
from postguard.finding import Finding
from postguard.folded import fold, neutralised
from postguard.gate import Gate, OpenGate
from postguard.gate_data import BOUND, NEUTRAL, is_whole_word
from postguard.gate_table import table_of, tabulated
from postguard.language import Language
from postguard.profile import Brand, Profile
from postguard.readers import decode, read
from postguard.rulebook.files import built_in_folder, read_folder
from postguard.rulebook.load import Loaded, load_files
from postguard.shape_sets import ShapeSet, search_for
from postguard.span import Span
from postguard.view import View

_PROFILE = Profile(
    brand=Brand(
        names=("Acme",),
        domains=("acme.example",),
        handles=("acme",),
        competitors=("Globex",),
        internal_domains=("corp.acme.example",),
        ticket_prefixes=("ACME",),
        codenames=("Bluebird",),
        clients=("Initech",),
    )
)
_ODD = [
    *"ſKİıẞßΣς§·•–—“”’…éñ日本٣०７₂²½",
    *("\xa0", "\xad", "\u200b", "\u2028", "\x85", "\u0301", "\x00", "\x01", "\ufeff"),
    *("👍", "👩‍💻", "🇫🇷", "✅", "#", "@", "_", "*", "-", "'", '"', ".", "!", "?", ":", "/"),
    *("\n", "\r", "\r\n", "\n\n", "\t", " ", "  ", "1", "20", "$", "%"),
]


@cache
def _loaded() -> Loaded:
    return load_files(read_folder(built_in_folder()))


@cache
def _engines() -> tuple[Engine, Engine]:
    book: Rulebook = tabulated(_loaded().rulebook)
    limits = Limits(600, 3600)
    language = Language()
    return (
        Engine(book, _PROFILE, limits=limits, language=language),
        Engine(book, _PROFILE, limits=limits, language=language, gated=False),
    )


@cache
def _fragments() -> list[str]:
    """Pieces of the rules' own examples, each up to six words long, and words of their gates."""
    found: set[str] = set()
    for item in _loaded().rules:
        for example in (*item.model.examples.flag, *item.model.examples.pass_):
            words = example.text.replace("**", "").split(" ")
            found |= {" ".join(words[at : at + 6]) for at in range(0, len(words), 4)}
    for rule in _loaded().rulebook.rules:
        for trigger in rule.triggers:
            for literals in (trigger.literals, *trigger.others):
                found |= {literal.strip(BOUND) for literal in literals[:12]}
    return sorted(found)


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    """Everything is read once, before hypothesis watches."""
    _fragments()


def _findings(engine: Engine, document: Document) -> tuple[Finding, ...]:
    checked = engine.check(document)
    assert checked.failures == ()
    return checked.findings


@st.composite
def _drafts(draw: st.DrawFn) -> str:
    fragment = st.sampled_from(_fragments())
    odd = st.sampled_from(_ODD)
    changed = st.builds(
        lambda text, char, at: text[: at % (len(text) + 1)] + char + text[at % (len(text) + 1) :],
        fragment,
        odd,
        st.integers(0, 60),
    )
    swapped = st.builds(
        lambda text, pair: text.replace(*pair),
        fragment,
        st.sampled_from([("s", "ſ"), ("k", "\u212a"), ("i", "İ"), ("I", "ı"), (" ", "\xa0")]),
    )
    cased = st.builds(str.upper, fragment)
    piece = st.one_of(fragment, fragment, changed, swapped, cased, odd)
    glue = st.sampled_from([" ", " ", " ", ". ", "", "\n", "\n\n", "-"])
    return "".join(draw(st.lists(st.tuples(piece, glue).map("".join), min_size=1, max_size=9)))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(_drafts(), st.sampled_from(["draft.md", "draft.txt"]))
def test_a_gated_engine_finds_what_an_ungated_one_does(text: str, name: str) -> None:
    gated, ungated = _engines()
    data = text.replace("\x00", "").encode("utf-8", "replace")
    document = read(decode(name, data), None, name)
    assert _findings(gated, document) == _findings(ungated, document)


@pytest.mark.slow
def test_what_every_trigger_asks_for_stands_in_its_own_examples() -> None:
    looked = 0
    for item, rule in zip(_loaded().rules, _loaded().rulebook.rules, strict=True):
        examples = [example.text for example in item.model.examples.flag]
        for trigger in (trigger for trigger in rule.triggers if trigger.regex):
            flags = regex.IGNORECASE if trigger.ignore_case else 0
            pattern = regex.compile(trigger.regex, flags)
            for text in (re.sub(r"\*\*|\$\{\S*\}", "", example) for example in examples):
                if pattern.search(text):
                    looked += 1
                    _assert_asked_for(trigger, text)
    assert looked > len(_loaded().rules)


def _assert_asked_for(trigger: Trigger, text: str) -> None:
    folded = fold(text)
    for literals in (trigger.literals, *trigger.others):
        assert not literals or any(_stands_in(literal, folded) for literal in literals), (
            trigger.regex,
            text,
        )
    plain = neutralised(folded)
    if plain is not None and trigger.region_shape:
        assert _finds(trigger.region_shape, plain.encode()), (trigger.regex, text)
    if trigger.shape:
        assert [*ShapeSet([(1, trigger.shape)]).scan(folded)] == [1], (trigger.regex, text)
    assert len(re.findall(r"\d", text)) >= trigger.digits
    assert trigger.run <= max(map(len, text.split()))
    assert plain is None or not trigger.signs or any(sign in plain for sign in trigger.signs)
    assert not trigger.lone or " " not in text.strip()


def _stands_in(literal: str, folded: str) -> bool:
    bare = re.escape(literal.strip(BOUND))
    left = r"(?<![a-z0-9_])" if literal[0] == BOUND else ""
    right = r"(?![a-z0-9_])" if literal[-1] == BOUND else ""
    return re.search(left + bare + right, folded) is not None


def _view(*texts: str, kind: SegmentKind = SegmentKind.PROSE) -> View:
    segments, at = [], 0
    for text in texts:
        run = Run(0, at, len(text), len(text))
        segments.append(Segment(kind, text, SourceMap((run,) if text else ())))
        at += len(text) + 2
    return View.of(segments)


def _rule(*triggers: Trigger, kind: str = "terms", name: str = "test/rule") -> Rule:
    details = Details("", "", "", "", (), (), triggers)
    return Rule(name, kind, "error", "high", True, False, ("prose",), {}, (), details)


def _trigger(*literals: str, others: tuple[tuple[str, ...], ...] = (), shape: str = "") -> Trigger:
    return Trigger(
        "x", ignore_case=True, tokens=None, literals=literals, shape=shape, others=others
    )


@pytest.mark.parametrize(
    ("trigger", "regions"),
    [
        (_trigger("\bfree\b"), [0, 3]),
        (_trigger("free"), [0, 1, 3]),
        (_trigger("\bfree"), [0, 1, 3]),
        (_trigger("free\b"), [0, 3]),
        (_trigger("\bfree\b", others=(("\bnow\b", "money"),)), [3]),
        (_trigger("\bfree\b", others=(("\bnow\b",), ("\bmoney\b",))), []),
        (_trigger("money"), []),
        (_trigger("\brisk\b"), [2]),
        (_trigger(shape="fr[e]+d"), [0, 1, 2, 3]),
        (_trigger(shape="z"), []),
        (_trigger(), [0, 1, 2, 3]),
    ],
)
def test_a_gate_tells_the_segments_to_look_in(trigger: Trigger, regions: list[int]) -> None:
    view = _view("It is FREE!", "Freedom", "no risK\u0301 rıſK, risk²", "Free: now")
    spans = Gate(table_of([_rule(trigger)])).scan(view).get(0, [])
    assert spans == [(index, view.segment_span(index)) for index in regions]


def test_a_rule_of_sentences_is_told_the_sentences() -> None:
    view = _view("Free. Now it is free.", "Nothing.")
    rule = _rule(_trigger("\bfree\b"), _trigger("\bfree\b", others=(("\bnow\b",),)), kind="claim")
    assert Gate(table_of([rule])).scan(view) == {
        0: [(0, Span(0, 5)), (0, Span(6, 21))],
        1: [(0, Span(6, 21))],
    }


def test_a_rule_that_is_not_admitted_has_no_regions() -> None:
    rules = [_rule(_trigger("free"), name="a/b"), _rule(_trigger(shape="f"), name="c/d")]
    gate = Gate(table_of(rules))
    view = _view("Free")
    assert gate.scan(view, lambda rule_id: rule_id == "a/b") == {0: [(0, Span(0, 4))]}
    assert gate.scan(view, lambda rule_id: rule_id == "c/d") == {1: [(0, Span(0, 4))]}


def test_a_word_and_a_part_of_the_same_letters_are_two_literals() -> None:
    gate = Gate(table_of([_rule(_trigger("\bfree\b")), _rule(_trigger("free"), name="c/d")]))
    assert gate.scan(_view("Freedom")) == {1: [(0, Span(0, 7))]}
    assert gate.scan(_view("Free")) == {0: [(0, Span(0, 4))], 1: [(0, Span(0, 4))]}


def test_no_gate_tells_every_place() -> None:
    table = table_of([_rule(_trigger("absent")), _rule(_trigger(shape="q"), kind="claim")])
    assert OpenGate(table).scan(_view("Yes. No.", "c")) == {
        0: [(0, Span(0, 8)), (1, Span(10, 11))],
        1: [(0, Span(0, 4)), (0, Span(5, 8)), (1, Span(10, 11))],
    }


def test_a_gate_travels() -> None:
    gate = Gate(table_of([_rule(_trigger("\bfree\b"), _trigger("eedo"))]))
    again = pickle.loads(pickle.dumps(gate))  # noqa: S301  # our own bytes
    view = _view("Freedom is free.")
    regions = [(0, Span(0, 16))]
    assert again.scan(view) == gate.scan(view) == {0: regions, 1: regions}


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ABC", "abc"), ("İıſK", "iisk"), ("Straẞe", "straße"), ("ΣΑΣ", "σας")],
)
def test_folding_keeps_every_place(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@given(st.text())
def test_what_ignoring_case_takes_for_a_letter_is_one_when_folded(text: str) -> None:
    assert len(fold(text)) == len(text)
    for char, folded in zip(text, fold(text), strict=True):
        for letter in "isk":
            assert not regex.fullmatch(letter, char, regex.IGNORECASE) or folded == letter


@given(st.text(alphabet=st.characters(min_codepoint=0x80)))
def test_a_neutral_sign_is_no_letter_digit_or_space(text: str) -> None:
    for char in text:
        if neutralised(char) == NEUTRAL:
            assert not regex.match(r"[\w\d\s]", char)
            assert char.lower() == char.upper() == char


def _finds(shape: str, text: bytes) -> bool:
    search = search_for(shape)
    return search is None or search(text, 0) is not None


@pytest.mark.parametrize(
    ("literal", "whole"),
    [("\bfree\b", True), ("\bx_1\b", True), ("free\b", False), ("\ba b\b", False), ("x", False)],
)
def test_whole_words(literal: str, whole: bool) -> None:
    assert is_whole_word(literal) is whole


def test_a_shape_that_re2_refuses_is_found_everywhere() -> None:
    assert search_for("(?<=a)b") is None
    assert [*ShapeSet([(7, "(?<=a)b"), (8, "x")]).scan("nothing like it")] == [7]


def test_an_empty_post_has_no_findings() -> None:
    empty = Segment(
        SegmentKind.PROSE, "", read(decode("x.txt", b"a"), None, "x.txt").posts[0].segments[0].map
    )
    document = Document(Source("x.txt", ""), (Post((empty,), {}),))
    assert _findings(_engines()[0], document) == ()
