import pytest

from postguard.document import Post
from postguard.errors import ReadError
from postguard.readers import ReaderOptions
from tests.readers.helpers import placed, read_text


def rows(
    text: str, name: str = "plan.csv", options: ReaderOptions | None = None
) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each post's label, and kind, column and text of its segments."""
    return [
        (post.label, [(s.kind.value, s.path, s.text) for s in post.segments[:-1]])
        for post in read_text(text, name, options).posts
    ]


def only_post(text: str, options: ReaderOptions | None = None) -> Post:
    [post] = read_text(text, "plan.csv", options).posts
    return post


def test_each_row_is_a_post_with_its_place() -> None:
    text = 'Text,Posting Time\r\n"He said ""hi"",\r\nthen left",2026-01-02 10:00\r\n\r\nMore,\r\n'
    document = read_text(text, "plan.csv")
    assert placed(document) == [
        ("cell", 'He said "hi",\nthen left', 'He said ""hi"",\r\nthen left'),
        ("cell", "More", "More"),
    ]
    assert [(post.label, post.segments[-1].text) for post in document.posts] == [
        ("row 2", '"He said ""hi"",\r\nthen left",2026-01-02 10:00'),
        ("row 4", "More,"),
    ]


@pytest.mark.parametrize(
    ("text", "segments", "meta"),
    [
        (
            "Date,Message,Link\n2026-01-02 10:00,Hi,https://a.test\n",
            [("cell", "Message", "Hi"), ("link", "Link", "https://a.test")],
            {"date": "2026-01-02 10:00"},
        ),
        (
            "Text,Image URL,Tags,Posting Time\nHi,https://a.test/i.png,launch,2026-01-02\n",
            [("cell", "Text", "Hi"), ("link", "Image URL", "https://a.test/i.png")],
            {"tags": "launch", "posting time": "2026-01-02", "date": "2026-01-02"},
        ),
        (
            'post,platforms,mediaUrls,scheduleDate\nHi,"x, linkedin",https://a.test,2026-01-02\n',
            [("cell", "post", "Hi"), ("link", "mediaUrls", "https://a.test")],
            {
                "platforms": ["x", "linkedin"],
                "platform": ["x", "linkedin"],
                "scheduledate": "2026-01-02",
                "date": "2026-01-02",
            },
        ),
        (
            "scheduled_at,account_id,content,media_urls,first_comment\n2026-01-02,7,Hi,,Also\n",
            [("cell", "content", "Hi"), ("cell", "first_comment", "Also")],
            {
                "scheduled_at": "2026-01-02",
                "date": "2026-01-02",
                "account_id": "7",
                "account": "7",
            },
        ),
    ],
    ids=["hootsuite", "buffer", "ayrshare", "postfast"],
)
def test_known_layouts_are_told_by_their_header(
    text: str, segments: list[tuple[str, str, str]], meta: dict[str, object]
) -> None:
    post = only_post(text)
    assert [(s.kind.value, s.path, s.text) for s in post.segments[:-1]] == segments
    assert post.meta == meta
    assert post.label == "row 2"


def test_a_hootsuite_file_has_no_header() -> None:
    text = "02/01/2026 10:00,Post text,https://a.test\n02/01/2026 11:00,More\n"
    assert rows(text) == [
        ("row 1", [("cell", "message", "Post text"), ("link", "link", "https://a.test")]),
        ("row 2", [("cell", "message", "More")]),
    ]
    assert read_text(text, "plan.csv").posts[0].meta == {"date": "02/01/2026 10:00"}


def test_a_preset_can_be_named() -> None:
    options = ReaderOptions(preset="Hootsuite")
    assert rows("soon,Hello there,\n", options=options) == [
        ("row 1", [("cell", "message", "Hello there")])
    ]


def test_a_column_map_names_roles_and_meta() -> None:
    options = ReaderOptions(columns={"Copy EN": "text", "Where": "platform", "Pic": "alt"})
    post = only_post("Id,Copy EN,Where,Pic\n1,Hello,x,A roof\n", options)
    assert [(s.kind.value, s.path, s.text) for s in post.segments[:-1]] == [
        ("cell", "Copy EN", "Hello"),
        ("alt", "Pic", "A roof"),
    ]
    assert post.meta == {"id": "1", "where": "x", "platform": "x"}


def test_the_ignore_column_speaks_like_front_matter() -> None:
    post = only_post("text,postguard_ignore\nHi,leak/email conduct/insult\n")
    assert post.meta == {"postguard": {"ignore": ["leak/email", "conduct/insult"]}}


def test_surplus_cells_stay_in_the_raw_view() -> None:
    post = only_post("text\nHi,surplus\n")
    assert [s.text for s in post.segments] == ["Hi", "Hi,surplus"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("text\tdate\nHi, all\t1\n", "plan.tsv"),
        ("text;date\nHi, all;1\n", "plan.csv"),
        ('"text"|date\n"Hi, all"|1\n', "plan.csv"),
    ],
)
def test_the_delimiter_is_told_by_suffix_and_header(text: str, name: str) -> None:
    assert rows(text, name) == [("row 2", [("cell", "text", "Hi, all")])]


def test_a_table_without_known_names_is_text_in_every_cell() -> None:
    assert rows("sku,price\n7,cheap\n") == [
        ("row 1", [("cell", "column 1", "sku"), ("cell", "column 2", "price")]),
        ("row 2", [("cell", "column 1", "7"), ("cell", "column 2", "cheap")]),
    ]


def test_where_no_column_is_known_for_text_the_unknown_ones_are() -> None:
    assert rows("date,blurb\n2026,Hello\n") == [("row 2", [("cell", "blurb", "Hello")])]


def test_a_quote_that_is_never_closed_costs_its_line_only() -> None:
    text = 'text,date\n"open,1\nfine,2\n'
    document = read_text(text, "plan.csv")
    assert document.problems == ("row 2: a quote is never closed; its cells may be cut wrongly",)
    assert placed(document) == [("cell", '"open', '"open'), ("cell", "fine", "fine")]


def test_text_after_a_closing_quote_is_a_problem() -> None:
    document = read_text('text,date\n"a" b,1\n"c",2\n', "plan.csv")
    assert document.problems == (
        "row 2: text follows a closing quote; its cells may be cut wrongly",
    )
    assert [s.text for p in document.posts for s in p.segments[:-1]] == ['"a" b', "c"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (
            ReaderOptions(preset="myspace"),
            "no table preset 'myspace'; there are hootsuite, buffer, ayrshare, postfast",
        ),
        (ReaderOptions(columns={"Copy": "text"}), "no column 'copy', which holds the text"),
        (ReaderOptions(columns={"Wo": "date"}), "none of the columns Wo"),
    ],
)
def test_options_that_do_not_fit_are_errors(options: ReaderOptions, reason: str) -> None:
    header = "unknown\nHi\n" if "Wo" in options.columns else "text\nHi\n"
    with pytest.raises(ReadError) as caught:
        read_text(header, "plan.csv", options)
    assert (caught.value.reason, caught.value.stage) == (reason, "parse")


def test_a_table_of_blank_lines_has_no_post() -> None:
    assert rows("\n\n") == []


def test_many_problems_are_counted_and_few_are_told() -> None:
    document = read_text("text\n" + '"a" b\n' * 30, "plan.csv")
    assert len(document.posts) == 30
    assert len(document.problems) == 21
    assert document.problems[-1] == "and 10 more problems of this kind"
