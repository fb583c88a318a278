"""IPTC-IIM, the captions and credits of press photographs, and what Photoshop wraps it in.

Source: IPTC-NAA Information Interchange Model 4.2; Adobe Photoshop File Formats, "Image
Resource Blocks".
"""

from collections.abc import Mapping

from postguard.readers.exif import decoded
from postguard.readers.image_bytes import Block, DamagedError, Window
from postguard.readers.image_fields import Found

_NAMES: Mapping[int, str] = {
    5: "Title", 7: "Edit status", 25: "Keywords", 40: "Instructions", 80: "Artist",
    85: "AuthorsPosition", 90: "City", 92: "Location", 95: "State", 101: "Country",
    103: "TransmissionReference", 105: "Headline", 110: "Credit", 115: "Source",
    116: "Copyright", 118: "Contact", 120: "Description", 122: "CaptionWriter",
}  # fmt: skip
"""Data sets of record 2, named as XMP names them."""
_IPTC_RESOURCE, _XMP_RESOURCE, _EXIF_RESOURCE = 0x0404, 0x0424, 0x0422
_RESOURCES: Mapping[int, str] = {
    _IPTC_RESOURCE: "iptc",
    _XMP_RESOURCE: "xmp",
    _EXIF_RESOURCE: "exif",
}
_MOST_SETS = 10_000


def read(data: Window, found: Found) -> None:
    """Gather the fields of a series of data sets. Raises `DamagedError` where it breaks."""
    at = 0
    for _ in range(_MOST_SETS):
        if at + 5 > data.length or data.at(at, 1) != b"\x1c":
            # Writers pad the series with zeros.
            return
        record, number = data.at(at + 1, 2)
        size = data.number(at + 3, 2)
        at += 5
        if size & 0x8000:
            raise DamagedError("a data set of extended length")
        if record == 2 and number in _NAMES:
            found.text(_NAMES[number], decoded(data.at(at, size)))
        at += size
    raise DamagedError(f"more than {_MOST_SETS} data sets")


def resources(data: Window) -> list[Block]:
    """The blocks of metadata among Photoshop's resources.

    Raises `DamagedError` where the series breaks off.
    """
    found = []
    at = 0
    while at + 12 <= data.length and data.at(at, 4) == b"8BIM":
        number = data.number(at + 4, 2)
        name = 1 + data.number(at + 6, 1)
        at += 6 + name + name % 2
        size = data.number(at, 4)
        at += 4
        if number in _RESOURCES:
            found.append(Block(_RESOURCES[number], data.part(at, size)))
        at += size + size % 2
    return found
