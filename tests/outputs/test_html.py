import base64
import hashlib
import html
import html.parser
import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Failure, Finding, InputResult, Report, Status
from postguard.outputs import encode, html_draft
from postguard.span import LineIndex, Span
from tests.outputs.conftest import render
from tests.outputs.sample import BEST, GUARANTEE, make_finding

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "ul", "li"),
    *("section", "main", "article", "div", "form", "fieldset", "legend", "label", "input"),
    *("span", "code", "bdi", "mark", "a", "ol", "table", "tr", "th", "td", "footer"),
    *("svg", "text", "rect"),
}


class Page(html.parser.HTMLParser):
    """Tags, attributes and the words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def page(text: str) -> Page:
    reader = Page()
    reader.feed(text)
    reader.close()
    return reader


def test_there_is_no_script_and_nothing_from_elsewhere(sample: Report) -> None:
    read = page(render("html", sample))
    assert {tag for tag, _ in read.tags} == TAGS
    for tag, attributes in read.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        if tag == "a":
            assert re.match(r"#(mark|finding)-\d+$|https://", attributes["href"] or "")


def test_the_policy_allows_the_style_sheet_and_nothing_else(sample: Report) -> None:
    text = render("html", sample)
    sheet = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert html.unescape(policy) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_a_place_links_to_its_mark_and_back(sample: Report) -> None:
    read = page(render("html", sample))
    identities = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    targets = {
        (attributes["href"] or "")[1:]
        for tag, attributes in read.tags
        if tag == "a" and (attributes["href"] or "").startswith("#")
    }
    assert targets <= set(identities)
    assert {f"mark-{number}" for number in (2, 3, 4, 6, 7)} <= targets


def test_a_citation_that_is_no_web_address_is_no_link() -> None:
    finding = make_finding(BEST, "best", "best", uri="a.md", message="m")
    cite = finding.cite[0]._replace(url="javascript:alert(1)")
    written = render("html", Report((finding._replace(cite=(cite,)),), (), (), ""))
    assert "javascript" not in written
    assert cite.name in written


@given(st.text(st.characters(), max_size=40))
def test_whatever_a_draft_holds_is_text(text: str) -> None:
    draft = f"{text}best{text}"
    finding = make_finding(BEST, draft, "best", uri=text, message=text)
    finding = finding._replace(rule=text, title=text, why=text, remedy=text, post=text, owner=text)
    item = InputResult(text, Status.PARTIAL, text, 1, (text,), draft, ((finding.span, 0),))
    report = Report((finding,), (Failure(text, text, text),), (item,), text)
    written = render("html", report)
    assert {tag for tag, _ in page(written).tags} <= TAGS
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
        written,
    )


def marked(content: str, spans: Mapping[int, tuple[int, int]], worst: int = -1) -> str:
    findings: dict[int, Finding] = {}
    for number in spans:
        rule = GUARANTEE if number == worst else BEST
        findings[number] = make_finding(rule, "best", "best", uri="a.md", message="m")
    item = InputResult(
        "a.md",
        Status.CHECKED,
        text=content,
        marks=tuple((Span(*span), number) for number, span in spans.items()),
    )
    written = "".join(html_draft.text(item, findings, {"claims": 0, "finance": 1}))
    for found, short in (
        (r'<mark class="(\w+) pack-\d" id="mark-(\d)"[^>]*>', r"<\1 \2>"),
        (r'<mark class="(\w+) [^>]*>', r"<\1>"),
        ("</mark>", "</>"),
        (r"</?a[^>]*>", ""),
    ):
        written = re.sub(found, short, written)
    return written.removeprefix('<div class="text">').removesuffix("</div>\n")


def test_marks_stand_where_the_findings_do() -> None:
    assert marked("the best", {0: (4, 8)}) == "<div>the <warning 0>best</></div>\n"


def test_a_mark_goes_on_over_a_line_end() -> None:
    assert marked("a best\r\nof all\n", {0: (2, 10)}) == (
        "<div>a <warning 0>best</></div>\n<div><warning>of</> all</div>\n"
    )


def test_the_worst_of_two_marks_is_innermost() -> None:
    assert marked("abcd", {0: (0, 3), 1: (1, 4)}, worst=1) == (
        "<div><warning 0>a</><warning><error 1>bc</></><error>d</></div>\n"
    )


def test_a_place_without_length_is_still_marked() -> None:
    assert marked("ab\n", {0: (1, 1)}) == "<div>a<warning 0></>b</div>\n"
    assert marked("ab\n", {0: (3, 3)}) == "<div>ab</div>\n<div><warning 0></></div>\n"
    assert marked("", {0: (0, 0)}) == "<div><warning 0></></div>\n"


def test_a_byte_order_mark_is_no_text() -> None:
    assert marked("\ufeffbest", {0: (1, 5)}) == "<div><warning 0>best</></div>\n"


def test_a_mark_outside_the_text_is_left_out() -> None:
    assert marked("ab", {0: (1, 9)}) == "<div>ab</div>\n"


@given(
    content=st.text("ab<\r\n\t\u202e", max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8),
)
def test_marks_change_nothing_of_the_text(content: str, spans: list[tuple[int, int]]) -> None:
    fitting = {
        number: (min(span), min(max(span), len(content)))
        for number, span in enumerate(spans)
        if min(span) <= len(content)
    }
    written = marked(content, fitting)
    lines = re.findall(r"<div>(.*)</div>\n", written)
    index = LineIndex(content)
    expected = []
    for number in range(1, len(index) + 1):
        start, end = index.line_span(number)
        expected.append(encode.html_text(content[start:end]))
    plain = [re.sub(r"<[^>]*>", "", line) for line in lines]
    assert plain in (expected, expected[:-1])
    assert "".join(plain) == "".join(expected)


def test_any_number_of_marks_on_one_place_can_be_linked_to() -> None:
    finding = make_finding(BEST, "abc", "abc", uri="a.md", message="m")
    marks = tuple((finding.span, number) for number in range(100))
    item = InputResult("a.md", Status.CHECKED, text="abc", marks=marks)
    written = "".join(html_draft.text(item, dict.fromkeys(range(100), finding), {"claims": 0}))
    assert re.findall(r'id="mark-(\d+)"', written)[:94] == [str(each) for each in range(6, 100)]
    assert len(re.findall(r'id="mark-', written)) == 100


def test_a_very_long_line_is_cut_around_its_mark() -> None:
    text = "a" * 900 + "best" * 300 + "b" * 900
    finding = make_finding(BEST, text, "best" * 300, uri="a.md", message="m")
    assert finding.excerpt is not None
    assert html_draft.excerpt(finding.excerpt, "warning") == (
        f'<p class="excerpt">…{"a" * 400}<mark class="warning">{"best" * 100}…</mark>'
        f"{'b' * 400}…</p>\n"
    )
