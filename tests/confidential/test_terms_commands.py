"""``postguard terms``: whole conversations, with whole outputs."""

import io
import os
from pathlib import Path

import click
import pytest
import typer

from postguard.cli.terms import app
from postguard.confidential.keys import PREFIX, VARIABLE, new_key
from postguard.errors import (
    ConfigError,
    MissingKeyError,
    OutputError,
    PostguardError,
    TermsError,
    UsageError,
)

LIST = """\
title: Deals
contact: legal@example.com
terms:
  - Blue Bird
  - Zorvane Quill
  - Apollo
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "terms.yaml").write_text(LIST)
    return tmp_path


def run(*arguments: str) -> int:
    try:
        result = typer.main.get_command(app).main(list(arguments), standalone_mode=False)
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    return result if isinstance(result, int) else 0


@pytest.fixture
def sealed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run("key", "new", "-o", "terms.key") == 0
    assert run("seal", "terms.yaml", "-o", "terms.sealed", "--key-file", "terms.key") == 0
    capsys.readouterr()
    return folder / "terms.sealed"


def test_from_a_list_to_a_sealed_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("key", "new", "-o", "terms.key") == 0
    assert run("seal", "terms.yaml", "-o", "terms.sealed", "--key-file", "terms.key") == 0
    assert run("verify", "terms.sealed", "--list", "terms.yaml", "--key-file", "terms.key") == 0
    assert capsys.readouterr().out == (
        "terms.key: a new key, readable by you only. Keep a copy where secrets are kept.\n"
        "terms.yaml:4: its words, joined, are a common word; it will be found there too\n"
        "terms.yaml:6: a common word alone would be noisy, so it counts only with a capital, "
        "# or @; a neighbour (near:) makes it sure\n"
        "terms.sealed: 3 entries sealed.\n"
        "terms.sealed: whole, 3 entries, opened by the key.\n"
        "3 in both (0 with other conditions), 0 only in terms.yaml, 0 only in terms.sealed\n"
    )
    text = (folder / "terms.sealed").read_text()
    assert "title Deals\ncontact legal@example.com\n" in text
    assert sorted(os.listdir(folder)) == ["terms.key", "terms.sealed", "terms.yaml"]


def test_a_key_is_printed_only_when_nothing_else_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("key", "new") == 0
    assert capsys.readouterr().out.startswith(PREFIX)
    assert run("key", "new", "-o", "k") == 0
    assert PREFIX not in capsys.readouterr().out


def test_terms_are_added_and_removed_from_standard_input(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealed.read_text()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Green Harbour\n\nMercury\n")))
    assert run("add", "terms.sealed", "-", "--key-file", "terms.key") == 0
    assert run("verify", "terms.sealed", "--list", "terms.yaml", "--key-file", "terms.key") == 1
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO(b"Mercury\nGreen Harbour\nNone\n"))
    )
    assert run("remove", "terms.sealed", "-", "--key-file", "terms.key") == 0
    assert capsys.readouterr().out == (
        "-:3: a common word alone would be noisy, so it counts only with a capital, "
        "# or @; a neighbour (near:) makes it sure\n"
        "terms.sealed: 2 added, 5 entries.\n"
        "terms.sealed: whole, 5 entries, opened by the key.\n"
        "3 in both (0 with other conditions), 0 only in terms.yaml, 2 only in terms.sealed\n"
        "terms.sealed: 2 removed, 1 not found, 3 entries.\n"
    )
    assert sealed.read_text() == before


def test_what_stays_of_other_spellings_is_said(
    sealed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "more.csv").write_text("term,variants\nGreen Harbour,Harbour Deal|Port Deal\n")
    (folder / "one.csv").write_text("term\nPort Deal\n")
    assert run("add", str(sealed), "more.csv", "--key-file", "terms.key") == 0
    assert run("remove", str(sealed), "one.csv", "--key-file", "terms.key") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"{sealed}: 1 removed, 0 not found, 3 entries.",
        (
            "2 lines of other spellings stay and match nothing; "
            "sealing the plain list again drops them."
        ),
    ]


def test_a_key_is_rotated_and_the_lists_compared(
    sealed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old.sealed").write_text(sealed.read_text())
    assert run("key", "new", "-o", "new.key") == 0
    rotate = ["rotate", "terms.sealed", "terms.yaml", "--new-key-file", "new.key"]
    assert run(*rotate, "--key-file", "terms.key") == 0
    assert run("diff", "old.sealed", "terms.sealed") == 0
    assert run("diff", "old.sealed", "old.sealed") == 0
    assert run("diff", "terms.yaml", "terms.sealed", "--key-file", "new.key") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "terms.sealed: 3 entries sealed under the new key.",
        "The lists have different seals, so every line differs.",
        "entries: 3 added, 3 removed, 0 kept",
        "forms: 3 added, 3 removed",
        "entries: 0 added, 0 removed, 3 kept",
        "forms: 0 added, 0 removed",
        "3 in both (0 with other conditions), 0 only in terms.yaml, 0 only in terms.sealed",
    ]
    with pytest.raises(TermsError, match="no key given opens"):
        run("verify", "terms.sealed", "--key-file", "terms.key")


def test_sealing_does_not_lose_what_was_added_to_the_sealed_list(
    sealed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "terms.yaml").write_text("- Blue Bird\n")
    seal = ["seal", "terms.yaml", "-o", "terms.sealed", "--key-file", "terms.key"]
    before = sealed.read_text()
    with pytest.raises(UsageError) as caught:
        run(*seal)
    assert str(caught.value) == (
        "terms.sealed holds 2 entries that terms.yaml lacks; "
        "add them there first, or say --force to lose them"
    )
    assert sealed.read_text() == before
    assert run(*seal, "--force") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "terms.sealed: 1 entry sealed."


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        (["verify", "terms.sealed"], MissingKeyError, 3),
        (["seal", "terms.yaml", "-o", "other.sealed"], MissingKeyError, 3),
        (["verify", "terms.yaml", "--key-file", "terms.key"], TermsError, 3),
        (["verify", "none.sealed", "--key-file", "terms.key"], TermsError, 3),
        (["add", "terms.sealed", "none.csv", "--key-file", "terms.key"], TermsError, 3),
        (["add", "terms.sealed", "terms.key", "--key-file", "terms.key"], ConfigError, 2),
        (["key", "new", "-o", "terms.key"], UsageError, 2),
        (["seal", "terms.yaml", "-o", "no/where", "--key-file", "terms.key"], OutputError, 3),
    ],
)
@pytest.mark.usefixtures("sealed")
def test_what_goes_wrong_has_its_exit_code(
    arguments: list[str], error: type[PostguardError], code: int
) -> None:
    with pytest.raises(error) as caught:
        run(*arguments)
    assert caught.value.exit_code == code


def test_the_key_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, new_key().reveal())
    assert (
        run("seal", "terms.yaml", "-o", "terms.sealed", "--title", "Shown", "--contact", "me") == 0
    )
    assert run("verify", "terms.sealed") == 0
    assert capsys.readouterr().out.endswith("whole, 3 entries, opened by the key.\n")
    assert Path("terms.sealed").read_text().split("\n")[1:3] == ["title Shown", "contact me"]
