"""Every way of writing a name that its owner did not write down, at its exact place."""

import random
from datetime import date

import pytest

from postguard.confidential.common import _read
from postguard.confidential.entries import Entry
from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.lists import PlainList
from postguard.confidential.match import TermMatcher
from postguard.confidential.seal import seal
from postguard.confidential.sealed import SealedFile
from tests.confidential.evasions import EVASIONS, write

DAY = date(2026, 1, 1)


def _names(count: int) -> list[str]:
    chance = random.Random(20)  # noqa: S311
    words = [word for word in _read() if 4 <= len(word) <= 9 and word[-1] != "s"]
    return [f"{chance.choice(words).title()} {chance.choice(words).title()}" for _ in range(count)]


NAMES = _names(25)
PLAIN = PlainList("names.yaml", tuple(Entry(((name,),)) for name in NAMES))
KEY = new_key()
SEALED = SealedFile(seal(PLAIN.entries, KEY).text.encode(), "names.sealed")


@pytest.mark.parametrize("evasion", EVASIONS)
def test_each_evasion_is_found_at_its_exact_place_by_plain_and_sealed_lists(evasion: str) -> None:
    matcher = TermMatcher([PLAIN, SEALED], KeyRing([KEY]))
    for number, name in enumerate(NAMES, 1):
        written = write(evasion, name)
        found = matcher.find([written.text], on=DAY)
        places = {(match.source, match.span) for match in found}
        assert ("names.yaml", written.span) in places, (evasion, number, written.text)
        assert ("names.sealed", written.span) in places, (evasion, number, written.text)


def test_a_name_is_not_found_across_a_sentence_end_a_comma_or_a_paragraph() -> None:
    matcher = TermMatcher([PLAIN, SEALED], KeyRing([KEY]))
    for name in NAMES:
        first, second = name.lower().split()
        for text in (
            f"it was {first}. {second} came",
            f"{first}, {second}",
            f"{first}\n\n{second}",
            f"{first} ({second})",
            f"{first}: {second}",
            f"{second} {first}",
            f"{first} and {second}",
        ):
            assert matcher.find([text], on=DAY) == ()
