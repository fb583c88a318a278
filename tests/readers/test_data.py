import pytest

from postguard.document import Document
from postguard.errors import ReadError
from postguard.readers import ReaderOptions
from tests.readers.helpers import placed, read_text


def posts(document: Document) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (post.label, [(s.kind.value, s.path, s.text) for s in post.segments[:-1]])
        for post in document.posts
    ]


def test_a_list_of_records_is_one_post_each() -> None:
    text = (
        '[\n {"text": "One", "url": "https://a.test"},\n {"body": {"title": "Two"}, "alt": "x"}\n]'
    )
    document = read_text(text, "posts.json")
    assert posts(document) == [
        ("$[0]", [("cell", "text", "One"), ("link", "url", "https://a.test")]),
        ("$[1]", [("cell", "body.title", "Two"), ("alt", "alt", "x")]),
    ]
    assert document.posts[1].segments[-1].text == '{"body": {"title": "Two"}, "alt": "x"}'


def test_a_list_under_a_usual_name_and_the_rest_of_the_file() -> None:
    text = '{"account": "a", "posts": [{"text": "One"}, {"text": "Two", "draft": true}], "n": "x"}'
    document = read_text(text, "posts.json")
    assert posts(document) == [
        ("$", []),
        ("$.posts[0]", [("cell", "text", "One")]),
        ("$.posts[1]", [("cell", "text", "Two")]),
        ("$", []),
    ]
    assert document.posts[2].meta == {"account": "a", "n": "x", "text": "Two", "draft": True}
    assert [post.segments[-1].text for post in document.posts] == [
        '{"account": "a", "posts": [',
        '{"text": "One"}',
        '{"text": "Two", "draft": true}',
        '], "n": "x"}',
    ]


def test_escapes_lead_back_to_their_spelling() -> None:
    text = r'{"text": "A \"b\"\n\u00e9 \ud83d\ude80 \/ c"}'
    document = read_text(text, "post.json")
    [(kind, shown, _)] = placed(document)
    assert (kind, shown) == ("cell", 'A "b"\né 🚀 / c')
    segment = document.posts[0].segments[0]
    rocket = segment.text.index("🚀")
    span = segment.map.to_source(rocket, rocket + 1)
    assert text[span.start : span.end] == r"\ud83d\ude80"


@pytest.mark.parametrize(
    ("escape", "expected"),
    [(r"\ud800", "\ufffd"), (r"\udc00\ud800", "\ufffd\ufffd"), (r"\ud800\u0041", "\ufffdA")],
)
def test_a_lone_surrogate_is_reported_and_the_rest_read(escape: str, expected: str) -> None:
    document = read_text(f'{{"text":\n "a {escape} b"}}', "post.json")
    assert [s.text for s in document.posts[0].segments[:-1]] == [f"a {expected} b"]
    assert document.problems == (
        "line 2, column 2: half a surrogate pair, which is no character; read as U+FFFD",
    )


def test_paths_of_the_options_choose_texts_and_records() -> None:
    text = '{"a": [{"b": {"c": "t1"}, "d": ["t2", "t3"], "text": "no"}, {"b": {"c": "t4"}}]}'
    options = ReaderOptions(text_paths=("a[*].b.c", "$.a[*].d[*]"))
    assert posts(read_text(text, "x.json", options))[1:] == [
        ("$.a[0]", [("cell", "b.c", "t1"), ("cell", "d[0]", "t2"), ("cell", "d[1]", "t3")]),
        ("$.a[1]", [("cell", "b.c", "t4")]),
    ]


def test_a_path_without_a_list_is_the_file_s_own_text() -> None:
    options = ReaderOptions(text_paths=("campaign.lead",))
    text = '{"campaign": {"lead": "Hi", "text": "no"}}'
    assert posts(read_text(text, "x.json", options)) == [
        ("", [("cell", "campaign.lead", "Hi")]),
    ]


def test_paths_that_find_nothing_leave_every_string_text() -> None:
    options = ReaderOptions(text_paths=("nope[*].text",))
    assert posts(read_text('{"a": "b"}', "x.json", options)) == [("", [("cell", "a", "b")])]


def test_what_is_no_path_is_an_error() -> None:
    with pytest.raises(ReadError, match=r"no path: 'a\[\*'; write one like posts\[\*\]\.text"):
        read_text("{}", "x.json", ReaderOptions(text_paths=("a[*",)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["a", "b"]', [("$[0]", [("cell", "", "a")]), ("$[1]", [("cell", "", "b")])]),
        ('{"x": {"y": "z"}}', [("", [("cell", "x.y", "z")])]),
        ('"word"', [("", [("cell", "", "word")])]),
        ("12", [("", [])]),
        ("", []),
    ],
)
def test_files_without_a_known_shape(
    text: str, expected: list[tuple[str, list[tuple[str, str, str]]]]
) -> None:
    assert posts(read_text(text, "x.json")) == expected


def test_json_lines_are_posts_and_a_bad_line_is_a_problem() -> None:
    text = '{"text": "a"}\r\nbroken\r\n\r\n{"text": "b"} x\r\n{"text": "c"}\r\n'
    document = read_text(text, "x.jsonl")
    assert document.problems == (
        "not JSON: line 2, column 1: a value was expected",
        "not JSON: line 4, column 15: more follows the value",
    )
    assert [(post.label, post.segments[-1].text.strip()) for post in document.posts] == [
        ("line 1", '{"text": "a"}'),
        ("$", 'broken\r\n\r\n{"text": "b"} x'),
        ("line 5", '{"text": "c"}'),
    ]


@pytest.mark.parametrize("blank", [" ", "\t", "\x0b", "\u2028", "\x85", "\xa0"])
def test_a_line_of_white_space_is_no_json_line_however_long(blank: str) -> None:
    document = read_text(f'{{"text": "a"}}\n{blank * 300_000}\n{{"text": "b"}}', "x.jsonl")
    assert posts(document) == [
        ("line 1", [("cell", "text", "a")]),
        ("line 3", [("cell", "text", "b")]),
    ]
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON: line 1, column 2: a key in double quotes was expected"),
        ('{"a":\n1,}', "not JSON: line 2, column 3: a key in double quotes was expected"),
        ("[1 2]", "not JSON: line 1, column 4: “,” was expected"),
        (
            '"a',
            "not JSON: line 1, column 1: a string is not closed, or holds what JSON does not allow",
        ),
        ("[" * 65, "not JSON: line 1, column 65: nested more than 64 deep"),
        ("1" * 500, "not JSON: line 1, column 1: a number of 500 digits"),
        ("[1]\n[2]", "not JSON: line 2, column 1: more follows the value"),
        ("", ""),
    ],
)
def test_json_that_cannot_be_read_says_where(text: str, reason: str) -> None:
    if not reason:
        assert read_text(text, "x.json").posts == ()
        return
    with pytest.raises(ReadError) as caught:
        read_text(text, "x.json")
    assert (caught.value.reason, caught.value.stage) == (reason, "parse")


YAML = """\
# a note
posts:
  - text: plain
      folded
    when: 2026-01-02
  # between
  - text: |
      literal
        more
    title: "d\\u00e9j\\xe0 \\
      vu"
  - text: >-
      fold
      ed

      para
"""


def test_yaml_records_lead_back_through_every_style() -> None:
    document = read_text(YAML, "x.yaml")
    assert placed(document) == [
        ("cell", "plain folded", "plain\n      folded"),
        ("cell", "literal\n  more\n", "literal\n        more\n"),
        ("cell", "déjà vu", "d\\u00e9j\\xe0 \\\n      vu"),
        ("cell", "fold ed\npara", "fold\n      ed\n\n      para"),
    ]
    assert [post.label for post in document.posts] == [
        "$",
        "$.posts[0]",
        "$.posts[1]",
        "$.posts[2]",
    ]
    assert "# between" in document.posts[1].segments[-1].text


@pytest.mark.parametrize(
    ("spelt", "shown"),
    [
        ("'it''s{}so'", "it's{}so"),
        ('"a\\tb{}c"', "a\tb{}c"),
        ('"a\\ {}b"', "a {}b"),
    ],
)
def test_spaces_inside_yaml_quotes_stay_however_many(spelt: str, shown: str) -> None:
    spaces = " " * 300_000
    document = read_text(f"text: {spelt.format(spaces)}\n", "x.yaml")
    assert placed(document) == [("cell", shown.format(spaces), spelt.format(spaces)[1:-1])]
    segment = document.posts[0].segments[0]
    assert segment.map.to_source(len(segment.text) - 1, len(segment.text)).end == len(
        document.source.text
    ) - len("'\n")


def test_a_line_end_after_an_escaped_space_is_folded() -> None:
    document = read_text('text: "a\\ \n  b"\n', "x.yaml")
    assert placed(document) == [("cell", "a  b", "a\\ \n  b")]


def test_yaml_documents_are_posts() -> None:
    document = read_text("a: 1\n---\ntext: two\n", "x.yml")
    assert posts(document) == [("document 1", []), ("document 2", [("cell", "text", "two")])]


def test_hostile_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(ReadError) as caught:
        read_text("text: !!python/object/apply:os.system [ls]\n", "x.yaml")
    assert caught.value.reason == "not plain YAML: line 1, column 7: tags are not allowed"
    assert caught.value.stage == "parse"
