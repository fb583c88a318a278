import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.detectors import numbers
from postguard.detectors.samples import sample
from postguard.finding import Confidence
from postguard.span import Span

from .support import found, spans

CARD = r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)"
NEAR_CARD = {"near": r"(?i)\b(?:card|visa|amex)\b", "test_numbers": ["4111111111111111"]}
CARD_NAMES = ["visa", "mastercard", "amex", "discover", "jcb", "maestro"]


@pytest.mark.parametrize("name", CARD_NAMES)
def test_cards_are_found_beside_their_word(name: str) -> None:
    wanted, got = spans(numbers.card, CARD, f"My card «{sample(name)}» is lost", NEAR_CARD)
    assert got == wanted


def test_cards_in_groups_are_found_without_a_word_with_less_confidence() -> None:
    digits = sample("visa")
    grouped = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    assert found(numbers.card, CARD, f"Pay {grouped} now", NEAR_CARD) == [
        (grouped, Span(4, 23), Confidence.MEDIUM)
    ]


def test_a_card_with_a_wrong_check_digit_counts_only_beside_its_word() -> None:
    digits = sample("visa")
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert found(numbers.card, CARD, f"card {wrong}", NEAR_CARD) == [
        (wrong, Span(5, 21), Confidence.LOW)
    ]
    assert found(numbers.card, CARD, f"order {wrong}", NEAR_CARD) == []


@pytest.mark.parametrize(
    "text",
    [
        "card 4111 1111 1111 1111",
        "card 0000000000000000",
        "card 4242424242424242",
        "card 1234567890123456",
        "finished at 1700000000000",
        "finished at 1700000000000000",
        "20240517123045123",
        f"card https://shop.example.com/o/{sample('visa')}",
        f"card build-{sample('visa')}-rc1",
        f"card 6b1f0c2e-9d53-{sample('visa')[:4]}-8a35-2f1f6a0c7d11",
        "call 123-456-789-0123",
    ],
)
def test_other_long_numbers_pass(text: str) -> None:
    assert found(numbers.card, CARD, text, NEAR_CARD) == []


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_exactly_one_check_digit_fits(number: int) -> None:
    assert sum(numbers.luhn(f"{number:015d}{digit}") for digit in range(10)) == 1


IBAN = r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}\b"
NEAR_IBAN = {"near": r"(?i)\biban\b", "test_numbers": ["GB82WEST12345698765432"]}


@pytest.mark.parametrize("name", ["iban-gb", "iban-de"])
def test_account_numbers_are_found_without_a_word(name: str) -> None:
    wanted, got = spans(numbers.iban, IBAN, f"Transfer to «{sample(name)}», please", NEAR_IBAN)
    assert got == wanted


def test_an_account_number_ends_where_its_country_says() -> None:
    digits = sample("iban-gb")
    grouped = " ".join(digits[i : i + 4] for i in range(0, 22, 4))
    wanted, got = spans(numbers.iban, IBAN, f"«{grouped}» or cash", NEAR_IBAN)
    assert got == wanted


def test_a_mistyped_account_number_counts_beside_its_word() -> None:
    digits = sample("iban-gb")
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert found(numbers.iban, IBAN, f"IBAN {wrong}", NEAR_IBAN) == [
        (wrong, Span(5, 27), Confidence.LOW)
    ]
    assert found(numbers.iban, IBAN, f"Part {wrong}", NEAR_IBAN) == []


@pytest.mark.parametrize(
    "text", ["IBAN GB82WEST12345698765432", "IBAN XX00ABCD12345678901234", "GB00 0000 0000 0000 00"]
)
def test_examples_and_unknown_countries_pass(text: str) -> None:
    assert found(numbers.iban, IBAN, text, NEAR_IBAN) == []


ROUTING = r"\b\d{9}\b"
NEAR_ROUTING = {"near": r"(?i)\b(?:routing|aba)\b"}


def test_routing_numbers_need_their_word() -> None:
    number = sample("routing")
    wanted, got = spans(numbers.routing_number, ROUTING, f"Routing number «{number}»", NEAR_ROUTING)
    assert got == wanted
    assert found(numbers.routing_number, ROUTING, f"Part {number}", NEAR_ROUTING) == []
    assert found(numbers.routing_number, ROUTING, "routing 123456789", NEAR_ROUTING) == []


ZONE = r"[PIAV][A-Z0-9<]{29,43}\n[A-Z0-9<]{30,44}(?:\n[A-Z0-9<]{30})?"


def test_passport_zones_are_found_and_specimens_pass() -> None:
    zone = sample("mrz")
    assert found(numbers.machine_readable_zone, ZONE, f"Scan:\n{zone}\n") == [
        (zone, Span(6, 6 + len(zone)), None)
    ]
    specimen = {"test_numbers": [zone.split("\n")[1][:9]]}
    assert found(numbers.machine_readable_zone, ZONE, zone, specimen) == []
    broken = zone.replace("LK4402918", "LK4402919")
    assert found(numbers.machine_readable_zone, ZONE, broken) == []


def test_an_identity_card_zone_is_found() -> None:
    number, born, expires = "D23145890", "740812", "320415"
    first = f"I<UTO{number}{numbers.mrz_check(number)}".ljust(30, "<")
    second = (
        f"{born}{numbers.mrz_check(born)}F{expires}{numbers.mrz_check(expires)}UTO".ljust(29, "<")
        + "6"
    )
    zone = f"{first}\n{second}\n{'VARGA<<ILKA':<30}".replace(" ", "<")
    assert found(numbers.machine_readable_zone, ZONE, zone)[0][1] == Span(0, len(zone))


PHRASE = r"\b(?:[a-z]{3,8}[ \n,]+){11,}[a-z]{3,8}\b"


def test_seed_phrases_are_found_inside_prose() -> None:
    phrase = sample("seed-phrase")
    wanted, got = spans(numbers.seed_phrase, PHRASE, f"mywallet zz «{phrase}» zz keep it")
    assert got == wanted


def test_list_words_without_a_checksum_need_their_word() -> None:
    words = sample("seed-phrase").split()
    shuffled = " ".join(reversed(words))
    near = {"near": r"(?i)seed phrase"}
    assert found(numbers.seed_phrase, PHRASE, shuffled) == []
    assert found(numbers.seed_phrase, PHRASE, f"My Seed Phrase: {shuffled}", near) == [
        (shuffled, Span(16, 16 + len(shuffled)), Confidence.MEDIUM)
    ]


def test_ordinary_sentences_are_no_seed_phrases() -> None:
    text = "the quick brown foxes jump over the lazy dogs while some cats look away again"
    assert found(numbers.seed_phrase, PHRASE, text) == []


def test_documented_phrases_pass() -> None:
    phrase = sample("seed-phrase")
    assert found(numbers.seed_phrase, PHRASE, phrase, {"documented": [phrase]}) == []


def test_a_card_for_testing_or_in_a_formula_passes_and_somebodys_does_not() -> None:
    digits = sample("visa")
    with_ = NEAR_CARD | {"tested": r"sandbox card", "owner": r"\bher\b"}
    assert found(numbers.card, CARD, f"The sandbox card {digits}", with_) == []
    assert found(numbers.card, CARD, f"card sum {digits} mod 97", with_) == []
    text = f"not the sandbox card, her {digits}"
    assert [words for words, *_ in found(numbers.card, CARD, text, with_)] == [digits]
