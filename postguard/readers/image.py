"""Images: what they tell beside the picture, as one line a field.

No pixel is decoded. The source of an image is the list of its fields, ``Artist: Jane Doe``,
since its bytes are no text; it has no encoding, and a finding's place in it is the image,
with the name of the field.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.errors import ReadError
from postguard.readers import exif, iptc, xmp
from postguard.readers.builder import SegmentBuilder, raw_segment
from postguard.readers.image_bytes import Block, DamagedError, Window
from postguard.readers.image_fields import Found
from postguard.readers.image_formats import walk_of
from postguard.readers.options import ReaderOptions
from postguard.span import Span

_UNPACKED = 4 << 20
_HEX_HEAD = 3
"""A profile in hexadecimal digits is preceded by its name and its length, a line each."""
_APPLICATION_1: Mapping[bytes, str] = {
    b"Exif\x00\x00": "exif",
    b"http://ns.adobe.com/xap/1.0/\x00": "xmp",
}


def listed(uri: str, file: BinaryIO) -> Source:
    """The fields of an image as a source. Only the bytes that hold them are read.

    What is damaged becomes a problem, so that the image counts as partly read.

    Raises `ReadError` with stage "decode" if it is no image of a format that is read.
    """
    from hashlib import blake2b

    image, found = Window.of(file), Found()
    try:
        walk = walk_of(image) if image.length else None
    except DamagedError as error:
        raise ReadError(f"not read: {error}", stage="decode") from None
    try:
        for block in walk(image) if walk else ():
            _take(block, found)
    except DamagedError as error:
        found.problem(f"damaged, so save it anew: {error}")
    text = "".join(f"{name}: {value}\n" for name, value in found.fields)
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=32).hexdigest()
    return Source(uri, text, "", digest, tuple(found.problems))


def read(source: Source, options: ReaderOptions) -> Document:  # noqa: ARG001
    """One post, with one metadata segment a field."""
    segments: list[Segment] = []
    at = 0
    for line in source.text.split("\n"):
        name, separator, _ = line.partition(": ")
        builder = SegmentBuilder(source.text)
        builder.literal(at + len(name) + len(separator) if separator else at, at + len(line))
        segment = builder.build(SegmentKind.METADATA, name if separator else "")
        if segment is not None:
            segments.append(segment)
        at += len(line) + 1
    span = Span(0, len(source.text))
    segments.append(raw_segment(source.text, span))
    return Document(source, (Post(tuple(segments), {"media": "image"}, span=span),))


def _take(block: Block, found: Found) -> None:
    """Gather the fields of a block and of those inside it; note what is wrong with it."""
    todo = [block]
    while todo:
        item = todo.pop()
        try:
            todo += _READERS[item.kind](_unpacked(item), found)
        except DamagedError as error:
            found.problem(f"{item.name or item.kind.upper()}: {error}")


def _unpacked(block: Block) -> Block:
    if not block.packing:
        return block
    data = block.data.whole()
    if block.packing.startswith("zlib"):
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(data, _UNPACKED)
        except zlib.error as error:
            raise DamagedError(f"it does not unpack: {error}") from None
        if unpacking.unconsumed_tail:
            raise DamagedError(f"it unpacks to more than {_UNPACKED >> 20} MiB")
        if not unpacking.eof:
            raise DamagedError("it is packed, and breaks off")
    if block.packing.endswith("hex"):
        try:
            data = bytes.fromhex(b"".join(data.split(b"\n")[_HEX_HEAD:]).decode("ascii"))
        except ValueError:
            raise DamagedError("not made of hexadecimal digits") from None
    return block._replace(data=Window.over(data), packing="")


def _exif(block: Block, found: Found) -> list[Block]:
    data = block.data
    start = next(iter(_APPLICATION_1))
    if data.length > len(start) and data.at(0, len(start)) == start:
        data = data.part(len(start), data.length - len(start))
    return exif.read(data, found)


def _tiff(block: Block, found: Found) -> list[Block]:
    return exif.read(block.data, found, pages=True)


def _xmp(block: Block, found: Found) -> list[Block]:
    xmp.read(block.data.whole(), found)
    return []


def _iptc(block: Block, found: Found) -> list[Block]:
    iptc.read(block.data, found)
    return []


def _photoshop(block: Block, found: Found) -> list[Block]:
    if block.data.length and block.data.at(0, 1) == b"\x1c":
        return _iptc(block, found)
    return iptc.resources(block.data)


def _application_1(block: Block, found: Found) -> list[Block]:
    del found
    for start, kind in _APPLICATION_1.items():
        if block.data.length >= len(start) and block.data.at(0, len(start)) == start:
            return [Block(kind, block.data.part(len(start), block.data.length - len(start)))]
    return []


def _text(block: Block, found: Found) -> list[Block]:
    data = block.data.whole()
    text = data.decode("latin-1") if block.encoding == "latin-1" else exif.decoded(data)
    found.text(block.name, text)
    return []


_READERS: Mapping[str, Callable[[Block, Found], list[Block]]] = {
    "exif": _exif,
    "tiff": _tiff,
    "xmp": _xmp,
    "iptc": _iptc,
    "photoshop": _photoshop,
    "app1": _application_1,
    "text": _text,
}
