"""From paths to inputs: none lost, none followed out of the root, each reason said."""

import os
from pathlib import Path

import pytest

from postguard import discovery
from postguard.discovery import Input, Scope, discover, leaves, read_bytes
from postguard.errors import ReadError, UsageError

_OUT = "a link out of the root is not followed; copy the file in, or exclude it"
_TYPE = "a type postguard does not read"
_EXCLUDED = "excluded by the configuration"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root to work in, beside a folder that is outside of it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text("secret")
    folder = tmp_path / "root"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def _write(*names: str, text: str = "x") -> None:
    for name in names:
        if os.path.dirname(name):
            os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)


def _found(*paths: str, exclude: tuple[str, ...] = ()) -> dict[str, str]:
    """Each input with why it is not read; empty if it is."""
    found = discover(paths, Scope(".", exclude))
    return {item.path: item.failed or item.skipped for item in found}


@pytest.mark.usefixtures("root")
def test_a_walk_is_in_order_and_reads_what_it_can() -> None:
    _write("b.md", "a.txt", "c/d.html", "c/e.exe", ".hidden.md", ".git/x.md", "node_modules/y.md")
    assert list(_found(".").items()) == [
        (".hidden.md", _TYPE),
        ("a.txt", ""),
        ("b.md", ""),
        ("c/d.html", ""),
        ("c/e.exe", _TYPE),
    ]


@pytest.mark.usefixtures("root")
def test_each_file_once_in_the_order_of_the_call() -> None:
    _write("a.md", "b/c.md", "x.exe")
    assert _found("b/c.md", "./a.md", ".", "b", "x.exe") == {
        "b/c.md": "",
        "a.md": "",
        "x.exe": _TYPE,
    }
    assert _found("x.exe") == {"x.exe": ""}


@pytest.mark.usefixtures("root")
def test_gitignore_nested_and_negated() -> None:
    _write(".gitignore", text="*.txt\n!keep.txt\n/top.md\ndrafts/\n!\n")
    _write("a/.gitignore", text="!b.txt\nc.md\n")
    _write("a.txt", "keep.txt", "top.md", "a/top.md", "a/b.txt", "a/c.md", "a/d.txt", "c.md")
    _write("drafts/keep.txt", "a/deep/b.txt", "a/deep/c.md")
    everything = {path for path, why in _found(".").items() if not why}
    assert everything == {"keep.txt", "a/top.md", "a/b.txt", "c.md", "a/deep/b.txt"}
    assert {path for path, why in _found("a").items() if not why} == {
        "a/top.md",
        "a/b.txt",
        "a/deep/b.txt",
    }
    assert {path for path, why in _found("a/deep").items() if not why} == {"a/deep/b.txt"}
    assert _found("a.txt") == {"a.txt": ""}


@pytest.mark.usefixtures("root")
def test_excludes_hold_for_named_paths_and_are_told() -> None:
    _write("a.md", "old/b.md", "old/deep/c.md", "new/old.md")
    assert _found(".", "old/b.md", exclude=("/old/", "a.*")) == {
        "a.md": _EXCLUDED,
        "new/old.md": "",
        "old": _EXCLUDED,
        "old/b.md": _EXCLUDED,
    }


@pytest.mark.usefixtures("root")
def test_a_path_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match=r"^none\\x1b.md: there is no such file or folder$"):
        discover(["none\x1b.md"], Scope("."))


def test_links(root: Path) -> None:
    _write("a.md", "in/b.md")
    os.symlink(root.parent / "outside" / "secret.md", "out.md")
    os.symlink(root.parent / "outside", "out")
    os.symlink("a.md", "alias.md")
    os.symlink("in", "folder")
    os.symlink("none.md", "broken.md")
    os.symlink("loop.md", "loop.md")
    expected = {
        "a.md": "",
        "alias.md": "",
        "broken.md": "",
        "folder": "a link to a folder inside the root",
        "in/b.md": "",
        "loop.md": "",
        "out": _OUT,
        "out.md": _OUT,
    }
    assert _found(".") == expected
    assert _found("out.md") == {"out.md": _OUT}
    for name, why in {
        "out.md": _OUT,
        "broken.md": "the file has vanished, or is a link to nothing",
        "loop.md": "cannot be opened: Too many levels of symbolic links",
    }.items():
        with pytest.raises(ReadError, match=why):
            read_bytes(name, ".")
    assert read_bytes("alias.md", ".") == b"x"
    assert leaves("out/secret.md", ".")
    assert not leaves("../outside/secret.md", ".")


@pytest.mark.usefixtures("root")
def test_a_root_that_is_a_link() -> None:
    _write("real/a.md")
    os.symlink("real", "link")
    assert discover(["link/a.md"], Scope("link")) == [Input("link/a.md")]
    assert read_bytes("link/a.md", "link") == b"x"


@pytest.mark.usefixtures("root")
def test_a_pipe_is_no_file_and_does_not_hang() -> None:
    os.mkfifo("pipe.md")
    assert _found(".") == {"pipe.md": ""}
    with pytest.raises(ReadError, match="not a regular file"):
        read_bytes("pipe.md", ".")


@pytest.mark.usefixtures("root")
def test_a_folder_is_no_file() -> None:
    os.mkdir("a.md")
    with pytest.raises(ReadError, match="not a regular file"):
        read_bytes("a.md", ".")


@pytest.mark.usefixtures("root")
def test_a_vanished_file() -> None:
    _write("a.md")
    (found,) = discover(["a.md"], Scope("."))
    os.unlink("a.md")
    with pytest.raises(ReadError, match="the file has vanished"):
        read_bytes(found.path, ".")


@pytest.mark.usefixtures("root")
def test_an_unreadable_folder_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("a.md", "closed/b.md")
    scan = os.scandir

    def closed(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", closed)
    assert _found(".") == {
        "a.md": "",
        "closed": "the folder cannot be read: Permission denied",
    }


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_link_swapped_in_gains_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The file is exchanged for a link out of the root around the moment it is opened."""
    _write("a.md")
    secret = root.parent / "outside" / "secret.md"
    opened = os.open

    def swap() -> None:
        os.unlink("a.md")
        os.symlink(secret, "a.md")

    def racing(path: str, flags: int) -> int:
        if moment == "before":
            swap()
        descriptor = opened(path, flags)
        if moment == "after":
            swap()
        return descriptor

    monkeypatch.setattr(os, "open", racing)
    with pytest.raises(ReadError, match="out of the root"):
        read_bytes("a.md", ".")


@pytest.mark.usefixtures("root")
def test_a_file_that_vanishes_while_open(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("a.md")
    opened = os.open

    def vanishing(path: str, flags: int) -> int:
        descriptor = opened(path, flags)
        os.unlink(path)
        return descriptor

    monkeypatch.setattr(os, "open", vanishing)
    with pytest.raises(ReadError):
        read_bytes("a.md", ".")


@pytest.mark.usefixtures("root")
def test_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("a.md", text="12345")
    monkeypatch.setattr(discovery, "_LARGEST", 4)
    with pytest.raises(ReadError, match="split the file"):
        read_bytes("a.md", ".")


@pytest.mark.usefixtures("root")
def test_an_exclude_that_does_not_parse() -> None:
    _write("a.md")
    with pytest.raises(UsageError, match="an exclude does not parse"):
        discover(["a.md"], Scope(".", ("!",)))
