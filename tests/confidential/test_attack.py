"""What a sealed list tells to someone without its key: nothing."""

import base64
import random

from hypothesis import given
from hypothesis import strategies as st

from postguard.confidential import crypto
from postguard.confidential.common import _read
from postguard.confidential.entries import Entry
from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.normalise import term_forms
from postguard.confidential.seal import seal
from postguard.confidential.sealed import DIGEST_BYTES, RECORD_BYTES, SealedFile
from tests.confidential.attacker import Attacker

WORDS = [word for word in _read() if 5 <= len(word) <= 9]
CHANCE = random.Random(4)  # noqa: S311
FIRST, SECOND = CHANCE.sample(WORDS, 60), CHANCE.sample(WORDS, 60)
DICTIONARY = [f"{first} {second}" for first in FIRST for second in SECOND]
SECRETS = CHANCE.sample(DICTIONARY, 40)
KEY = new_key()
ENTRIES = [
    Entry(((name,),), owner="mergers@example.com", label="deal", fuzzy=number % 2)
    for number, name in enumerate(SECRETS)
]
TEXT = seal(ENTRIES, KEY).text
FILE = SealedFile(TEXT.encode(), "deals.sealed")


def test_a_dictionary_that_holds_every_term_recovers_none_without_the_key() -> None:
    attacker = Attacker(FILE)
    forms = [form for name in DICTIONARY for form in term_forms(name)]
    assert attacker.recovered(forms) == []
    assert attacker.recovered(form[:12] for form in forms) == []
    assert attacker.recovered(DICTIONARY) == []


def test_the_same_attacker_recovers_every_term_once_the_key_leaks() -> None:
    attacker = Attacker(FILE, [KEY.derive(b"pg-forms", FILE.salt)])
    recovered = attacker.recovered(term_forms(name)[0] for name in SECRETS)
    assert len(recovered) == len(SECRETS)


def test_with_the_key_exactly_the_terms_are_known() -> None:
    sealed = FILE.unlock(KeyRing([KEY]))
    known = [
        name
        for name in DICTIONARY
        if any(not use.approximate for _, use in sealed.lookup(term_forms(name)[0]))
    ]
    assert sorted(known) == sorted(SECRETS)


@given(st.binary(min_size=1, max_size=60), st.binary(min_size=16, max_size=16))
def test_the_key_alone_changes_every_digest(form: bytes, salt: bytes) -> None:
    one, other = new_key(), new_key()
    digests = [crypto.form_digester(key, salt, RECORD_BYTES)(form) for key in (one, other)]
    assert digests[0][:DIGEST_BYTES] != digests[1][:DIGEST_BYTES]
    assert digests[0] == crypto.form_digester(one, salt, RECORD_BYTES)(form)
    assert crypto.form_digester(one, salt[::-1] + b"", RECORD_BYTES)(form) != digests[0] or (
        salt == salt[::-1]
    )
    assert crypto.cipher(one, salt)(b"nonce", form) != crypto.cipher(other, salt)(
        b"nonce", form
    ) or (len(form) < 8)
    assert crypto.cipher(one, salt)(b"nonce", crypto.cipher(one, salt)(b"nonce", form)) == form


def test_no_line_of_one_sealing_comes_again_in_another() -> None:
    again = SealedFile(seal(ENTRIES, KEY).text.encode(), "again")
    assert not FILE.forms.keys() & again.forms.keys()
    assert not FILE.entries.keys() & again.entries.keys()
    assert FILE.salt != again.salt


def test_no_term_owner_or_label_stands_in_the_file_or_in_what_it_decodes_to() -> None:
    decoded = b"".join(
        base64.b64decode(line)
        for line in TEXT.split("\n")
        if len(line) % 4 == 0 and " " not in line and not line.startswith("[")
    )
    for data in (TEXT.encode(), decoded):
        # Shorter words may stand in any random text of that length.
        long = [word for word in (*FIRST, *SECOND) if len(word) > 7]
        for secret in [*SECRETS, *long, "mergers@example.com"]:
            assert secret.encode() not in data
            assert secret.replace(" ", "").encode() not in data


def test_conditions_of_one_length_look_alike() -> None:
    assert {len(sealed) for sealed in FILE.entries.values()} == {128}


def test_entries_and_forms_are_not_in_the_order_of_the_list() -> None:
    sealed = FILE.unlock(KeyRing([KEY]))
    order = [sealed.lookup(term_forms(name)[0])[0][0] for name in SECRETS]
    stored = sorted(order, key=base64.b64encode)
    assert list(FILE.entries) == [base64.b64encode(identifier) for identifier in stored]
    assert order != stored
