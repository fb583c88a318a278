"""What fixes change, shown so that nothing in it acts or leaks."""

from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from postguard.outputs.diff import unified
from postguard.span import Span


def secret(text: str, word: str) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


def test_three_lines_around_each_change() -> None:
    before = "1\n2\n3\n4\n5\n6\n7\n8\n"
    assert unified("a.md", (before, ()), (before.replace("5", "five"), ())) == (
        "--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
    )


def test_one_change_in_very_many_lines() -> None:
    many = "a\n" * 300_000
    assert unified("a.md", (f"{many}b", ()), (f"{many}c\n", ())) == (
        "--- a.md\n+++ a.md\n@@ -299998,4 +299998,4 @@\n a\n a\n a\n"
        "-b\n\\ No newline at end of file\n+c\n"
    )


def test_nothing_changed() -> None:
    assert unified("a.md", ("a", ()), ("a", ())) == ""


def test_a_missing_line_end_is_said() -> None:
    assert unified("a.md", ("- a", ()), ("- b", ())) == (
        "--- a.md\n+++ a.md\n@@ -1 +1 @@\n"
        "-- a\n\\ No newline at end of file\n+- b\n\\ No newline at end of file\n"
    )


def test_a_sensitive_span_is_masked_on_every_line() -> None:
    before = "The bluebird flies.\nWe utilize it.\n"
    after = "The bluebird flies.\nWe use it.\n"
    assert unified(
        "a.md", (before, [secret(before, "bluebird")]), (after, [secret(after, "bluebird")])
    ) == ("--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n The ••• flies.\n-We utilize it.\n+We use it.\n")
    assert " The bluebird flies.\n" in unified("a.md", (before, ()), (after, ()))


def test_what_acts_or_hides_is_named() -> None:
    before, after = "\ufeff\x1b]0;x\x07 a\tb\r\n::error::c\u202e\r", "\ufeffd"
    assert unified("a\n.md", (before, ()), (after, ())) == (
        "--- aU+000A.md\n+++ aU+000A.md\n@@ -1,2 +1 @@\n"
        "-U+001B]0;xU+0007 a\tb\n"
        "-::error::cU+202EU+000D\n\\ No newline at end of file\n"
        "+d\n\\ No newline at end of file\n"
    )


@given(st.text(), st.text())
def test_no_control_reaches_the_terminal(before: str, after: str) -> None:
    shown = unified("a.md", (before, ()), (after, ()))
    acting = {char for char in shown if category(char) in ("Cc", "Cs") or char in "\u202e\u2066"}
    assert acting <= {"\t", "\n"}
