"""What changed between lists, in counts only: who may see the counts learns no term."""

from collections.abc import Sequence
from typing import NamedTuple

from postguard.confidential.entries import ALLOWED, Entry, uses
from postguard.confidential.sealed import SealedFile, SealedList


class FileDifference(NamedTuple):
    """Two states of a sealed list, by their lines. Needs no key."""

    entries_added: int
    entries_removed: int
    entries_kept: int
    forms_added: int
    forms_removed: int
    same_seal: bool
    """False if the salt or the key changed, after which every line differs."""


class ListDifference(NamedTuple):
    """A plain list against a sealed one, in entries."""

    both: int
    changed: int
    """Of those, the ones whose severity, owner, label, dates, audiences or window differ."""
    only_plain: int
    only_sealed: int


def diff(old: SealedFile, new: SealedFile) -> FileDifference:
    """What was added and removed from one state of a sealed list to another."""
    before, after = set(old.entries.items()), set(new.entries.items())
    return FileDifference(
        len(after - before),
        len(before - after),
        len(before & after),
        len(new.forms.keys() - old.forms.keys()),
        len(old.forms.keys() - new.forms.keys()),
        (old.salt, old.key_check) == (new.salt, new.key_check),
    )


def compare(entries: Sequence[Entry], sealed: SealedList) -> ListDifference:
    """How many entries of a plain list the sealed one holds, and the other way round.

    An entry is held if the sealed list has an entry of as many groups that knows every one
    of its forms with the same meaning.
    """
    held: set[bytes] = set()
    both = changed = 0
    for entry in entries:
        wanted = entry.conditions()
        known = {
            identifier: conditions
            for identifier in _knowing(entry, sealed)
            if (conditions := sealed.conditions(identifier)) is not None
            and conditions.groups == wanted.groups
        }
        both += bool(known)
        changed += bool(known) and wanted not in known.values()
        held |= known.keys()
    return ListDifference(both, changed, len(entries) - both, len(sealed) - len(held))


def _knowing(entry: Entry, sealed: SealedList) -> set[bytes]:
    """The sealed entries that know every form of a plain one."""
    found: set[bytes] | None = None
    for form, use in uses(entry):
        if use.group != ALLOWED:
            knowing = {identifier for identifier, known in sealed.lookup(form) if known == use}
            found = knowing if found is None else found & knowing
    return found or set()
