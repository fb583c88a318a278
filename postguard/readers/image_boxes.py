"""HEIF, HEIC and AVIF: files made of boxes, whose metadata are items of their own.

Source: ISO/IEC 14496-12 (boxes, item information and location), ISO/IEC 23008-12 annex A.
"""

from collections.abc import Iterator
from typing import NamedTuple

from postguard.readers.image_bytes import Block, DamagedError, Window

_MOST_BOXES = 10_000
_MOST_ITEMS = 10_000


class _Box(NamedTuple):
    kind: bytes
    body: Window


class _Item(NamedTuple):
    extents: tuple[tuple[int, int], ...]
    """Offset and length of each; a length of 0 is all the rest."""
    inside: bool
    """Whether the offsets count in the file's `idat` box, not in the file."""


def blocks(image: Window) -> Iterator[Block]:
    """The blocks of metadata. Raises `DamagedError` where the file breaks off."""
    told = False
    for box in _boxes(image, 0):
        if box.kind == b"meta":
            told = True
            yield from _items(image, box.body)
    if not told:
        raise DamagedError("no box tells what is in it")


def _boxes(data: Window, at: int) -> Iterator[_Box]:
    for _ in range(_MOST_BOXES):
        if at == data.length:
            return
        size, kind, head = data.number(at, 4), data.at(at + 4, 4), 8
        if size == 1:
            size, head = data.number(at + 8, 8), 16
        elif size == 0:
            size = data.length - at
        if size < head:
            raise DamagedError(f"a box of {size} bytes")
        yield _Box(kind, data.part(at + head, size - head))
        at += size
    raise DamagedError(f"more than {_MOST_BOXES} boxes")


def _items(image: Window, meta: Window) -> Iterator[Block]:
    found = {box.kind: box.body for box in _boxes(meta, 4)}
    if b"iinf" not in found or b"iloc" not in found:
        return
    wanted = dict(_wanted(found[b"iinf"]))
    for number, item in _located(found[b"iloc"]):
        kind = wanted.get(number)
        if kind is None:
            continue
        data = _data(found.get(b"idat", meta) if item.inside else image, item)
        if kind == "exif":
            # The TIFF structure begins behind its own offset.
            skipped = 4 + data.number(0, 4)
            yield Block("exif", data.part(skipped, data.length - skipped))
        else:
            yield Block("xmp", data)


def _data(source: Window, item: _Item) -> Window:
    parts = [
        source.part(offset, length or source.length - offset) for offset, length in item.extents
    ]
    return parts[0] if len(parts) == 1 else Window.over(b"".join(part.whole() for part in parts))


def _wanted(information: Window) -> Iterator[tuple[int, str]]:
    """The numbers of the items that hold metadata, with their kind."""
    head = 6 if information.number(0, 1) == 0 else 8
    for box in _boxes(information, head):
        if box.kind != b"infe" or box.body.length < 12:
            continue
        wide = box.body.number(0, 1) == 3
        number = box.body.number(4, 4 if wide else 2)
        at = 10 if wide else 8
        kind = box.body.at(at, 4)
        if kind == b"Exif":
            yield number, "exif"
        elif kind == b"mime":
            names = box.body.part(at + 4, box.body.length - at - 4).whole()
            if b"application/rdf+xml" in names.split(b"\x00"):
                yield number, "xmp"


def _located(locations: Window) -> Iterator[tuple[int, _Item]]:
    """Every item's number and place."""
    version = locations.number(0, 1)
    sizes = locations.number(4, 2)
    offset_size, length_size, base_size, index_size = (
        sizes >> shift & 15 for shift in (12, 8, 4, 0)
    )
    wide = 4 if version == 2 else 2
    count, at = locations.number(6, wide), 6 + wide
    if count > _MOST_ITEMS:
        raise DamagedError(f"{count} items")
    for _ in range(count):
        number = locations.number(at, wide)
        at += wide
        method = 0
        if version:
            method = locations.number(at, 2) & 15
            at += 2
        base = locations.number(at + 2, base_size)
        extents = locations.number(at + 2 + base_size, 2)
        at += 4 + base_size
        places = []
        for _ in range(extents):
            at += index_size if version else 0
            offset = locations.number(at, offset_size)
            length = locations.number(at + offset_size, length_size)
            at += offset_size + length_size
            places.append((base + offset, length))
        if places and method in (0, 1):
            yield number, _Item(tuple(places), method == 1)
