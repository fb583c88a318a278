"""National identity, tax and health numbers, through python-stdnum.

A checksum of one digit lets one number in ten through, so a number without letters
also needs its name beside it. Where a number has no checksum at all, its name is
what decides.
"""

from collections.abc import Iterator
from importlib import import_module

from postguard.detectors import settings, surroundings
from postguard.detectors.interface import Candidate, Hit
from postguard.finding import Confidence
from postguard.profile import Profile

_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_LETTERS = {
    "S": (0, "JZIHGFEDCBA"),
    "T": (4, "JZIHGFEDCBA"),
    "F": (0, "XWUTRQPNMLK"),
    "G": (4, "XWUTRQPNMLK"),
}
_NINO_PREFIXES_OUT = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


def national_number(candidate: Candidate, _profile: Profile, /) -> Iterator[Hit]:
    """Confirm a number of the kind ``with: {number: …}`` names.

    `number` is a python-stdnum module (``us.ssn``, ``gb.nhs``, …) or one of ``sg.nric``
    and ``gb.nino``, which that package lacks. `near` is the pattern of its names;
    `needs_name` (default true) says whether it counts without one. `loose` reports a
    number that fails its check when its name is right before it, with low confidence.
    `test_numbers` are published examples. Group `value`: the number, where the match holds
    its name too; then nothing else has to name it.
    """
    with_ = candidate.with_
    span = candidate.groups.get("value", candidate.span)
    value = candidate.text[span.start : span.end]
    compact = "".join(char for char in value if char.isalnum()).upper()
    if compact in settings.strings(with_, "test_numbers") or len(set(compact[:-1])) <= 2:
        return
    if surroundings.glued(candidate.text, span):
        return
    if surroundings.in_url(candidate.text, span):
        return
    named = "value" in candidate.groups or surroundings.mentioned(candidate, "near")
    if not named and settings.flag(with_, "needs_name", default=True):
        return
    if is_valid_number(settings.text(with_, "number"), value):
        yield Hit(span, candidate.name, None if named else Confidence.MEDIUM)
    elif named and settings.flag(with_, "loose"):
        yield Hit(span, candidate.name, Confidence.LOW)


def is_valid_number(kind: str, value: str) -> bool:
    """Whether `value` is a well-formed number of that kind, as far as can be told offline."""
    if kind == "sg.nric":
        return is_nric(value)
    if kind == "gb.nino":
        return is_nino(value)
    module = import_module(f"stdnum.{kind}")
    compact = "".join(char for char in value if char.isalnum())
    return bool(module.is_valid(value) or module.is_valid(compact))


def is_nric(value: str) -> bool:
    """Whether the last letter of a Singapore NRIC or FIN fits its digits (mod 11)."""
    compact = value.strip().upper()
    if len(compact) != 9 or compact[0] not in _NRIC_LETTERS or not compact[1:8].isdigit():
        return False
    offset, letters = _NRIC_LETTERS[compact[0]]
    total = offset + sum(int(d) * w for d, w in zip(compact[1:8], _NRIC_WEIGHTS, strict=True))
    return letters[total % 11] == compact[8]


def is_nino(value: str) -> bool:
    """Whether a UK National Insurance number has a form that is issued; it has no checksum."""
    compact = "".join(char for char in value if char.isalnum()).upper()
    return (
        len(compact) == 9
        and compact[:2].isalpha()
        and compact[0] not in "DFIQUV"
        and compact[1] not in "DFIOQUV"
        and compact[:2] not in _NINO_PREFIXES_OUT
        and compact[2:8].isdigit()
        and compact[8] in "ABCD"
    )
