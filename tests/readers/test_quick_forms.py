"""What readers do quickly for common text is what they do step by step for any."""

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from postguard.document import Document, Run, Segment, SegmentKind, Source
from postguard.readers import read
from postguard.readers.builder import SegmentBuilder, literal_segment
from postguard.readers.json_tree import parse_json
from postguard.readers.markdown_body import MarkdownBody
from postguard.readers.offsets import from_bytes, stretches, unify_line_ends

_PIECES = [
    *(
        "word",
        "two words",
        "é",
        "🎉",
        "\u00a0",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\x0c",
        "\x00",
    ),
    *("- ", "1. ", "> ", "# ", "    ", "*", "_", "`", "|", "[a]", "[r]: /u", "&amp;", "\\", "<b>"),
    *("---", "===", ":", "!", "~", "^", "$x$", "{#id}", "{{ y }}", '"', "'", "...", "www.a.test"),
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)


def _told(document: Document) -> list[tuple[SegmentKind, str, tuple[Run, ...]]]:
    return [
        (segment.kind, segment.text, segment.map.runs)
        for post in document.posts
        for segment in post.segments
    ]


@given(_TEXTS)
def test_a_plain_paragraph_is_what_the_parser_makes_of_it(text: str) -> None:
    source = Source("a.md", text)
    quickly = _told(read(source))
    with patch.object(MarkdownBody, "_add_plain", lambda *_: False):
        assert quickly == _told(read(source))


@given(_TEXTS, st.integers(0, 5))
def test_a_stretch_leads_where_each_of_its_offsets_does(text: str, start: int) -> None:
    unified, to_source = unify_line_ends(text)
    around = stretches(unified, start, to_source)
    to_text = from_bytes(unified) or int
    for point in range(len(unified) + 1):
        offset = len(unified[:point].encode())
        low, high, shift = around(offset)
        assert low <= offset < high
        assert offset + shift == start + (to_source or int)(to_text(offset))
        if high - low < 1000:
            for other in range(low, high):
                assert around(other) == (low, high, shift)


@given(st.text(st.sampled_from("ab \n\u00a0é"), max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_a_literal_segment_is_what_a_builder_makes(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    builder = SegmentBuilder(text)
    builder.literal(start, end)
    built, told = builder.build(SegmentKind.LINK, "x"), text[start:end]
    segment = literal_segment(text, SegmentKind.LINK, start, end, "x")
    assert _parts(segment) == _parts(built)
    assert (segment and segment.text) == (told if told.strip() else None)


def _parts(segment: Segment | None) -> object:
    return segment and (segment[:2], segment.map.runs, segment[3:])


@given(st.text(st.sampled_from('ab é"\\nu0041/\u2028'), max_size=10))
def test_a_string_without_escapes_is_read_as_the_standard_library_reads_it(inside: str) -> None:
    import json

    spelt = f'"{inside}"'
    try:
        value, end = json.JSONDecoder().raw_decode(spelt)
    except ValueError:
        return
    node = parse_json(spelt)
    assert (node.value, node.start, node.end) == (value, 0, end)
