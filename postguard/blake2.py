"""BLAKE2b (RFC 7693) without what `hashlib` loads beside it.

`hashlib.blake2b` is this very function, but importing it also loads OpenSSL, which costs
more than reading a short post.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
