"""Making and changing sealed lists: seal, add, remove, rotate.

Every function returns the whole new file as text; writing it is the caller's. Nothing is
ever decrypted but what the given terms themselves open, because nothing else can be.
"""

import json
import secrets
from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postguard.confidential import crypto
from postguard.confidential.entries import (
    ALLOWED,
    Entry,
    Problem,
    Use,
    near_forms,
    noise,
    repeated,
    uses,
)
from postguard.confidential.keys import TermsKey
from postguard.confidential.normalise import head_size
from postguard.confidential.sealed import (
    CONDITIONS_BLOCK,
    DIGEST_BYTES,
    ID_BYTES,
    MAGIC,
    RECORD_BYTES,
    VERSION,
    Clear,
    SealedList,
    chain,
    form_key,
    head_key,
    mask,
    meaning_of,
    meaning_of_head,
    read_conditions,
)
from postguard.errors import TermsError, UsageError


class Sealed(NamedTuple):
    """A sealed list as text, and what its owner should know of it."""

    text: str
    entries: int
    problems: tuple[Problem, ...] = ()


class Removed(NamedTuple):
    """A sealed list without some entries."""

    text: str
    removed: int
    unknown: int
    """Given terms the list does not hold."""
    left_over: int
    """Lines that could not be found without the removed entries' other spellings. They
    match nothing any more; sealing the plain list again drops them."""


def seal(entries: Sequence[Entry], key: TermsKey, clear: Clear = Clear()) -> Sealed:  # noqa: B008
    """Seal a plain list under `key`, with a new salt.

    `Sealed.problems` says which entries will be noisy, and which are there twice, by line.
    Raises `UsageError` if the title or contact to show holds a control character.
    """
    draft = _Draft(key, secrets.token_bytes(crypto.SALT_BYTES), clear)
    for entry in entries:
        draft.add(entry)
    return draft.finish(entries)


def add(sealed: SealedList, entries: Sequence[Entry]) -> Sealed:
    """The list with more entries, keeping every line it has."""
    draft = _Draft.of(sealed)
    for entry in entries:
        draft.add(entry)
    return draft.finish(entries)


def remove(sealed: SealedList, entries: Iterable[Entry]) -> Removed:
    """The list without the given entries.

    A sealed entry is one of them if it asks for as many things and knows a spelling of each.
    """
    draft = _Draft.of(sealed)
    removed = unknown = left_over = 0
    for entry in entries:
        gone, lines = draft.remove(entry)
        removed += gone
        unknown += not gone
        left_over += lines
    return Removed(draft.text(), removed, unknown, left_over)


def rotate(old: SealedList, entries: Sequence[Entry], new_key: TermsKey) -> Sealed:
    """The plain list sealed anew, if it has all that the old sealed list has.

    A digest cannot be carried over to another key, so the plain list is needed. Raises
    `TermsError` if the old list holds entries the plain one lacks, which would be lost.
    """
    from postguard.confidential.compare import compare

    difference = compare(entries, old)
    if difference.only_sealed:
        raise TermsError(
            f"{difference.only_sealed} of its entries are not in the plain list",
            path=old.file.path,
            remedy="Add them to the plain list first; rotating would lose them.",
        )
    return seal(entries, new_key, old.file.clear)


class _Draft:
    """The lines of a sealed list while it is made."""

    def __init__(self, key: TermsKey, salt: bytes, clear: Clear) -> None:
        self._key = key
        self._salt = salt
        self._clear = clear
        self._digest = crypto.form_digester(key, salt, RECORD_BYTES)
        self._cipher = crypto.cipher(key, salt)
        self._forms: dict[bytes, bytes] = {}
        self._entries: dict[bytes, bytes] = {}

    @classmethod
    def of(cls, sealed: SealedList) -> "_Draft":
        draft = cls(sealed.key, sealed.file.salt, sealed.file.clear)
        draft._forms = dict(sealed.file.forms)
        draft._entries = dict(sealed.file.entries)
        return draft

    def __repr__(self) -> str:
        return f"_Draft({len(self._entries)} entries)"

    def add(self, entry: Entry) -> None:
        wanted = sealed_uses(entry)
        identifier = secrets.token_bytes(ID_BYTES)
        name = b2a_base64(identifier, newline=False)
        while name in self._entries:
            identifier = secrets.token_bytes(ID_BYTES)
            name = b2a_base64(identifier, newline=False)
        self._entries[name] = self._conditions(identifier, entry, len(wanted))
        for form, use in wanted:
            known = sum(1 for _ in chain(self._digest, self._forms, form))
            self._put(form_key(form, known), meaning_of(identifier, use))
            self._count_head(form, 1)

    def remove(self, entry: Entry) -> tuple[int, int]:
        """How many entries went, and how many of their lines stayed."""
        given = sealed_uses(entry)
        wanted = entry.conditions().groups
        holders: list[set[bytes]] = [set() for _ in range(wanted)]
        for form, use in given:
            if use.group != ALLOWED and not use.approximate:
                holders[use.group] |= {
                    identifier
                    for identifier, known, _ in chain(self._digest, self._forms, form)
                    if known.group == use.group
                }
        gone: dict[bytes, int] = {}
        for identifier in set.intersection(*holders):
            sealed = self._entries.get(b2a_base64(identifier, newline=False))
            if sealed is not None:
                conditions, forms = read_conditions(self._cipher, identifier, sealed)
                if conditions.groups == wanted:
                    gone[identifier] = forms
        for identifier in gone:
            del self._entries[b2a_base64(identifier, newline=False)]
        dropped = sum(self._drop(form, gone) for form in dict.fromkeys(form for form, _ in given))
        return len(gone), sum(gone.values()) - dropped

    def finish(self, entries: Sequence[Entry]) -> Sealed:
        problems = [problem for entry in entries for problem in noise(entry)]
        told = sorted([*problems, *repeated(entries)])
        return Sealed(self.text(), len(self._entries), tuple(told))

    def text(self) -> str:
        lines = [f"{MAGIC.decode('ascii')}{VERSION}"]
        for name, value in self._clear._asdict().items():
            if value:
                if not value.isprintable():
                    raise UsageError(f"the {name} to show must be one line of printable text")
                lines.append(f"{name} {value}")
        lines += [
            f"salt {self._salt.hex()}",
            f"key {crypto.key_check(self._key, self._salt).hex()}",
            f"entries {len(self._entries)}",
            f"forms {len(self._forms)}",
            "[entries]",
            *sorted((name + sealed).decode("ascii") for name, sealed in self._entries.items()),
            "[forms]",
            *sorted(
                b2a_base64(digest + sealed, newline=False).decode("ascii")
                for digest, sealed in self._forms.items()
            ),
        ]
        signed = "\n".join(lines) + "\n"
        code = crypto.authentication_code(self._key, self._salt, signed.encode("utf-8"))
        return f"{signed}code {code.hex()}\n"

    def _put(self, key: bytes, meaning: bytes) -> None:
        digested = self._digest(key)
        self._forms[digested[:DIGEST_BYTES]] = mask(meaning, digested)

    def _drop(self, form: str, gone: dict[bytes, int]) -> int:
        """Take a form's lines for removed entries out, closing the chain behind them."""
        kept: list[bytes] = []
        found = 0
        for identifier, use, digest in list(chain(self._digest, self._forms, form)):
            del self._forms[digest]
            if identifier in gone:
                found += 1
            else:
                kept.append(meaning_of(identifier, use))
        for index, meaning in enumerate(kept):
            self._put(form_key(form, index), meaning)
        if found:
            self._count_head(form, -found)
        return found

    def _count_head(self, form: str, change: int) -> None:
        """Note that so many more or fewer forms begin as this one, if it is a long one."""
        head = form[: head_size(form)]
        if head == form:
            return
        digested = self._digest(head_key(head))
        sealed = self._forms.get(digested[:DIGEST_BYTES])
        uses = int.from_bytes(mask(sealed, digested)[:ID_BYTES], "big") if sealed else 0
        if uses + change > 0:
            self._put(head_key(head), meaning_of_head(uses + change))
        else:
            self._forms.pop(digested[:DIGEST_BYTES], None)

    def _conditions(self, identifier: bytes, entry: Entry, forms: int) -> bytes:
        conditions = entry.conditions()
        plain = json.dumps(
            [
                conditions.severity.value,
                conditions.owner,
                conditions.label,
                conditions.since.isoformat() if conditions.since else "",
                conditions.until.isoformat() if conditions.until else "",
                conditions.audiences,
                conditions.groups,
                conditions.within,
                forms,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode("utf-8")
        # Padded with spaces, so that a line's length tells little of what is in it.
        padded = plain.ljust(-(-len(plain) // CONDITIONS_BLOCK) * CONDITIONS_BLOCK)
        return b2a_base64(self._cipher(identifier, padded), newline=False)


def sealed_uses(entry: Entry) -> list[tuple[str, Use]]:
    """Every form a sealed list keeps of an entry, with its misspellings if it asks for them.

    Only terms are misspelt, not neighbours or allowed phrases.
    """
    exact = uses(entry)
    found = list(exact)
    if entry.fuzzy:
        forms = {form for form, _ in exact}
        for form, use in exact:
            if use.group < len(entry.groups):
                near = near_forms(form) - forms
                found += [(other, use._replace(approximate=True)) for other in sorted(near)]
    return list(dict.fromkeys(found))
