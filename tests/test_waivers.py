"""What somebody approved, for how long, and what is wrong with it."""

import pickle
from datetime import date

import pytest

from postguard.baseline import Baseline, entry_of
from postguard.config import Config
from postguard.dispositions import Dispositions, Looked, could_be_used
from postguard.errors import ConfigError
from postguard.finding import Disposition, Finding, Severity
from postguard.span import Span
from postguard.waivers import Waiver, Waivers, load, parse
from tests.house import checker

TODAY = date(2030, 6, 1)
FILE = """\
version: 1
waivers:
  - rule: acme/plain
    path: posts/2019/**
    reason: Old posts stay as they were.
    approver: Dana Reyes
    until: 2030-12-31
  - rule: acme
    reason: "A campaign of
      last year"
    approver: Kim Lee
    until: "2030-05-31"
"""


def found(text: str = "We utilize it.", path: str = "posts/a.md") -> Finding:
    return checker().check_bytes(path, text.encode()).findings[0]


def waiver(rule: str = "", path: str = "", fingerprint: str = "") -> Waiver:
    return Waiver("Said so.", "Dana Reyes", date(2030, 12, 31), rule, path, fingerprint)


def test_the_file_as_it_is_read() -> None:
    waivers = parse(FILE, "waivers.yaml")
    assert waivers == Waivers(
        "waivers.yaml",
        FILE,
        (
            Waiver(
                "Old posts stay as they were.",
                "Dana Reyes",
                date(2030, 12, 31),
                "acme/plain",
                "posts/2019/**",
                "",
                Span(24, 155),
            ),
            Waiver(
                "A campaign of last year",
                "Kim Lee",
                date(2030, 5, 31),
                "acme",
                "",
                "",
                Span(157, 258),
            ),
        ),
    )
    assert FILE[24:].startswith("rule: acme/plain")
    assert FILE[157:].startswith("rule: acme\n")


def test_everything_a_waiver_names_must_agree() -> None:
    finding = found()
    cases = [
        (waiver(rule="acme/plain"), True),
        (waiver(rule="acme"), True),
        (waiver(rule="acm"), False),
        (waiver(path="posts/**"), True),
        (waiver(path="/posts/a.md"), True),
        (waiver(path="a.md"), True),
        (waiver(path="/a.md"), False),
        (waiver(fingerprint=finding.fingerprint), True),
        (waiver(fingerprint="0" * 32), False),
        (waiver(rule="acme", path="posts/2019/**"), False),
        (waiver(rule="acme/bold", fingerprint=finding.fingerprint), False),
    ]
    assert [item.covers(finding, "posts/a.md") for item, _ in cases] == [yes for _, yes in cases]


def test_a_path_alone_does_not_excuse_a_hole_in_the_net() -> None:
    complaint = found()._replace(rule="postguard/locked-rule-ignored")
    assert not waiver(path="posts/**").covers(complaint, "posts/a.md")
    assert waiver(rule="postguard").covers(complaint, "posts/a.md")


def test_it_holds_to_the_end_of_its_last_day() -> None:
    item = waiver(rule="acme")
    assert item.holds(date(2030, 12, 31))
    assert not item.holds(date(2031, 1, 1))


def test_a_waived_finding_says_why_and_by_whom() -> None:
    config = Config(locked=("acme",))
    waivers = Waivers("waivers.yaml", FILE, (waiver(rule="acme/plain"),))
    text = "<!-- postguard-disable acme -- we like it -->\n\nWe utilize synergy.\n"
    outcome = checker(
        config=config, dispositions=Dispositions(waivers=waivers, today=TODAY)
    ).check_bytes("posts/a.md", text.encode())
    assert [(item.rule, item.disposition, item.reason) for item in outcome.findings] == [
        ("postguard/locked-rule-ignored", Disposition.OPEN, ""),
        (
            "acme/plain",
            Disposition.WAIVED,
            "Said so. (approved by Dana Reyes, until 2030-12-31)",
        ),
        ("acme/no-fix", Disposition.OPEN, ""),
    ]
    assert outcome.waivers == {0}


def test_a_waiver_comes_before_the_baseline_and_an_ignore_before_both() -> None:
    text = "We utilize it.\n\n<!-- postguard-disable-next-line acme -- quoted -->\nIt is synergy.\n"
    plain = checker().check_bytes("posts/a.md", text.encode()).findings
    both = Dispositions(
        Baseline(entry_of(item, "posts/a.md") for item in plain),
        Waivers("waivers.yaml", "", (waiver(fingerprint=plain[0].fingerprint),)),
        TODAY,
    )
    settled = checker(dispositions=both).check_bytes("posts/a.md", text.encode()).findings
    assert [item.disposition for item in settled] == [Disposition.WAIVED, Disposition.IGNORED]
    known = both._replace(waivers=None)
    settled = checker(dispositions=known).check_bytes("posts/a.md", text.encode()).findings
    assert [item.disposition for item in settled] == [Disposition.BASELINE, Disposition.IGNORED]


def test_an_expired_waiver_covers_nothing_and_is_an_error() -> None:
    dispositions = Dispositions(waivers=parse(FILE, "waivers.yaml"), today=TODAY)
    finding = found("It is amazing.")
    assert dispositions.settle([finding], "posts/a.md").findings == (finding,)
    complaints = dispositions.complaints({0}, Looked())
    assert [(item.rule, item.severity, item.message) for item in complaints] == [
        (
            "postguard/expired-waiver",
            Severity.ERROR,
            "This waiver of acme expired on 2030-05-31; Kim Lee approved it.",
        )
    ]
    only = complaints[0]
    assert (only.uri, only.start.line, only.start.column, only.span) == (
        "waivers.yaml",
        8,
        5,
        Span(157, 167),
    )
    assert only.owner == "Kim Lee"
    assert only.excerpt is not None
    assert only.excerpt.text[only.excerpt.mark.start : only.excerpt.mark.end] == "rule: acme"


def test_an_unused_waiver_is_a_warning_where_the_run_could_have_used_it() -> None:
    dispositions = Dispositions(waivers=parse(FILE, "waivers.yaml"), today=date(2030, 1, 1))
    everything = Looked(folders=["."])
    assert [
        (item.rule, item.severity, item.message)
        for item in dispositions.complaints({1}, everything)
    ] == [
        (
            "postguard/unused-waiver",
            Severity.WARNING,
            "This waives acme/plain in posts/2019/**, but nothing there needs it.",
        )
    ]
    assert dispositions.complaints({1}, Looked(files=["posts/2019/a.md"])) == []
    assert dispositions.complaints({1}, everything._replace(every_rule=False)) == []


@pytest.mark.parametrize(
    ("path", "folders", "files", "could"),
    [
        ("", ["."], [], True),
        ("", ["posts"], [], False),
        ("posts/2019/**", ["posts"], [], True),
        ("posts/2019/**", ["posts/2019"], [], True),
        ("posts/2019/**", ["posts/2019/may"], [], False),
        ("posts/*/a.md", ["posts"], [], True),
        ("/posts/a.md", ["posts"], [], True),
        ("posts/a.md", [], ["posts/a.md"], True),
        ("/posts/a.md", [], ["posts/a.md"], True),
        ("posts/a.md", [], ["posts/b.md"], False),
        ("*.md", ["posts"], [], False),
        ("*.md", ["."], [], True),
        ("a.md", ["posts"], [], False),
        ("post/a.md", ["posts"], [], False),
    ],
)
def test_where_a_waiver_could_be_needed(
    path: str, folders: list[str], files: list[str], could: bool
) -> None:
    assert could_be_used(waiver(path=path), Looked(folders, files)) is could


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version: 1\nwaivers: [1]\n", "w.yaml:2:11: [waivers.0] Input should be a valid"),
        ("waivers: []\n", "w.yaml:1:1: [version] 'version' is missing"),
        ("version: 2\n", "w.yaml:1:10: [version] Input should be 1"),
        (
            FILE.replace("rule: acme\n", "rules: acme\n"),
            "w.yaml:8:5: [waivers.1.rules] unknown key",
        ),
        (
            FILE.replace("  - rule: acme\n", "  -\n"),
            "w.yaml:9:5: [waivers.1] a waiver needs a rule",
        ),
        (FILE.replace("Kim Lee", '" "'), "w.yaml:11:15: [waivers.1.approver] String should match"),
        (FILE.replace("2030-12-31", "20301231"), "w.yaml:7:12: [waivers.0.until] Input should be"),
        (FILE.replace("2030-12-31", "2030-02-30"), "w.yaml:7:12: '2030-02-30' is no valid value"),
        (FILE.replace("2030-12-31", "soon"), "w.yaml:7:12: [waivers.0.until] Input should be"),
        (FILE.replace("posts/2019/**", '"!"'), "w.yaml:4:11: not a glob"),
        (FILE.replace("acme/plain", "&a acme"), "w.yaml:3:11: anchors and aliases"),
        ("a: [", "w.yaml:1:5: did not find expected node content"),
    ],
)
def test_a_wrong_file_is_named_with_line_and_key(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "w.yaml")
    assert str(caught.value).startswith(said)


def test_a_file_that_is_no_text_or_not_there(tmp_path: object) -> None:
    path = f"{tmp_path}/waivers.yaml"
    with pytest.raises(ConfigError, match="cannot read the waivers: No such file"):
        load(path)
    with open(path, "wb") as file:
        file.write(b"version: 1 # \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8 at byte 13"):
        load(path)


def test_dispositions_can_be_sent_to_another_process() -> None:
    finding = found()
    known = Dispositions(
        Baseline([entry_of(finding, "posts/a.md")]), parse(FILE, "waivers.yaml"), TODAY
    )
    sent = pickle.loads(pickle.dumps(known))  # noqa: S301  # our own bytes
    assert sent.waivers == known.waivers
    assert sent.settle([finding], "posts/a.md") == known.settle([finding], "posts/a.md")
