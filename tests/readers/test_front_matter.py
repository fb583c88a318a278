from datetime import date

import pytest

from postguard.document import Document
from postguard.readers import ReaderOptions
from tests.readers.helpers import placed, read_text, seen


def meta(text: str) -> dict[str, object]:
    return dict(read_text(text).posts[0].meta)


def test_yaml_fields_keep_their_places_through_every_quoting() -> None:
    text = """\
---
title: "A \\"big\\" d\\u00e9al \\
  indeed"
Description: >
  folded
  text
summary: |
  two
   lines
subtitle: 'it''s
  ours'
lead: plain
  text
tags: [one, 'two']
cover:
  alt: A roof
secret: not shown
---
Body
"""
    assert placed(read_text(text)) == [
        ("metadata", 'A "big" déal indeed', 'A \\"big\\" d\\u00e9al \\\n  indeed'),
        ("metadata", "folded text\n", "folded\n  text\n"),
        ("metadata", "two\n lines\n", "two\n   lines\n"),
        ("metadata", "it's ours", "it''s\n  ours"),
        ("metadata", "plain text", "plain\n  text"),
        ("metadata", "one", "one"),
        ("metadata", "two", "two"),
        ("metadata", "A roof", "A roof"),
        ("prose", "Body", "Body"),
    ]


def test_toml_fields_keep_their_places() -> None:
    text = '''\
+++
# a comment = "x"
title = "A \\"big\\" d\\u00e9al"
"summary" = """
two
lines \\
   joined"""
description = 'C:\\temp'
date = 2026-01-02
tags = [
  "one", # and
  'two',
]
[cover]
alt = "A roof"
[params]
subtitle = """x"""
[[social]]
text = "first"
[[social]]
text = "second"
+++
Body
'''
    assert placed(read_text(text)) == [
        ("metadata", 'A "big" déal', 'A \\"big\\" d\\u00e9al'),
        ("metadata", "two\nlines joined", "two\nlines \\\n   joined"),
        ("metadata", "C:\\temp", "C:\\temp"),
        ("metadata", "one", "one"),
        ("metadata", "two", "two"),
        ("metadata", "A roof", "A roof"),
        ("metadata", "x", "x"),
        ("metadata", "first", "first"),
        ("metadata", "second", "second"),
        ("prose", "Body", "Body"),
    ]
    assert meta(text)["date"] == date(2026, 1, 2)


def test_json_fields_keep_their_places() -> None:
    text = '{\n "title": "A \\"b\\" \\ud83d\\ude80",\n "cover": {"alt": "x"}\n}\n\nBody {y}\n'
    assert placed(read_text(text)) == [
        ("metadata", 'A "b" 🚀', 'A \\"b\\" \\ud83d\\ude80'),
        ("metadata", "x", "x"),
        ("prose", "Body {y}", "Body {y}"),
    ]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("fence", ["---", "+++"])
def test_line_ends_and_a_mark_change_nothing(fence: str, line_end: str) -> None:
    pair = "title: T" if fence == "---" else 'title = "T"'
    text = f"{fence}\n{pair}\n{fence}\n# Body\n"
    document = read_text("\ufeff" + text.replace("\n", line_end))
    assert placed(document) == [("metadata", "T", "T"), ("heading", "Body", "Body")]


def test_the_fields_to_publish_can_be_chosen() -> None:
    text = "---\ntitle: a\nhero: {Claim: b, other: c}\n---\n"
    document = read_text(text, options=ReaderOptions(front_matter_fields=("hero.claim",)))
    assert [(s.path, s.text) for s in document.posts[0].segments[:-1]] == [("hero.Claim", "b")]


def test_meta_has_lower_case_keys_and_well_known_names() -> None:
    text = (
        "---\nTitle: T\ndate: 2026-01-01\npublishDate: 2026-02-03\ndraft: true\n"
        "sponsor: [Acme]\nchannel: linkedin\npostguard: {ignore: [a/b]}\n---\n"
    )
    assert meta(text) == {
        "title": "T",
        "date": date(2026, 2, 3),
        "publishdate": date(2026, 2, 3),
        "draft": True,
        "sponsor": ["Acme"],
        "sponsors": ["Acme"],
        "channel": "linkedin",
        "platform": "linkedin",
        "postguard": {"ignore": ["a/b"]},
    }


def test_published_false_is_a_draft() -> None:
    assert meta("---\npublished: false\n---\n") == {"published": False, "draft": True}


@pytest.mark.parametrize(
    "text",
    ["\n\n---\ntitle: T\n---\nBody", ' \n{"title": "T"}\nBody', "---\ntitle: T\n...\nBody"],
)
def test_front_matter_may_follow_blank_lines_or_end_with_dots(text: str) -> None:
    assert seen(read_text(text)) == [("metadata", "T"), ("prose", "Body")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n\nJust a rule.\n\n---\n\nMore.", [("prose", "Just a rule."), ("prose", "More.")]),
        ("---\nNo key here\n---\n", [("heading", "No key here")]),
        ("Text\n\n---\na: b\n---\n", [("prose", "Text"), ("heading", "a: b")]),
        ("{{< x >}}\n\nText", [("prose", "Text")]),
        ("{ not json", [("prose", "{ not json")]),
        ("---\n---\nText", [("prose", "Text")]),
    ],
)
def test_what_only_looks_like_front_matter_is_body(
    text: str, expected: list[tuple[str, str]]
) -> None:
    document = read_text(text)
    assert seen(document) == expected
    assert document.problems == ()


def problem(document: Document) -> str:
    [only] = document.problems
    return only


@pytest.mark.parametrize(
    ("text", "reason", "body"),
    [
        (
            "\n---\ntitle: T\n\nBody",
            "the front matter opened in line 2 is never closed: add a line “---”",
            "Body",
        ),
        (
            "+++\ntitle = 'T'\n\nBody",
            "the front matter opened in line 1 is never closed: add a line “+++”",
            "Body",
        ),
        (
            "---\na: b\ntitle: T: x\n---\nBody",
            "front matter: line 3, column 9: mapping values are not allowed in this context",
            "Body",
        ),
        (
            "---\na: &x 1\n---\nBody",
            "front matter: line 2, column 4: anchors and aliases are not allowed",
            "Body",
        ),
        (
            "---\na: 1\na: 2\n---\nBody",
            "front matter: line 3, column 1: the key 'a' is given twice",
            "Body",
        ),
        (
            '{"a": 1,}\nBody',
            "front matter: line 1, column 9: a key in double quotes was expected",
            "Body",
        ),
    ],
)
def test_front_matter_that_cannot_be_read_is_a_problem(text: str, reason: str, body: str) -> None:
    document = read_text(text)
    assert problem(document) == reason
    assert seen(document)[-1][1].endswith(body)


def test_toml_that_cannot_be_read_is_a_problem() -> None:
    document = read_text("+++\ntitle = \n+++\nBody")
    assert problem(document).startswith("front matter: Invalid value")
    assert seen(document) == [("prose", "Body")]


@pytest.mark.parametrize("value", ["[" * 5000, "[" * 70 + "]" * 70, "1\nx" + ".x" * 2000 + " = 1"])
def test_toml_nested_without_end_is_a_problem(value: str) -> None:
    document = read_text(f"+++\na = {value}\n+++\nBody")
    assert problem(document) == "front matter: nested more than 64 deep"
    assert seen(document) == [("prose", "Body")]


def test_a_toml_number_too_long_to_write_is_a_problem() -> None:
    document = read_text(f"+++\na = [0x{'f' * 6000}]\n+++\nBody")
    assert problem(document) == "front matter: a number of more than 400 digits"
    assert seen(document) == [("prose", "Body")]


@pytest.mark.parametrize("filler", ["\n" * 400, "# a\n" * 200, "a" + " " * 200_000, "\n#\n" * 100])
def test_what_holds_no_key_is_body_however_long(filler: str) -> None:
    document = read_text(f"---\n{filler}!\n\n---\nBody")
    assert seen(document)[-1] == ("prose", "Body")
    assert document.posts[0].meta == {}
    assert document.problems == ()
