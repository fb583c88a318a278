"""What an image says of itself, gathered field by field."""

import re

from postguard.lazy import lazy_pattern

_MOST_FIELDS = 2_000
_LONGEST = 1 << 20
_MOST_CHARACTERS = 8 << 20
"""What all values of an image may take: packed text is a thousandth of what it unpacks to."""
_MOST_PROBLEMS = 200
"""Each names its place, and a damaged directory has tens of thousands of them."""
_SPACE = lazy_pattern(r"[\s\x00]+")
POSITION = "GPS position"
"""The name of the field that tells where an image was taken: latitude, longitude in degrees."""


class Found:
    """The fields of one image, each value once, and what could not be read of it."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, str]] = []
        """Name and value; neither holds a line end."""
        self.problems: list[str] = []
        self._known: set[tuple[str, str]] = set()
        self._positions: set[tuple[float, float]] = set()
        self._left = _MOST_CHARACTERS

    def text(self, name: str, value: str) -> None:
        """Take a value, unless it says nothing or is known already."""
        self._left -= len(value)
        if self._left < 0:
            self.problem(f"more than {_MOST_CHARACTERS >> 20} MiB of text")
            return
        value = _SPACE.sub(" ", value).strip()
        if not value or (name, value) in self._known:
            return
        if len(self._known) == _MOST_FIELDS:
            self.problem(f"more than {_MOST_FIELDS} fields")
            return
        if len(value) > _LONGEST:
            self.problem(f"{name} is longer than {_LONGEST} characters")
            value = value[:_LONGEST]
        self._known.add((name, value))
        self.fields.append((_SPACE.sub(" ", re.sub(":+", "", name)).strip(), value))

    def position(self, name: str, latitude: float, longitude: float) -> None:
        """Take a place in degrees. The same place told twice, in EXIF and XMP, is one."""
        rounded = (round(latitude, 3), round(longitude, 3))
        if rounded not in self._positions:
            self._positions.add(rounded)
            self.text(name, f"{latitude:.5f}, {longitude:.5f}")

    def problem(self, reason: str) -> None:
        """Note what could not be read, once, as far as anybody reads on."""
        if len(self.problems) < _MOST_PROBLEMS and reason not in self.problems:
            self.problems.append(reason)
