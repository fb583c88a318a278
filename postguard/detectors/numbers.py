"""Payment numbers, travel documents and seed phrases: structure and checksum first.

A number that only looks right is a timestamp or an order number. What decides is the
checksum, then the issuer's ranges, then whether the number stands by itself; words
around it come last, and raise or lower confidence.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from postguard.detectors import settings, surroundings
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span

_ISSUERS: tuple[tuple[str, int, int, frozenset[int]], ...] = (
    ("Visa card", 4, 4, frozenset({13, 16, 19})),
    ("Mastercard", 51, 55, frozenset({16})),
    ("Mastercard", 2221, 2720, frozenset({16})),
    ("American Express card", 34, 34, frozenset({15})),
    ("American Express card", 37, 37, frozenset({15})),
    ("Diners Club card", 300, 305, frozenset({14, 16, 19})),
    ("Diners Club card", 3095, 3095, frozenset({14, 16, 19})),
    ("Diners Club card", 36, 36, frozenset({14, 16, 19})),
    ("Diners Club card", 38, 39, frozenset({14, 16, 19})),
    ("Discover card", 6011, 6011, frozenset({16, 19})),
    ("Discover card", 644, 649, frozenset({16, 19})),
    ("Discover card", 65, 65, frozenset({16, 19})),
    ("JCB card", 3528, 3589, frozenset({16, 17, 18, 19})),
    ("JCB card", 1800, 1800, frozenset({15})),
    ("JCB card", 2131, 2131, frozenset({15})),
    ("UnionPay card", 62, 62, frozenset({16, 17, 18, 19})),
    ("RuPay card", 60, 60, frozenset({16})),
    ("RuPay card", 81, 82, frozenset({16})),
    ("Mir card", 2200, 2204, frozenset({16, 17, 18, 19})),
    ("Maestro card", 50, 50, frozenset(range(12, 20))),
    ("Maestro card", 56, 58, frozenset(range(12, 20))),
    ("Maestro card", 6304, 6304, frozenset(range(12, 20))),
    ("Maestro card", 67, 67, frozenset(range(12, 20))),
)
"""Issuer, first and last prefix, lengths: ISO/IEC 7812 ranges as the networks publish them."""

_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 5)})
_DIGITS = re.compile(r"\d+")
_TIME_LIKE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d*")
_MRZ_LINE = re.compile(r"[A-Z0-9<]+")
_WORD = re.compile(r"[a-zA-Z]+")
_OPERATOR_AFTER = re.compile(r"\s?(?:mod\b|[*/×÷^%+<>=!≈]\s?[\w(])")
_OPERATOR_BEFORE = re.compile(r"(?:\bmod|[\w)]\s?[*×÷^+<≈])\s?\Z")
_SEED_LENGTHS = (24, 21, 18, 15, 12)


def card(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a payment card number.

    ``with``: `near` (pattern of words that announce a card), `test_numbers` (digits of
    the networks' published test cards). With such a word nearby a number that fails
    its checksum is still reported, with low confidence: people mistype, and a reader
    can try the neighbours. A number beside `tested` (pattern: "sandbox card") passes unless
    `owner` (pattern: "her") says whose it is; so does an operand of a formula.
    """
    digits = _only_digits(candidate.value)
    if digits in settings.strings(candidate.with_, "test_numbers") or _is_pattern(digits):
        return
    if surroundings.glued(candidate.text, candidate.span):
        return
    if surroundings.in_url(candidate.text, candidate.span):
        return
    if _is_for_testing(candidate) or _is_operand(candidate):
        return
    issuer = card_issuer(digits)
    announced = surroundings.mentioned(candidate, "near")
    if luhn(digits):
        if announced:
            yield Hit(candidate.span, issuer or "payment card")
        elif issuer and len(digits) in (15, 16) and _stands_alone(candidate.value, digits):
            yield Hit(candidate.span, issuer, Confidence.MEDIUM)
    elif announced and issuer and len(digits) in (15, 16) and not _TIME_LIKE.match(digits):
        yield Hit(candidate.span, issuer, Confidence.LOW)


def _is_for_testing(candidate: Candidate) -> bool:
    return surroundings.mentioned(candidate, "tested") and not surroundings.mentioned(
        candidate, "owner"
    )


def _is_operand(candidate: Candidate) -> bool:
    text, (start, end) = candidate.text, candidate.span
    return (
        _OPERATOR_AFTER.match(text, end) is not None
        or _OPERATOR_BEFORE.search(text[max(0, start - 8) : start]) is not None
    )


def iban(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm an international bank account number (ISO 13616, mod 97).

    ``with``: `near` (pattern of words that announce one; then a wrong checksum is
    reported with low confidence) and `test_numbers` (the examples of bank manuals).
    """
    import stdnum.iban

    found = _longest_iban(candidate)
    if found is None:
        return
    span, number = found
    if number in settings.strings(candidate.with_, "test_numbers") or _is_pattern(number[4:]):
        return
    if surroundings.glued(candidate.text, span):
        return
    if stdnum.iban.is_valid(number, check_country=False):
        yield Hit(span, "IBAN")
    elif surroundings.mentioned(candidate, "near"):
        yield Hit(span, "IBAN", Confidence.LOW)


def routing_number(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a US bank routing number: weights 3-7-1 and a Federal Reserve prefix.

    One number in ten passes the weights, so a word of ``with: {near: …}`` must be near.
    """
    import stdnum.us.rtn

    digits = _only_digits(candidate.value)
    prefix = int(digits[:2] or 99)
    in_use = prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72
    if (
        in_use
        and not _is_pattern(digits)
        and stdnum.us.rtn.is_valid(digits)
        and surroundings.mentioned(candidate, "near")
        and digits not in settings.strings(candidate.with_, "test_numbers")
        and not surroundings.glued(candidate.text, candidate.span)
    ):
        yield Hit(candidate.span, "US bank routing number")


def machine_readable_zone(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm the machine-readable zone of a passport or identity card (ICAO 9303).

    The check digits of document number, date of birth and expiry (weights 7-3-1) must
    hold. ``with``: `test_numbers` (document numbers of the standard's specimens).
    """
    lines = [line.strip() for line in candidate.value.split("\n") if line.strip()]
    if not all(_MRZ_LINE.fullmatch(line) for line in lines):
        return
    for line in lines:
        fields = _mrz_fields(line, lines)
        if fields is None:
            continue
        document, checks = fields
        if document.rstrip("<") in settings.strings(candidate.with_, "test_numbers"):
            return
        if all(mrz_check(field) == digit for field, digit in checks):
            yield Hit(candidate.span, "machine-readable zone")
            return


def seed_phrase(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a wallet's recovery phrase: 12 to 24 words of BIP-39 whose checksum holds.

    With a word of ``with: {near: …}`` nearby, twelve or more list words in a row are
    reported even if the checksum fails. ``with``: `documented` (phrases of the standard).
    """
    known = _seed_words()
    words = list(_WORD.finditer(candidate.value))
    start = 0
    while start < len(words):
        stop = start
        while stop < len(words) and words[stop].group().lower() in known:
            stop += 1
        if stop - start >= _SEED_LENGTHS[-1]:
            yield from _seed_hits(candidate, words[start:stop])
        start = max(stop, start + 1)


def card_issuer(digits: str) -> str:
    """The network whose range and length the digits fit, or an empty string."""
    for name, first, last, lengths in _ISSUERS:
        width = len(str(first))
        if len(digits) in lengths and first <= int(digits[:width]) <= last:
            return name
    return ""


def luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812 holds."""
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def mrz_check(field: str) -> str:
    """The check digit of a field of a machine-readable zone (weights 7-3-1, mod 10)."""
    total = 0
    for index, char in enumerate(field):
        value = 0 if char == "<" else int(char, 36)
        total += value * (7, 3, 1)[index % 3]
    return str(total % 10)


def _only_digits(value: str) -> str:
    return "".join(_DIGITS.findall(value))


def _is_pattern(digits: str) -> bool:
    """``0000…``, ``1234567890…`` and ``4242 4242…`` are typed, not issued."""
    if len(set(digits)) <= 2:
        return True
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1


def _stands_alone(value: str, digits: str) -> bool:
    """In one run or in the groups embossed on cards, and not a date written out."""
    groups = tuple(len(group) for group in _DIGITS.findall(value))
    separators = set(re.sub(r"\d", "", value))
    if len(groups) == 1:
        return not _TIME_LIKE.match(digits)
    return groups in _CARD_GROUPS and len(separators) == 1


def _longest_iban(candidate: Candidate) -> tuple[Span, str] | None:
    """The IBAN at the candidate's start, cut to its country's length if longer."""
    import stdnum.iban

    value = candidate.value
    compact = "".join(char for char in value if char.isalnum()).upper()
    if not compact[2:4].isdigit():
        return None
    for length in range(min(len(compact), 34), 14, -1):
        number = compact[:length]
        if _has_iban_structure(number):
            seen = 0
            for offset, char in enumerate(value):
                seen += char.isalnum()
                if seen == length:
                    end = candidate.span.start + offset + 1
                    return Span(candidate.span.start, end), stdnum.iban.compact(number)
    return None


def _has_iban_structure(number: str) -> bool:
    from stdnum import numdb

    info = numdb.get("iban").info(number)
    structure = info[0][1].get("bban", "")
    kinds = {"n": r"\d", "a": "[A-Z]", "c": "[A-Z0-9]"}
    shape = re.sub(
        r"(\d+)!([nac])", lambda part: f"{kinds[part.group(2)]}{{{part.group(1)}}}", structure
    )
    return bool(structure) and re.fullmatch(shape, number[4:]) is not None


def _mrz_fields(line: str, lines: list[str]) -> tuple[str, list[tuple[str, str]]] | None:
    if len(line) == 44 and line[0] not in "PV":
        return line[:9], [(line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27])]
    if len(line) == 36 and line[0] not in "IACV":
        return line[:9], [(line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27])]
    if len(line) == 30 and line[0] in "IAC" and len(lines) > 1 and len(lines[1]) == 30:
        dates = lines[1]
        return line[5:14], [
            (line[5:14], line[14]),
            (dates[:6], dates[6]),
            (dates[8:14], dates[14]),
        ]
    return None


def _seed_words() -> frozenset[str]:
    from mnemonic import Mnemonic

    return frozenset(Mnemonic("english").wordlist)


def _seed_hits(candidate: Candidate, words: list[re.Match[str]]) -> Iterator[Hit]:
    from mnemonic import Mnemonic

    checker = Mnemonic("english")
    base = candidate.span.start
    if " ".join(word.group().lower() for word in words) in settings.strings(
        candidate.with_, "documented"
    ):
        return
    for length in _SEED_LENGTHS:
        for first in range(len(words) - length + 1):
            phrase = [word.group().lower() for word in words[first : first + length]]
            if len(set(phrase)) > length // 2 and checker.check(" ".join(phrase)):
                last = words[first + length - 1]
                yield Hit(Span(base + words[first].start(), base + last.end()), "recovery phrase")
                return
    if surroundings.mentioned(candidate, "near"):
        span = Span(base + words[0].start(), base + words[-1].end())
        yield Hit(span, "recovery phrase", Confidence.MEDIUM)
