"""Whether something that has the shape of a credential is a live one.

Where to look, which alphabet and which length are the rules' business. Here is what
a shape cannot say: that a value is a placeholder, a word, a digest or a path, that a
published checksum holds, and that a name before it promises a secret.
"""

import re
from collections.abc import Iterator

from postguard.detectors import randomness, settings
from postguard.detectors.checksums import CHECKSUMS, decode_base64
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span

_PATH = re.compile(r"[./~]|[A-Za-z]:[\\/]|\w+://")
_DOTTED_NAME = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+")
_VERSION_OR_DATE = re.compile(
    r"v?\d+(?:[.:_/-]\d+)+(?:[T ]?[\d:.+-]*Z?|[-.+]?[a-z]+\.?\d*)|v?\d+\.\d+\.\d+[-+][\w.+-]*"
    r"|[A-Za-z][A-Za-z-]*[-_]v?\d+\.\d+[\w.-]*"
)
_HOST = re.compile(r"(?:[a-z][a-z0-9-]*\.)+[a-z]{2,}(?:/[\w./-]*)?(?::\d+)?")
_RUN = re.compile(r"(.)\1{5,}")
_SAMPLE_PERSON = re.compile(r"John Doe|Jane Doe|1234567890|example\.(?:com|org)")
_NAME_BEFORE = re.compile(r"(?:\w+[ \t])?[\w.-]{0,50}\Z")
_CALL = re.compile(r"\s*\(")
_DIGEST_CONTEXT = re.compile(
    r"sha-?(?:1|2|224|256|384|512)\b|md5|digest|checksum|hash|fingerprint|integrity|commit"
    r"|revision|\brev\b|etag|git|nonce|salt|public",
    re.IGNORECASE,
)


def secret(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a provider's token.

    With ``named: true``: a random value given to a name that promises a secret.

    Group `secret`: the value, else it is the whole match. ``with``: `entropy` (least bits
    per character, default 2), `checksum` (a name in `CHECKSUMS`; a token that fails it is
    reported with low confidence, or not at all under `strict: true`), `documented` (values
    printed in the provider's own manual), `decode` (look for placeholders inside base64
    too), `repeats` (the format itself has a run of one letter). For a named value also:
    group `name`, `innocent` (pattern of names that hold no secret: key_id, public_key),
    `uuid` and `digits` (whether a UUID or a bare number can be a credential).
    """
    span = candidate.groups.get("secret", candidate.span)
    value = candidate.text[span.start : span.end]
    if settings.flag(candidate.with_, "named"):
        yield from _named_secret(candidate, span, value)
        return
    if _is_documentation(candidate, value):
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


def password(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a password that is told, not talked about.

    Group `secret`. ``with``: `stock` (words that stand for a password), `innocent` (pattern
    of values that only talk about one: "12-character", "sha256"). A value that mixes letters
    with digits or signs is a password; a plain word is not.
    """
    span = candidate.groups.get("secret", candidate.span)
    value = candidate.text[span.start : span.end].strip()
    if len(value) < 4 or value.lower() in settings.strings(candidate.with_, "stock"):
        return
    if randomness.is_placeholder(value) or _PATH.match(value) or _DOTTED_NAME.fullmatch(value):
        return
    innocent = settings.pattern(candidate.with_, "innocent")
    if _CALL.match(candidate.text, span.end) or (innocent is not None and innocent.search(value)):
        return
    classes = _character_classes(value)
    if classes >= 3 or (classes == 2 and any(char.isdigit() for char in value)):
        yield Hit(span, candidate.name)
    elif _quoted(candidate.text, span) and not value.isalpha():
        yield Hit(span, candidate.name, Confidence.MEDIUM)


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
    if len(letters) < 40 or randomness.entropy(letters) < 3.5:
        return
    if randomness.is_placeholder(letters[:200]):
        return
    yield Hit(candidate.span, candidate.name)


def lone_token(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a post that is nothing but a password pasted into the wrong window."""
    text = candidate.text
    value = candidate.value
    if value != text.strip() or value.startswith(("#", "@")):
        return
    if randomness.is_wordlike(value) or randomness.is_placeholder(value):
        return
    digits = sum(char.isdigit() for char in value)
    letters = sum(char.isalpha() for char in value)
    if digits and letters and _character_classes(value) >= 2 and not _is_measure(value):
        yield Hit(candidate.span, candidate.name)


def _named_secret(candidate: Candidate, span: Span, value: str) -> Iterator[Hit]:
    name_span = candidate.groups.get("name", Span(candidate.span.start, span.start))
    lead = candidate.text[max(0, name_span.start - 50) : name_span.start]
    before = _NAME_BEFORE.search(lead)
    name = (before.group() if before else "") + candidate.text[name_span.start : name_span.end]
    innocent = settings.pattern(candidate.with_, "innocent")
    if innocent is not None and innocent.search(name):
        return
    services = settings.pattern(candidate.with_, "services")
    of_service = services is not None and services.search(name) is not None
    if _is_documentation(candidate, value):
        return
    if not _could_be_credential(candidate, span, lead + name, of_service=of_service):
        return
    least = settings.number(candidate.with_, "entropy", 3.3) - (0.5 if of_service else 0)
    if randomness.entropy(value) < _reachable(value, least):
        return
    yield Hit(span, candidate.name, Confidence.MEDIUM)


def _is_documentation(candidate: Candidate, value: str) -> bool:
    if value in settings.strings(candidate.with_, "documented"):
        return True
    if settings.flag(candidate.with_, "decode") and _decodes_to_placeholder(value):
        return True
    if settings.flag(candidate.with_, "repeats"):
        value = _RUN.sub(r"\1", value)
    return randomness.is_placeholder(value)


def _decodes_to_placeholder(value: str) -> bool:
    parts = (decode_base64(part).decode("utf-8", "replace") for part in value.split(".")[:2])
    return any(
        _SAMPLE_PERSON.search(part) or (":" in part and randomness.is_placeholder(part))
        for part in parts
    )


def _could_be_credential(candidate: Candidate, span: Span, lead: str, *, of_service: bool) -> bool:
    value = candidate.text[span.start : span.end]
    if _PATH.match(value) or _CALL.match(candidate.text, span.end):
        return False
    if _DOTTED_NAME.fullmatch(value) or _HOST.fullmatch(value):
        return False
    if _VERSION_OR_DATE.fullmatch(value) or randomness.is_wordlike(value):
        return False
    if randomness.is_uuid(value):
        return of_service
    if value.isdigit():
        return of_service and len(value) >= 15
    if randomness.is_digest(value) and _DIGEST_CONTEXT.search(lead):
        return False
    return randomness.has_many_classes(value)


def _reachable(value: str, least: float) -> float:
    """What `least` means for this value: hex has but 4 bits, a short value not even that."""
    if value.isdigit():
        return min(least, 2.5)
    if randomness.is_hex(value):
        return min(least, 2.7)
    return min(least, 2.8) if len(value) < 16 else least


def _quoted(text: str, span: Span) -> bool:
    return (
        span.start > 0
        and span.end < len(text)
        and text[span.start - 1] == text[span.end]
        and text[span.end] in "\"'`"
    )


def _character_classes(value: str) -> int:
    return sum(
        (
            any(char.islower() for char in value),
            any(char.isupper() for char in value),
            any(char.isdigit() for char in value),
            any(not char.isalnum() for char in value),
        )
    )


def _is_measure(value: str) -> bool:
    """``100km``, ``v1.2.3``, ``2nd`` and ``COVID19`` are no passwords."""
    return re.fullmatch(r"[\d.,:/-]+[A-Za-z%]{1,4}|[A-Za-z]{1,12}-?[\d.]+", value) is not None
