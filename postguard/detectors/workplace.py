"""Names that only make sense inside a company: hosts, tickets, private addresses."""

import re
from collections.abc import Iterator

from postguard.detectors import settings, surroundings
from postguard.detectors.interface import Candidate, Hit
from postguard.profile import Profile


def internal_host(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm a host of an inside network.

    Group `host`, or the end of one. The configured ``brand.internal_domains`` count always;
    else the host must end in one of ``with: {suffixes: […]}`` and match no `innocent` pattern
    (the documentation of cluster networks names ``svc.cluster.local`` all day).
    """
    span = surroundings.whole_host(candidate.text, candidate.groups.get("host", candidate.span))
    host = candidate.text[span.start : span.end].lower().rstrip(".")
    configured = any(
        host == name.lower() or host.endswith("." + name.lower())
        for name in profile.brand.internal_domains
    )
    innocent = settings.pattern(candidate.with_, "innocent")
    inside = host.endswith(settings.strings(candidate.with_, "suffixes")) and not (
        innocent is not None and innocent.search(host)
    )
    if configured or inside:
        yield Hit(span, "internal host")


def ticket_id(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm a ticket of ours: the prefix before the hyphen is a configured one."""
    prefix, _, _ = candidate.value.partition("-")
    if prefix in profile.brand.ticket_prefixes and not surroundings.glued(
        candidate.text, candidate.span
    ):
        yield Hit(candidate.span, "ticket")


def private_address(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm an address of a private network (RFC 1918) that names one machine.

    Networks in prefix notation, loopback and documentation ranges pass, and so does a
    version number: ``with: {innocent: …}`` is the pattern of words that announce one.
    """
    import ipaddress

    try:
        address = ipaddress.IPv4Address(candidate.value)
    except ValueError:
        return
    inside = any(
        address in ipaddress.IPv4Network(network)
        for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    )
    if not inside or candidate.value.endswith((".0", ".0.0")):
        return
    if candidate.text[candidate.span.end : candidate.span.end + 1] == "/":
        return
    innocent = settings.pattern(candidate.with_, "innocent")
    lead = surroundings.before(candidate, 20)
    if (innocent is not None and innocent.search(lead)) or _is_glued(candidate):
        return
    yield Hit(candidate.span, "private network address")


def _is_glued(candidate: Candidate) -> bool:
    start, end = candidate.span
    lead, tail = candidate.text[max(0, start - 1) : start], candidate.text[end : end + 2]
    return bool(re.match(r"[\w.]", lead)) or bool(re.match(r"\w|[.-]\w", tail))
