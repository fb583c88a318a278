import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Disposition, Failure, InputResult, Report, Status
from postguard.outputs import Style
from postguard.outputs.layout import columns
from postguard.span import Span
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import BEST, BIDI, make_finding

ALL = STYLE._replace(show=frozenset(Disposition))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("sample.txt", STYLE),
        ("sample-all.txt", ALL),
        ("sample-narrow.txt", STYLE._replace(width=48)),
        ("sample-color.txt", STYLE._replace(color=True)),
        ("sample-quiet.txt", STYLE._replace(quiet=True)),
        ("sample-statistics.txt", STYLE._replace(statistics=True)),
    ],
)
def test_whole_report(
    name: str, style: Style, sample: Report, matches_snapshot: Callable[[str, str], None]
) -> None:
    matches_snapshot(name, render("text", sample, style))


def test_a_clean_run_says_what_it_checked(clean: Report) -> None:
    assert render("text", clean) == "Nothing found.\n1 input (1 post): 1 checked.\n"


def test_a_quiet_clean_run_says_nothing(clean: Report) -> None:
    assert render("text", clean, STYLE._replace(quiet=True)) == ""


def test_no_input_is_not_called_clean() -> None:
    assert render("text", Report((), (), (), "")) == "Nothing was given to check.\n"


@pytest.mark.parametrize("quiet", [False, True])
def test_what_was_not_read_never_looks_clean(quiet: bool) -> None:
    report = Report(
        (),
        (Failure("a.md", "decode", "byte 3 is not UTF-8"),),
        (InputResult("a.md", Status.PARTIAL, "byte 3 is not UTF-8", posts=1),),
        "",
    )
    written = render("text", report, STYLE._replace(quiet=quiet))
    assert written.endswith(
        "Incomplete: this was not checked, or not in full.\n  partial  a.md: byte 3 is not UTF-8\n"
    )
    assert written.startswith("Incomplete" if quiet else "Nothing found in what could be checked.")


def test_only_suppressed_findings_are_not_nothing_found(sample: Report) -> None:
    waived = tuple(
        each._replace(disposition=Disposition.WAIVED, reason="quoted (approved by Ada)")
        for each in sample.findings[:2]
    )
    report = Report(waived, (), (InputResult("a", Status.CHECKED),), "")
    assert render("text", report) == (
        "Nothing open.\n"
        "Not listed: 2 waived.\n"
        "  waived   drafts/aU+000A::error::b,c:d%.md:4:49 claims/superlative: "
        "quoted (approved by Ada)\n"
        "  waived   old/long.txt:1:301 finance/guaranteed-return: quoted (approved by Ada)\n"
        "1 input: 1 checked.\n"
    )


def test_color_changes_nothing_but_the_color(sample: Report) -> None:
    colored = render("text", sample, ALL._replace(color=True))
    assert ANSI.sub("", colored) == render("text", sample, ALL)


def test_a_hundred_failures_are_listed_and_the_rest_counted() -> None:
    failures = tuple(Failure(f"{number}.md", "read", "gone") for number in range(1200))
    written = render("text", Report((), failures, (), "")).splitlines()
    assert written[-2:] == ["  read     99.md: gone", "  … and 1,100 more"]


@pytest.mark.parametrize(
    ("text", "match", "expected"),
    [
        ("an ad", "ad", ["1 | an ad", "  |    ^^"]),
        ("東京 best", "best", ["1 | 東京 best", "  |      ^^^^"]),
        ("e\u0301te\u0301 best", "best", ["1 | e\u0301te\u0301 best", "  |     ^^^^"]),
        ("👩\u200d🚀 best", "best", ["1 | 👩\u200d🚀 best", "  |    ^^^^"]),
        ("\tbest", "best", ["1 |     best", "  |     ^^^^"]),
        ("\ufeffbest", "best", ["1 | best", "  | ^^^^"]),
        ("a\u202eb", "\u202e", ["1 | aU+202Eb", "  |  ^^^^^^"]),
        ("##[x] ad", "ad", ["1 | U+0023#[x] ad", "  |            ^^"]),
        ("the 京", "京", ["1 | the 京", "  |     ^^"]),
    ],
)
def test_the_underline_stands_under_the_match(text: str, match: str, expected: list[str]) -> None:
    finding = make_finding(BEST, text, match, uri="a.md", message="m")
    lines = render("text", Report((finding,), (), (), "")).splitlines()
    assert [line.removeprefix("    ") for line in lines[4:6]] == expected


@given(
    before=st.text("ab 東é\u0301\t", max_size=300),
    mark=st.text("xy京", min_size=1, max_size=200),
    after=st.text("ab 東é\u0301", max_size=300),
    width=st.integers(40, 200),
)
def test_an_excerpt_fits_and_keeps_its_mark(before: str, mark: str, after: str, width: int) -> None:
    text = before + "(" + mark + ")" + after
    finding = make_finding(BEST, text, mark, uri="a.md", message="m")
    finding = finding._replace(
        excerpt=finding.excerpt
        and finding.excerpt._replace(mark=Span(len(before) + 1, len(before) + 1 + len(mark)))
    )
    lines = render("text", Report((finding,), (), (), ""), STYLE._replace(width=width)).splitlines()
    shown, under = lines[4].removeprefix("    1 | "), lines[5].removeprefix("      | ")
    assert columns(lines[4]) <= width
    assert columns(lines[5]) <= width
    carets = under.count("^")
    start = len(under) - carets
    cells = "".join(char + "\0" * (columns(char) - 1) for char in shown if columns(char))
    marked = cells[start : start + carets].replace("\0", "")
    assert marked == mark or (marked.endswith("…") and mark.startswith(marked[:-1]))


@given(st.text(st.characters(), max_size=60))
def test_no_control_reaches_the_terminal(text: str) -> None:
    finding = make_finding(BIDI, f"a {text}mark", "mark", uri=text, message=text)
    finding = finding._replace(rule=text, remedy=text, post=text, reason=text, owner=text)
    report = Report(
        (finding, finding._replace(disposition=Disposition.WAIVED)),
        (Failure(text, text, text),),
        (InputResult(text, Status.SKIPPED, text, notes=(text,)),),
        "",
    )
    written = render("text", report, ALL)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
        written,
    )
    assert not re.search(r"^\s*::|##\w*\[", written, re.MULTILINE)


def test_a_file_name_cannot_command_the_runner() -> None:
    finding = make_finding(BEST, "x ##[error]y", "y", uri="::error::a", message="::stop ##[group]")
    written = render("text", Report((finding,), (), (), ""))
    assert written.splitlines()[:5] == [
        "U+003A:error::a",
        "  1:12 warning claims/superlative",
        "    U+003A:stop U+0023#[group]",
        "      |",
        "    1 | x U+0023#[error]y",
    ]


CLEAN_RUN = [
    "postguard.document",
    "postguard.outcome",
    "postguard.outputs",
    "postguard.outputs.ansi",
    "postguard.outputs.encode",
    "postguard.outputs.interface",
    "postguard.outputs.summary",
    "postguard.outputs.text",
    "postguard.outputs.text_summary",
]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("clean_report", CLEAN_RUN),
        (
            "sample_report",
            [
                *CLEAN_RUN,
                "postguard.outputs.layout",
                "postguard.outputs.text_finding",
                "unicodedata",
            ],
        ),
    ],
)
def test_the_hot_path_imports_nothing_heavy(report: str, expected: list[str]) -> None:
    script = (
        "import io, sys\n"
        "import postguard.errors\n"
        f"from tests.outputs.sample import {report} as made\n"
        "report = made()\n"
        "before = set(sys.modules)\n"
        "from postguard.outputs import Style, load\n"
        "load('text').write(report, io.StringIO(), Style())\n"
        "new = set(sys.modules) - before\n"
        "print(*sorted(name for name in new if not name.startswith('importlib')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.split() == sorted(expected)
