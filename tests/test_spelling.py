"""A replacement is written so that readers of every format see the same."""

import pytest

from postguard.document import Document, Source
from postguard.finding import Fix
from postguard.readers import read
from postguard.span import Span
from postguard.spelling import Meant, is_harmless, reads_as_meant
from tests.house import checker, rule


def fix_of(name: str, text: str) -> Fix | None:
    """The fix a report offers for the one finding."""
    (finding,) = checker().check_bytes(name, text.encode()).findings
    return finding.fix


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.txt", "A so-called lead.", 'A what some call "plain, old" lead.'),
        ("a.md", "A so-called lead.", 'A what some call "plain, old" lead.'),
        ("a.md", "The *gcd* here.", r"The *a \*b\* \& \<c\> \[d\]* here."),
        ("a.md", "The `gcd` here.", "The `a *b* & <c> [d]` here."),
        ("a.md", "---\ntitle: 'gcd'\n---\nHi\n", "---\ntitle: 'a *b* & <c> [d]'\n---\nHi\n"),
        (
            "a.md",
            '---\ntitle: "so-called"\n---\nHi\n',
            '---\ntitle: "what some call \\"plain, old\\""\n---\nHi\n',
        ),
        ("a.html", "<p>gcd</p>", "<p>a *b* &amp; &lt;c&gt; [d]</p>"),
        (
            "a.html",
            '<img alt="so-called">',
            '<img alt="what some call &quot;plain, old&quot;">',
        ),
        (
            "a.csv",
            'Text,Link\n"so-called, yes",\n',
            'Text,Link\n"what some call ""plain, old"", yes",\n',
        ),
        (
            "a.csv",
            "Text,Link\nA so-called lead,\n",
            'Text,Link\n"A what some call ""plain, old"" lead",\n',
        ),
        (
            "a.json",
            '[{"text": "so-called\\n"}]',
            '[{"text": "what some call \\"plain, old\\"\\n"}]',
        ),
        (
            "a.yaml",
            "- text: 'so-called'\n",
            "- text: 'what some call \"plain, old\"'\n",
        ),
        (
            "a.yaml",
            "- text: |\n    A so-called lead.\n",
            '- text: |\n    A what some call "plain, old" lead.\n',
        ),
    ],
)
def test_a_fix_is_written_as_its_place_needs_it(name: str, before: str, after: str) -> None:
    fix = fix_of(name, before)
    assert fix is not None
    changed = before[: fix.span.start] + fix.replacement + before[fix.span.end :]
    assert changed == after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "- text: gcd\n  link: b\n"),
        ("a.md", "---\ntitle: so-called\n---\nHi\n"),
    ],
)
def test_plain_yaml_takes_what_it_can_say(name: str, text: str) -> None:
    fix = fix_of(name, text)
    assert fix is not None
    changed = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    assert read(Source(name, changed)).problems == ()


def test_a_fix_that_cannot_be_written_is_not_offered() -> None:
    text = "+++\ntitle = '''gcd'''\n+++\nHi\n"
    assert fix_of("a.md", text) is not None
    # In a code span, nothing ends a back-quote but another.
    ticked = rule("ticked", "gcd", "fix: {replace: 'a ` b', safe: true}")
    (finding,) = checker(ticked).check_bytes("a.md", b"The `gcd` here.").findings
    assert finding.fix is None


def test_a_fix_of_a_whole_cell_says_what_it_is_about_and_repeats_nothing_sensitive() -> None:
    fix = fix_of("a.csv", "Text,Link\nA so-called lead,\n")
    assert fix is not None
    assert (fix.span, fix.description) == (
        Span(10, 26),
        'replace with “what some call "plain, old"”',
    )
    findings = checker().check_bytes("a.csv", b"Text,Link\nso-called bluebird,\n").findings
    assert [(item.rule, item.fix) for item in findings] == [
        ("acme/quoted", None),
        ("acme/secret", None),
    ]


def test_what_is_harmless() -> None:
    assert is_harmless("use it, maybe".replace(",", ""))
    assert is_harmless("")
    assert is_harmless("naïve—“so”…")
    for text in ("a_b", "a*", "a,b", "a\nb", "&", "<", '"', "'", "#", "\u202e"):
        assert not is_harmless(text), text


def reading(text: str, name: str = "a.md") -> Document:
    return read(Source(name, text))


def test_a_change_of_anything_else_is_seen() -> None:
    before = reading("One two.\n\nThree.\n")
    meant = [Meant(Span(4, 7), "2")]
    assert reads_as_meant(before, reading("One 2.\n\nThree.\n"), meant)
    assert not reads_as_meant(before, None, meant)
    assert not reads_as_meant(before, reading("One 3.\n\nThree.\n"), meant)
    assert not reads_as_meant(before, reading("One 2.\n\nThree!\n"), meant)
    assert not reads_as_meant(before, reading("One 2.\n\n# Three.\n"), meant)
    assert not reads_as_meant(before, reading("One 2.\n\nThree.\n\nFour.\n"), meant)


def test_a_change_across_the_edge_of_a_text_is_refused() -> None:
    before = reading("One *two* three.\n")
    assert not reads_as_meant(
        reading("One.\n\nTwo.\n"), reading("One wo.\n"), [Meant(Span(3, 7), " ")]
    )
    assert reads_as_meant(before, reading("One *2* three.\n"), [Meant(Span(5, 8), "2")])


def test_rows_stay_rows() -> None:
    before = reading("Text,Link\na,\nb,\n", "a.csv")
    assert not reads_as_meant(
        before, reading("Text,Link\na\n,\nb,\n", "a.csv"), [Meant(Span(10, 11), None)]
    )
