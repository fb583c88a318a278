from datetime import date
from pathlib import Path

import pytest

from postguard.confidential.entries import Entry, noise
from postguard.confidential.lists import parse_lines, parse_plain, read_plain
from postguard.errors import ConfigError, LocatedError, TermsError
from postguard.finding import Severity

YAML = """\
title: Deals
contact: legal@example.com
severity: warning
owner: Legal
terms:
  - Blue Bird
  - term: Project Falcon
    variants: [Falconry Deal, PF-7]
    severity: error
    owner: M&A
    label: deal 7
    note: signed in March
    from: 2026-01-01
    until: 2026-06-30
    audiences: [board]
    allow: ["Falcon 9"]
    near: [merger]
    capital: true
    fuzzy: 1
  - together: [Acme, [takeover, acquisition]]
    within: post
"""


def fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def test_a_yaml_list_says_all_that_an_entry_can() -> None:
    read = parse_plain(YAML, "terms.yaml")
    assert read.clear == ("Deals", "legal@example.com")
    bare, full, several = map(fields, read.entries)
    defaults = {
        "severity": Severity.WARNING, "owner": "Legal", "label": "", "since": None,
        "until": None, "audiences": (), "allow": (), "near": (), "within": "sentence",
        "capital": None, "fuzzy": 0,
    }  # fmt: skip
    assert bare == {**defaults, "groups": (("Blue Bird",),), "line": 6}
    assert full == {
        "groups": (("Project Falcon", "Falconry Deal", "PF-7"),), "line": 7,
        "severity": Severity.ERROR, "owner": "M&A", "label": "deal 7",
        "since": date(2026, 1, 1), "until": date(2026, 6, 30), "audiences": ("board",),
        "allow": ("Falcon 9",), "near": ("merger",), "within": "sentence", "capital": True,
        "fuzzy": 1,
    }  # fmt: skip
    groups = (("Acme",), ("takeover", "acquisition"))
    assert several == {**defaults, "groups": groups, "line": 20, "within": "post"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_list_reads_the_same(delimiter: str) -> None:
    rows = [
        ["Term", "variants", "severity", "owner", "from", "until", "allow", "fuzzy", "capital"],
        ["Project Falcon", "Falcon|PF-7", "error", "M&A", "2026-01-01", "", "Falcon 9", "1", "yes"],
        [""] * 9,
        ['"Blue\nBird"', "", "", "", "", "", "", "", ""],
        ["Last One", "", "note", "", "", "", "", "", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    first, second, third = parse_plain(text, "terms.csv").entries
    assert first.groups == (("Project Falcon", "Falcon", "PF-7"),)
    assert (first.severity, first.owner, first.since) == (Severity.ERROR, "M&A", date(2026, 1, 1))
    assert (first.allow, first.fuzzy, first.capital, first.line) == (("Falcon 9",), 1, True, 2)
    assert (second.line, third.line, third.severity) == (4, 6, Severity.NOTE)


def test_a_bare_sequence_and_bare_lines_are_lists() -> None:
    assert [e.groups for e in parse_plain("- One Thing\n- Two Things\n", "t.yml").entries] == [
        (("One Thing",),),
        (("Two Things",),),
    ]
    assert [e.line for e in parse_lines("One Thing\n\n Two Things \n", "-").entries] == [1, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_save_in_several_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text("term\nZürich Süd\n", encoding=encoding)
    assert read_plain(str(path)).entries[0].groups == (("Zürich Süd",),)


SECRET = "Zorvane Quill"


@pytest.mark.parametrize(
    ("name", "text", "place", "problem"),
    [
        ("t.yaml", f"terms:\n  - {SECRET}: {{bad\n", "t.yaml:3:1", "not the plain YAML"),
        ("t.yaml", f"terms:\n  - &x {SECRET}\n", "t.yaml:2:5", "not the plain YAML"),
        ("t.yaml", f"terms:\n  - {SECRET}: 1\n    term: x\n", "t.yaml:2:", "unknown key"),
        ("t.yaml", f"{SECRET}: 1\nterms: []\n", "t.yaml:1:", "unknown key"),
        ("t.yaml", f"terms:\n  - term: {SECRET}\n    severity: {SECRET}\n", "t.yaml:3:", "Input"),
        ("t.yaml", f"terms:\n  - term: {SECRET}\n    until: {SECRET}\n", "t.yaml:3:", "valid date"),
        ("t.yaml", "terms:\n  - 2026\n", "t.yaml:2:", "Input should be a valid dict"),
        ("t.yaml", f"terms:\n  - note: {SECRET}\n", "t.yaml:2:", "needs a `term`"),
        ("t.yaml", "", "t.yaml:1:", "Input should be"),
        ("t.yaml", f"terms:\n  - {SECRET}\n  - ok\n", "t.yaml:3:", "fewer than 3 letters"),
        ("t.yaml", "terms:\n  - '!!!'\n", "t.yaml:2:", "no letter or digit"),
        ("t.yaml", f"terms:\n  - {'Zorvane' * 20}\n", "t.yaml:2:", "longer than 96"),
        (
            "t.yaml",
            f"terms:\n  - term: {SECRET}\n    from: 2026-02-01\n    until: 2026-01-01\n",
            "t.yaml:2:",
            "`until` must be later",
        ),
        (
            "t.yaml",
            f"terms:\n  - together: [{', '.join(f'{SECRET} {n}' for n in range(15))}]\n",
            "t.yaml:2:",
            "at most 14",
        ),
        ("t.csv", f"{SECRET}\nOther\n", "t.csv:1:", "does not name a column"),
        ("t.csv", f"term,{SECRET}\na,b\n", "t.csv:1:", "column 2 is unknown"),
        ("t.csv", f"term\nfine one\n{SECRET},x\n", "t.csv:3:", "more cells"),
        ("t.csv", f'term\n"{SECRET}" x\n', "t.csv:2:", "quoting is broken"),
        ("t.csv", f"term,severity\n{SECRET},{SECRET}\n", "t.csv:2:", "Input should be"),
        ("t.csv", f"term,capital\n{SECRET},{SECRET}\n", "t.csv:2:", "valid boolean"),
        ("t.txt", SECRET, "t.txt:", "ends in .yaml"),
    ],
)
def test_a_mistake_names_file_and_line_and_never_the_term(
    name: str, text: str, place: str, problem: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_plain(text, name)
    shown = str(caught.value)
    assert shown.startswith(place)
    assert problem in shown
    assert "zorvane" not in repr(caught.value).lower() + shown.lower()
    assert caught.value.exit_code == 2


def test_a_list_that_is_not_text_or_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"term\nfine\n\xff\xfc Zorvane\n")
    with pytest.raises(ConfigError, match=r"t.csv:3: the list is not UTF-8"):
        read_plain(str(path))
    with pytest.raises(TermsError, match="cannot read the list"):
        read_plain(str(tmp_path / "none.csv"))


def test_no_repr_holds_a_term() -> None:
    read = parse_plain(YAML, "terms.yaml")
    assert repr(read) == "PlainList('terms.yaml', 3 entries)"
    assert repr(read.entries) == "(Entry(line 6), Entry(line 7), Entry(line 20))"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "- Apollo\n",
            [(1, "a common word alone would be noisy, so it counts only with a capital")],
        ),
        ("- {term: Apollo, capital: false}\n", [(1, "a common word alone will be noisy")]),
        ("- {term: Apollo, near: [launch]}\n", []),
        ("- Apollo Deal\n", []),
        ("- Blue Bird\n", [(1, "its words, joined, are a common word")]),
        ("- Zorvane\n", []),
        ("- together: [Apollo, merger]\n", []),
    ],
)
def test_a_noisy_entry_is_told_when_it_is_sealed(
    text: str, problems: list[tuple[int, str]]
) -> None:
    (entry,) = parse_plain(text, "t.yaml").entries
    found = noise(entry)
    assert [problem.line for problem in found] == [line for line, _ in problems]
    for problem, (_, start) in zip(found, problems, strict=True):
        assert problem.text.startswith(start)
        assert "pollo" not in problem.text


def test_every_error_is_located() -> None:
    with pytest.raises(LocatedError):
        parse_plain("terms: 3", "t.yaml")
