"""Each encoder against a real parser of its sink."""

import csv
import html.parser
import io
import re
import xml.etree.ElementTree as ET

import pyromark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postguard.outputs import encode

ANY = st.text(st.characters())
ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "aU+202Eb"),
        ("\x1b]0;x\x07", "U+001B]0;xU+0007"),
        ("a\nb\tc", "aU+000AbU+0009c"),
        ("\x85\x9b", "U+0085U+009B"),
        ("\ud83d", "U+D83D"),
        ("\U000e0041", "U+E0041"),
        ("pass\u200dword", "passU+200Dword"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("é東🎉", "é東🎉"),
    ],
)
def test_characters_that_act_or_hide_are_named(text: str, shown: str) -> None:
    assert encode.visible(text) == shown


@given(ANY)
def test_visible_leaves_no_acting_character(text: str) -> None:
    assert not ACTING.search(encode.visible(text))


@given(ANY)
def test_a_block_keeps_its_lines(text: str) -> None:
    block = encode.block(text)
    assert not ACTING.search(block.replace("\n", ""))
    assert block.count("\n") == len(re.findall(r"\r\n|\r|\n", text))


@given(ANY)
@example("%0A::error::")
def test_an_annotation_is_one_line_and_comes_back(text: str) -> None:
    command = f"::error file={encode.annotation_property(text)}::{encode.annotation_data(text)}"
    assert not ACTING.search(command)
    found = re.fullmatch(r"::error file=([^,:]*)::(.*)", command)
    assert found is not None
    expected = encode.block(text.replace("\r", "␍")).replace("␍", "\r")
    assert unescape_command(found[1]) == expected
    assert unescape_command(found[2]) == expected


def unescape_command(text: str) -> str:
    """As the runner does: each escape once, the percent sign last."""
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(escape, char)
    return text.replace("%25", "%")


class Reader(html.parser.HTMLParser):
    """Collects what a browser would take for markup and for text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append((data, []))


@given(ANY)
@example('<img src=x onerror="alert(1)">')
@example("&lt;&#60;<!-- -->")
def test_html_text_and_attributes_come_back_as_text(text: str) -> None:
    reader = Reader()
    reader.feed(f'<p title="{encode.html_attribute(text)}">{encode.html_text(text)}</p>')
    reader.close()
    assert reader.tags == [("p", [("title", encode.line(text))])]
    assert reader.text == encode.block(text)


@given(ANY)
@example("]]>&<\x0b")
def test_xml_text_and_attributes_come_back_as_text(text: str) -> None:
    written = f'<p name="{encode.xml_attribute(text)}">{encode.xml_text(text)}</p>'
    element = ET.fromstring(written)  # noqa: S314 -- written just above
    assert element.get("name") == encode.visible(text)
    assert (element.text or "") == encode.block(text)


@given(ANY)
@example("=HYPERLINK('http://example.test')")
@example("a;=1+1")
@example("＝1+1")
@example("-")
def test_a_cell_is_no_formula_and_one_line(text: str) -> None:
    sink = io.StringIO()
    csv.writer(sink, quoting=csv.QUOTE_ALL).writerow([encode.csv_cell(text)])
    assert sink.getvalue().count("\n") == 1
    ((cell,),) = csv.reader(io.StringIO(sink.getvalue()))
    assert cell == "-" or not re.search(r"(^|;)\s*[=+\-@＝＋－＠]", cell)
    assert re.sub("(^|(?<=;))'", "", cell) == re.sub("(^|(?<=;))'", "", encode.line(text))


OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_GFM
)


@given(ANY)
@example("<img src=x onerror=alert(1)>")
@example("a | b \\| c `d` **e** [f](http://example.test) ![g](h)")
@example("1. list")
@example("- list")
@example("www.example.test and http://example.test")
def test_markdown_stays_one_cell_of_text(text: str) -> None:
    encoded = encode.markdown(text)
    assert not re.search(r"https?:|www\.", encoded, re.IGNORECASE)
    rendered = pyromark.html(f"| a |\n|-|\n| {encoded} |\n", options=OPTIONS)
    reader = Reader()
    reader.feed(rendered)
    reader.close()
    assert [tag for tag, _ in reader.tags] == [
        "table", "thead", "tr", "th", "tbody", "tr", "td"
    ]  # fmt: skip
    assert reader.text.replace("\n", "").replace("\u200b", "") == "a" + encode.line(text)


@given(ANY)
def test_markdown_in_a_list_item_stays_text(text: str) -> None:
    rendered = pyromark.html(f"- {encode.markdown(text)}\n", options=OPTIONS)
    reader = Reader()
    reader.feed(rendered)
    reader.close()
    assert [tag for tag, _ in reader.tags] == ["ul", "li"]
    assert reader.text.strip("\n").replace("\u200b", "") == encode.line(text)


def test_nobody_is_notified_and_no_issue_linked() -> None:
    assert encode.markdown("@ada #12") == "&#64;&#8203;ada &#35;&#8203;12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [here](http://example.test)", "see \\[here\\](http://example.test)"),
        ("a list [1] (of one)", "a list [1] (of one)"),
    ],
)
def test_a_sarif_message_holds_no_link(text: str, expected: str) -> None:
    assert encode.sarif_message(text) == expected


def test_a_link_target_cannot_leave_its_place() -> None:
    target = encode.link_target("https://example.test/a b<c>\"'\n\u202e\\")
    assert not re.search(r"[\s<>\"\\]", target)
    assert encode.link_target("https://example.test/?a=1&b=%20#c") == (
        "https://example.test/?a=1&b=%20#c"
    )


@given(ANY, st.text(" :", max_size=4))
@example("::stop-commands::x", "  ")
@example("##[error]x ##vso[task.x] ###[y", "")
def test_a_logged_line_is_no_command(text: str, indent: str) -> None:
    for each in encode.log_lines(indent + encode.terminal(text)).split("\n"):
        assert not re.match(r" *::", each)
        assert not re.search(r"##\w*\[", each)
