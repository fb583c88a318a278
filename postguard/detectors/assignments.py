"""Values given to names, in whatever syntax: environment, YAML, XML, a call, a sentence.

A rule's trigger finds the name; what may stand between a name and its value is a list of
patterns in the rule. The value of a name that promises a secret must look drawn by lot;
that of one that promises a password need not, since people choose those.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from postguard.detectors import placeholders, randomness, settings, surroundings
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span

_REACH = 420
"""Code points after a name in which its value must begin."""
_LEAD = 280
"""Code points before a name in which its value must lie."""
_PATH = re.compile(r"[./~]|[A-Za-z]:[\\/]|\w+://")
_DOTTED_NAME = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+")
_NAME = re.compile(
    r"[A-Z][A-Z0-9]{0,9}(?:_[A-Z0-9]{1,10})+"  # A_CONSTANT
    r"|[a-z]+(?:_[a-z]+)+(?:_?v?\d{1,2})?"  # snake_case
    r"|[a-z]{1,6}-[0-9a-f]{8,17}"  # vpc-0a1b2c3d
    r"|(?:etag|sha\d*|md5|urn|arn|https?):.*"
)
_PUBLIC_KEY = re.compile(
    r"(?:sk-)?(?:ssh|ecdsa)-\S*|AAAA[BCEG]\S*|age1[a-z0-9]{20,}|npub1[a-z0-9]{20,}|RW[QRST]\S{53,54}"
)
_FINGERPRINT = re.compile(r"\b(?:SHA256|MD5):\Z")
_RESOURCE = re.compile(r"\barn:\S*\Z")
_VERSION_OR_DATE = re.compile(
    r"v?\d+(?:[.:_/-]\d+)+(?:[T ]?[\d:.+-]*Z?|[-.+]?[a-z]+\.?\d*)|v?\d+\.\d+\.\d+[-+][\w.+-]*"
    r"|[A-Za-z][A-Za-z-]*[-_]v?\d+\.\d+[\w.-]*"
)
_HOST = re.compile(r"(?:[a-z][a-z0-9-]*\.)+[a-z]{2,}(?:/[\w./-]*)?(?::\d+)?")
_NAME_BEFORE = re.compile(r"(?:\w+[ \t])?[\w.-]{0,50}\Z")
_CALL = re.compile(r"\(")
_DIGEST_CONTEXT = re.compile(
    r"sha-?(?:1|2|224|256|384|512)\b|md5|digest|checksum|hash|fingerprint|integrity|commit"
    r"|revision|\brev\b|etag|git|nonce|salt|public",
    re.IGNORECASE,
)


class Value(NamedTuple):
    """What may be the value of a name."""

    span: Span
    is_told: bool
    """In a sentence rather than in a notation: it must speak for itself."""


def named_secret(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a random value given to a name that promises a secret.

    Group `name`; group `secret`, or what the patterns of ``with: {joins: […]}`` find right
    after the name, those of ``told`` in a sentence, those of ``before`` ahead of it. ``with``:
    `innocent` (pattern of names that hold no secret: key_id, public_key), `exposed` (words
    beside a key that is meant to be seen), `services` (pattern of names under which a UUID or
    a bare number is a credential), `entropy` (least bits per character, default 3.3),
    `documented`.
    """
    values = _values(candidate)
    first = next(values, None)
    if first is None:
        # Most names are given nothing, and what is asked of names costs more.
        return
    name = _full_name(candidate)
    innocent = settings.pattern(candidate.with_, "innocent")
    if (innocent is not None and innocent.search(name)) or surroundings.mentioned(
        candidate, "exposed"
    ):
        return
    services = settings.pattern(candidate.with_, "services")
    of_service = services is not None and services.search(name) is not None
    least = settings.number(candidate.with_, "entropy", 3.3) - (0.5 if of_service else 0)
    for value in chain((first,), values):
        written = candidate.text[value.span.start : value.span.end]
        if written in settings.strings(candidate.with_, "documented"):
            return
        if (
            not placeholders.is_placeholder(written)
            and _could_be_credential(candidate, value, name, of_service=of_service)
            and randomness.entropy(written) >= _reachable(written, least)
            and (not value.is_told or _speaks_for_itself(written, of_service=of_service))
        ):
            yield Hit(value.span, candidate.name, Confidence.MEDIUM)
            return


def password(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a password that is given, not talked about.

    Group `secret`, or what ``with: {joins: […], told: […]}`` find right after the match.
    ``with``: `stock` (words that stand for a password), `innocent` (pattern of values that
    only talk about one: "12-character", "sha256"), `names` (pattern of names that hold none:
    password_hash). A value that mixes letters with digits or signs is a password; a plain
    word is not.
    """
    values = _values(candidate)
    first = next(values, None)
    if first is None:
        return
    names = settings.pattern(candidate.with_, "names")
    if names is not None and names.search(_full_name(candidate)):
        return
    for value in chain((first,), values):
        confidence = _password_confidence(candidate, value)
        if confidence is not None:
            yield Hit(value.span, candidate.name, confidence)
            return


def _values(candidate: Candidate) -> Iterator[Value]:
    own = candidate.groups.get("secret")
    if own is not None:
        yield Value(own, is_told=False)
        return
    text, start = candidate.text, candidate.span.start
    for lead in settings.patterns(candidate.with_, "before"):
        found = lead.search(text, max(0, start - _LEAD), start)
        if found is not None:
            yield Value(Span(*found.span("secret")), is_told=True)
    start = candidate.span.end
    stop = min(len(text), start + _REACH)
    for key in ("joins", "told"):
        for join in settings.patterns(candidate.with_, key):
            found = join.match(text, start, stop)
            if found is not None:
                yield Value(Span(*found.span("secret")), is_told=key == "told")


def _full_name(candidate: Candidate) -> str:
    """The name with what stands before it: ``public`` is half of what ``public key`` means."""
    end = candidate.groups["secret"].start if "secret" in candidate.groups else candidate.span.end
    name = candidate.groups.get("name", Span(candidate.span.start, end))
    lead = candidate.text[max(0, name.start - 50) : name.start]
    before = _NAME_BEFORE.search(lead)
    return (before.group() if before else "") + candidate.text[name.start : name.end]


def _could_be_credential(
    candidate: Candidate, value: Value, name: str, *, of_service: bool
) -> bool:
    span = value.span
    written = candidate.text[span.start : span.end]
    if _PATH.match(written) or _CALL.match(candidate.text, span.end):
        return False
    if any(shape.fullmatch(written) for shape in (_DOTTED_NAME, _HOST, _NAME, _PUBLIC_KEY)):
        return False
    if (written.isalpha() and len(written) < 20) or placeholders.is_cut(candidate.text, span):
        return False
    if _VERSION_OR_DATE.fullmatch(written) or randomness.is_wordlike(written):
        return False
    if randomness.is_uuid(written):
        return of_service
    if written.isdigit():
        return of_service and len(written) >= 15
    if _FINGERPRINT.search(candidate.text[max(0, span.start - 8) : span.start]):
        return False
    lead = candidate.text[max(0, candidate.span.start - 50) : span.start]
    if _RESOURCE.search(lead):
        return False
    if randomness.is_digest(written) and _DIGEST_CONTEXT.search(lead + name):
        return False
    return randomness.has_many_classes(written)


def _speaks_for_itself(written: str, *, of_service: bool) -> bool:
    """Whether the value is random beyond doubt, as one in a sentence must be."""
    if randomness.is_hex(written) or randomness.is_uuid(written):
        return of_service or len(written) >= 32
    classes = randomness.character_classes(written.replace("-", "").replace("_", ""))
    if classes < 3:
        return len(written) >= 24 and randomness.entropy(written) >= 3.9
    return len(written) >= 16 and randomness.entropy(written) >= 3.6


def _reachable(written: str, least: float) -> float:
    """What `least` means for this value: hex has but 4 bits, a short value not even that."""
    if written.isdigit():
        return min(least, 2.5)
    if randomness.is_hex(written):
        return min(least, 2.7)
    return min(least, 2.8) if len(written) < 16 else least


def _password_confidence(candidate: Candidate, value: Value) -> Confidence | None:
    """How surely the value is a password; None if it is none."""
    span = value.span
    written = candidate.text[span.start : span.end].strip()
    stock = settings.strings(candidate.with_, "stock")
    if len(written) < 4 or written.lower() in stock or placeholders.is_placeholder(written):
        return None
    if _PATH.match(written) or _NAME.fullmatch(written):
        return None
    classes = randomness.character_classes(written)
    if _DOTTED_NAME.fullmatch(written) and (classes < 4 or written[-1].isalpha()):
        return None
    innocent = settings.pattern(candidate.with_, "innocent")
    if _CALL.match(candidate.text, span.end) or (innocent is not None and innocent.search(written)):
        return None
    digits = any(char.isdigit() for char in written)
    letters = any(char.isalpha() for char in written)
    if not digits:
        classes = randomness.character_classes(written.rstrip("!?."))
    if letters and (classes >= 3 or (classes == 2 and digits)):
        return Confidence.HIGH
    sign = letters and len(written) >= 6 and not written.isalpha() and " " not in written
    if sign and _quoted(candidate.text, span):
        return Confidence.MEDIUM
    return None


def _quoted(text: str, span: Span) -> bool:
    return (
        span.start > 0
        and span.end < len(text)
        and text[span.start - 1] == text[span.end]
        and text[span.end] in "\"'`"
    )
