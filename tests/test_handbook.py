"""The handbook shows what is in force, escaped, and nothing that only a machine understands."""

from postguard.handbook import Handbook, as_html, as_markdown, handbook
from postguard.rulebook.files import RuleFile
from postguard.rulebook.load import load_files

_RULE = """\
id: shop/price
kind: terms
severity: error
title: A <secret> price
message: "“{match}” is a price nobody may know."
why: >
  Prices | are agreed
  with each customer.
remedy: Say “ask us”.
cite: [{name: Price Act 1, url: "https://example.org/act?a=1&b=2"}, {name: House rule}]
any: [halibut]
examples:
  flag:
    - "The **halibut** is <b>cheap</b> | today."
    - {text: "**Halibut** once more", today: "2026-01-01"}
  pass:
    - "The sea is wide."
"""

_ABOUT = "title: The shop\nabout: Where we\n  sell.\n"
_INTRO = """\
title: Before you post
about: Read this.
practices: [{title: Pause, text: Then post.}]
exception: Ask.
legal: Not legal advice.
"""


def _book() -> Handbook:
    file = RuleFile("rules/shop/price.yaml", "shop", "price", _RULE)
    rules = load_files([file]).rulebook.rules
    abouts = {
        "": RuleFile("rules/_handbook.yaml", "", "_about", _INTRO),
        "shop": RuleFile("rules/shop/_about.yaml", "shop", "_about", _ABOUT),
    }
    return handbook(rules, [file], abouts)


def test_the_whole_of_a_small_handbook_in_markdown() -> None:
    assert (
        as_markdown(_book())
        == """\
# Before you post

Read this.

## Good habits

- **Pause.** Then post.

## The shop

Where we sell.

### A &lt;secret> price

*Never.* Prices | are agreed with each customer.

| Not this | But this |
| --- | --- |
| The **halibut** is &lt;b>cheap&lt;/b> \\| today. | The sea is wide. |

Say “ask us”. (`shop/price`)

Rests on [Price Act 1](https://example.org/act?a=1&b=2); House rule

## When a rule is wrong for your post

Ask.

*Not legal advice.*
"""
    )


def test_html_escapes_what_rules_say() -> None:
    page = as_html(_book())

    assert "A &lt;secret&gt; price <span>Never</span>" in page
    assert "<li>The <mark>halibut</mark> is &lt;b&gt;cheap&lt;/b&gt; | today.</li>" in page
    assert '<a href="https://example.org/act?a=1&amp;b=2">Price Act 1</a>; House rule' in page
    assert "<script" not in page


def test_examples_that_need_a_date_or_a_profile_are_left_out() -> None:
    assert "once more" not in as_markdown(_book())


def test_a_pack_without_an_introduction_is_named_by_its_folder() -> None:
    file = RuleFile("rules/shop/price.yaml", "shop", "price", _RULE)

    book = handbook(load_files([file]).rulebook.rules, [file], {})

    assert [(chapter.title, chapter.about) for chapter in book.chapters] == [("Shop", "")]
