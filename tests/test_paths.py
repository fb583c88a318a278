"""Paths as the configuration sees them."""

import os
from pathlib import Path

import pytest

from postguard.paths import inside, matches, relative, shown, through_link


def test_a_path_as_seen_from_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))
    root = str(tmp_path)
    assert relative("posts/a.md", root) == "posts/a.md"
    assert relative(os.path.join(root, "posts", "a.md"), root) == "posts/a.md"
    assert relative("./posts/../a.md", root) == "a.md"
    assert relative("a.md", os.path.join(root, "posts")) == "../a.md"
    assert relative("-", root) == "-"


def test_a_path_as_it_would_be_typed_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.chdir(str(tmp_path))
    assert shown(os.path.join(str(tmp_path), "posts", "a.md")) == "posts/a.md"
    assert shown("/elsewhere/a.md") == "/elsewhere/a.md"


@pytest.mark.parametrize(
    ("glob", "path", "does"),
    [
        ("*.md", "posts/a.md", True),
        ("/*.md", "posts/a.md", False),
        ("posts", "posts/2019/a.md", True),
        ("posts/**/a.md", "posts/a.md", True),
        (r"/a\*.md", "a*.md", True),
        (r"/a\*.md", "ab.md", False),
    ],
)
def test_globs_read_as_lines_of_gitignore(glob: str, path: str, does: bool) -> None:
    assert matches(glob, path) is does


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `top` with a post and links, beside links that lead to it and into it."""
    top = tmp_path / "top"
    (top / "posts").mkdir(parents=True)
    (top / "posts" / "a.md").touch()
    (top / "out").symlink_to(tmp_path)
    (top / "also").symlink_to("posts")
    (top / "loop").symlink_to("loop")
    (tmp_path / "near").symlink_to("top")
    (tmp_path / "deep").symlink_to("top/posts")
    monkeypatch.chdir(tmp_path)
    return top


@pytest.mark.parametrize(
    ("path", "place", "linked"),
    [
        ("top", "", False),
        ("top/posts/a.md", "posts/a.md", False),
        ("top/none/../posts/./b.md", "posts/b.md", False),
        ("near/posts/a.md", "posts/a.md", False),
        ("deep/a.md", "posts/a.md", False),
        ("top/also", "also", True),
        ("near/also/a.md", "also/a.md", True),
        ("top/out/x", "out/x", True),
        ("top/loop", "loop", True),
        ("topped/a.md", None, True),
        (".", None, True),
    ],
)
def test_whether_a_path_leads_into_a_folder_without_a_link_of_it(
    folder: Path, path: str, place: str | None, linked: bool
) -> None:
    for named in (path, os.path.abspath(path)):
        assert inside(named, str(folder)) == place
        assert through_link(named, "near") is linked
