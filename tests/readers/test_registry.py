import subprocess
import sys

import pytest

from postguard.document import Source
from postguard.errors import ReadError
from postguard.readers import SUFFIXES, ReaderOptions, read, supported


def test_every_suffix_has_a_reader_that_reads() -> None:
    for suffix in SUFFIXES:
        text = "[]" if SUFFIXES[suffix] == "data" else "text\n"
        assert read(Source(f"drafts/post{suffix}", text)).source.text == text


@pytest.mark.parametrize("path", ["a.MD", "dir.x/COMMIT_EDITMSG", "-", "dir\\a.Html", "a.b.csv"])
def test_supported(path: str) -> None:
    assert supported(path)


@pytest.mark.parametrize("path", ["a.svg", ".gitignore", "a.md.bak", "b.docm"])
def test_not_supported(path: str) -> None:
    assert not supported(path)


def test_an_unknown_suffix_says_what_is_known() -> None:
    with pytest.raises(ReadError) as caught:
        read(Source("a.xyz", "text"))
    assert caught.value.reason == (
        "no reader for '.xyz'; supported: .md .markdown .mdx .html .htm .txt .text .csv .tsv"
        " .json .jsonl .ndjson .yaml .yml .jpg .jpeg .png .webp .gif .tif .tiff .heic .heif .avif"
    )
    assert caught.value.stage == "read"


def test_another_name_may_choose_the_reader() -> None:
    document = read(Source("-", "# Hi"), name="post.md")
    assert document.posts[0].segments[0].text == "Hi"


def test_a_source_over_the_limit_is_not_read() -> None:
    with pytest.raises(ReadError, match="6 characters, more than the 5 read at once"):
        read(Source("a.txt", "123456"), ReaderOptions(max_characters=5))


def test_readers_are_imported_when_they_are_needed() -> None:
    program = (
        "import sys; from postguard.document import Source; from postguard.readers import read;"
        "read(Source('a.md', 'Hi <b>you</b>\\n\\n<!-- c -->\\n'));"
        "heavy = {'yaml', 'json', 'tomllib', 'tree_sitter', 'dataclasses', 'html', 'pathlib'};"
        "print(sorted(heavy & set(sys.modules)), 'pyromark' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout == "[] True\n"
