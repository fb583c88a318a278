"""Images: every place where words and coordinates hide, and nothing believed of a liar."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.document import SegmentKind, Source
from postguard.errors import ReadError
from postguard.readers import image, read
from postguard.readers.image_bytes import MOST
from postguard.span import Span

from . import images
from .images import EXIF, MORE_XMP, XMP, packet, text, tiff

FIELDS = tiff(
    {0x010E: text("Our stand"), 0x013B: text("Dana Whitlock"), 0x8298: text("Harbour Light")},
    {0x9286: (images.UNDEFINED, b"ASCII\x00\x00\x00seen by legal")},
    images.gps(),
)
LISTED = (
    "Description: Our stand\n"
    "Artist: Dana Whitlock\n"
    "Copyright: Harbour Light\n"
    "GPS position: 48.85837, 2.29448\n"
    "Comment: seen by legal\n"
)
CREATOR = packet("<dc:creator><rdf:Seq><rdf:li>Jo Ito</rdf:li></rdf:Seq></dc:creator>")


def listed(data: bytes) -> Source:
    return image.listed("a.jpg", BytesIO(data))


def fields(data: bytes) -> str:
    source = listed(data)
    assert source.problems == ()
    return source.text


FORMATS = {
    "jpeg": images.jpeg((0xE0, b"JFIF\x00"), (0xE1, EXIF + FIELDS), (0xDB, bytes(64))),
    "png": images.png((b"eXIf", FIELDS)),
    "png, as ImageMagick writes it": images.png(
        (
            b"zTXt",
            b"Raw profile type exif\x00\x00"
            + zlib.compress(b"\nexif\n     300\n" + (EXIF + FIELDS).hex().encode() + b"\n"),
        )
    ),
    "webp": images.webp((b"EXIF", FIELDS)),
    "webp, as JPEG writes it": images.webp((b"ICCP", b"x"), (b"EXIF", EXIF + FIELDS)),
    "tiff": FIELDS,
    "heif": images.heif([(b"Exif", images.heif_exif(FIELDS))]),
    "heif, in its own box": images.heif([(b"Exif", images.heif_exif(FIELDS))], inside=True),
}


@pytest.mark.parametrize("name", FORMATS)
def test_exif_is_read_from_every_format(name: str) -> None:
    assert fields(FORMATS[name]) == LISTED


PACKETS = {
    "jpeg": images.jpeg((0xE1, XMP + CREATOR)),
    "png": images.png((b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + CREATOR)),
    "png, packed": images.png(
        (b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00en\x00\x00" + zlib.compress(CREATOR))
    ),
    "webp": images.webp((b"XMP ", CREATOR)),
    "gif": images.gif(images.gif_xmp(CREATOR)),
    "tiff": tiff({0x02BC: (1, CREATOR)}),
    "heif": images.heif([(b"mime", CREATOR)]),
    "photoshop": images.jpeg((0xED, b"Photoshop 3.0\x00" + images.resource(0x0424, CREATOR))),
}


@pytest.mark.parametrize("name", PACKETS)
def test_xmp_is_read_from_every_format(name: str) -> None:
    assert fields(PACKETS[name]) == "Artist: Jo Ito\n"


def test_little_endian_structures() -> None:
    data = tiff({0x010E: text("Our stand")}, None, images.gps("<"), order="<")
    assert fields(data) == "Description: Our stand\nGPS position: 48.85837, 2.29448\n"


def test_texts_of_windows_and_of_cameras() -> None:
    comment = (images.UNDEFINED, b"UNICODE\x00" + "caf\u00e9".encode("utf-16-be"))
    author = (1, "Jo Ito\x00".encode("utf-16-le"))
    data = tiff({0x9C9D: author, 0x010E: (images.ASCII, b"caf\xe9\x00")}, {0x9286: comment})
    assert fields(data) == "Description: caf\u00e9\nArtist: Jo Ito\nComment: caf\u00e9\n"


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ({**images.gps(), 1: text("S"), 3: text("W")}, "GPS position: -48.85837, -2.29448\n"),
        ({2: images.degrees((0, 1)), 4: images.degrees((0, 1))}, ""),
        ({2: images.degrees((0, 0)), 4: images.degrees((0, 0))}, ""),
        ({1: text("N"), 29: text("2026:11:20")}, ""),
        ({2: images.degrees((97, 2))}, "GPS position, one half: 48.50000\n"),
        (
            {0x14: images.degrees((1, 1)), 0x16: images.degrees((2, 1))},
            "GPS destination: 1.00000, 2.00000\n",
        ),
        ({0x1C: (images.UNDEFINED, b"ASCII\x00\x00\x00Hall 4")}, "GPS area: Hall 4\n"),
    ],
)
def test_places(places: dict[int, images.Value], told: str) -> None:
    assert fields(images.jpeg((0xE1, EXIF + tiff({}, None, places)))) == told


def test_a_place_is_told_once_though_exif_and_xmp_say_it() -> None:
    said = packet("", 'exif:GPSLatitude="48,51.5022N" exif:GPSLongitude="2,17.6687E"')
    both = images.jpeg((0xE1, EXIF + tiff({}, None, images.gps())), (0xE1, XMP + said))
    assert fields(both) == "GPS position: 48.85837, 2.29448\n"
    assert fields(images.jpeg((0xE1, XMP + said))) == "GPS position: 48.85837, 2.29448\n"
    south = packet(
        "<exif:GPSLatitude>33,51,24.4S</exif:GPSLatitude><exif:GPSLongitude>151,12,55W</exif:GPSLongitude>"
    )
    assert fields(images.jpeg((0xE1, XMP + south))) == "GPS position: -33.85678, -151.21528\n"


def test_xmp_says_who_is_in_the_picture_and_no_editor_settings() -> None:
    data = packet(
        "<photoshop:City>Leeds</photoshop:City>"
        '<rdf:li><rdf:Description mwg-rs:Name="Jo Ito" mwg-rs:Type="Face"/></rdf:li>'
        "<dc:description><rdf:Alt><rdf:li>A\n  stand</rdf:li></rdf:Alt></dc:description>",
        'photoshop:ColorMode="3" xmpMM:DocumentID="xmp.did:1234"',
    )
    assert (
        fields(images.webp((b"XMP ", data))) == "City: Leeds\nName: Jo Ito\nDescription: A stand\n"
    )


def test_a_packet_too_long_for_one_segment() -> None:
    def part(offset: int, data: bytes) -> tuple[int, bytes]:
        return 0xE1, MORE_XMP + bytes(32) + struct.pack(">II", len(CREATOR), offset) + data

    assert (
        fields(images.jpeg(part(100, CREATOR[100:]), part(0, CREATOR[:100]))) == "Artist: Jo Ito\n"
    )


def test_captions_of_the_press() -> None:
    body = images.iptc(
        (120, b"Our stand"), (80, "J\u00f6".encode()), (1, b"x"), (118, b"+1 555 0100")
    )
    told = "Description: Our stand\nArtist: J\u00f6\nContact: +1 555 0100\n"
    resources = images.resource(0x03ED, b"odd") + images.resource(0x0404, body)
    assert fields(images.jpeg((0xED, b"Photoshop 3.0\x00" + resources))) == told
    assert fields(tiff({0x83BB: (images.UNDEFINED, body)})) == told
    assert fields(tiff({0x8649: (images.UNDEFINED, resources)})) == told


def test_plain_texts() -> None:
    assert fields(images.jpeg((0xFE, b"shot by Jo"))) == "Comment: shot by Jo\n"
    assert (
        fields(images.gif(images.gif_comment(b"shot by " * 40)))
        == f"Comment: {('shot by ' * 40).strip()}\n"
    )
    chunks = images.png(
        (b"tEXt", b"Author\x00J\xf6"),
        (b"zTXt", b"parameters\x00\x00" + zlib.compress(b"a harbour at night")),
        (b"iTXt", b"Title\x00\x00\x00de\x00Titel\x00" + "H\u00e4fen: zwei".encode()),
    )
    assert (
        fields(chunks)
        == "Author: J\u00f6\nparameters: a harbour at night\nTitle: H\u00e4fen: zwei\n"
    )


def test_an_image_that_tells_nothing() -> None:
    for data in (images.jpeg(), images.png(), images.webp(), images.gif(), images.heif([]), b""):
        assert fields(data) == ""
    assert read(listed(images.png())).posts[0].segments[0].text == ""


def test_pages_of_a_tiff_file() -> None:
    first = tiff({0x010E: text("One page")})
    second = images.tiff({0x010E: text("Another page")})[8:]
    at = len(first)
    moved = bytearray(tiff({0x010E: text("One page")}, following=at) + second)
    # The second directory's text stands behind where its own file would have had it.
    struct.pack_into(">I", moved, at + 10, struct.unpack_from(">I", moved, at + 10)[0] + at - 8)
    assert fields(bytes(moved)) == "Description: One page\nDescription: Another page\n"


def test_a_field_a_segment() -> None:
    document = read(listed(FORMATS["png"]))
    (post,) = document.posts
    assert [(item.kind, item.path, item.text) for item in post.segments] == [
        (SegmentKind.METADATA, "Description", "Our stand"),
        (SegmentKind.METADATA, "Artist", "Dana Whitlock"),
        (SegmentKind.METADATA, "Copyright", "Harbour Light"),
        (SegmentKind.METADATA, "GPS position", "48.85837, 2.29448"),
        (SegmentKind.METADATA, "Comment", "seen by legal"),
        (SegmentKind.RAW, "", LISTED),
    ]
    assert post.segments[1].map.to_source(0, 4) == Span(31, 35)
    assert LISTED[31:35] == "Dana"
    assert post.meta == {"media": "image"}
    assert document.source.encoding == ""


def test_a_gif_without_its_last_byte_is_whole() -> None:
    assert fields(images.gif(images.gif_comment(b"by Jo"))[:-1]) == "Comment: by Jo\n"


def test_a_pointer_to_an_image_says_how_to_get_it() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    with pytest.raises(ReadError, match=r"^not read: a Git LFS pointer .*run git lfs pull$"):
        listed(pointer)


def problems(data: bytes) -> tuple[str, ...]:
    return listed(data).problems


def test_what_is_no_image_is_not_read() -> None:
    with pytest.raises(
        ReadError, match=r"^not read: no JPEG, PNG, WebP, GIF, TIFF, HEIF or AVIF image$"
    ) as raised:
        listed(b"just words")
    assert raised.value.stage == "decode"


@pytest.mark.parametrize("name", [*FORMATS, *(f"xmp in {name}" for name in PACKETS)])
def test_what_is_cut_off_never_looks_whole(name: str) -> None:
    data = PACKETS[name.removeprefix("xmp in ")] if name.startswith("xmp in") else FORMATS[name]
    whole = listed(data).text
    for end in range(1, len(data)):
        try:
            source = listed(data[:end])
        except ReadError:
            continue
        assert source.problems or source.text == whole, end


def test_a_directory_that_leads_back_to_itself() -> None:
    assert problems(tiff({0x010E: text("x")}, following=8)) == (
        "EXIF: a directory that leads back to itself",
    )


def test_sizes_that_no_file_has() -> None:
    huge = bytearray(tiff({0x010E: text("long enough")}))
    struct.pack_into(">I", huge, 14, 0xFFFFFFF0)
    assert problems(bytes(huge)) == ("EXIF: a value of 4294967280 bytes, more than 4 MiB",)
    many = b"MM\x00*\x00\x00\x00\x08\xff\xff" + bytes(40)
    assert problems(many) == ("EXIF: cut off or wrong: 12 bytes at byte 46 are not there",)


def test_a_packed_text_that_never_ends() -> None:
    bomb = zlib.compress(bytes(8 << 20))
    data = images.png((b"zTXt", b"Comment\x00\x00" + bomb))
    assert problems(data) == ("Comment: it unpacks to more than 4 MiB",)
    broken = images.png((b"zTXt", b"Comment\x00\x00nothing packed"))
    assert problems(broken)[0].startswith("Comment: it does not unpack:")


def test_many_packed_texts_are_read_up_to_a_size() -> None:
    packed = zlib.compress((b"a \n" * 350_000)[: 1 << 20])
    data = images.png(*[(b"zTXt", b"C%d\x00\x00" % number + packed) for number in range(400)])
    source = listed(data)
    assert [line.partition(":")[0] for line in source.text.splitlines()] == [
        f"C{number}" for number in range(8)
    ]
    assert source.problems == ("more than 8 MiB of text",)


def test_of_a_directory_of_wrong_places_the_first_are_told() -> None:
    count = 65_535
    entries = b"".join(
        struct.pack(">HHII", 0x010E, images.ASCII, 9, 0xFFFF0000 - number)
        for number in range(count)
    )
    told = problems(b"MM\x00*" + struct.pack(">IH", 8, count) + entries + bytes(4))
    assert len(told) == 200
    assert told[0] == "EXIF: cut off or wrong: 9 bytes at byte 4294901760 are not there"


@pytest.mark.parametrize(
    ("packet", "problem"),
    [
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
            "XMP: it has a document type, which is not read",
        ),
        (b"<x>" * 200, "XMP: nested more than 100 deep"),
        (b"<x><y></x>", "XMP: not well-formed XML: mismatched tag: line 1, column 8"),
    ],
)
def test_packets_nobody_writes(packet: bytes, problem: str) -> None:
    assert problems(images.webp((b"XMP ", packet))) == (problem,)


def test_the_fields_beside_a_broken_one_are_read() -> None:
    data = images.jpeg((0xE1, XMP + b"<x>"), (0xE1, EXIF + FIELDS))
    assert listed(data).text == LISTED
    assert len(problems(data)) == 1


def test_more_metadata_than_anybody_writes() -> None:
    chunk = (b"tEXt", b"Comment\x00" + b"x" * (1 << 20))
    data = images.png(*[chunk] * (MOST // (1 << 20) + 1))
    assert any(reason.endswith("more than 16 MiB of metadata") for reason in problems(data))


def test_only_what_holds_metadata_is_fetched() -> None:
    class Counting(BytesIO):
        fetched = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            Counting.fetched += len(data)
            return data

    picture = b"\x00" * (4 << 20)
    data = images.png((b"IDAT", picture), (b"eXIf", FIELDS))
    assert image.listed("a.png", Counting(data)).text == LISTED
    assert Counting.fetched < 2_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_changed_ends_in_fields_or_problems(data: st.DataObject) -> None:
    samples = [*FORMATS.values(), *PACKETS.values()]
    sample = bytearray(data.draw(st.sampled_from(samples)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(sample) - 1))
        sample[at] = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]))
    try:
        source = listed(bytes(sample))
    except ReadError:
        return
    for line in source.text.splitlines():
        assert ": " in line
    read(source)
