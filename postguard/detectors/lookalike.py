"""Links and handles that pass for ours.

An address imitates us when a hurried reader takes it for ours: a letter off, a
letter of another alphabet, our name under another suffix, with a lure word, or in
front of a stranger's domain. Our own addresses and unrelated ones pass.
"""

import re
import unicodedata
from collections.abc import Iterator

from postguard.detectors import settings, surroundings
from postguard.detectors.domains import Host, is_shared_host, split_host, to_unicode
from postguard.detectors.interface import Candidate, Hit
from postguard.profile import Profile
from postguard.span import Span

_STAND_INS = str.maketrans("013457i|", "oleastll")
_SHORT = 5
"""Letters up to which a name under another suffix must be ours letter for letter."""
_SUFFIX_WORDS = frozenset({"com", "net", "org", "couk", "www", "http", "https"})
_PACKAGE_ROOTS = frozenset({"com", "org", "net", "io", "app", "dev", "co", "eu", "uk", "de"})
_SCRIPTS_OF_JAPANESE = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"})
_SCRIPTS_OF_KOREAN = frozenset({"LATIN", "CJK", "HANGUL"})
_SCRIPTS_OF_CHINESE = frozenset({"LATIN", "CJK", "BOPOMOFO"})


def lookalike_link(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm a link whose host imitates a domain of ``profile.brand``.

    Groups `host` and `path`; `shown` (what a link says it leads to). ``with``: `lures` (words
    that phishing hosts add: login, secure…), `errands` (what a path is made to ask for:
    verify, signin…) and `hosting` (registrable domains whose subdomains are customers' own
    pages), `files` (suffixes that a bare name more likely has as a file). Without brand
    domains nothing is a lookalike.
    """
    span = candidate.groups.get("host", candidate.span)
    host = candidate.text[span.start : span.end]
    own = tuple(filter(None, (split_host(domain) for domain in profile.brand.domains)))
    if not own:
        return
    user, at, host = host.rpartition("@")
    host = host.partition(":")[0]
    parts = split_host(host)
    if at and any(mine.label in to_unicode(user) for mine in own):
        if parts is None or not _is_ours(parts, own):
            yield Hit(span, "carries our name before another host")
        return
    if parts is None or _is_ours(parts, own) or _is_package_name(host, own):
        return
    if parts.suffix in settings.strings(candidate.with_, "files") and _is_bare(candidate, span):
        return
    lures = settings.strings(candidate.with_, "lures")
    hosting = settings.strings(candidate.with_, "hosting")
    for mine in own:
        how = _imitation(parts, mine, lures, hosting)
        if how:
            yield Hit(span, how)
            return
    shown = candidate.groups.get("shown")
    if shown is not None:
        says = split_host(candidate.text[shown.start : shown.end])
        if says is not None and _is_ours(says, own):
            yield Hit(span, "stands behind a link that shows our address")
            return
    path = candidate.groups.get("path")
    if path is not None and parts.registrable not in hosting:
        segments = candidate.text[path.start : path.end].lower().strip("/").split("/")
        errands = settings.strings(candidate.with_, "errands")
        if any(_borrows_our_name(parts, segments, mine, lures, errands) for mine in own):
            yield Hit(Span(span.start, path.end), "carries our name in a stranger's path")


def lookalike_handle(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm an ``@handle`` that imitates one of ours.

    Group `handle`, with or without its sign. ``with``: `lures` as for links (support, help,
    official…). Handles of ours pass; so does everything without configured handles.
    """
    span = candidate.groups.get("handle", candidate.span)
    handle = candidate.text[span.start : span.end].lstrip("@").lower()
    own = tuple(name.lstrip("@").lower() for name in profile.brand.handles)
    if handle in own:
        return
    lures = settings.strings(candidate.with_, "lures")
    for mine in own:
        how = _name_imitation(handle, mine, lures)
        if how:
            yield Hit(span, how)
            return


def homoglyph_link(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a link whose host mixes alphabets to look like another, whoever's it is.

    Group `host`, or the end of one. A label that mixes Latin with Cyrillic or Greek, or that
    is wholly of another alphabet yet reads as Latin under a Latin suffix, is no honest name.
    """
    span = surroundings.whole_host(candidate.text, candidate.groups.get("host", candidate.span))
    host = to_unicode(candidate.text[span.start : span.end].rpartition("@")[2].partition(":")[0])
    labels = host.split(".")
    for label in labels[:-1]:
        scripts = scripts_of(label)
        if len(scripts) > 1 and not _written_together(scripts):
            yield Hit(
                span, "mixes " + " and ".join(sorted(s.title() for s in scripts)) + " letters"
            )
            return
        if scripts and "LATIN" not in scripts and labels[-1].isascii() and _reads_as_latin(label):
            yield Hit(span, f"is written in {next(iter(scripts)).title()} letters")
            return


def scripts_of(text: str) -> frozenset[str]:
    """The alphabets of a text's letters, by the first word of their Unicode names."""
    return frozenset(
        unicodedata.name(char, "UNKNOWN").partition(" ")[0] for char in text if char.isalpha()
    )


def edit_distance(first: str, second: str, limit: int) -> int:
    """Edits between two names, a swap of neighbours being one; above `limit`, limit + 1."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(first, second, score_cutoff=limit))


def is_bit_flip(first: str, second: str) -> bool:
    """Whether the names differ in one bit of one character, as after a memory fault."""
    if len(first) != len(second) or not (first + second).isascii():
        return False
    flips = [ord(a) ^ ord(b) for a, b in zip(first, second, strict=True) if a != b]
    return len(flips) == 1 and flips[0].bit_count() == 1


def _is_ours(host: Host, own: tuple[Host, ...]) -> bool:
    return any((host.label, host.suffix) == (mine.label, mine.suffix) for mine in own)


def _imitation(host: Host, mine: Host, lures: tuple[str, ...], hosting: tuple[str, ...]) -> str:
    if host.registrable in hosting or is_shared_host(host):
        return _name_imitation(host.label, mine.label, lures) if is_shared_host(host) else ""
    if host.label == mine.label:
        return f"has our name under “.{host.suffix}”"
    short = len(mine.label) <= _SHORT and host.suffix != mine.suffix
    how = _name_imitation(host.label, mine.label, lures, slips=not short)
    if how:
        return how
    sublabels = re.split(r"[.-]", host.subdomain)
    named = mine.label in sublabels and len(mine.label) >= 4
    if named or f"{mine.label}.{mine.suffix}" in host.subdomain:
        return "carries our name before another domain"
    return ""


def _borrows_our_name(
    host: Host,
    segments: list[str],
    mine: Host,
    lures: tuple[str, ...],
    errands: tuple[str, ...],
) -> bool:
    """Whether a stranger's path holds our name to deceive.

    Two of three must hold: the host is named after a lure, the path is an errand of phishing,
    our whole domain stands in it. One alone is a case study, a profile, or an article on how
    we log people in.
    """
    whole = mine.registrable in segments or f"www.{mine.registrable}" in segments
    if not whole and mine.label not in segments:
        return False
    lured = any(word in lures for word in host.label.split("-"))
    errand = any(segment.partition(".")[0] in errands for segment in segments)
    return lured + errand + whole >= 2


def _is_bare(candidate: Candidate, span: Span) -> bool:
    """Whether no scheme, ``www.`` or path makes an address of the name."""
    text = candidate.text
    return (
        text[max(0, span.start - 2) : span.start] != "//"
        and not text[span.start : span.end].startswith("www.")
        and text[span.end : span.end + 1] != "/"
    )


def _is_package_name(host: str, own: tuple[Host, ...]) -> bool:
    """``com.orbital.app`` is how stores name an app of ``orbital.com``, and no address."""
    first, _, rest = host.lower().partition(".")
    return any(
        first == mine.suffix.rpartition(".")[2] and mine.label in rest.split(".") for mine in own
    ) or (first in _PACKAGE_ROOTS and any(rest.startswith(f"{mine.label}.") for mine in own))


def _name_imitation(name: str, mine: str, lures: tuple[str, ...], *, slips: bool = True) -> str:
    """How `name` imitates `mine`, in words that complete "This address …"; else empty.

    Without `slips`, one letter more or less is nothing: short names have many neighbours.
    """
    if name == mine:
        return ""
    if _as_seen(name) == _as_seen(mine):
        return "uses look-alike letters"
    plain, own = _without_joins(name), _without_joins(mine)
    if plain == own:
        return "joins or splits our name otherwise"
    if _adds_word(name, plain, own, lures):
        return "adds a word to our name"
    if len(own) >= 5 and is_bit_flip(plain, own):
        return "is one bit off our name"
    limit = 0 if len(own) < 5 else 1 if len(own) < 9 else 2
    if len(own) == 4 and _is_slip(plain, own):
        return "is a letter or two off our name"
    if slips and limit and plain[:1].isalpha() and edit_distance(plain, own, limit) <= limit:
        return "is a letter or two off our name"
    return ""


def _adds_word(name: str, plain: str, own: str, lures: tuple[str, ...]) -> bool:
    """Whether the name is ours and a word more. Beside a short name only lure words count."""
    words = re.split(r"[-_.]", name)
    if own in words and len(words) > 1:
        return len(own) >= 4 or any(word in lures for word in words)
    if len(own) < 3 or not (plain.startswith(own) or plain.endswith(own)):
        return False
    rest = plain.removeprefix(own) if plain.startswith(own) else plain.removesuffix(own)
    if rest in lures or (rest.isdigit() and len(own) >= 4) or rest in _SUFFIX_WORDS:
        return True
    long_lures = tuple(lure for lure in lures if len(lure) > 3)
    return len(own) >= 4 and (rest.startswith(long_lures) or rest.endswith(long_lures))


def _is_slip(name: str, own: str) -> bool:
    """Whether a finger slipped: one letter doubled, or two neighbours swapped."""
    doubled = any(name == own[: i + 1] + own[i:] for i in range(len(own)))
    return doubled or (
        len(name) == len(own)
        and name != own
        and edit_distance(name, own, 1) == 1
        and sorted(name) == sorted(own)
    )


def _without_joins(name: str) -> str:
    return re.sub(r"[-_.]", "", name)


def skeleton_of(name: str) -> str:
    """The name as the eye reads it: confusable letters of any alphabet folded together."""
    from postguard.folding.skeleton import skeleton

    return skeleton(name).text


def _as_seen(name: str) -> str:
    """The skeleton with digits and pairs that stand in for a letter: 0rbita1, rn for m."""
    seen = skeleton_of(name).lower().translate(_STAND_INS)
    return seen.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _written_together(scripts: frozenset[str]) -> bool:
    return any(
        scripts <= together
        for together in (_SCRIPTS_OF_JAPANESE, _SCRIPTS_OF_KOREAN, _SCRIPTS_OF_CHINESE)
    )


def _reads_as_latin(label: str) -> bool:
    folded = skeleton_of(label)
    return bool(folded) and folded.isascii() and any(char.isalpha() for char in folded)
