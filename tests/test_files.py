"""What steers postguard is read within bounds; a file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from postguard.errors import ConfigError, OutputError, TermsError
from postguard.files import MEBIBYTE, read_bytes, read_text, replace


def test_a_text_is_read_without_its_byte_order_mark_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("\ufeffü\r\n".encode())
    assert read_text(str(path), "it", ConfigError) == "ü\r\n"
    assert read_text(str(path), "it", ConfigError, keep_mark=True) == "\ufeffü\r\n"


def test_what_is_read_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * MEBIBYTE)
    assert len(read_bytes(str(path), "it", TermsError)) == MEBIBYTE
    path.write_bytes(b"x" * (MEBIBYTE + 1))
    with pytest.raises(TermsError, match=r"a\.csv: the file is larger than 1 MiB$"):
        read_bytes(str(path), "it", TermsError)
    assert len(read_bytes(str(path), "it", TermsError, largest=2 * MEBIBYTE)) == MEBIBYTE + 1


def test_what_cannot_be_read_is_named_with_what_it_is(tmp_path: Path) -> None:
    path = str(tmp_path / "a.toml")
    with pytest.raises(ConfigError) as caught:
        read_text(path, "the waivers", ConfigError)
    assert str(caught.value) == f"{path}: cannot read the waivers: No such file or directory"
    Path(path).write_bytes(b"a\nb\xff")
    with pytest.raises(ConfigError) as caught:
        read_text(path, "the waivers", ConfigError, remedy="Save it as UTF-8.")
    assert str(caught.value) == f"{path}:2: not UTF-8 at byte 3\n  Save it as UTF-8."


def test_content_changes_and_the_mode_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace(str(path), b"new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_new_file_has_the_mode_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace(str(tmp_path / "a.md"), b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "b.md").symlink_to("a.md")
    replace(str(tmp_path / "b.md"), b"new")
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "a.md").read_bytes() == b"new"


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def full(*_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match=r"a\.md: cannot be written: No space left on device"):
        replace(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        replace(str(tmp_path / "no" / "a.md"), b"new")
