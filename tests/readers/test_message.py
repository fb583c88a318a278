"""Messages in the making: without git's own lines, every place as it was."""

import subprocess

import pytest

from postguard.document import Source
from postguard.readers import read
from postguard.readers.options import ReaderOptions
from tests.readers.helpers import assert_exact, placed, read_text, seen

SCISSORS = "# ------------------------ >8 ------------------------\n"


def test_comment_lines_and_what_is_below_the_scissors_are_left_out() -> None:
    text = (
        "Draft the launch\n# one\n\n# two\nIt is\n# three\nall well. # not a comment\n #nor this\n"
        f"# four\n{SCISSORS}# Do not touch.\ndiff --git a/x b/x\n+secret\n"
    )
    document = read_text(text, ".git/COMMIT_EDITMSG")
    body = "It is\nall well. # not a comment\n #nor this"
    assert placed(document) == [
        ("prose", "Draft the launch", "Draft the launch"),
        ("prose", body, body.replace("all", "# three\nall")),
    ]
    raw = document.posts[0].segments[-1]
    assert raw.text == f"Draft the launch\n\n{body}\n"
    assert_exact(document)


def test_a_comment_parts_no_paragraph_and_hides_no_gap() -> None:
    assert seen(read_text("one\n# x\ntwo\n# y\n\nthree\r\n#z\r\n\r\nfour", "MERGE_MSG")) == [
        ("prose", "one\ntwo"),
        ("prose", "three"),
        ("prose", "four"),
    ]


def test_comments_without_end_are_left_out() -> None:
    text = "Draft\n" + "#\n" * 400_000 + "\nit"
    assert seen(read_text(text, "COMMIT_EDITMSG")) == [("prose", "Draft"), ("prose", "it")]


@pytest.mark.parametrize(
    "text", ["", "# only\n", SCISSORS, "#", f"# x\n{SCISSORS}more\n", "\n\n# x"]
)
def test_a_message_without_a_line_of_its_own(text: str) -> None:
    document = read_text(text, "COMMIT_EDITMSG")
    assert seen(document) == []
    assert len(document.posts) == 1


@pytest.mark.parametrize(
    ("comment", "text", "kept"),
    [
        (";", "#1 is mended\n; no\n", "#1 is mended"),
        ("//", "# yes\n// no\n", "# yes"),
        ("auto", "#1 is mended\n; no\n;\n; no\n\n", "#1 is mended"),
        ("auto", "#1 is mended\nand more\n", "and more"),
        (".", "yes\n. no\n", "yes"),
    ],
)
def test_the_comment_character(comment: str, text: str, kept: str) -> None:
    options = ReaderOptions(comment=comment)
    assert seen(read(Source("COMMIT_EDITMSG", text), options)) == [("prose", kept)]


def test_comments_that_git_keeps_are_text() -> None:
    options = ReaderOptions(keep_comments=True)
    document = read(Source("COMMIT_EDITMSG", f"one\n# two\n{SCISSORS}three\n"), options)
    assert seen(document) == [("prose", "one\n# two")]


@pytest.mark.parametrize(
    "text",
    [
        "one\n# x\n\n\n# y\ntwo\n #z\n##\nthree\r\n#\r\nfour",
        "\n\n# x\none\n\n# y\n\n",
        "\ufeff# after a byte-order mark it is no comment\n# x\n",
        "one # two\n#\tthree\n\u2028# four\nfive\x0c# six\n",
    ],
)
def test_what_is_left_is_what_git_leaves(text: str) -> None:
    document = read_text(text, "COMMIT_EDITMSG")
    cleaned = subprocess.run(
        ["git", "stripspace", "--strip-comments"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    raw = document.posts[0].segments[-1].text
    assert raw.split() == cleaned.stdout.decode().removeprefix("\ufeff").split()


def test_other_names_are_text_or_whatever_they_say() -> None:
    assert seen(read_text("# one\n", "COMMIT_EDITMSG.txt")) == [("prose", "# one")]
    assert seen(read_text("# one\n", "COMMITS")) == [("prose", "# one")]
