"""Fixes change what they mend and nothing else, and a second run changes nothing."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from hypothesis.stateful import rule as step

from postguard import fixes
from postguard.baseline import Baseline, entry_of
from postguard.config import Config, FileSection
from postguard.dispositions import Dispositions
from postguard.finding import Finding
from postguard.fixes import Fixed, fixed
from postguard.outcome import Judged
from tests.house import BOLD, LONG, NO_FIX, PLAIN, STEPWISE, checker, rule


def fix(text: str, name: str = "a.md", *, unsafe: bool = False) -> Fixed:
    return checker().fix_bytes(name, text.encode(), unsafe=unsafe)


def test_safe_fixes_are_applied_and_the_report_is_of_what_is_left() -> None:
    done = fix("Utilize it. We utilize synergy, an amazing one.\n")
    assert done.data == b"Use it. We use synergy, an amazing one.\n"
    assert (done.applied, done.refused, done.reason) == (2, 0, "")
    assert [item.rule for item in done.before.outcome.findings] == [
        "acme/plain",
        "acme/plain",
        "acme/no-fix",
        "acme/bold",
    ]
    assert [(item.rule, item.span.start) for item in done.after.outcome.findings] == [
        ("acme/no-fix", 15),
        ("acme/bold", 27),
    ]


def test_unsafe_fixes_are_applied_when_asked_for() -> None:
    assert fix("An amazing tool to utilize.").data == b"An amazing tool to use."
    assert fix("An amazing tool to utilize.", unsafe=True).data == b"An fine tool to use."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It is very good.", "its finding would still be there"),
        ("We leverage it.", "another finding would appear"),
        ("We use it prior to lunch.", "a finding of a longer phrase would appear"),
    ],
)
def test_a_fix_that_mends_nothing_is_not_applied(text: str, why: str) -> None:
    done = fix(text)
    assert (done.data, done.applied, done.refused) == (text.encode(), 0, 1), why


def test_a_bad_fix_does_not_keep_the_good_ones_out() -> None:
    done = fix("We utilize very old tools, leverage and utilize them.\n\nUtilize prior to use.\n")
    assert done.data == (b"We use very old tools, leverage and use them.\n\nUse before use.\n")
    assert (done.applied, done.refused) == (4, 2)


def test_of_overlapping_fixes_the_first_is_made_and_the_rest_wait_for_a_round() -> None:
    first = rule("first", "big big", "fix: {replace: big, safe: true}")
    second = RULE_OF_ANOTHER_PACK
    done = checker(first, second).fix_bytes("a.txt", b"A big big deal of it.")
    assert done.data == b"A large deal of it."
    assert done.applied == 2


RULE_OF_ANOTHER_PACK = rule("second", "big deal", "fix: {replace: large deal, safe: true}")
RULE_OF_ANOTHER_PACK = RULE_OF_ANOTHER_PACK._replace(
    path="house/other/second.yaml",
    pack="other",
    text=RULE_OF_ANOTHER_PACK.text.replace("acme/second", "other/second"),
)


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"\xef\xbb\xbfUtilize\r\nit.\rNow utilize\n", b"\xef\xbb\xbfUse\r\nit.\rNow use\n"),
        ("\ufeffUtilize ü".encode("utf-16-le"), "\ufeffUse ü".encode("utf-16-le")),
        ("\ufeffUtilize ü".encode("utf-16-be"), "\ufeffUse ü".encode("utf-16-be")),
        ("Café: utilize".encode("windows-1252"), "Café: use".encode("windows-1252")),
        (b"utilize", b"use"),
        (b"utilize\n\n\n", b"use\n\n\n"),
    ],
)
def test_marks_line_ends_and_encodings_are_kept(data: bytes, after: bytes) -> None:
    assert checker().fix_bytes("a.txt", data).data == after


def test_a_replacement_of_several_lines_takes_the_line_ends_of_the_draft() -> None:
    lines = rule("lines", "gcd", 'fix: {replace: "a\\nb", safe: true}')
    assert checker(lines).fix_bytes("a.md", b"gcd\r\nc\r\n").data == b"a\r\nb\r\nc\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"We utilize \xff it.", "it could not be checked in full"),
        (b'Text,Link\n"utilize,b\nutilize,c\n', "it could not be checked in full"),
    ],
)
def test_a_draft_that_is_not_read_in_full_is_left_alone(data: bytes, reason: str) -> None:
    done = checker().fix_bytes("a.csv", data)
    assert (done.data, done.applied, done.reason) == (data, 0, reason)


def test_a_draft_whose_bytes_cannot_come_back_is_left_alone() -> None:
    house = checker(config=Config(files=(FileSection("*.txt", encoding="cp932"),)))
    data = b"We utilize \xfaT it."
    assert data.decode("cp932").encode("cp932") != data
    done = house.fix_bytes("a.txt", data)
    assert (done.data, done.applied) == (data, 0)
    assert done.reason == "it cannot be written back as cp932"


def test_a_character_the_encoding_lacks_refuses_the_fix_alone() -> None:
    dashed = rule("dashed", "gcd", "fix: {replace: a → b, safe: true}")
    data = "Café: gcd, and utilize.".encode("windows-1252")
    done = checker(dashed, PLAIN).fix_bytes("a.txt", data)
    assert done.data == "Café: gcd, and use.".encode("windows-1252")
    assert (done.applied, done.refused) == (1, 1)


def test_what_was_let_pass_is_not_fixed() -> None:
    text = "<!-- postguard-disable-next-line acme/plain -- a quote -->\n\nWe utilize it.\n"
    assert fix(text).data == text.encode()
    known = checker().check_bytes("a.md", b"We utilize it.").findings
    baseline = Baseline(entry_of(item, "a.md") for item in known)
    done = checker(dispositions=Dispositions(baseline)).fix_bytes("a.md", b"We utilize it.")
    assert (done.data, done.refused) == (b"We utilize it.", 0)


def test_a_fix_that_would_open_a_known_finding_is_not_applied() -> None:
    text = b"We utilize synergy here."
    known = [
        entry_of(item, "a.md")
        for item in checker().check_bytes("a.md", text).findings
        if item.rule == "acme/no-fix"
    ]
    done = checker(dispositions=Dispositions(Baseline(known))).fix_bytes("a.md", text)
    assert (done.data, done.refused) == (text, 1)


def test_markup_around_a_fix_stays_and_markup_within_forbids_it() -> None:
    text = "- We **utilize** [utilize](https://example.com/utilize) > `utilize`\n- uti**lize**\n"
    assert fix(text).data.decode() == (
        "- We **use** [use](https://example.com/use) > `use`\n- uti**lize**\n"
    )


def test_groups_come_back_as_they_were_written() -> None:
    swap = rule("swap", "gcd").text.replace(
        "any: ['gcd']",
        "any: [{pattern: '(?P<a>\\w+.s) own'}]\nfix: {replace: '\\g<a>', safe: true}",
    )
    house = checker(rule("swap", "gcd")._replace(text=swap))
    assert house.fix_bytes("a.md", "Anna’s own book".encode()).data == "Anna’s book".encode()


SINGLE = (
    "utilize amazing so-called gcd very leverage synergy bluebird use it before the "
    "Utilize *em* 'x' — naïve"
)


def test_of_fixes_that_make_a_finding_together_the_first_stays() -> None:
    done = fix("Utilize it prior to lunch.")
    assert (done.data, done.applied, done.refused) == (b"Use it prior to lunch.", 1, 1)


def test_many_bad_fixes_cost_no_more_than_a_few_checks() -> None:
    house = checker()
    calls = 0

    def judge(data: bytes) -> Judged:
        nonlocal calls
        calls += 1
        return house.judge("a.md", data)

    done = fixed(b"It is very good to utilize.\n\n" * 50, judge)
    assert (done.applied, done.refused) == (50, 50)
    assert calls == 4


def test_a_search_that_costs_too_much_leaves_the_draft_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fixes, "_FEWEST_TRIES", 1)
    monkeypatch.setattr(fixes, "_MOST_TRIES", 1)
    done = fix("It is very good to utilize.")
    assert (done.data, done.applied, done.refused) == (b"It is very good to utilize.", 0, 2)
    assert done.reason == "too many of its fixes would change more than they mend"


WORDS = st.sampled_from([*SINGLE.split(), "prior to", "use it prior to", "plain,", '"q"'])
TEXTS = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", " ", "\n", "\r\n", "\n\n", " **", "** ", ", "])),
    min_size=1,
    max_size=7,
).map(lambda parts: "".join(word + gap for word, gap in parts))


def as_csv(texts: list[str]) -> str:
    rows = []
    for text in texts:
        bare = not any(char in text for char in ',"\r\n')
        rows.append((text if bare else '"' + text.replace('"', '""') + '"') + ",x")
    return "Text,Notes\n" + "\n".join(rows) + "\n"


def as_json(texts: list[str]) -> str:
    return json.dumps([{"text": text} for text in texts])


DRAFTS = st.one_of(
    st.tuples(st.just("a.md"), TEXTS),
    st.tuples(st.just("a.txt"), TEXTS),
    st.tuples(st.just("a.html"), TEXTS.map(lambda text: f"<p>{text}</p><p title='x'>{text}")),
    st.tuples(st.just("a.csv"), st.lists(TEXTS, min_size=1, max_size=3).map(as_csv)),
    st.tuples(st.just("a.json"), st.lists(TEXTS, min_size=1, max_size=3).map(as_json)),
)


def kinds(findings: tuple[Finding, ...]) -> Counter[tuple[str, str | None]]:
    """The findings that have no fix, by what they are."""
    return Counter((item.rule, item.match) for item in findings if item.rule in WITHOUT_FIX)


WITHOUT_FIX = ("acme/no-fix", "acme/secret")


@settings(max_examples=60, deadline=None)
@given(DRAFTS, st.booleans())
def test_any_draft(draft: tuple[str, str], unsafe: bool) -> None:
    name, text = draft
    house = checker()
    done = house.fix_bytes(name, text.encode(), unsafe=unsafe)
    again = house.fix_bytes(name, done.data, unsafe=unsafe)
    assert (again.data, again.applied) == (done.data, 0)
    before, after = done.before.outcome.findings, done.after.outcome.findings
    assert kinds(after) == kinds(before)
    assert len(after) <= len(before) - done.applied
    assert not Counter(item.rule for item in after) - Counter(item.rule for item in before)
    assert after == house.check_bytes(name, done.data).findings
    if done.applied == 0:
        assert done.data == text.encode()


class Writing(RuleBasedStateMachine):
    """Somebody writes, and fixes now and then."""

    names = ("a.md", "a.txt", "a.csv")

    @initialize(name=st.sampled_from(names))
    def start(self, name: str) -> None:
        self.name = name
        self.text = "Text,Notes\n" if name == "a.csv" else ""
        self.fixed: str | None = None

    @step(texts=TEXTS)
    def write(self, texts: str) -> None:
        self.text += as_csv([texts]).partition("\n")[2] if self.name == "a.csv" else texts
        self.fixed = None

    @step(unsafe=st.booleans())
    def mend(self, unsafe: bool) -> None:
        done = HOUSE.fix_bytes(self.name, self.text.encode(), unsafe=unsafe)
        again = HOUSE.fix_bytes(self.name, done.data, unsafe=unsafe)
        assert again.data == done.data
        self.text = self.fixed = done.data.decode()

    @invariant()
    def nothing_safe_is_left_after_fixing(self) -> None:
        if getattr(self, "fixed", None) is not None:
            done = HOUSE.fix_bytes(self.name, self.text.encode())
            assert done.applied == 0


HOUSE = checker(PLAIN, BOLD, STEPWISE, NO_FIX, LONG)
Writing.TestCase.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)
TestWriting = Writing.TestCase
