"""The three keyed functions of a sealed list, all of them BLAKE2b with a 256-bit key.

Each list has a random salt, and each purpose its own derived key, so a digest in one
list says nothing of another. BLAKE2b keyed is a pseudo-random function (RFC 7693,
section 2.9); metadata is encrypted with it in counter mode and authenticated, with the
rest of the file, by the file's code over the ciphertext (encrypt, then authenticate).
The standard library has no cipher; this needs no dependency to install and audit.
"""

from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest

from postguard.confidential.keys import TermsKey

SALT_BYTES = 16
CODE_BYTES = 32
_BLOCK = 64


def form_state(key: TermsKey, salt: bytes, size: int) -> "blake2b":
    """The state from which every form's digest of `size` bytes starts; copy it, never use it."""
    secret = key.derive(b"pg-forms", salt)
    return blake2b(key=secret, salt=salt, person=b"pg-form", digest_size=size)


def form_digester(key: TermsKey, salt: bytes, size: int) -> Callable[[bytes], bytes]:
    """A function from a normal form to its keyed digest of `size` bytes."""
    start = form_state(key, salt, size)

    def digest(form: bytes) -> bytes:
        state = start.copy()
        state.update(form)
        return state.digest()

    return digest


def cipher(key: TermsKey, salt: bytes) -> Callable[[bytes, bytes], bytes]:
    """A function that en- or decrypts data under a nonce. A nonce must never come again."""
    secret = key.derive(b"pg-conditions", salt)

    def apply(nonce: bytes, data: bytes) -> bytes:
        stream = b"".join(
            blake2b(
                nonce + counter.to_bytes(4, "big"), key=secret, salt=salt, person=b"pg-stream"
            ).digest()
            for counter in range(-(-len(data) // _BLOCK))
        )
        return bytes(left ^ right for left, right in zip(data, stream, strict=False))

    return apply


def authentication_code(key: TermsKey, salt: bytes, data: bytes) -> bytes:
    """The code that only a holder of the key can make over `data`."""
    secret = key.derive(b"pg-file", salt)
    return blake2b(data, key=secret, salt=salt, person=b"pg-file", digest_size=CODE_BYTES).digest()


def key_check(key: TermsKey, salt: bytes) -> bytes:
    """Eight bytes by which a list knows its key, to tell a wrong key from a damaged list."""
    return key.derive(b"pg-key-check", salt)[:8]


def same(left: bytes, right: bytes) -> bool:
    """Equality in constant time."""
    return compare_digest(left, right)
