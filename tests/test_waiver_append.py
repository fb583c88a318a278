"""Adding a waiver leaves every byte of the file where it was."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.errors import ConfigError
from postguard.waiver_append import with_waiver
from postguard.waivers import Waiver, parse

WAIVER = Waiver(
    'Legal: "fine" # so', "Dana Reyes", date(2030, 12, 31), "acme/plain", "/posts/a.md", "1" * 32
)
WRITTEN = """\
- rule: acme/plain
  path: "/posts/a.md"
  fingerprint: "11111111111111111111111111111111"
  reason: "Legal: \\"fine\\" # so"
  approver: "Dana Reyes"
  until: 2030-12-31
"""
OLD = "rule: acme\n{0}reason: old\n{0}approver: Kim\n{0}until: 2030-01-01"


def indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


def test_a_new_file() -> None:
    assert with_waiver("", "waivers.yaml", WAIVER) == (
        "# Findings that may be published for a time, why, and who said so.\n"
        "version: 1\nwaivers:\n" + indented(WRITTEN, "  ")
    )


@pytest.mark.parametrize(
    ("before", "added_after", "indent"),
    [
        ("version: 1\nwaivers:\n  - " + OLD.format("    ") + "\n", "", "  "),
        ("version: 1\nwaivers:\n- " + OLD.format("  ") + " # a remark\n", "", ""),
        (
            "waivers:\n  - " + OLD.format("    ") + "\n\n# The end\nversion: 1\n",
            "\n# The end\n",
            "  ",
        ),
        (
            "version: 1\nwaivers:\n  - " + OLD.format("    ").replace("old", "|\n      a\n      b"),
            "",
            "  ",
        ),
        ("version: 1\n", "", "  "),
    ],
)
def test_it_goes_to_the_end_of_the_list(before: str, added_after: str, indent: str) -> None:
    after = with_waiver(before, "waivers.yaml", WAIVER)
    head, _, tail = before.partition(added_after) if added_after else (before, "", "")
    lines = indented(WRITTEN, indent)
    if "waivers:" not in before:
        lines = f"waivers:\n{lines}"
    newline = "" if head.endswith("\n") else "\n"
    assert after == f"{head}{newline}{lines}{added_after}{tail}"
    assert parse(after, "waivers.yaml").entries[-1][:-1] == WAIVER[:-1]


def test_an_empty_list_becomes_one() -> None:
    assert with_waiver("version: 1\nwaivers: []  # none yet\n", "w.yaml", WAIVER) == (
        "version: 1\nwaivers:  # none yet\n" + indented(WRITTEN, "  ")
    )
    assert with_waiver("waivers:\nversion: 1\n", "w.yaml", WAIVER) == (
        "waivers:\n" + indented(WRITTEN, "  ") + "version: 1\n"
    )


def test_line_ends_are_kept() -> None:
    before = "version: 1\r\nwaivers:\r\n  - " + OLD.format("    ").replace("\n", "\r\n") + "\r\n"
    after = with_waiver(before, "w.yaml", WAIVER)
    assert after == before + indented(WRITTEN, "  ").replace("\n", "\r\n")


def test_a_list_in_brackets_is_left_alone() -> None:
    before = "version: 1\nwaivers: [{rule: acme, reason: old, approver: Kim, until: 2030-01-01}]\n"
    with pytest.raises(ConfigError) as caught:
        with_waiver(before, "w.yaml", WAIVER)
    assert str(caught.value) == (
        "w.yaml: [waivers] the list is written in a way nothing can be added to\n"
        "  Add this by hand:\n" + indented(WRITTEN, "  ").rstrip()
    )


def test_a_wrong_file_is_an_error_of_its_own() -> None:
    with pytest.raises(ConfigError, match=r"w\.yaml:1:10:"):
        with_waiver("version: 3\n", "w.yaml", WAIVER)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1
).filter(str.strip)


@given(reason=WORDS, approver=WORDS, path=WORDS.filter(lambda text: "!" not in text))
def test_any_words_come_back_as_they_were(reason: str, approver: str, path: str) -> None:
    reason, approver = " ".join(reason.split()), " ".join(approver.split())
    waiver = Waiver(reason, approver, date(2030, 1, 1), path=path)
    try:
        text = with_waiver(with_waiver("", "w.yaml", waiver), "w.yaml", WAIVER)
    except ConfigError:
        # Characters YAML has no way to say; nothing was written.
        assert not (reason + approver + path).isprintable() or "\\" in path
        return
    assert [item[:-1] for item in parse(text, "w.yaml").entries] == [waiver[:-1], WAIVER[:-1]]
