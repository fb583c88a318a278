import pytest

from postguard.document import SegmentKind, Source
from postguard.errors import ReadError
from postguard.readers import ReaderOptions, read
from postguard.readers.html_parser import HtmlParser
from postguard.span import Span
from tests.readers.helpers import placed, published, read_text, seen

PAGE = """\
<!doctype html>
<html><head><title>Our  page &amp; more</title>
<meta name="description" content="A &quot;short&quot; text">
<meta property='og:title' content=Shared><meta name=viewport content="width=1">
<meta charset=utf-8><style>p { color: red }</style>
<script type="application/ld+json">{"name": "hidden"}</script></head>
<body><h1>Big <em>news</em></h1>
<p>Project&nbsp;Fal<b>con</b> is
   live: <code>x</code> 1 < 2 &amp; 3 &copy; AT&T</p>
<pre>a
  b &lt;</pre>
<ul><li>one<li>two <a href="/x?a=1&amp;b" title="More">link</a></ul>
<table><tr><th>H<td>c1<td>c2</table>
<img src=a.png alt="An &lt;alt&gt;"><input placeholder=Name aria-label='Your name'>
<!-- secret --><textarea>
 kept</textarea>after<br>end</body></html>
"""


def test_a_page_gives_what_a_browser_shows_and_what_it_hides() -> None:
    document = read_text(PAGE, "page.html")
    assert seen(document) == [
        ("metadata", "Our page & more"),
        ("metadata", 'A "short" text'),
        ("metadata", "Shared"),
        ("heading", "Big news"),
        ("prose", "Project\xa0Falcon is live: x 1 < 2 & 3 © AT&T"),
        ("code", "a\n  b <"),
        ("prose", "one"),
        ("prose", "two link"),
        ("link", "/x?a=1&b"),
        ("alt", "More"),
        ("cell", "H"),
        ("cell", "c1"),
        ("cell", "c2"),
        ("link", "a.png"),
        ("alt", "An <alt>"),
        ("alt", "Name"),
        ("alt", "Your name"),
        ("comment", " secret "),
        ("prose", "\n kept"),
        ("prose", "after\nend"),
    ]
    assert [s.path for s in published(document)[:3]] == ["title", "description", "og:title"]
    assert document.posts[0].meta == {"title": "Our page & more"}
    assert document.posts[0].segments[-1].text == PAGE


def test_text_leads_back_through_tags_entities_and_folded_space() -> None:
    text = "<p>Project&nbsp;Fal<b>con</b> is\n   live</p>"
    [segment] = published(read_text(text, "page.html"))
    assert segment.text == "Project\xa0Falcon is live"
    span = segment.map.to_source(0, 14)
    assert text[span.start : span.end] == "Project&nbsp;Fal<b>con"
    span = segment.map.to_source(15, 22)
    assert text[span.start : span.end] == "is\n   live"


def test_code_and_quotations_are_marked() -> None:
    text = "<blockquote><p>They <q>say</q></p></blockquote><p>we <q>x</q> run <code>ls</code></p>"
    theirs, ours = published(read_text(text, "page.html"))
    assert (theirs.text, theirs.quotes) == ("They say", (Span(0, 8),))
    assert (ours.text, ours.quotes, ours.code) == ("we x run ls", (Span(3, 4),), (Span(9, 11),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a</div> b</p> </x>c", [("prose", "a"), ("prose", "b"), ("prose", "c")]),
        ("x <!-- open <p>y", [("prose", "x"), ("comment", " open <p>y")]),
        ("<!--> x <!-- y -->", [("prose", "<!--> x"), ("comment", " y ")]),
        ("I <3 you > me <>", [("prose", "I <3 you > me <>")]),
        ("a <b", [("prose", "a")]),
        ('<p title="a > b">c', [("alt", "a > b"), ("prose", "c")]),
        ("<script>a<b", []),
        ("<![CDATA[x]]>y", [("prose", "y")]),
        ("&#65;&#x42&amp &unknown; &#xd800;", [("prose", "AB& &unknown; \ufffd")]),
        ("{% include a %}<p>{{ b }} c</p>", [("prose", "c")]),
        ("a {{ b\r\n\r\nc }}", [("prose", "a {{ b c }}")]),
        ("plain", [("prose", "plain")]),
    ],
)
def test_broken_html_is_read_as_browsers_read_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = seen(read_text(text, "page.html"))
    stripped = [(kind, shown.strip() if kind == "prose" else shown) for kind, shown in found]
    assert stripped == expected


def test_offsets_are_code_points_after_wide_characters_and_a_mark() -> None:
    text = "\ufeff<p>🚀é <b>x</b></p>"
    document = read_text(text, "page.html")
    assert placed(document) == [("prose", "🚀é x", "🚀é <b>x")]


def test_a_parse_over_its_time_is_an_error_and_spoils_no_later_one() -> None:
    parser = HtmlParser(0.02)
    with pytest.raises(ReadError, match=r"its HTML takes more than 0\.02 s to parse") as caught:
        list(parser.markup("<!--" * 50_000))
    assert caught.value.stage == "parse"
    assert [piece.kind for piece in parser.markup("<p>x</p>")] == ["start", "end"]


@pytest.mark.parametrize("name", ["page.html", "post.md"])
def test_a_flood_of_open_comments_fails_the_file(name: str) -> None:
    flood = "<div>\n" + "<b" * 20_000 + "<!--\n" * 20_000
    with pytest.raises(ReadError) as caught:
        read(Source(name, flood), ReaderOptions(parse_seconds=0.02))
    assert caught.value.stage == "parse"


def test_style_and_script_are_only_in_the_raw_view() -> None:
    text = "<style>a</style><script>b</script>"
    [post] = read_text(text, "page.html").posts
    assert [segment.kind for segment in post.segments] == [SegmentKind.RAW]
