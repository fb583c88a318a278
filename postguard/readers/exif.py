"""EXIF: the directories of a TIFF structure, as far as they hold words or places.

Source: CIPA DC-008 (Exif 3.0) and TIFF 6.0. Only the wanted tags are believed; maker notes
and thumbnails are not looked into.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from postguard.readers.image_bytes import Block, DamagedError, Order, Window
from postguard.readers.image_fields import POSITION, Found

_SIZES: Mapping[int, int] = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1,
}  # fmt: skip
"""Bytes a value takes, by its type."""
_TEXTS: Mapping[int, str] = {
    0x010D: "Document name",
    0x010E: "Description",
    0x011D: "Page name",
    0x013B: "Artist",
    0x013C: "Host computer",
    0x8298: "Copyright",
    0xA430: "Camera owner",
    0xA436: "Title",
    0xA437: "Artist",
    0xA438: "Editor",
}
_WINDOWS_TEXTS: Mapping[int, str] = {
    0x9C9B: "Title",
    0x9C9C: "Comment",
    0x9C9D: "Artist",
    0x9C9E: "Keywords",
    0x9C9F: "Subject",
}
"""What Windows Explorer writes, in UTF-16."""
_USER_COMMENT, _AREA = 0x9286, 0x1C
_BLOCKS: Mapping[int, str] = {0x02BC: "xmp", 0x83BB: "iptc", 0x8649: "photoshop"}
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_MOST_DIRECTORIES = 1_000
_LARGEST = 4 << 20
"""Bytes of one value that are read at most."""


class _Entry(NamedTuple):
    tag: int
    type: int
    amount: int
    value: int
    """Where the value stands: in the entry if it is short, else where the entry says."""
    size: int


def read(tiff: Window, found: Found, *, pages: bool = False) -> list[Block]:
    """Gather the fields of a TIFF structure; the blocks of other kinds that it holds.

    With `pages` it is a file of its own, whose further pages have directories too.

    Raises `DamagedError` if it is no TIFF structure at all.
    """
    return _Tiff(tiff, found).read(pages=pages)


class _Tiff:
    def __init__(self, data: Window, found: Found) -> None:
        self._data = data
        self._found = found
        head = data.at(0, 8)
        if head[:4] not in (b"II*\x00", b"MM\x00*"):
            raise DamagedError("it does not begin as EXIF data does")
        self._order: Order = "little" if head[:2] == b"II" else "big"
        self._blocks: list[Block] = []

    def read(self, *, pages: bool) -> list[Block]:
        todo = [(self._data.number(4, 4, self._order), False)]
        seen: set[int] = set()
        while todo:
            offset, is_gps = todo.pop()
            if offset in seen or len(seen) == _MOST_DIRECTORIES:
                lead = "that leads back to itself" if offset in seen else "too many"
                self._found.problem(f"EXIF: a directory {lead}")
                continue
            seen.add(offset)
            try:
                self._directory(offset, todo, is_gps=is_gps, pages=pages)
            except DamagedError as error:
                self._found.problem(f"EXIF: {error}")
        return self._blocks

    def _directory(
        self, offset: int, todo: list[tuple[int, bool]], *, is_gps: bool, pages: bool
    ) -> None:
        places: dict[int, _Entry] = {}
        for entry in self._entries(offset):
            if entry.tag in (_EXIF_DIRECTORY, _GPS_DIRECTORY) and not is_gps:
                pointer = self._data.number(entry.value, 4, self._order)
                todo.append((pointer, entry.tag == _GPS_DIRECTORY))
            elif is_gps:
                places[entry.tag] = entry
            else:
                self._wording(entry)
        if is_gps:
            self._place(places, POSITION, (1, 2, 3, 4))
            self._place(places, "GPS destination", (0x13, 0x14, 0x15, 0x16))
            if _AREA in places:
                self._found.text("GPS area", self._comment(places[_AREA]))
        if pages and not is_gps:
            end = offset + 2 + 12 * self._data.number(offset, 2, self._order)
            following = self._data.number(end, 4, self._order)
            if following:
                todo.append((following, False))

    def _entries(self, offset: int) -> Iterator[_Entry]:
        count = self._data.number(offset, 2, self._order)
        for index in range(count):
            at = offset + 2 + 12 * index
            raw = self._data.at(at, 12)
            tag, kind = self._number(raw[:2]), self._number(raw[2:4])
            amount = self._number(raw[4:8])
            size = _SIZES.get(kind, 0) * amount
            yield _Entry(tag, kind, amount, at + 8 if size <= 4 else self._number(raw[8:]), size)

    def _wording(self, entry: _Entry) -> None:
        try:
            if entry.tag in _TEXTS:
                self._found.text(_TEXTS[entry.tag], decoded(self._bytes(entry)))
            elif entry.tag in _WINDOWS_TEXTS:
                text = self._bytes(entry).decode("utf-16-le", "replace")
                self._found.text(_WINDOWS_TEXTS[entry.tag], text)
            elif entry.tag == _USER_COMMENT:
                self._found.text("Comment", self._comment(entry))
            elif entry.tag in _BLOCKS:
                data = self._data.part(entry.value, entry.size)
                self._blocks.append(Block(_BLOCKS[entry.tag], data))
        except DamagedError as error:
            self._found.problem(f"EXIF: {error}")

    def _comment(self, entry: _Entry) -> str:
        """A text that names its own character set in its first eight bytes."""
        data = self._bytes(entry)
        charset, text = data[:8].rstrip(b"\x00 "), data[8:]
        if charset == b"UNICODE":
            if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                return text.decode("utf-16", "replace")
            return text.decode(f"utf-16-{self._order[0]}e", "replace")
        if charset == b"JIS":
            return text.decode("iso2022_jp", "replace")
        return decoded(text if charset in (b"", b"ASCII") else data)

    def _place(
        self, entries: Mapping[int, _Entry], name: str, tags: tuple[int, int, int, int]
    ) -> None:
        south, latitude, west, longitude = (entries.get(tag) for tag in tags)
        if latitude is None or longitude is None:
            half = latitude or longitude
            if half is not None and (degrees := self._degrees(half)):
                self._found.text(f"{name}, one half", f"{degrees:.5f}")
            return
        north, east = self._degrees(latitude), self._degrees(longitude)
        if north is None or east is None or (north, east) == (0, 0):
            # What a phone writes that knows no place, or was told to keep it to itself.
            return
        north = -north if self._letter(south) == "S" else north
        east = -east if self._letter(west) == "W" else east
        self._found.position(name, north, east)

    def _degrees(self, entry: _Entry) -> float | None:
        """Degrees, minutes and seconds in one; None if the camera left them open."""
        if entry.type not in (5, 10) or not 1 <= entry.amount <= 3:
            raise DamagedError("a coordinate is not made of degrees, minutes and seconds")
        data = self._bytes(entry)
        total = 0.0
        for index in range(entry.amount):
            above = self._number(data[8 * index : 8 * index + 4])
            below = self._number(data[8 * index + 4 : 8 * index + 8])
            if below == 0:
                if above or index == 0:
                    return None
                continue
            total += above / below / 60**index
        return total if total <= 360 else None

    def _letter(self, entry: _Entry | None) -> str:
        return decoded(self._bytes(entry)).strip("\x00 ").upper()[:1] if entry else ""

    def _bytes(self, entry: _Entry) -> bytes:
        if entry.size > _LARGEST:
            raise DamagedError(f"a value of {entry.size} bytes, more than {_LARGEST >> 20} MiB")
        return self._data.at(entry.value, entry.size)

    def _number(self, raw: bytes) -> int:
        return int.from_bytes(raw, self._order)


def decoded(data: bytes) -> str:
    """Text of no stated encoding: UTF-8 where it is, else Western European."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")
