"""The bytes of an image, fetched only where a reader asks for them, and never many.

Images are large and what they say of themselves is small, so nothing here loads a file.
What a damaged or hostile image claims of its own sizes is checked before it is believed.
"""

from io import BytesIO
from typing import BinaryIO, Literal, NamedTuple

MOST = 16 << 20
"""Bytes of one image that are fetched at most; metadata beyond it makes the image partial."""

Order = Literal["little", "big"]


class DamagedError(ValueError):
    """An image, or a part of it, that is not what it claims. `str()` says how, for people."""


class _File:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST

    def fetch(self, offset: int, length: int) -> bytes:
        self._left -= length
        if self._left < 0:
            raise DamagedError(f"more than {MOST >> 20} MiB of metadata")
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) < length:
            raise DamagedError(f"the file ends at byte {offset + len(data)}, in the midst of it")
        return data


class Window:
    """A stretch of a file. Offsets count from its start."""

    __slots__ = ("_file", "_start", "length")

    def __init__(self, file: _File, start: int, length: int) -> None:
        self._file = file
        self._start = start
        self.length = length
        """In bytes."""

    @classmethod
    def of(cls, file: BinaryIO) -> "Window":
        """All of an open file."""
        return cls(_File(file), 0, file.seek(0, 2))

    @classmethod
    def over(cls, data: bytes) -> "Window":
        """Bytes that are at hand."""
        return cls.of(BytesIO(data))

    def at(self, offset: int, length: int) -> bytes:
        """Exactly these bytes. Raises `DamagedError` if the window does not hold them."""
        self._check(offset, length)
        return self._file.fetch(self._start + offset, length)

    def number(self, offset: int, length: int, order: Order = "big") -> int:
        """An unsigned integer. Raises `DamagedError` as `at` does."""
        return int.from_bytes(self.at(offset, length), order)

    def part(self, offset: int, length: int) -> "Window":
        """A stretch of this stretch. Raises `DamagedError` if it reaches beyond the end."""
        self._check(offset, length)
        return Window(self._file, self._start + offset, length)

    def whole(self) -> bytes:
        """All of it. Raises `DamagedError` if the file is shorter, or it is too much."""
        return self.at(0, self.length)

    def _check(self, offset: int, length: int) -> None:
        if offset < 0 or length < 0 or offset + length > self.length:
            place = self._start + offset
            raise DamagedError(f"cut off or wrong: {length} bytes at byte {place} are not there")


class Block(NamedTuple):
    """A piece of metadata as it lies in a file."""

    kind: str
    """``exif``, ``xmp``, ``iptc``, ``photoshop`` or ``text``."""
    data: Window
    name: str = ""
    """What a text calls itself."""
    packing: str = ""
    """``zlib``, ``hex`` or ``zlib+hex`` if it must be unpacked; else empty."""
    encoding: str = "utf-8"
    """Of a text."""
