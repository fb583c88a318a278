"""Bytes to a `Source`: which encoding, what could not be decoded, what is no text at all.

In order: a byte-order mark, strict UTF-8, UTF-16 without a mark (told by where its
NULs fall), the declared encoding, and last a guess that is reported as one. A byte
that cannot be decoded becomes one U+FFFD at its place, so that the text on both
sides is read at its true offsets, and the source is marked partly readable.
"""

from __future__ import annotations

from postguard.document import Source
from postguard.errors import ReadError
from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (
        b"version https://git-lfs.github.com/spec/",
        "a pointer of Git LFS, not the file; fetch that with git lfs pull",
    ),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
)

_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_CONTROL = lazy_pattern("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = lazy_pattern(rb"[\xc2-\xf4][\x80-\xbf]")
# Undefined in windows-1252, or letters so rare there that a stray byte is likelier.
_NOT_WESTERN = lazy_pattern(rb"[\x81\x8d\x8f\x90\x9d\xd0\xde\xf0\xfe\xff]")
_HIGH_RUN = lazy_pattern(rb"[\x80-\xff]{3,}")
_HIGH = lazy_pattern(rb"[\x80-\xff]")
_LISTED = 5


class _Decoded(NamedTuple):
    text: str
    encoding: str
    bad: tuple[int, ...] = ()
    """Byte offsets that could not be decoded."""
    notes: tuple[str, ...] = ()


def decode(uri: str, data: bytes, declared: str | None = None) -> Source:
    """Decode one input.

    Args:
        uri: how the user names the input.
        data: its bytes.
        declared: the codec its configuration or transport names, used if the bytes
            do not say otherwise themselves.

    Raises `ReadError` with stage "decode" if the bytes are no text, or `declared` is
    no codec.
    """
    from postguard.blake2 import blake2b

    decoded = _decode(data, declared)
    binary = decoded.text.find("\x00")
    if binary >= 0:
        reason = f"binary: a NUL at character {binary}; save it as text, or exclude it"
        raise ReadError(reason, stage="decode")
    return Source(
        uri,
        decoded.text,
        decoded.encoding,
        blake2b(data, digest_size=32).hexdigest(),
        _problems(decoded),
        decoded.notes,
    )


def _decode(data: bytes, declared: str | None) -> _Decoded:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"binary: {name}", stage="decode")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding)
    if b"\x00" not in data:
        try:
            return _Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    elif (probed := _probe_utf16(data)) is not None:
        return probed
    if declared is not None:
        try:
            return _lenient(data, declared)
        except LookupError:
            raise ReadError(f"unknown encoding {declared!r}", stage="decode") from None
    if _looks_western(data):
        note = "not UTF-8; read as windows-1252, a guess: declare the encoding to be sure"
        return _Decoded(data.decode("windows-1252"), "windows-1252", notes=(note,))
    return _lenient(data, "utf-8")


def _probe_utf16(data: bytes) -> _Decoded | None:
    """UTF-16 without a mark: every NUL is the same half of a unit, and the rest is text."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    if (even == 0) == (odd == 0):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    return _Decoded(text, encoding, notes=(f"no byte-order mark; read as {encoding}",))


def _looks_western(data: bytes) -> bool:
    """Whether windows-1252 is a plausible reading: lone accented letters and quotes in ASCII."""
    if b"\x00" in data or _MULTIBYTE.search(data) or _NOT_WESTERN.search(data):
        return False
    if _HIGH_RUN.search(data):
        return False
    return len(_HIGH.findall(data)) * 5 <= len(data)


def _lenient(data: bytes, encoding: str) -> _Decoded:
    """Decode, with U+FFFD for each byte (or lone surrogate) that cannot be."""
    try:
        return _Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        pass
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        escaped = data.decode("utf-8", "surrogateescape")
        return _Decoded(_SURROGATE.sub("\ufffd", escaped), "utf-8", _escaped_offsets(escaped))
    parts: list[str] = []
    bad: list[int] = []
    at = 0
    while at < len(data):
        try:
            parts.append(data[at:].decode(encoding))
            break
        except UnicodeDecodeError as error:
            parts.append(data[at : at + error.start].decode(encoding))
            parts.append("\ufffd")
            bad.append(at + error.start)
            at += max(error.end, error.start + 1)
            if len(bad) >= 1000:
                reason = f"not {encoding}: over 1000 undecodable places"
                raise ReadError(reason, stage="decode") from None
    return _Decoded("".join(parts), encoding, tuple(bad))


def _escaped_offsets(escaped: str) -> tuple[int, ...]:
    offsets = []
    at = seen = 0
    for found in _SURROGATE.finditer(escaped):
        at += len(escaped[seen : found.start()].encode("utf-8"))
        offsets.append(at)
        at += 1
        seen = found.end()
    return tuple(offsets)


def _problems(decoded: _Decoded) -> tuple[str, ...]:
    if not decoded.bad:
        return ()
    shown = ", ".join(str(offset) for offset in decoded.bad[:_LISTED])
    more = f" and {len(decoded.bad) - _LISTED} more" if len(decoded.bad) > _LISTED else ""
    what = "an undecodable byte" if len(decoded.bad) == 1 else "undecodable bytes"
    place = f"{what} at byte offset {shown}{more}"
    return (f"{place} (read as {decoded.encoding}): repair the file or declare its encoding",)
