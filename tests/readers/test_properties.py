"""Laws that hold for every reader over whatever it is given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.document import Document, Source
from postguard.errors import ReadError
from postguard.readers import SUFFIXES, read
from tests.readers.helpers import assert_exact

_MARKDOWN = [
    "# ",
    "> ",
    "- ",
    "1. ",
    "*",
    "**",
    "`",
    "```",
    "~~~",
    "[a]",
    "](/u)",
    "[r]: /u 'T'",
    "![",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>",
    "<p title='x'>",
    "&amp;",
    "&nbsp",
    "\\*",
    "---",
    "+++",
    "{{< x >}}",
    "{{ y }}",
    "{% z %}",
    "<br>",
    "[^1]",
    "[^1]: ",
    "~~",
    "title: x",
    "===",
    "  ",
    "\t",
    "|",
    "|---|",
]
_HTML = [
    "<p>",
    "</p>",
    "<h1>",
    "</h1>",
    "<b>",
    "</b>",
    "<pre>",
    "</pre>",
    "<img alt='",
    "'>",
    "<!--",
    "-->",
    "&lt;",
    "&#x41;",
    "&#0;",
    "<script>",
    "</script>",
    "<td>",
    "<br>",
    "< ",
    "<a href=",
    ">",
    "<q>",
    "</q>",
    "<meta name=description content='",
    "<title>",
    "</title>",
    "{{ x }}",
]
_TABLE = [
    ",",
    "\t",
    ";",
    '"',
    '""',
    "text",
    "message",
    "date",
    "2026-01-02 10:00",
    "postguard_ignore",
]
_DATA = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "'",
    "\\",
    "\\u00e9",
    "\\ud800",
    "\\n",
    "-",
    "text:",
    '"text"',
    "|",
    ">",
    "&a",
    "*a",
    "!!str",
    "---",
    "?",
    "null",
    "1",
    "#",
]
_ANY = [
    "word",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "é",
    "🚀",
    "\u2028",
    "\x85",
    "\x00",
    "\ufeff",
    "�",
    ".",
]
_PIECES = {"markdown": _MARKDOWN, "html": _HTML, "table": _TABLE, "data": _DATA, "text": []}


def _texts(suffix: str) -> st.SearchStrategy[str]:
    pieces = st.sampled_from(_PIECES[SUFFIXES[suffix]] + _ANY)
    return st.one_of(
        st.lists(pieces, max_size=40).map("".join),
        st.text(max_size=60),
    )


_DRAFTS = st.sampled_from(
    sorted(suffix for suffix in SUFFIXES if SUFFIXES[suffix] != "image")
).flatmap(lambda suffix: st.tuples(st.just(suffix), _texts(suffix)))


def _read(suffix: str, text: str) -> Document | None:
    try:
        return read(Source("post" + suffix, text))
    except ReadError:
        return None


@settings(max_examples=600, deadline=None)
@given(_DRAFTS)
def test_every_reader_gives_exact_maps_or_a_read_error(draft: tuple[str, str]) -> None:
    document = _read(*draft)
    if document is not None:
        assert_exact(document)


@settings(max_examples=200, deadline=None)
@given(_DRAFTS, st.data())
def test_every_part_of_a_segment_has_its_place_in_order(
    draft: tuple[str, str], data: st.DataObject
) -> None:
    document = _read(*draft)
    segments = [s for p in document.posts for s in p.segments if s.text] if document else []
    if not document or not segments:
        return
    segment = data.draw(st.sampled_from(segments))
    start = data.draw(st.integers(0, len(segment.text) - 1))
    end = data.draw(st.integers(start + 1, len(segment.text)))
    whole = segment.map.to_source(0, len(segment.text))
    span = segment.map.to_source(start, end)
    assert 0 <= whole.start <= span.start <= span.end <= len(document.source.text)
    following = segment.map.to_source(end - 1, len(segment.text))
    assert span.start <= following.start
    assert span.end <= following.end


@settings(max_examples=200, deadline=None)
@given(_DRAFTS)
def test_line_ends_change_no_text(draft: tuple[str, str]) -> None:
    suffix, text = draft
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = _shown(_read(suffix, text))
    assert _shown(_read(suffix, text.replace("\n", "\r\n"))) == expected


def _shown(document: Document | None) -> list[object]:
    if document is None:
        return []
    return [
        [(s.kind, s.text, s.path, s.code, s.quotes) for s in post.segments[:-1]]
        for post in document.posts
    ]


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_nothing_at_all_is_read_by_every_reader(suffix: str) -> None:
    for text in ("", "\ufeff", "\n", " \t\r\n"):
        document = _read(suffix, text)
        assert document is not None
        assert_exact(document)
