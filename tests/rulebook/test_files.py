"""Which files make up a rulebook; none is passed over without a word."""

import os
from pathlib import Path

import pytest

from postguard.errors import RulebookError
from postguard.rulebook.files import RuleFile, built_in_folder, read_folder
from tests.rulebook.making import RULE


def _place(folder: Path, name: str, text: str | bytes = RULE) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _error(folder: Path) -> str:
    with pytest.raises(RulebookError) as raised:
        list(read_folder(str(folder)))
    return str(raised.value).replace(str(folder), "rules")


def test_files_in_order(tmp_path: Path) -> None:
    for name in ("pack/b.yaml", "pack/a.yml", "lexicons/words.yaml", "alpha/z.yaml"):
        _place(tmp_path, name)
    for name in ("README.md", ".git/x.yaml", "_old/x.yaml", "pack/notes.txt", "pack/.#a.yaml"):
        _place(tmp_path, name)
    _place(tmp_path, "pack/_about.yaml")
    assert list(read_folder(str(tmp_path))) == [
        RuleFile(str(tmp_path / "alpha/z.yaml"), "alpha", "z", RULE),
        RuleFile(str(tmp_path / "lexicons/words.yaml"), "lexicons", "words", RULE),
        RuleFile(str(tmp_path / "pack/a.yml"), "pack", "a", RULE),
        RuleFile(str(tmp_path / "pack/b.yaml"), "pack", "b", RULE),
    ]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    _place(tmp_path, "pack/rule.yaml", b"\xef\xbb\xbfid: x")
    assert next(read_folder(str(tmp_path))).text == "id: x"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "rule.yaml",
            RULE,
            (
                "rules/rule.yaml: a rule file must be in a pack, a folder inside the rules folder\n"
                "  Move it to rules/my-pack/rule.yaml."
            ),
        ),
        (
            "pack/deeper/rule.yaml",
            RULE,
            (
                "rules/pack/deeper/rule.yaml: a rule file must be in a pack, a folder inside the "
                "rules folder\n  Move it to rules/pack/rule.yaml."
            ),
        ),
        ("pack/rule.yaml", b"id: \xff", "rules/pack/rule.yaml:1: not UTF-8 at byte 4"),
        (
            "pack/rule.yaml",
            b"#" * (1 << 20) + b"\n",
            "rules/pack/rule.yaml: the file is larger than 1 MiB",
        ),
        ("pack/readme.md", "", "rules: there is no rule in this folder"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, content: str | bytes, expected: str) -> None:
    _place(tmp_path, name, content)
    assert _error(tmp_path) == expected


def test_a_missing_folder(tmp_path: Path) -> None:
    assert _error(tmp_path / "none") == (
        "rules: cannot read the rules folder: No such file or directory"
    )


def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    os.symlink(tmp_path / "none", tmp_path / "pack" / "rule.yaml")
    assert _error(tmp_path) == (
        "rules/pack/rule.yaml: cannot read the rule: No such file or directory"
    )


def test_the_built_in_rules_are_there() -> None:
    assert {file.pack for file in read_folder(built_in_folder())} >= {"leakage", "lexicons"}
