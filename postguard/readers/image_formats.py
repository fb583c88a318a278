"""Where the files of each format keep what they say of themselves.

Sources: ITU-T T.81 and the XMP Specification Part 3 (JPEG), the PNG Specification 3rd
edition, RFC 9649 (WebP), the GIF89a specification. A walk ends at the picture itself where
nothing can follow it, and steps over it where something can.
"""

from collections.abc import Callable, Iterator, Mapping

from postguard.readers.image_bytes import Block, DamagedError, Window

Walk = Callable[[Window], Iterator[Block]]
_MOST_PARTS = 500_000
"""Chunks or sub-blocks of one file that are stepped over."""
_EXIF, _XMP = b"Exif\x00\x00", b"http://ns.adobe.com/xap/1.0/\x00"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
_PHOTOSHOP = b"Photoshop 3.0\x00"
_POINTER = b"version https://git-lfs."


def walk_of(image: Window) -> Walk:
    """What yields the blocks of metadata of an image, in order of place.

    The walk raises `DamagedError` where the file breaks off; this, if it is no image of a
    format that is read.
    """
    head = image.at(0, min(24, image.length))
    for start, walk in _BEGINNINGS.items():
        if head.startswith(start):
            return walk
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp
    if head[4:8] == b"ftyp":
        from postguard.readers.image_boxes import blocks as boxes

        return boxes
    if head == _POINTER:
        raise DamagedError("a Git LFS pointer in place of the image; run git lfs pull")
    raise DamagedError("no JPEG, PNG, WebP, GIF, TIFF, HEIF or AVIF image")


def _jpeg(image: Window) -> Iterator[Block]:
    at = 2
    more: dict[int, bytes] = {}
    photoshop: list[bytes] = []
    for _ in range(_MOST_PARTS):
        marker = image.at(at, 2)
        if marker[0] != 0xFF:
            raise DamagedError(f"no JPEG segment at byte {at}, before the picture")
        if marker[1] == 0xFF:
            at += 1
            continue
        if marker[1] in (0xD9, 0xDA):
            break
        if marker[1] == 0x01 or 0xD0 <= marker[1] <= 0xD8:
            at += 2
            continue
        size = image.number(at + 2, 2)
        if size < 2:
            raise DamagedError(f"a JPEG segment without a length at byte {at}")
        body = image.part(at + 4, size - 2)
        if marker[1] == 0xFE:
            yield Block("text", body, "Comment")
        elif marker[1] == 0xE1:
            yield from _application_1(body, more)
        elif marker[1] == 0xED and _begins(body, _PHOTOSHOP):
            photoshop.append(_after(body, _PHOTOSHOP).whole())
        at += 2 + size
    else:
        raise DamagedError(f"more than {_MOST_PARTS} segments")
    if photoshop:
        yield Block("photoshop", Window.over(b"".join(photoshop)))
    if more:
        yield Block("xmp", Window.over(b"".join(more[offset] for offset in sorted(more))))


def _application_1(body: Window, more: dict[int, bytes]) -> Iterator[Block]:
    if _begins(body, _EXIF):
        yield Block("exif", _after(body, _EXIF))
    elif _begins(body, _XMP):
        yield Block("xmp", _after(body, _XMP))
    elif _begins(body, _MORE_XMP):
        # A packet too long for one segment: its digest, whole length, own place, and bytes.
        part = _after(body, _MORE_XMP)
        more[part.number(36, 4)] = part.part(40, part.length - 40).whole()


def _begins(body: Window, start: bytes) -> bool:
    return body.length >= len(start) and body.at(0, len(start)) == start


def _after(body: Window, start: bytes) -> Window:
    return body.part(len(start), body.length - len(start))


def _png(image: Window) -> Iterator[Block]:
    at = 8
    for _ in range(_MOST_PARTS):
        size, kind = image.number(at, 4), image.at(at + 4, 4)
        if kind == b"IEND":
            return
        body = image.part(at + 8, size)
        if kind == b"eXIf":
            yield Block("exif", body)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield _png_text(kind, body)
        at += 12 + size
    raise DamagedError(f"more than {_MOST_PARTS} chunks")


def _png_text(kind: bytes, body: Window) -> Block:
    keyword, _, _ = body.at(0, min(80, body.length)).partition(b"\x00")
    at = len(keyword) + 1
    packing, encoding = "", "latin-1"
    if kind == b"zTXt":
        packing, at = "zlib", at + 1
    elif kind == b"iTXt":
        encoding = "utf-8"
        packing = "zlib" if body.at(at, 1) == b"\x01" else ""
        at += 2
        for _ in ("language", "translated keyword"):
            at += len(body.at(at, min(400, body.length - at)).partition(b"\x00")[0]) + 1
    data = body.part(at, body.length - at)
    name = keyword.decode("latin-1")
    if name == "XML:com.adobe.xmp":
        return Block("xmp", data, packing=packing)
    profile = _PROFILES.get(name)
    if profile:
        # What ImageMagick does with metadata that PNG had no chunk for.
        return Block(profile, data, packing=f"{packing}+hex" if packing else "hex")
    return Block("text", data, name, packing, encoding)


_PROFILES: Mapping[str, str] = {
    "Raw profile type exif": "exif",
    "Raw profile type APP1": "app1",
    "Raw profile type xmp": "xmp",
    "Raw profile type iptc": "photoshop",
    "Raw profile type 8bim": "photoshop",
}


def _webp(image: Window) -> Iterator[Block]:
    at, end = 12, 8 + image.number(4, 4, "little")
    for _ in range(_MOST_PARTS):
        if at + 8 > end:
            return
        kind, size = image.at(at, 4), image.number(at + 4, 4, "little")
        body = image.part(at + 8, size)
        if kind == b"EXIF":
            yield Block("exif", _after(body, _EXIF) if _begins(body, _EXIF) else body)
        elif kind == b"XMP ":
            yield Block("xmp", body)
        at += 8 + size + size % 2
    raise DamagedError(f"more than {_MOST_PARTS} chunks")


def _gif(image: Window) -> Iterator[Block]:
    at = 13 + _colours(image.number(10, 1))
    steps = _Steps(image)
    drawn = False
    # Programs forget the last byte, and nobody misses it behind a whole picture.
    while not (drawn and at == image.length):
        kind = image.at(at, 1)
        if kind == b"\x3b":
            return
        if kind == b"\x2c":
            drawn = True
            at = steps.past(at + 11 + _colours(image.number(at + 9, 1)))
        elif kind == b"\x21" and image.at(at + 1, 1) == b"\xfe":
            yield Block("text", Window.over(steps.joined(at + 2)), "Comment")
            at = steps.past(at + 2)
        elif kind == b"\x21" and image.at(at + 1, 1) == b"\xff":
            size = image.number(at + 2, 1)
            start = at + 3 + size
            at = steps.past(start)
            if image.at(start - size, size) == b"XMP DataXMP":
                # The packet lies there plainly; the 258 bytes behind it lead any walk out.
                yield Block("xmp", image.part(start, max(at - start - 258, 0)))
        elif kind == b"\x21":
            at = steps.past(at + 2)
        else:
            raise DamagedError(f"no GIF block at byte {at}")


def _colours(packed: int) -> int:
    """Bytes of a colour table that a packed field announces."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


class _Steps:
    """Walks over the sub-blocks of a GIF, of which there are not for ever more."""

    def __init__(self, image: Window) -> None:
        self._image = image
        self._left = _MOST_PARTS

    def past(self, at: int) -> int:
        """Where the series of sub-blocks that begins here has ended."""
        for start, size in self._each(at):
            at = start + size
        return at + 1

    def joined(self, at: int) -> bytes:
        """What the sub-blocks of a series hold."""
        return b"".join(self._image.at(start, size) for start, size in self._each(at))

    def _each(self, at: int) -> Iterator[tuple[int, int]]:
        while size := self._image.number(at, 1):
            self._left -= 1
            if not self._left:
                raise DamagedError(f"more than {_MOST_PARTS} sub-blocks")
            yield at + 1, size
            at += 1 + size


def _tiff(image: Window) -> Iterator[Block]:
    yield Block("tiff", image)


_BEGINNINGS: Mapping[bytes, Walk] = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"II*\x00": _tiff,
    b"MM\x00*": _tiff,
}
