import pytest

from postguard.document import SegmentKind
from postguard.span import Span
from tests.readers.helpers import placed, published, read_text, seen


def test_blocks_have_their_kinds_in_source_order() -> None:
    document = read_text(
        "# Title\n\nText\nmore\n\nSet\n===\n\n- item\n- [ ] task\n\n  loose\n\n1. one\n\n"
        "| a | b |\n|---|---|\n| c |\n\n```py title=x\ncode\n```\n\n    indented\n"
    )
    assert seen(document) == [
        ("heading", "Title"),
        ("prose", "Text\nmore"),
        ("heading", "Set"),
        ("prose", "item"),
        ("prose", "task"),
        ("prose", "loose"),
        ("prose", "one"),
        ("cell", "a"),
        ("cell", "b"),
        ("cell", "c"),
        ("code", "code\n"),
        ("code", "indented\n"),
    ]


def test_text_joins_through_markup_and_each_part_leads_back() -> None:
    document = read_text("Project&nbsp;Fal**con** is `live` \\*now\\*")
    [segment] = published(document)
    assert segment.text == "Project\xa0Falcon is live *now*"
    assert [tuple(run) for run in segment.map.runs] == [
        (0, 0, 7, 7, True),
        (7, 7, 1, 6, False),
        (8, 13, 3, 3, True),
        (11, 18, 3, 3, True),
        (14, 23, 4, 4, True),
        (18, 28, 4, 4, True),
        (22, 33, 1, 1, True),
        (23, 35, 4, 4, True),
        (27, 40, 1, 1, True),
    ]
    assert segment.code == (Span(18, 22),)
    assert segment.map.to_source(0, 14) == Span(0, 21)


def test_a_soft_break_leaves_out_the_quote_mark_of_the_next_line() -> None:
    [segment] = published(read_text("> one\n>  two\nlazy\n"))
    assert segment.text == "one\ntwo\nlazy"
    assert [run.source_start for run in segment.map.runs] == [2, 9]
    assert segment.quotes == (Span(0, 12),)


def test_a_quotation_ends_where_its_text_ends() -> None:
    inside, outside = published(read_text("> theirs\n\nours"))
    assert inside.quotes == (Span(0, 6),)
    assert outside.quotes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  \nb", ("a\nb", "  \n")),
        ("a\\\nb", ("a\nb", "\\\n")),
        ("a\\\r\nb", ("a\nb", "\\\r\n")),
        ("a<br />b", ("a\nb", "<br />")),
    ],
)
def test_hard_breaks_are_line_ends(text: str, expected: tuple[str, str]) -> None:
    document = read_text(text)
    [segment] = published(document)
    span = segment.map.to_source(1, 2)
    assert (segment.text, text[span.start : span.end]) == expected


def test_a_lone_carriage_return_swallows_no_line() -> None:
    document = read_text("# One\rtext\r\r- item\rmore\r\r```\rx\ry\r```\r")
    assert placed(document) == [
        ("heading", "One", "One"),
        ("prose", "text", "text"),
        ("prose", "item\nmore", "item\rmore"),
        ("code", "x\ny\n", "x\ry\r"),
    ]


def test_a_byte_order_mark_is_skipped_and_counted() -> None:
    document = read_text("\ufeff# Title\n")
    [segment] = published(document)
    assert segment.text == "Title"
    assert segment.map.to_source(0, 5) == Span(3, 8)
    assert document.posts[0].span == Span(1, 9)


def test_astral_and_accented_characters_shift_nothing() -> None:
    document = read_text('é🚀 **ü** x\n\n漢字 `é` [ß](/ß "ä")\n')
    assert placed(document) == [
        ("prose", "é🚀 ü x", "é🚀 **ü** x"),
        ("prose", "漢字 é ß", "漢字 `é` [ß"),
        ("link", "/ß", "/ß"),
        ("alt", "ä", "ä"),
    ]


@pytest.mark.parametrize(
    ("text", "shown", "source"),
    [
        ("`` a ` b ``", "a ` b", "a ` b"),
        ("x `a\nb` y", "a b", "a\nb"),
        ("x `a\r\nb` y", "a b", "a\r\nb"),
        ("> x `a\n> b` y", "a b", "a\n> b"),
        ("| h |\n|---|\n| `a\\|b` |", "a|b", "a\\|b"),
        ("` `` `", "``", "``"),
    ],
)
def test_inline_code_is_placed_inside_its_backticks(text: str, shown: str, source: str) -> None:
    segment = next(s for s in published(read_text(text)) if s.code)
    [code] = segment.code
    assert segment.text[code.start : code.end] == shown
    span = segment.map.to_source(code.start, code.end)
    assert text[span.start : span.end] == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](http://x.test)", [("link", "http://x.test")]),
        ("[a](<b c> 'T')", [("link", "b c"), ("alt", "T")]),
        ("[*a*](b(c)d)", [("link", "b(c)d")]),
        ("[a\\]](/u)", [("link", "/u")]),
        ("[](u)", [("link", "u")]),
        ("[a](x\\)b&amp;c)", [("link", "x)b&c")]),
        ("[a](\n  /u\n  'T\\'s'\n)", [("link", "/u"), ("alt", "T's")]),
        ("> [a](\n> /u)", [("link", "/u")]),
        ("<https://x.test/a>", [("link", "https://x.test/a")]),
        ("<me@x.test>", [("link", "me@x.test")]),
        ("[a][r]\n\n[r]: <http://x.test> 'T'", [("link", "http://x.test"), ("alt", "T")]),
        ("[a]\n\n[a]:\n  /u\n  (T)\n", [("link", "/u"), ("alt", "T")]),
        ("- x\n\n  [a]: /u\n", [("link", "/u")]),
        ("[//]: # (say nothing)", [("comment", "say nothing")]),
        ("[//]: # (one)\n[//]: # (two)", [("comment", "one"), ("comment", "two")]),
        ("[comment]: <> (hidden)", [("comment", "hidden")]),
        ('[a]: /u\n"open\n\n[b]: /v\n"', [("link", "/u"), ("link", "/v")]),
    ],
)
def test_targets_titles_and_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    found = seen(read_text(text))
    assert [item for item in found if item[0] in ("link", "alt", "comment")] == expected


@pytest.mark.parametrize("text", ["```\n[a]: /u\n```", "text\n[a]: /u", "[^1]: /u", "`[a]: /u`"])
def test_what_only_looks_like_a_definition_has_no_target(text: str) -> None:
    assert all(kind != "link" for kind, _ in seen(read_text(text)))


def test_an_image_has_alternative_text_a_target_and_no_prose() -> None:
    document = read_text('See [![Our *new* office](a.png "Roof")](/b) now')
    assert placed(document) == [
        ("prose", "See  now", 'See [![Our *new* office](a.png "Roof")](/b) now'),
        ("alt", "Our new office", "Our *new* office"),
        ("link", "a.png", "a.png"),
        ("alt", "Roof", "Roof"),
        ("link", "/b", "/b"),
    ]


def test_footnotes_and_strikethrough() -> None:
    document = read_text("Sure[^n] ~~never~~.\n\n[^n]: A *note*.\n")
    assert seen(document) == [("prose", "Sure never."), ("prose", "A note.")]


def test_surplus_cells_and_fence_info_stay_in_the_raw_view() -> None:
    text = "| a |\n|---|\n| b | secret |\n\n```sh key=hidden\nls\n```\n"
    document = read_text(text)
    assert seen(document) == [("cell", "a"), ("cell", "b"), ("code", "ls\n")]
    raw = document.posts[0].segments[-1]
    assert raw.kind is SegmentKind.RAW
    assert raw.text == text


def test_inline_html_gives_its_attributes_and_comments() -> None:
    text = 'A <b title="x &amp; y">bold</b><!-- psst --> <a href=/u>z</a>'
    assert placed(read_text(text)) == [
        ("prose", "A bold z", text[:-4]),
        ("alt", "x & y", "x &amp; y"),
        ("comment", " psst ", " psst "),
        ("link", "/u", "/u"),
    ]


def test_html_blocks_are_read_as_html() -> None:
    text = "<div class=a>\n  Some <b>bold</b>\n  text<!-- c -->\n</div>\n\n*next*\n"
    assert placed(read_text(text)) == [
        ("prose", "Some bold text", "Some <b>bold</b>\n  text"),
        ("comment", " c ", " c "),
        ("prose", "next", "next"),
    ]


def test_an_html_block_in_a_quotation_knows_its_line_prefix() -> None:
    document = read_text("> <p>in\n> a quote</p>\n")
    [segment] = published(document)
    assert segment.text == "in a quote"
    assert segment.quotes == (Span(0, 10),)
    assert [run.source_start for run in segment.map.runs] == [5, 7, 10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- a\nb -->\n\nx", [("comment", " a\nb "), ("prose", "x")]),
        ("<!-- never closed\n\nx", [("comment", " never closed\n\nx")]),
        ("<img src=a.png alt='A &lt; B'>\n", [("link", "a.png"), ("alt", "A < B")]),
    ],
)
def test_simple_html_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(read_text(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A {{< figure src="*a*" >}} b', [("prose", "A  b")]),
        ("{{% notice %}}\nText *here*\n{{% /notice %}}", [("prose", "Text here\n")]),
        ("Hi {{ page.title | upcase }}_x_", [("prose", "Hi _x_")]),
        ("{% include a_b_.html %}\n\ntext", [("prose", "text")]),
        ("`{{ kept }}` {{ gone }}", [("prose", "{{ kept }} ")]),
        ("```\n{{ kept }}\n```", [("code", "{{ kept }}\n")]),
        ('[a]({{< ref "x y" >}})', [("prose", "a"), ("link", '{{< ref "x y" >}}')]),
        ("a {{ never\n\nclosed }} b", [("prose", "a {{ never"), ("prose", "closed }} b")]),
    ],
)
def test_template_code_is_no_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(read_text(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import A from './a'\nexport const b = {\n  c: 1\n}\n\n# Hi\n", [("heading", "Hi")]),
        ("<Note kind='*x*' on={() => 1 > 0}>\n\nSome *text*\n\n</Note>", [("prose", "Some text")]),
        ("Costs {price * 2 * rate} now", [("prose", "Costs  now")]),
        (
            "{/* postguard-disable x */}\n\nHi",
            [("comment", " postguard-disable x "), ("prose", "Hi")],
        ),
        ("```js\nconst a = {b: 1}\n```", [("code", "const a = {b: 1}\n")]),
        ("Use `{a}` here", [("prose", "Use {a} here")]),
        ("Unclosed { brace", [("prose", "Unclosed { brace")]),
        ("Hello <b>you</b>", [("prose", "Hello you")]),
    ],
)
def test_mdx_code_is_no_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(read_text(text, "post.mdx")) == expected


def test_openers_before_a_blank_line_are_text_however_many() -> None:
    block = "{{" * 1_999 + "\n\n}}"
    document = read_text("\n\n".join([block] * 60))
    assert seen(document) == [("prose", "{{" * 1_999), ("prose", "}}")] * 60
