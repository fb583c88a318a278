"""The key of a sealed list: made here, read from where it is kept, and never shown.

A key is 32 random bytes, written ``pgterms1_`` and 48 letters of URL-safe Base64: the
secret and four bytes that catch a mistyped one.
"""

import os
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, NoReturn

from postguard.errors import MissingKeyError, TermsError, UsageError

VARIABLE = "POSTGUARD_TERMS_KEY"
"""The environment variable that may hold keys, parted by white space."""

PREFIX = "pgterms1_"
_SECRET_BYTES = 32
_CHECK_BYTES = 4
_KEYRING_SERVICE = "postguard"
_KEYRING_USER = "terms"
_LARGEST_KEY_FILE = 65_536


class TermsKey:
    """One 256-bit key. Its `repr` and `str` tell nothing, and it cannot be pickled."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != _SECRET_BYTES:
            raise ValueError("a terms key has 32 bytes")
        self._secret = secret

    def derive(self, purpose: bytes, salt: bytes) -> bytes:
        """A 256-bit key for one `purpose` (at most 16 bytes) in the list with this salt."""
        return blake2b(key=self._secret, salt=salt, person=purpose, digest_size=32).digest()

    def reveal(self) -> str:
        """The key as its holder keeps it. Write it only where the holder asked for it."""
        return PREFIX + urlsafe_b64encode(self._secret + _check(self._secret)).decode("ascii")

    def __repr__(self) -> str:
        return "TermsKey(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a terms key is never pickled; give a worker `reveal()` in its arguments")

    def __eq__(self, other: object) -> bool:
        from hmac import compare_digest

        return isinstance(other, TermsKey) and compare_digest(self._secret, other._secret)

    __hash__ = None  # type: ignore[assignment]


class KeyRing:
    """The keys at hand. Each list takes the one that opens it."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Iterable[TermsKey] = ()) -> None:
        self._keys: tuple[TermsKey, ...] = tuple(keys)

    def __iter__(self) -> Iterator[TermsKey]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"KeyRing({len(self._keys)} keys)"

    def only(self) -> TermsKey:
        """The key to seal with.

        Raises `MissingKeyError` if there is none, `UsageError` if there are several.
        """
        if not self._keys:
            raise MissingKeyError("no key to seal with", path=VARIABLE, remedy=HOW_TO_GIVE_A_KEY)
        if len(self._keys) > 1:
            raise UsageError("several terms keys are given; name the one to use with --key-file")
        return self._keys[0]


HOW_TO_GIVE_A_KEY = (
    f"Set {VARIABLE}, or name a key file, or store the key in the system key ring. "
    "`postguard terms key new` makes one."
)


def new_key() -> TermsKey:
    """A fresh key from the operating system's random source."""
    import secrets

    return TermsKey(secrets.token_bytes(_SECRET_BYTES))


def parse_key(text: str, *, where: str) -> TermsKey:
    """The key that `text` spells. Raises `TermsError` naming `where` it came from."""
    secret = _decode(text.strip())
    if secret is None:
        raise TermsError(
            "this is not a terms key, or it is mistyped",
            path=where,
            remedy=f"A key starts with {PREFIX} and goes on with 48 letters; copy it whole.",
        )
    return TermsKey(secret)


def find_keys(
    environment: Mapping[str, str], *, key_file: str | None = None, use_keyring: bool = False
) -> KeyRing:
    """The keys in the first place that has any: the named file, the environment, the key ring.

    Raises `TermsError` if a place holds something that is not a key, or a key file others
    can read; `UsageError` if the key ring is wanted and the extra is not installed.
    """
    if key_file is not None:
        return read_key_file(key_file)
    value = environment.get(VARIABLE, "")
    if value.strip():
        return KeyRing(parse_key(word, where=VARIABLE) for word in value.split())
    if use_keyring:
        kept = _from_keyring()
        return KeyRing(parse_key(word, where="system key ring") for word in kept.split())
    return KeyRing()


def read_key_file(path: str) -> KeyRing:
    """The keys in a file, one a line, ``#`` before a remark.

    The file must be a regular one that only its owner can read. Raises `TermsError`.
    """
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(_LARGEST_KEY_FILE + 1)
    except OSError as error:
        raise TermsError(f"the key file cannot be read ({error.strerror})", path=path) from None
    if not stat.S_ISREG(status.st_mode) or len(data) > _LARGEST_KEY_FILE:
        raise TermsError("the key file is no ordinary small file", path=path)
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        raise TermsError(
            f"others can read this key file (mode {stat.S_IMODE(status.st_mode):04o})",
            path=path,
            remedy=f"chmod 600 {path}",
        )
    lines = data.decode("ascii", "replace").split("\n")
    words = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    if not words:
        raise MissingKeyError("the key file holds no key", path=path, remedy=HOW_TO_GIVE_A_KEY)
    return KeyRing(parse_key(word, where=path) for word in words)


def write_key_file(key: TermsKey, path: str) -> None:
    """Write a key to a new file that only its owner can read.

    Raises `UsageError` if there is a file already: a lost key cannot be made again.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        handle = -1
    except OSError as error:
        raise TermsError(f"the key file cannot be written ({error.strerror})", path=path) from None
    if handle < 0:
        raise UsageError(f"{path} exists; a key is never overwritten")
    with open(handle, "w", encoding="ascii") as file:
        file.write(
            f"# The key of sealed term lists. Keep it out of every repository.\n{key.reveal()}\n"
        )


def store_in_keyring(key: TermsKey) -> None:
    """Put a key in the system key ring, in place of the one there. Raises `TermsError`."""
    keyring = _keyring()
    try:
        keyring.set_password(_KEYRING_SERVICE, _KEYRING_USER, key.reveal())
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from None


def _from_keyring() -> str:
    keyring = _keyring()
    try:
        kept = keyring.get_password(_KEYRING_SERVICE, _KEYRING_USER)
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from None
    return str(kept or "")


def _no_keyring(error: Exception) -> TermsError:
    reason = type(error).__name__
    return TermsError(f"the system key ring did not answer ({reason})", path="system key ring")


def _keyring() -> Any:
    from importlib import import_module

    try:
        return import_module("keyring")
    except ImportError:
        pass
    raise UsageError("the system key ring needs an extra: pip install 'postguard[keyring]'")


def _check(secret: bytes) -> bytes:
    return blake2b(secret, digest_size=_CHECK_BYTES, person=b"pg-terms-typo").digest()


def _decode(text: str) -> bytes | None:
    if not text.startswith(PREFIX):
        return None
    try:
        raw = urlsafe_b64decode(text[len(PREFIX) :].encode("ascii"))
    except ValueError:
        return None
    secret = raw[:_SECRET_BYTES]
    if len(raw) != _SECRET_BYTES + _CHECK_BYTES or _check(secret) != raw[_SECRET_BYTES:]:
        return None
    return secret
