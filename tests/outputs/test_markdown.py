import html.parser
import re

import pyromark
from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Disposition, Failure, NotRun, Report
from postguard.outputs import markdown
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, GUARANTEE, LAUNCH, make_finding


class Table(html.parser.HTMLParser):
    """The cells of the tables in rendered Markdown, and every tag in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1] += data


def table(text: str) -> Table:
    reader = Table()
    reader.feed(pyromark.html(text, options=pyromark.Options.ENABLE_TABLES))
    reader.close()
    return reader


def test_a_row_each_open_finding_the_worst_first(sample: Report) -> None:
    read = table(render("markdown", sample))
    assert read.tags == {
        "h3", "p", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td", "br"
    }  # fmt: skip
    assert [row[:3] for row in read.rows[1:]] == [
        ["error", "posts/spring-launch.md:3:15", "finance/guaranteed-return"],
        ["error", "posts/spring-launch.md:5:13", "leakage/secret"],
        ["error", "schedule.csv:2:46 row 2", "health/cure"],
        ["warning", "drafts/aU+000A::error::b,c:d%.md:4:49", "claims/superlative"],
        ["warning", "posts/spring-launch.md:4:16", "claims/superlative"],
        ["note", "posts/spring-launch.md:6:6", "hygiene/bidi-control"],
    ]


def test_a_comment_fits_and_the_failures_are_never_what_is_cut() -> None:
    best = make_finding(BEST, LAUNCH, "best", uri="a.md", message="m" * 390)
    error = make_finding(GUARANTEE, LAUNCH, "best", uri="b.md", message="m" * 390)
    failures = tuple(Failure(f"{number}.md", "read", "r" * 900) for number in range(500))
    not_run = tuple(NotRun(f"a/{number}", "r" * 900) for number in range(500))
    findings = (*[best] * 2000, error)
    written = render("markdown", Report(findings, failures, (), "", not_run=not_run))
    assert len(written) <= 65_536
    assert re.search(r"^- and \d+ more$", written, re.MULTILINE)
    listed = table(written).rows[1:]
    assert listed[0][0] == "error"
    assert f"{2001 - len(listed):,} more findings counted and not listed here." in written


def test_what_is_listed_though_not_open_says_why(sample: Report) -> None:
    style = STYLE._replace(show=frozenset({Disposition.WAIVED}))
    (row,) = table(render("markdown", sample, style)).rows[1:]
    assert row[0] == ("note (waived: Shown on purpose; approved by Ada Example until 2027-01-31)")


def test_a_clean_run(clean: Report) -> None:
    assert markdown.render(clean, STYLE) == (
        "### postguard: nothing found\n\n1 input: 1 checked, 0 partial, 0 skipped, 0 failed.\n"
    )


@given(st.text(st.characters(), max_size=30))
def test_one_row_a_finding_whatever_the_text(text: str) -> None:
    finding = make_finding(BEST, "best", "best", uri=text, message=text)
    finding = finding._replace(rule=text, remedy=text, post=text)
    failures = (Failure(text, text, text),)
    written = render("markdown", Report((finding, finding), failures, (), ""))
    read = table(written)
    assert [len(row) for row in read.rows] == [4, 4, 4]
    assert read.tags <= {
        "h3", "p", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td", "br"
    }  # fmt: skip
