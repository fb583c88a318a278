"""Paths as the configuration sees them."""

import os

import pytest

from postguard.paths import matches, relative, shown


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
