"""Images made of bytes: a picture nobody looks at, and what stands beside it."""

import struct
import zlib
from collections.abc import Mapping, Sequence

EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
MORE_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
Value = tuple[int, bytes]
"""A field's type and bytes; its count follows from them."""
_SIZES = {1: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}


def text(value: str) -> Value:
    return ASCII, value.encode() + b"\x00"


def degrees(*parts: tuple[int, int], order: str = ">") -> Value:
    return RATIONAL, b"".join(struct.pack(order + "II", *part) for part in parts)


def gps(order: str = ">") -> dict[int, Value]:
    """48° 51' 30.13" north, 2° 17' 40.12" east."""
    return {
        1: text("N"),
        2: degrees((48, 1), (51, 1), (3013, 100), order=order),
        3: text("E"),
        4: degrees((2, 1), (17, 1), (4012, 100), order=order),
    }


def tiff(
    image: Mapping[int, Value],
    exif: Mapping[int, Value] | None = None,
    places: Mapping[int, Value] | None = None,
    *,
    order: str = ">",
    following: int = 0,
) -> bytes:
    """A TIFF structure of one directory, with those of EXIF and GPS if there are any."""
    own = dict(image)
    for tag, inner in ((0x8769, exif), (0x8825, places)):
        if inner is not None:
            own[tag] = (LONG, b"\x00" * 4)
    out = (b"MM" if order == ">" else b"II") + struct.pack(order + "HI", 42, 8)
    main = _directory(own, 8, order, following)
    at = 8 + len(main)
    extra = b""
    for tag, inner in ((0x8769, exif), (0x8825, places)):
        if inner is not None:
            own[tag] = (LONG, struct.pack(order + "I", at + len(extra)))
            extra += _directory(inner, at + len(extra), order)
    return out + _directory(own, 8, order, following) + extra


def _directory(values: Mapping[int, Value], at: int, order: str, following: int = 0) -> bytes:
    head = struct.pack(order + "H", len(values))
    long_values = b""
    behind = at + 2 + 12 * len(values) + 4
    for tag, (kind, data) in sorted(values.items()):
        head += struct.pack(order + "HHI", tag, kind, len(data) // _SIZES[kind])
        if len(data) <= 4:
            head += data.ljust(4, b"\x00")
        else:
            head += struct.pack(order + "I", behind + len(long_values))
            long_values += data + b"\x00" * (len(data) % 2)
    return head + struct.pack(order + "I", following) + long_values


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Markers with their bodies, then a scan."""
    out = b"\xff\xd8"
    for marker, body in segments:
        out += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    return out + b"\xff\xda\x00\x02picture\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", bytes(13)), *chunks, (b"IDAT", b"picture"), (b"IEND", b"")):
        out += (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )
    return out


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    out = b"WEBP"
    for kind, body in ((b"VP8 ", b"picture"), *chunks):
        out += kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(out)) + out


def gif(*blocks: bytes) -> bytes:
    table = bytes(6)
    picture = b"\x2c" + bytes(8) + b"\x00" + b"\x02" + sub_blocks(b"picture")
    return b"GIF89a" + bytes(4) + b"\x80\x00\x00" + table + b"".join(blocks) + picture + b"\x3b"


def sub_blocks(data: bytes) -> bytes:
    parts = [data[at : at + 255] for at in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\x00"


def gif_comment(words: bytes) -> bytes:
    return b"\x21\xfe" + sub_blocks(words)


def gif_xmp(packet: bytes) -> bytes:
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    return b"\x21\xff\x0bXMP DataXMP" + packet + trailer


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def heif(items: Sequence[tuple[bytes, bytes]], *, inside: bool = False) -> bytes:
    """Items of metadata: type (``Exif`` or ``mime``) and bytes; in `idat` if `inside`."""
    brand = box(b"ftyp", b"heic\x00\x00\x00\x00heicmif1")
    content = {b"mime": b"\x00application/rdf+xml\x00", b"Exif": b"\x00"}
    infos = b"".join(
        box(b"infe", b"\x02\x00\x00\x00" + struct.pack(">HH", number, 0) + kind + content[kind])
        for number, (kind, _) in enumerate(items, 1)
    )
    data = b"".join(body for _, body in items)

    def meta(start: int) -> bytes:
        places, at = b"", start
        for number, (_, body) in enumerate(items, 1):
            places += struct.pack(">HHHHII", number, int(inside), 0, 1, at, len(body))
            at += len(body)
        location = b"\x01\x00\x00\x00\x44\x00" + struct.pack(">H", len(items)) + places
        inner = box(b"iinf", bytes(4) + struct.pack(">H", len(items)) + infos)
        inner += box(b"iloc", location) + (box(b"idat", data) if inside else b"")
        return box(b"meta", bytes(4) + inner)

    start = 0 if inside else len(brand) + len(meta(0)) + 8
    return brand + meta(start) + box(b"mdat", b"" if inside else data)


def heif_exif(structure: bytes) -> bytes:
    return struct.pack(">I", 6) + EXIF + structure


def packet(properties: str, attributes: str = "") -> bytes:
    """An XMP packet whose one description holds these."""
    spaces = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "exif": "http://ns.adobe.com/exif/1.0/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f"<rdf:RDF {declared}><rdf:Description {attributes}>{properties}</rdf:Description>"
        f'</rdf:RDF></x:xmpmeta>   <?xpacket end="w"?>'
    ).encode()


def iptc(*sets: tuple[int, bytes]) -> bytes:
    return b"".join(
        b"\x1c\x02" + struct.pack(">BH", number, len(body)) + body for number, body in sets
    )


def resource(number: int, body: bytes) -> bytes:
    """A Photoshop image resource."""
    return (
        b"8BIM"
        + struct.pack(">H", number)
        + b"\x00\x00"
        + struct.pack(">I", len(body))
        + body
        + b"\x00" * (len(body) % 2)
    )
