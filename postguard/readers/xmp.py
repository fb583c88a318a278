"""XMP packets: the words of the properties that people write and read.

Source: ISO 16684-1, IPTC Photo Metadata Standard, and the schemas of the programs that
write names of people (faces, owners). What only machines read, such as an editor's history
and settings, is left out.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from postguard.lazy import lazy_pattern
from postguard.readers.image_bytes import DamagedError
from postguard.readers.image_fields import POSITION, Found

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ALL: frozenset[str] = frozenset()


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_WANTED: Mapping[str, frozenset[str]] = {
    "http://purl.org/dc/elements/1.1/": _words(
        "contributor coverage creator description publisher relation rights source subject title"
    ),
    "http://ns.adobe.com/photoshop/1.0/": _words(
        "AuthorsPosition CaptionWriter Category City Country Credit Headline Instructions Source"
        " State SupplementalCategories TransmissionReference LayerName LayerText History"
    ),
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": _ALL,
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": _ALL,
    "http://ns.adobe.com/xap/1.0/rights/": _ALL,
    "http://ns.adobe.com/xap/1.0/": _words("Label Nickname"),
    "http://ns.adobe.com/tiff/1.0/": _words("ImageDescription Artist Copyright"),
    "http://ns.adobe.com/exif/1.0/": _words("UserComment GPSAreaInformation"),
    "http://cipa.jp/exif/1.0/": _words("CameraOwnerName OwnerName Photographer"),
    "http://ns.adobe.com/pdf/1.3/": _words("Keywords"),
    "http://ns.adobe.com/lightroom/1.0/": _ALL,
    "http://ns.useplus.org/ldf/xmp/1.0/": _ALL,
    "http://www.metadataworkinggroup.com/schemas/regions/": _words("Name Description"),
    "http://ns.microsoft.com/photo/1.0/": _ALL,
    "http://ns.microsoft.com/photo/1.2/t/Region#": _words("PersonDisplayName"),
    "http://www.digikam.org/ns/1.0/": _ALL,
}
"""Namespace → its properties that are read; empty for all."""
_NAMES: Mapping[str, str] = {
    "creator": "Artist", "Artist": "Artist", "Photographer": "Artist",
    "rights": "Copyright", "Copyright": "Copyright",
    "description": "Description", "ImageDescription": "Description",
    "title": "Title", "subject": "Keywords", "Keywords": "Keywords", "UserComment": "Comment",
    "CameraOwnerName": "Camera owner", "OwnerName": "Camera owner",
}  # fmt: skip
"""What EXIF has, too, is called the same."""
_EXIF = "http://ns.adobe.com/exif/1.0/"
_COORDINATE = lazy_pattern(r"(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?(?:,(\d+(?:\.\d+)?))?\s*([NSEW])")
_DEEPEST = 100


def read(packet: bytes, found: Found) -> None:
    """Gather the fields of a packet.

    Raises `DamagedError` if it is no well-formed XML, is nested too deeply, or has a
    document type, which no program that writes packets makes.
    """
    from xml.parsers import expat

    packet = packet.strip(b"\x00 \t\r\n")
    if not packet:
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reading = _Packet(parser, found)
    try:
        parser.Parse(packet, True)
    except expat.ExpatError as error:
        raise DamagedError(f"not well-formed XML: {error}") from None
    finally:
        reading.finish()


class _Packet:
    def __init__(self, parser: "XMLParserType", found: Found) -> None:
        self._found = found
        self._open: list[str] = []
        self._text: list[str] = []
        self._degrees: dict[str, float] = {}
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = self._doctype

    def finish(self) -> None:
        """Put the halves of places together."""
        for name, prefix in ((POSITION, "GPS"), ("GPS destination", "GPSDest")):
            latitude = self._degrees.get(f"{prefix}Latitude")
            longitude = self._degrees.get(f"{prefix}Longitude")
            if latitude is not None and longitude is not None and (latitude, longitude) != (0, 0):
                self._found.position(name, latitude, longitude)

    def _doctype(self, *_: object) -> None:
        raise DamagedError("it has a document type, which is not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == _DEEPEST:
            raise DamagedError(f"nested more than {_DEEPEST} deep")
        self._open.append(name)
        self._text.clear()
        for key, value in attributes.items():
            self._property(key, value)

    def _end(self, name: str) -> None:  # noqa: ARG002
        text = "".join(self._text)
        self._text.clear()
        if text and not text.isspace():
            self._property(self._owner(), text)
        self._open.pop()

    def _owner(self) -> str:
        """The property whose value, or item of a list, is open."""
        return next((name for name in reversed(self._open) if not name.startswith(_RDF)), "")

    def _property(self, qualified: str, value: str) -> None:
        space, _, name = qualified.rpartition(" ")
        if space == _EXIF and name.startswith("GPS"):
            self._coordinate(name, value)
        wanted = _WANTED.get(space)
        if wanted is not None and (not wanted or name in wanted):
            self._found.text(_NAMES.get(name, name), value)

    def _coordinate(self, name: str, value: str) -> None:
        match = _COORDINATE.fullmatch(value.strip())
        if match:
            parts = [float(part or 0) for part in match.groups()[:3]]
            degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
            self._degrees[name] = -degrees if match[4] in "SW" else degrees
