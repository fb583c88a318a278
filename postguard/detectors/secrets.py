"""Whether something that has the shape of a credential is a live one.

Where to look, which alphabet and which length are the rules' business. Here is what
a shape cannot say: that a value is a placeholder, that its randomness is not that of a
key, or that a published checksum fails.
"""

import re
from collections.abc import Iterator

from postguard.detectors import placeholders, randomness, settings
from postguard.detectors.checksums import CHECKSUMS, decode_base64
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile

_CODE = re.compile(r"[_(){}\[\]$;]")
_RUN = re.compile(r"(.)\1{5,}")


def secret(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a provider's token.

    Group `secret`: the value, else it is the whole match. ``with``: `entropy` (least bits
    per character, default 2), `checksum` (a name in `CHECKSUMS`; a token that fails it is
    reported with low confidence, or not at all under `strict: true`), `documented` (values
    printed in the provider's own manual), `decode` (look for placeholders inside base64
    too, where a password of `stock` is none), `repeats` (the format itself has a run of one
    letter).
    """
    span = candidate.groups.get("secret", candidate.span)
    value = candidate.text[span.start : span.end]
    if _is_documentation(candidate, value) or placeholders.is_cut(candidate.text, span):
        return
    if randomness.entropy(value) < settings.number(candidate.with_, "entropy", 2.0):
        return
    confidence = None
    checksum = settings.text(candidate.with_, "checksum")
    if checksum and not CHECKSUMS[checksum](value):
        if settings.flag(candidate.with_, "strict"):
            return
        confidence = Confidence.LOW
    yield Hit(span, candidate.name, confidence)


def url_credential(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a user name and password, or a key, written into a URL.

    Group `secret`; `user` and `host` where there are any. ``with``: `stock` (user names
    and passwords of manuals), `entropy` (least bits per character, default 1), `random`
    (the value must mix digits and letters).
    """
    span = candidate.groups.get("secret", candidate.span)
    value = candidate.text[span.start : span.end]
    stock = settings.strings(candidate.with_, "stock")
    user_span = candidate.groups.get("user")
    user = candidate.text[user_span.start : user_span.end].lower() if user_span else None
    if _is_documentation(candidate, value) or value.lower() in stock or value.lower() == user:
        return
    if randomness.entropy(value) < settings.number(candidate.with_, "entropy", 1.0):
        return
    if settings.flag(candidate.with_, "random") and not randomness.has_many_classes(value):
        return
    yield Hit(span, candidate.name)


def private_key(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a private key block: one with a body, not a header named in a tutorial.

    Group `body`: what follows the header line.
    """
    body_span = candidate.groups.get("body")
    body = candidate.text[body_span.start : body_span.end] if body_span else ""
    letters = re.sub(r"\\n|[\s\"'+,>|]", "", body)
    if len(letters) < 40 or randomness.entropy(letters) < 3.5 or _CODE.search(letters):
        return
    if placeholders.is_placeholder(_RUN.sub(r"\1", letters[:200])) or placeholders.is_cut(
        candidate.text, candidate.span
    ):
        return
    yield Hit(candidate.span, candidate.name)


def lone_token(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a post that is nothing but a password pasted into the wrong window."""
    text = candidate.text
    value = candidate.value
    if value != text.strip() or value.startswith(("#", "@")):
        return
    if randomness.is_wordlike(value) or placeholders.is_placeholder(value):
        return
    digits = sum(char.isdigit() for char in value)
    letters = sum(char.isalpha() for char in value)
    if digits and letters and randomness.character_classes(value) >= 2 and not _is_measure(value):
        yield Hit(candidate.span, candidate.name)


def _is_documentation(candidate: Candidate, value: str) -> bool:
    if value in settings.strings(candidate.with_, "documented"):
        return True
    if settings.flag(candidate.with_, "decode") and _decodes_to_placeholder(
        value, settings.strings(candidate.with_, "stock")
    ):
        return True
    if settings.flag(candidate.with_, "repeats"):
        value = _RUN.sub(r"\1", value)
    return placeholders.is_placeholder(value)


def _decodes_to_placeholder(value: str, stock: tuple[str, ...]) -> bool:
    """Whether base64 hides a manual's text: a sample person's web token, a sample login."""
    parts = [decode_base64(part).decode("utf-8", "replace") for part in value.split(".")[:2]]
    user, colon, password = parts[0].partition(":")
    if colon and parts[0].isprintable() and not parts[0].startswith("{"):
        return (
            placeholders.is_placeholder(password)
            or placeholders.is_sample_text(parts[0])
            or password.lower() in (user.lower(), *stock)
        )
    return any(placeholders.is_sample_text(part) for part in parts)


def _is_measure(value: str) -> bool:
    """``100km``, ``v1.2.3``, ``2nd`` and ``COVID19`` are no passwords."""
    return re.fullmatch(r"[\d.,:/-]+[A-Za-z%]{1,4}|[A-Za-z]{1,12}-?[\d.]+", value) is not None
