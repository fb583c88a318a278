"""Someone who has the sealed file and this code, a dictionary, and no key.

The attacker digests each candidate as the code does, under every key there is to be had
without the secret: none, zeros, and everything the file itself shows, and as plain
digests of common kinds. A candidate is recovered if its digest stands in the file.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from postguard.confidential.sealed import DIGEST_BYTES, RECORD_BYTES, SealedFile


class Attacker:
    """Ready to try candidates against one file."""

    def __init__(self, file: SealedFile, leaked: Sequence[bytes] = ()) -> None:
        self._digests = frozenset(file.forms)
        code = file._code
        guesses = [b"", bytes(32), file.salt, file.salt * 2, file.key_check, code]
        guesses += [
            hashlib.blake2b(key=guess, salt=file.salt, person=b"pg-forms", digest_size=32).digest()
            for guess in guesses
        ]
        guesses += leaked
        self._keyed = [
            hashlib.blake2b(key=guess, salt=file.salt, person=b"pg-form", digest_size=RECORD_BYTES)
            for guess in guesses
        ]
        self._plain: list[Callable[[bytes], Any]] = [
            hashlib.md5,
            hashlib.sha1,
            hashlib.sha256,
            hashlib.blake2b,
            hashlib.blake2s,
        ]

    @property
    def ways(self) -> int:
        """Digests tried for each candidate."""
        return len(self._keyed) + len(self._plain)

    def recovered(self, candidates: Iterable[str]) -> list[str]:
        """The candidates of which any digest stands in the file."""
        return [form for form in candidates if any(self._tries(form.encode()))]

    def _tries(self, form: bytes) -> Iterator[bool]:
        for start in self._keyed:
            state = start.copy()
            state.update(form)
            yield state.digest()[:DIGEST_BYTES] in self._digests
        for digest in self._plain:
            yield digest(form).digest()[:DIGEST_BYTES] in self._digests
