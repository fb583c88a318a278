"""The sealed list: its file, and looking forms up in it.

::

    postguard-sealed-terms 1
    title Deals and clients            what the owner chose to show
    contact legal@example.com
    salt 5f0c…                         16 bytes, hex; also names the list
    key 91be…                          tells a wrong key from a damaged file
    entries 2
    forms 5
    [entries]                          nonce and encrypted conditions, one entry a line
    …
    [forms]                            digest and encrypted meaning, one form a line
    …
    code 77d1…                         over every byte above

Lines are Base64, sorted, so that adding a term adds lines and moves none. A form's line is
the first 14 bytes of its keyed digest, and 10 bytes of meaning encrypted under the other
10: only who has both the key and the form can read which entry it belongs to. The n-th
entry with the same form is found under the form's n-th digest.
"""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from postguard.confidential import crypto
from postguard.confidential.entries import Conditions, Use
from postguard.confidential.keys import HOW_TO_GIVE_A_KEY, KeyRing, TermsKey
from postguard.errors import MissingKeyError, TermsError
from postguard.files import DISK, Files, read_bytes

MAGIC = b"postguard-sealed-terms "
VERSION = 1
LARGEST_FILE = 256 * 1024 * 1024
"""Bytes."""

ID_BYTES = 9
DIGEST_BYTES = 14
RECORD_BYTES = DIGEST_BYTES + ID_BYTES + 1
_ID_LETTERS = ID_BYTES * 4 // 3
_RECORD_LETTERS = RECORD_BYTES * 4 // 3
CONDITIONS_BLOCK = 48

_CAPITAL, _APPROXIMATE, _HEAD = 0x10, 0x20, 0x40
_HEX = re.compile(rb"[0-9a-f]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+")
_RESTORE = "Restore it from version control, or seal the plain list again."


class Clear(NamedTuple):
    """What anyone may read of a sealed list, because its owner chose so."""

    title: str = ""
    contact: str = ""


class SealedFile:
    """A sealed list as it lies on disk. Nothing in it is trusted before `unlock`."""

    __slots__ = ("_code", "_signed", "clear", "entries", "forms", "key_check", "path", "salt")

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        """The file, as the user names it."""
        data = data.replace(b"\r\n", b"\n")
        self._signed, self._code = _split_code(data, path)
        header, entry_lines, form_lines = _sections(self._signed, path)
        fields = _fields(header, path)
        self.salt = _hex(fields, b"salt", crypto.SALT_BYTES, path)
        self.key_check = _hex(fields, b"key", 8, path)
        self.clear = Clear(
            fields.get(b"title", b"").decode("utf-8", "replace"),
            fields.get(b"contact", b"").decode("utf-8", "replace"),
        )
        self.entries = {line[:_ID_LETTERS]: line[_ID_LETTERS:] for line in entry_lines}
        """Encrypted conditions by identifier, both in Base64."""
        self.forms = _records(form_lines, path)
        """Encrypted meanings by digest."""
        counts = (b"%d" % len(self.entries), b"%d" % len(self.forms))
        if (fields.get(b"entries"), fields.get(b"forms")) != counts:
            raise _damaged("its line counts do not agree", path)

    def __repr__(self) -> str:
        return f"SealedFile({self.path!r}, {len(self.entries)} entries)"

    def __reduce__(self) -> "tuple[type[SealedFile], tuple[bytes, str]]":
        return SealedFile, (self._signed + b"code " + self._code.hex().encode() + b"\n", self.path)

    def unlock(self, keys: KeyRing) -> "SealedList":
        """The list, checked and ready for look-ups.

        Raises `MissingKeyError` if no key is at hand, `TermsError` if none opens this list
        or if it was changed by anyone without the key.
        """
        if not len(keys):
            raise self.without_key()
        for key in keys:
            if crypto.same(crypto.key_check(key, self.salt), self.key_check):
                break
        else:
            raise TermsError(
                "no key given opens this sealed list",
                path=self.path,
                remedy="Give the key it was sealed with, or seal the plain list again.",
            )
        code = crypto.authentication_code(key, self.salt, self._signed)
        if not crypto.same(code, self._code):
            raise _damaged("it was changed since it was sealed", self.path)
        return SealedList(self, key)

    def without_key(self) -> MissingKeyError:
        """The error of having no key for this list."""
        return MissingKeyError(
            "this sealed list cannot be checked against: no key was given",
            path=self.path,
            remedy=HOW_TO_GIVE_A_KEY,
        )


class SealedList:
    """An unlocked sealed list. It can answer whether a form is in it, and not list its forms."""

    __slots__ = ("_decrypt", "_digest", "_forms", "_read", "_start", "file", "key")

    def __init__(self, file: SealedFile, key: TermsKey) -> None:
        self.file = file
        self.key = key
        self._start = crypto.form_state(key, file.salt, RECORD_BYTES)
        self._digest = crypto.form_digester(key, file.salt, RECORD_BYTES)
        self._decrypt = crypto.cipher(key, file.salt)
        self._forms: Mapping[bytes, bytes] = file.forms
        self._read: dict[bytes, Conditions | None] = {}

    def __repr__(self) -> str:
        return f"SealedList({self.file.path!r}, {len(self)} entries)"

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.file.entries)

    def has_head(self, head: str) -> bool:
        """Whether any form longer than a head begins so."""
        state = self._start.copy()
        state.update(head_key(head))
        return state.digest()[:DIGEST_BYTES] in self._forms

    def known(self, forms: Iterable[str]) -> list[str]:
        """Those of many forms that are in the list. Written out, for it is most of the work."""
        copy, listed = self._start.copy, self._forms
        found: list[str] = []
        for form in forms:
            state = copy()
            state.update(form.encode("utf-8", "surrogatepass"))
            if state.digest()[:DIGEST_BYTES] in listed:
                found.append(form)
        return found

    def lookup(self, form: str) -> list[tuple[bytes, Use]]:
        """The entries a form belongs to and what it means for each."""
        return [(identifier, use) for identifier, use, _ in chain(self._digest, self._forms, form)]

    def conditions(self, identifier: bytes) -> Conditions | None:
        """An entry's conditions; None if the entry was removed."""
        if identifier not in self._read:
            sealed = self.file.entries.get(b2a_base64(identifier, newline=False))
            self._read[identifier] = (
                None if sealed is None else read_conditions(self._decrypt, identifier, sealed)[0]
            )
        return self._read[identifier]


def read_sealed(path: str, files: Files = DISK) -> SealedFile:
    """Read a sealed list. Raises `TermsError` if the file is unreadable or damaged."""
    data = read_bytes(path, "the list", TermsError, files=files, largest=LARGEST_FILE)
    return SealedFile(data, path)


def form_key(form: str, index: int) -> bytes:
    """What is digested for the `index`-th entry with this form."""
    key = form.encode("utf-8", "surrogatepass")
    return key + b"\x00" + index.to_bytes(4, "big") if index else key


def head_key(head: str) -> bytes:
    """What is digested for the beginning of a long form."""
    return b"\x01" + head.encode("utf-8", "surrogatepass")


def chain(
    digest: Callable[[bytes], bytes], forms: Mapping[bytes, bytes], form: str
) -> Iterator[tuple[bytes, Use, bytes]]:
    """The entries with this form: identifier, meaning, and the digest it is kept under."""
    index = 0
    while True:
        digested = digest(form_key(form, index))
        sealed = forms.get(digested[:DIGEST_BYTES])
        if sealed is None:
            return
        meaning = mask(sealed, digested)
        role = meaning[ID_BYTES]
        use = Use(role & 0x0F, bool(role & _CAPITAL), bool(role & _APPROXIMATE))
        yield meaning[:ID_BYTES], use, digested[:DIGEST_BYTES]
        index += 1


def meaning_of(identifier: bytes, use: Use) -> bytes:
    """What a form's line says, before it is encrypted."""
    role = use.group | (_CAPITAL if use.capital else 0) | (_APPROXIMATE if use.approximate else 0)
    return identifier + bytes([role])


def meaning_of_head(uses: int) -> bytes:
    """What a head's line says: how many forms begin so."""
    return uses.to_bytes(ID_BYTES, "big") + bytes([_HEAD])


def mask(data: bytes, digested: bytes) -> bytes:
    """En- or decrypt a form's meaning with the part of its digest that is not in the file."""
    pad = digested[DIGEST_BYTES:]
    return bytes(left ^ right for left, right in zip(data, pad, strict=True))


def read_conditions(
    decrypt: Callable[[bytes, bytes], bytes], identifier: bytes, sealed: bytes
) -> tuple[Conditions, int]:
    """An entry's conditions and the number of its forms."""
    import json
    from datetime import date

    from postguard.finding import Severity

    severity, owner, label, since, until, audiences, groups, within, forms = json.loads(
        decrypt(identifier, a2b_base64(sealed))
    )
    conditions = Conditions(
        Severity(severity),
        owner,
        label,
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        tuple(audiences),
        groups,
        within,
    )
    return conditions, forms


def _split_code(data: bytes, path: str) -> tuple[bytes, bytes]:
    if not data.startswith(MAGIC):
        raise TermsError("this is not a sealed list", path=path, remedy=_RESTORE)
    first = data[len(MAGIC) : data.find(b"\n")]
    if first != b"%d" % VERSION:
        raise TermsError(
            "this sealed list has another version", path=path, remedy="Use a newer postguard."
        )
    at = data.rfind(b"\ncode ") + 1
    code = data[at + 5 : -1]
    if not at or data[-1:] != b"\n" or len(code) != 64 or not _HEX.fullmatch(code):
        raise _damaged("its end is missing", path)
    return data[:at], bytes.fromhex(code.decode("ascii"))


def _sections(signed: bytes, path: str) -> tuple[list[bytes], list[bytes], list[bytes]]:
    header, found, rest = signed.partition(b"[entries]\n")
    entries, found_forms, forms = rest.partition(b"[forms]\n")
    if not found or not found_forms:
        raise _damaged("a part of it is missing", path)
    return header.splitlines()[1:], entries.split(b"\n")[:-1], forms.split(b"\n")[:-1]


def _fields(header: list[bytes], path: str) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for line in header:
        name, _, value = line.partition(b" ")
        if name in fields:
            raise _damaged("its header repeats a line", path)
        fields[name] = value
    return fields


def _hex(fields: dict[bytes, bytes], name: bytes, size: int, path: str) -> bytes:
    value = fields.get(name, b"")
    if len(value) != 2 * size or not _HEX.fullmatch(value):
        raise _damaged("its header is incomplete", path)
    return bytes.fromhex(value.decode("ascii"))


def _records(lines: list[bytes], path: str) -> dict[bytes, bytes]:
    joined = b"".join(lines)
    if any(len(line) != _RECORD_LETTERS for line in lines) or (
        joined and not _BASE64.fullmatch(joined)
    ):
        raise _damaged("a line of it is not as it was written", path)
    raw = a2b_base64(joined)
    return {
        raw[at : at + DIGEST_BYTES]: raw[at + DIGEST_BYTES : at + RECORD_BYTES]
        for at in range(0, len(raw), RECORD_BYTES)
    }


def _damaged(what: str, path: str) -> TermsError:
    return TermsError(f"this sealed list cannot be trusted: {what}", path=path, remedy=_RESTORE)
