"""Whether a phone number, address or date belongs to a private person.

Companies publish press numbers, help lines and role accounts on purpose. What must
not slip out is what reaches one person. Numbers that regulators set aside for
fiction and addresses of documentation pass.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from postguard.detectors import settings, surroundings
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile
from postguard.span import Span

_LABEL_WINDOW = 30
_BLOCK = 120
_DESK_WINDOW = 120
_NOT_A_PHONE = re.compile(
    r"(?:19|20)\d\d[-/. ]\d\d?[-/. ]\d\d?(?!\d).*"  # 2024-05-17 12:30
    r"|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d(?!\d).*"  # 17/05/2024
    r"|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"  # 1998-2004
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # 192.0.2.1
    r"|\d+\.\d+"  # 3.14159265
    r"|\d{1,3}(?:[ ,.]\d{3})*[ ,.]000"  # 1 000 000, 15 700 000
    r"|\d{3}-\d\d-\d{4}"  # a social security number
    r"|97[89][- ]?\d.*"  # a book number
    r"|\d{4}(?:[ -]\d{4}){2,}.*"  # a card
)
_NORTH_AMERICAN = re.compile(r"(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:\D.*)?")
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension)\s*\d{1,6}$", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+ \([\d+]?\Z")
_OLDEST_LIVING = 110
_PERSON = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir)\b|\b[A-Z][a-zà-ÿ'-]+ (?:[A-Z]\.? )?[A-Z][a-zà-ÿ'-]+\b"
)
_STREET = re.compile(r"(?<!\w)[A-ZÀ-Þ][\wÀ-ÿ'.-]*(?: [A-ZÀ-Þ]?[\wÀ-ÿ'.-]*)?\Z")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def phone(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a private telephone number.

    ``with``: `label` (pattern of words right before a number: "Phone:", "mobile"),
    `near` (weaker words: "call me at"), `business` (words of a published line), `desk`
    (somebody's post at a company), `personal` (words that outweigh those), `fiction`
    (pattern over the bare digits of numbers set aside for fiction and examples), `innocent`
    (words right before other numbers: "order number"), `regions` (ISO countries
    whose national form counts without a word; by default only the North American form does).
    """
    span = _trimmed(candidate)
    value = _EXTENSION.sub("", candidate.text[span.start : span.end])
    digits = "".join(char for char in value if char.isdigit())
    if not 7 <= len(digits) <= 15 or _NOT_A_PHONE.fullmatch(value) or len(set(digits)) <= 2:
        return
    if surroundings.glued(candidate.text, span) or surroundings.in_url(candidate.text, span):
        return
    innocent = settings.pattern(candidate.with_, "innocent")
    if innocent is not None and innocent.search(surroundings.before(candidate, _LABEL_WINDOW)):
        return
    fiction = settings.pattern(candidate.with_, "fiction")
    if fiction is not None and fiction.search(digits):
        return
    if _is_published(candidate):
        return
    confidence = _phone_confidence(candidate, value, digits)
    if confidence is not None:
        yield Hit(span, "phone number", confidence)


def email(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm the e-mail address of a person.

    ``with``: `roles` (local parts of role accounts; one also counts as the first or last
    part of ``press-emea``), `domains` (of documentation, lists and code hosts), `business`,
    `desk` and `personal` as for `phone`, `private` (pattern of addresses no desk has). Our
    own domains pass, and so does an address that the post itself makes a ``mailto:``
    link: it is meant to be written to.
    """
    local, _, domain = candidate.value.rpartition("@")
    local, domain = local.lower(), domain.lower().rstrip(".")
    parts = re.split(r"[._+-]", local)
    roles = settings.strings(candidate.with_, "roles")
    if local in roles or parts[0] in roles or parts[-1] in roles:
        return
    known = (*settings.strings(candidate.with_, "domains"), *profile.brand.domains)
    if any(domain == name.lower() or domain.endswith("." + name.lower()) for name in known):
        return
    if not _has_public_suffix(domain) or surroundings.in_url(candidate.text, candidate.span):
        return
    if f"mailto:{candidate.value}" in candidate.text or _is_remote(candidate):
        return
    if _is_published(candidate):
        return
    yield Hit(candidate.span, "e-mail address")


def labelled_number(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a document or record number that its label gives away.

    ``with``: `near` (pattern of the label, which must be there), `innocent` (pattern that
    clears it). The value must hold a digit: words in capitals are no licence number.
    """
    span = candidate.groups.get("value", candidate.span)
    value = candidate.text[span.start : span.end]
    digits = sum(char.isdigit() for char in value)
    if digits < settings.number(candidate.with_, "digits", 3) or len(set(value)) <= 2:
        return
    if not _in_context(candidate) or surroundings.glued(candidate.text, span):
        return
    yield Hit(span, candidate.name)


def home_address(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm the address of a private person.

    ``with``: `business` (pattern that clears it), and either `near` (pattern of words that
    make it a home) or `recipient` (pattern of a name right before it) with a `cue` (words
    of a delivery or visit, in the next lines too) or a `title` before that name; `sample`
    (pattern of manuals' addresses). With `whole: true` the street's name begins before the
    match.
    """
    span = candidate.span
    if settings.flag(candidate.with_, "whole"):
        name = _STREET.search(candidate.text, max(0, span.start - 40), span.start)
        if name is None:
            return
        span = Span(name.start(), span.end)
    sample = settings.pattern(candidate.with_, "sample")
    if sample is not None and sample.search(candidate.value):
        return
    if surroundings.mentioned(candidate, "business"):
        return
    if surroundings.mentioned(candidate, "near") or _has_recipient(candidate, span):
        yield Hit(span, "home address")


def _has_recipient(candidate: Candidate, span: Span) -> bool:
    recipient = settings.pattern(candidate.with_, "recipient")
    lead = surroundings.before(candidate, at=span.start)
    name = recipient.search(lead) if recipient is not None else None
    if name is None:
        return False
    title = settings.pattern(candidate.with_, "title")
    if title is not None and title.search(name.group()):
        return True
    cue = settings.pattern(candidate.with_, "cue")
    near = candidate.text[max(0, span.start - _BLOCK) : candidate.span.end + _BLOCK]
    return cue is not None and cue.search(near) is not None


def date_of_birth(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm a date of birth of a living, named person.

    Group `date`. ``with``: `near` (must be there), `label` (words that need no name beside
    them: "DOB:"). Births of more than 110 years ago are history.
    """
    span = candidate.groups.get("date", candidate.span)
    year = _YEAR.search(candidate.text, span.start, span.end)
    today = profile.today or datetime.now(UTC).date()
    if year is not None and not _is_living(int(year.group()), today):
        return
    lead = surroundings.before(candidate, at=span.start)
    label = settings.pattern(candidate.with_, "label")
    if (label is not None and label.search(lead)) or (
        surroundings.mentioned(candidate, "near", inside=True) and _PERSON.search(lead)
    ):
        yield Hit(span, "date of birth")


def _phone_confidence(candidate: Candidate, value: str, digits: str) -> Confidence | None:
    label = settings.pattern(candidate.with_, "label")
    labelled = label is not None and bool(
        label.search(surroundings.before(candidate, _LABEL_WINDOW))
    )
    if value.startswith(("+", "00")):
        return _international_confidence(value, labelled=labelled)
    if labelled:
        return Confidence.HIGH
    grouped = len(digits) < len(value) or digits[0] == "0" or len(digits) in (10, 11)
    if grouped and surroundings.mentioned(candidate, "near"):
        return Confidence.MEDIUM
    lead = surroundings.before(candidate, _LABEL_WINDOW) + candidate.value[:1]
    if len(digits) >= 9 and _AFTER_NAME.search(lead):
        return Confidence.MEDIUM
    if _NORTH_AMERICAN.fullmatch(value) and _is_private_line(value, "US"):
        return Confidence.MEDIUM
    for region in settings.strings(candidate.with_, "regions"):
        if len(digits) < len(value) and _is_private_line(value, region):
            return Confidence.MEDIUM
    return None


def _international_confidence(value: str, *, labelled: bool) -> Confidence | None:
    number = "+" + value[2:] if value.startswith("00") else value
    if _is_private_line(number.replace("(0)", ""), None):
        return Confidence.HIGH
    if labelled and not _is_service_line(number.replace("(0)", ""), None):
        return Confidence.MEDIUM
    return None


def _is_private_line(value: str, region: str | None) -> bool:
    import phonenumbers

    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and not _is_service_line(value, region)


def _is_service_line(value: str, region: str | None) -> bool:
    """Free-phone, premium and shared-cost numbers are companies' by their nature."""
    import phonenumbers

    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(number) in {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }


def _trimmed(candidate: Candidate) -> Span:
    """The candidate without a bracket that is not closed inside it."""
    start, end = candidate.span
    value = candidate.text[start:end]
    if value.startswith("(") and ")" not in value:
        start += 1
    if value.endswith(")") and "(" not in value:
        end -= 1
    opened = value.rfind("(")
    if opened > 0 and ")" not in value[opened:]:
        end = candidate.span.start + len(value[:opened].rstrip())
    return Span(start, end)


def _is_published(candidate: Candidate) -> bool:
    if surroundings.mentioned(candidate, "personal"):
        return False
    return surroundings.mentioned(candidate, "business") or _is_of_office(candidate)


def _is_of_office(candidate: Candidate) -> bool:
    """Whether somebody is named with their post at a company, as contacts are published."""
    desk = settings.pattern(candidate.with_, "desk")
    private = settings.pattern(candidate.with_, "private")
    if desk is None or (private is not None and private.search(candidate.value)):
        return False
    return bool(
        desk.search(surroundings.before(candidate, _DESK_WINDOW))
        or desk.search(surroundings.after(candidate, _LABEL_WINDOW))
    )


def _is_remote(candidate: Candidate) -> bool:
    """``git@host:path`` and ``scp user@host:`` name machines."""
    text, end = candidate.text, candidate.span.end
    follows_path = text[end : end + 1] == ":" and not text[end + 1 : end + 2].isspace()
    lead = surroundings.before(candidate, 24)
    return (follows_path and end + 1 < len(text)) or bool(
        re.search(r"\b(?:ssh|scp|rsync|sftp|mosh|git clone)\b[^\n]*$", lead)
    )


def _has_public_suffix(domain: str) -> bool:
    from postguard.detectors.domains import split_host

    parts = split_host(domain)
    return parts is not None and bool(parts.label)


def _in_context(candidate: Candidate) -> bool:
    return surroundings.mentioned(candidate, "near", inside=True) and not surroundings.mentioned(
        candidate, "innocent", inside=True
    )


def _is_living(year: int, today: date) -> bool:
    return today.year - _OLDEST_LIVING <= year <= today.year
