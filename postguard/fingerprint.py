"""What a finding is called from run to run, though lines move around it.

A fingerprint is a digest of rule, path, the match and the words around it, and an
ordinal among equals. It holds no line number, no time, and nothing of a sensitive match:
neither its own nor any other that stands near, since an unkeyed digest of a phone number
is a phone number to whoever can count. With a key, a keyed digest of the match goes in,
so that another number in its place is another finding; so does, with or without, a token
too random to be guessed, such as an API key.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from postguard.finding import Finding
from postguard.lazy import lazy_pattern
from postguard.redaction import redact, touching
from postguard.span import Span

_AROUND = 40
"""Characters of context on either side."""
_BYTES = 16
_BITS = 80
_TERMS = "confidential/"
"""Rules whose matches somebody listed: no digest of one is made without a key."""
_TOKEN = lazy_pattern(r"[\w+/=.~-]{24,}", re.ASCII)
_CLASSES = (lazy_pattern("[a-z]"), lazy_pattern("[A-Z]"), lazy_pattern("[0-9]"))


SecretOf = Callable[[str], bytes | None]
"""The 32 bytes that digests of a rule's sensitive matches are keyed with; None if there are
none, and the match is left out."""


def _no_secret(rule: str) -> None:
    del rule


def with_fingerprints(
    findings: Sequence[Finding],
    text: str,
    path: str,
    sensitive: Sequence[Span],
    secret_of: SecretOf = _no_secret,
) -> list[Finding]:
    """The findings of one input, in order of place, each with its fingerprint.

    Args:
        findings: those of one input.
        text: its source.
        path: relative to the folder of the configuration, as it may be told.
        sensitive: the source ranges to leave out, in order and apart (`merged`).
        secret_of: the key for the sensitive matches of a rule.
    """
    if not findings:
        return []
    from hashlib import blake2b

    seen: dict[bytes, int] = {}
    result = []
    for finding in findings:
        digest = _digest(finding, text, path, sensitive, secret_of)
        ordinal = seen.get(digest, 0)
        seen[digest] = ordinal + 1
        final = blake2b(digest + ordinal.to_bytes(4, "big"), digest_size=_BYTES)
        result.append(finding._replace(fingerprint=final.hexdigest()))
    return result


def _digest(
    finding: Finding, text: str, path: str, sensitive: Sequence[Span], secret_of: SecretOf
) -> bytes:
    from hashlib import blake2b

    span = finding.span
    before, after = _around(span, len(text), sensitive)
    if finding.sensitive:
        match = _of_sensitive(text[span.start : span.end], finding.rule, secret_of)
    else:
        match = _folded(_masked(text, span, sensitive))
    parts = (
        finding.rule,
        path,
        match,
        _folded(_last_words(_masked(text, before, sensitive))),
        _folded(_first_words(_masked(text, after, sensitive))),
    )
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()


def _of_sensitive(written: str, rule: str, secret_of: SecretOf) -> str:
    """What of a sensitive match may go into a digest that anyone can make."""
    if not rule.startswith(_TERMS) and _is_beyond_guessing(written):
        return written
    secret = secret_of(rule)
    if secret is None:
        return ""
    from hashlib import blake2b

    data = _folded(written).encode("utf-8", "surrogatepass")
    return blake2b(data, key=secret, person=b"pg-match", digest_size=_BYTES).hexdigest()


def _masked(text: str, span: Span, sensitive: Sequence[Span]) -> str:
    return redact(text, span, touching(sensitive, span)).text


def _is_beyond_guessing(written: str) -> bool:
    """Whether a match has the randomness of a key: no name, number or phrase does."""
    if not _TOKEN.fullmatch(written) or not all(mark.search(written) for mark in _CLASSES):
        return False
    from postguard.detectors.randomness import entropy, is_wordlike

    return len(written) * entropy(written) >= _BITS and not is_wordlike(written)


def _around(span: Span, length: int, sensitive: Sequence[Span]) -> tuple[Span, Span]:
    """The text before and after, so much of it that no length of a secret can be read off it."""
    start, end = max(0, span.start - _AROUND), min(length, span.end + _AROUND)
    first = bisect_left(sensitive, span)
    for item in reversed(sensitive[:first]):
        if item.end <= start:
            break
        start = max(0, start - (min(item.end, span.start) - item.start))
    for item in sensitive[first:]:
        if item.start >= end:
            break
        if item.end > span.end:
            end = min(length, end + item.end - max(item.start, span.end))
    return Span(start, span.start), Span(span.end, end)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _last_words(text: str) -> str:
    """The last three whole words of the line before."""
    return " ".join(text.rpartition("\n")[2].split()[-3:])


def _first_words(text: str) -> str:
    return " ".join(text.partition("\n")[0].split()[:3])
