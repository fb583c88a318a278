"""Checksums that providers publish for their tokens.

A right checksum proves that a token was issued; a wrong one only says that it was
mistyped, cut or made up, so it lowers confidence and clears nothing. GitHub's fine-grained
tokens, Atlassian's and Cloudflare's end in checksums, too, but nobody has published how
they are made.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def base62_crc32(payload: str) -> str:
    """CRC-32 of the payload in base 62, six digits: GitHub's and npm's token checksum.

    Source: github.blog, "Behind GitHub's new authentication token formats" (2021).
    """
    return _digits(binascii.crc32(payload.encode()), _BASE62, 6)


def base36_crc32(payload: str) -> str:
    """CRC-32 of the payload in base 36, seven digits: GitLab's routable token checksum.

    Source: gitlab-org/gitlab, lib/authn/token_field/generator/routable_token.rb.
    """
    return _digits(binascii.crc32(payload.encode()), _BASE36, 7)


def little_endian_crc32(payload: str) -> str:
    """CRC-32 of the payload as eight hex digits, lowest byte first: Grafana's checksum.

    Source: grafana/grafana, the token generator of its service accounts.
    """
    return binascii.crc32(payload.encode()).to_bytes(4, "little").hex()


def is_jwt(token: str) -> bool:
    """Whether the first part of a JSON Web Token decodes to a header that names `alg`."""
    header = _told(token.split(".", 1)[0])
    return "alg" in header or "enc" in header


def decode_base64(value: str) -> bytes:
    """The bytes of base64 or base64url with or without padding; empty if it is neither."""
    try:
        return base64.b64decode(
            value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError):
        return b""


def encode_base64(value: bytes) -> str:
    """The base64url form of `value` without padding, as tokens carry it."""
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


def _github(token: str) -> bool:
    payload = token.rsplit("_", 1)[-1]
    return base62_crc32(payload[:-6]) == payload[-6:]


def _gitlab(token: str) -> bool:
    return base36_crc32(token[:-7]) == token[-7:]


def _grafana(token: str) -> bool:
    payload, _, checksum = token.rpartition("_")
    return little_endian_crc32(payload) == checksum


def _pypi(token: str) -> bool:
    return b"pypi.org" in decode_base64(token.removeprefix("pypi-"))[:24]


def _sentry(token: str) -> bool:
    """Whether an organisation's token says when and for whom it was issued.

    Source: getsentry/sentry, utils/security/orgauthtoken_token.py.
    """
    told = _told(token.removeprefix("sntrys_").rpartition("_")[0])
    return "iat" in told and "org" in told


def _onepassword(token: str) -> bool:
    """Whether a service account's token holds its account's particulars."""
    return bool(_told(token.removeprefix("ops_")))


def _told(body: str) -> dict[str, object]:
    """The JSON object that base64 holds; empty if it holds none."""
    try:
        decoded = json.loads(decode_base64(body))
    except (ValueError, RecursionError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


CHECKSUMS: Mapping[str, Callable[[str], bool]] = {
    "github": _github,
    "npm": _github,
    "gitlab": _gitlab,
    "grafana": _grafana,
    "pypi": _pypi,
    "sentry": _sentry,
    "onepassword": _onepassword,
    "jwt": is_jwt,
}
"""What ``with: {checksum: …}`` can name."""


def _digits(value: int, alphabet: str, width: int) -> str:
    out = ""
    while value:
        value, digit = divmod(value, len(alphabet))
        out = alphabet[digit] + out
    return out.rjust(width, alphabet[0])
