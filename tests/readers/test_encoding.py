import hashlib

import pytest

from postguard.errors import ReadError
from postguard.readers import decode, read

DRAFT = "Zoë’s launch 🚀\n\nCafé prices rise.\n"


def test_plain_utf8_has_nothing_to_report() -> None:
    data = DRAFT.encode()
    source = decode("a.txt", data)
    assert source.text == DRAFT
    assert source.encoding == "utf-8"
    assert source.digest == hashlib.blake2b(data, digest_size=32).hexdigest()
    assert source.problems == ()
    assert source.notes == ()


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32-le", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_stays(codec: str, expected: str) -> None:
    mark = "" if codec == "utf-8-sig" else "\ufeff"
    source = decode("a.txt", (mark + DRAFT).encode(codec))
    assert source.text == "\ufeff" + DRAFT
    assert source.encoding == expected
    assert source.problems == ()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_nuls(codec: str) -> None:
    source = decode("a.txt", DRAFT.encode(codec))
    assert source.text == DRAFT
    assert source.encoding == codec
    assert source.notes == (f"no byte-order mark; read as {codec}",)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_segments_are_the_same_in_every_encoding_and_line_end(codec: str, line_end: str) -> None:
    text = "# Zoë\n\nOne *two*\nthree 🚀 `a\nb`\n\n```\nx\ny\n```\n\n> q\n> r\n\n<p>a\nb</p>\n"
    expected = read(decode("a.md", text.encode())).posts[0].segments[:-1]
    other = read(decode("a.md", text.replace("\n", line_end).encode(codec)))
    assert [(s.kind, s.text, s.code, s.quotes) for s in other.posts[0].segments[:-1]] == [
        (s.kind, s.text, s.code, s.quotes) for s in expected
    ]


def test_a_bad_byte_costs_only_itself() -> None:
    data = "Vor Ä".encode() + b"\xff" + " and after é.".encode()
    source = decode("a.txt", data)
    assert source.text == "Vor Ä\ufffd and after é."
    assert source.problems == (
        (
            "an undecodable byte at byte offset 6 (read as utf-8):"
            " repair the file or declare its encoding"
        ),
    )


def test_each_bad_byte_is_one_replacement_and_the_list_is_short() -> None:
    source = decode("a.txt", "ä".encode() + b"\xe2\x82" * 4 + b"z")
    assert source.text == "ä" + "\ufffd" * 8 + "z"
    assert source.problems == (
        (
            "undecodable bytes at byte offset 2, 3, 4, 5, 6 and 3 more (read as utf-8):"
            " repair the file or declare its encoding"
        ),
    )


def test_a_bad_unit_in_utf16_costs_only_itself() -> None:
    data = "\ufeffbefore ".encode("utf-16-le") + b"\x00\xd8" + " after".encode("utf-16-le")
    source = decode("a.txt", data)
    assert source.text == "\ufeffbefore \ufffd after"
    assert source.problems == (
        (
            "an undecodable byte at byte offset 16 (read as utf-16-le):"
            " repair the file or declare its encoding"
        ),
    )


def test_an_odd_byte_at_the_end_of_utf16_is_reported() -> None:
    source = decode("a.txt", "\ufeffab".encode("utf-16-le") + b"c")
    assert source.text == "\ufeffab\ufffd"
    assert source.problems[0].startswith("an undecodable byte at byte offset 6 ")


def test_the_declared_encoding_is_used_when_the_bytes_do_not_tell() -> None:
    source = decode("a.txt", "Привет".encode("cp1251"), declared="cp1251")
    assert source.text == "Привет"
    assert source.encoding == "cp1251"
    assert source.notes == ()


def test_utf8_outranks_the_declared_encoding() -> None:
    assert decode("a.txt", "Привет".encode(), declared="cp1251").text == "Привет"


def test_an_unknown_declared_encoding_is_an_error() -> None:
    with pytest.raises(ReadError, match="unknown encoding 'klingon'") as caught:
        decode("a.txt", b"caf\xe9", declared="klingon")
    assert caught.value.stage == "decode"


def test_a_western_guess_is_reported() -> None:
    source = decode("a.txt", "It’s a naïve café — really".encode("windows-1252"))
    assert source.text == "It’s a naïve café — really"
    assert source.problems == ()
    assert source.notes == (
        "not UTF-8; read as windows-1252, a guess: declare the encoding to be sure",
    )


def test_what_looks_like_no_western_text_is_not_guessed() -> None:
    source = decode("a.txt", "Привет, как дела".encode("cp1251"))
    assert source.encoding == "utf-8"
    assert source.problems


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "binary: a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "binary: a PNG image"),
        (b"PK\x03\x04rest", "binary: a ZIP archive or office file"),
        (b"text\x00text", "binary: a NUL at character 4; save it as text, or exclude it"),
        (bytes(range(256)), "binary: a NUL at character 0; save it as text, or exclude it"),
    ],
)
def test_binary_is_refused_with_its_name(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode("a.txt", data)
    assert caught.value.reason == reason
    assert caught.value.stage == "decode"


def test_an_empty_file_is_a_text() -> None:
    source = decode("a.txt", b"")
    assert source.text == ""
    assert source.problems == ()
