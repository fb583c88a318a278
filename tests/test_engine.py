"""One document against a rulebook: exact spans, one finding a thing, failures said."""

import pickle
import subprocess
import sys

import pytest

from postguard.budget import Budget, Limits
from postguard.engine import Engine
from postguard.finding import Failure
from postguard.findings import Findings
from postguard.language import Language
from postguard.profile import Profile
from postguard.readers import decode, read
from tests.rulebook.making import check, document, found, make, rule

_EVIL = "any: [{pattern: '(a|aa)+(?=b)'}]"
_SLOW = "x " + "a" * 40 + " free"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Our **risk**-free fund", (6, 17)),
        ("Our risk&nbsp;free fund", (4, 18)),
        ("Our *risk\nfree* fund", (5, 14)),
        ("> Our risk\n> free fund", (6, 17)),
        ("Our [risk](https://example.com) free fund", (5, 36)),
        ("\ufeffÖur 😀 risk‑free", (7, 16)),
        ("Our\r\nrisk\r\nfree", (5, 15)),
        ("![risk free](a.png)", (2, 11)),
        ("---\ntitle: risk free\n---\n", (11, 20)),
        ("`risk` free", (1, 11)),
    ],
)
def test_exact_spans_through_markup(text: str, span: tuple[int, int]) -> None:
    checked = check(make(rule("any: [risk-free]")), text)
    assert not checked.failures
    assert [tuple(item.span) for item in checked.findings] == [span]


def test_overlaps_of_a_pack_resolve_to_the_gravest_then_longest() -> None:
    rulebook = make(
        rule("any: [free]", name="pack/short", severity="warning"),
        rule("any: [free money]", name="pack/long", severity="warning"),
        rule("any: [so free]", name="pack/grave", severity="error"),
        rule("any: [money now]", name="pack/note", severity="note"),
        rule("any: [free]", name="other/short"),
    )
    checked = check(rulebook, "Free money. So free money now. Money now.")
    assert [(item.rule, item.match) for item in checked.findings] == [
        ("other/short", "Free"),
        ("pack/long", "Free money"),
        ("pack/grave", "So free"),
        ("other/short", "free"),
        ("pack/note", "money now"),
        ("pack/note", "Money now"),
    ]


def test_raw_and_flowing_text_give_one_finding() -> None:
    rulebook = make(
        rule("any: [{pattern: 'key-[0-9]+'}]\nscope: [prose, code, raw]", kind="pattern")
    )
    text = "So key-1 and\n\n    key-2\n\n<!-- key-3 --> [a](key-4)\n"
    assert found(rulebook, text) == ["key-1", "key-2", "key-3", "key-4"]


def test_findings_come_in_order_of_place() -> None:
    rulebook = make(
        rule("any: [bee]", name="pack/a", severity="note"),
        rule("any: [ant]", name="pack/b"),
        rule("any: [bee]", name="qack/c", severity="error"),
    )
    checked = check(rulebook, "bee ant bee")
    assert [(item.span.start, item.rule) for item in checked.findings] == [
        (0, "qack/c"),
        (0, "pack/a"),
        (4, "pack/b"),
        (8, "qack/c"),
        (8, "pack/a"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        _EVIL,
        "any: [free]\nunless: {near: {any: ['{evil}']}}",
        "any: [free]\ntopic: ['{evil}']",
        "any: [free]\nexcept: ['{evil}']",
        "any: [free]\nunless: {context: [evil]}",
    ],
)
def test_a_runaway_pattern_is_a_failure_of_its_rule_alone(body: str) -> None:
    rulebook = make(
        rule(body),
        rule("any: [free]", name="other/rule"),
        shared={
            "lexicons/evil": "lexicon: evil\nabout: A.\npatterns: ['(a|aa)+(?=b)']\n",
            "contexts/evil": (
                "context: evil\nabout: A.\nplaces: [{where: before, within: sentence, "
                "any: ['{evil}']}]\n"
            ),
        },
    )
    engine = Engine(rulebook, limits=Limits(rule_seconds=0.2))
    checked = engine.check(document(_SLOW))
    assert [item.rule for item in checked.findings] == ["other/rule"]
    assert checked.failures == (
        Failure("a.md", "rule", "rule pack/rule was stopped: it took over 0.2 s"),
    )


def test_a_document_has_a_limit_too() -> None:
    rulebook = make(rule("any: [free]"), rule("any: [free]", name="pack/second"))
    checked = Engine(rulebook, limits=Limits(document_seconds=-1)).check(document("free"))
    assert not checked.findings
    assert [item.reason for item in checked.failures] == [
        "rule pack/rule was not run: the draft took over -1 s",
        "rule pack/second was not run: the draft took over -1 s",
    ]


def test_posts_left_when_a_document_is_out_of_time_are_counted() -> None:
    rulebook = make(rule("any: [free]"))
    engine = Engine(rulebook, limits=Limits(document_seconds=-1))
    source = decode("a.csv", b"text\none\ntwo\nfree\n")
    checked = engine.check(read(source, None, "a.csv"))
    assert checked.failures == (
        Failure(
            "a.csv",
            "rule",
            "2 of 3 posts were not judged: the draft took over -1 s. Split it",
        ),
    )


def test_an_engine_travels() -> None:
    rulebook = make(
        rule("any: [risk-free, {pattern: 'a+b'}]\nexcept: [risk-free rate]\ntopic: [money]"),
        rule("any: [idiot]", kind="conduct", name="tone/rule"),
        rule("measure: length\nlimits: {any: 3}", kind="metric", name="size/length"),
        rule("any: [{tokens: [{LOWER: money}]}]", name="lang/rule"),
    )
    engine = Engine(rulebook, Profile(platform=("x",)), language=Language())
    draft = document("Risk-free money, you idiot. aab")
    before = engine.check(draft)
    assert len(before.findings) == 5
    assert pickle.loads(pickle.dumps(engine)).check(draft) == before  # noqa: S301
    assert engine.check(draft) == before


def test_a_post_overrides_the_profile() -> None:
    rulebook = make(rule("any: [free]\napplies: {platform: [x], account: [employee]}"))
    profile = Profile(platform=("x",), account="employee")
    assert found(rulebook, "free", profile) == ["free"]
    assert found(rulebook, "free", profile, meta={"platform": "linkedin"}) == []
    assert found(rulebook, "free", meta={"platform": "Twitter", "account": "employee"}) == ["free"]
    own = {"platform": "x", "account": "employee", "postguard": {"platform": "mastodon"}}
    assert found(rulebook, "free", meta=own) == []


def test_the_cap_counts_what_it_leaves_out() -> None:
    rulebook = make(rule("any: [free]"), rule("any: [cheap]", name="pack/note", severity="note"))
    draft = document("free cheap " * 3)
    engine = Engine(rulebook)
    capped = Findings(draft.source, most=4)
    for post in draft.posts:
        capped.add(post, engine._matches(post, Budget(Limits())))
    assert [(item.match, item.span.start) for item in capped.resolved()] == [
        ("free", 0),
        ("cheap", 5),
        ("free", 11),
        ("free", 22),
    ]
    assert capped.truncated == {"note": 2}


def test_scopes() -> None:
    text = "# free one\n\nfree two ![free three](a)\n\n<!-- free four -->\n\n```\nfree five\n```\n"
    places = {
        "heading": [2],
        "prose": [12],
        "alt": [23],
        "comment": [44],
        "code": [63],
        "raw": [2, 12, 23, 44, 63],
    }
    for scope, starts in places.items():
        checked = check(make(rule(f"any: [free]\nscope: [{scope}]", kind="terms")), text)
        assert [item.span.start for item in checked.findings] == starts, scope


def test_tokens_have_exact_spans() -> None:
    tokens = "[{LOWER: guarantee}, {OP: '?'}, {LOWER: {IN: [return, returns]}}]"
    rulebook = make(rule(f"any: [{{tokens: {tokens}, name: tokens}}]"))
    text = "We *guarantee* big&nbsp;returns. Guarantee\nreturn 😀 guarantee a good return."
    checked = Engine(rulebook, language=Language()).check(document(text))
    assert [text[item.span.start : item.span.end] for item in checked.findings] == [
        "guarantee* big&nbsp;returns",
        "Guarantee\nreturn",
    ]


def test_no_candidate_no_spacy() -> None:
    """spaCy costs more than everything else together; only a draft that needs it pays."""
    code = """
import sys
from postguard.engine import Engine
from postguard.language import Language
from tests.rulebook.making import document, make, rule
rulebook = make(rule("any: [{tokens: [{LOWER: guarantee}, {LOWER: returns}]}]"))
engine = Engine(rulebook, language=Language())
assert not engine.check(document("We sell shoes.")).findings
assert "spacy" not in sys.modules
assert len(engine.check(document("We guarantee returns.")).findings) == 1
assert "spacy" in sys.modules
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_asks_nothing_of_its_matches_is_not_out_of_time_by_their_number() -> None:
    rulebook = make(rule("any: [{pattern: 'bad'}]", kind="pattern"))
    engine = Engine(rulebook, limits=Limits(rule_seconds=0.05))
    checked = engine.check(document("bad " * 30_000, "a.txt"))
    assert not checked.failures
    assert len(checked.findings) == 10_000
    assert checked.truncated == {"error": 20_000}
