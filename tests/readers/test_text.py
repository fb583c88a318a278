from tests.readers.helpers import placed, read_text, seen


def test_blank_lines_part_paragraphs() -> None:
    document = read_text("One\ntwo\n \n\nthree  \n", "post.txt")
    assert seen(document) == [("prose", "One\ntwo"), ("prose", "three")]


def test_line_ends_are_read_alike_and_lead_back() -> None:
    document = read_text("One\r\ntwo\r\n\r\nthree\rfour", "COMMIT_EDITMSG")
    assert placed(document) == [
        ("prose", "One\ntwo", "One\r\ntwo"),
        ("prose", "three\nfour", "three\rfour"),
    ]


def test_the_byte_order_mark_is_no_text() -> None:
    document = read_text("\ufeffHello", "post.txt")
    assert placed(document) == [("prose", "Hello", "Hello")]
    assert document.posts[0].span == (1, 6)


def test_an_empty_text_is_one_post_without_text() -> None:
    document = read_text("", "post.txt")
    assert seen(document) == []
    assert len(document.posts) == 1
