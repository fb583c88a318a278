import pytest

from postguard.detectors import national
from postguard.detectors.samples import sample
from postguard.finding import Confidence
from postguard.span import Span

from .support import found, spans

ANY = r"\b[A-Z0-9](?:[ .-]?[A-Z0-9]){7,18}\b"
KINDS = {
    "us-ssn": "us.ssn",
    "us-itin": "us.itin",
    "uk-nino": "gb.nino",
    "uk-nhs": "gb.nhs",
    "nl-bsn": "nl.bsn",
    "br-cpf": "br.cpf",
    "de-steuerid": "de.idnr",
    "sg-nric": "sg.nric",
    "ca-sin": "ca.sin",
    "se-pnr": "se.personnummer",
    "za-id": "za.idnr",
    "in-aadhaar": "in_.aadhaar",
    "fr-nir": "fr.nir",
    "es-dni": "es.dni",
    "it-cf": "it.codicefiscale",
    "pl-pesel": "pl.pesel",
    "cn-ric": "cn.ric",
    "au-tfn": "au.tfn",
}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_number_is_found_beside_its_name(name: str) -> None:
    with_ = {"number": KINDS[name], "near": "(?i)my number"}
    wanted, got = spans(
        national.national_number, ANY, f"my number is «{sample(name)}», really", with_
    )
    assert got == wanted


@pytest.mark.parametrize("name", sorted(KINDS))
def test_no_number_is_found_without_its_name(name: str) -> None:
    with_ = {"number": KINDS[name], "near": "(?i)my number"}
    assert found(national.national_number, ANY, f"order {sample(name)}", with_) == []


def test_a_strong_checksum_may_do_without_the_name() -> None:
    with_ = {"number": "it.codicefiscale", "needs_name": False, "near": "codice"}
    number = sample("it-cf")
    assert found(national.national_number, ANY, f"of {number}", with_) == [
        (number, Span(3, 19), Confidence.MEDIUM)
    ]


def test_a_number_that_fails_counts_only_where_the_rule_is_loose() -> None:
    with_ = {"number": "us.ssn", "near": "SSN"}
    shape, text = r"\d{3}-\d\d-\d{4}", "SSN 900-12-3456"
    assert found(national.national_number, shape, text, with_) == []
    assert found(national.national_number, shape, text, {**with_, "loose": True}) == [
        ("900-12-3456", Span(4, 15), Confidence.LOW)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "my number 000-12-3456",
        "my number 666-12-3456",
        "my number 078-05-1120",
        "my number 123-00-4567",
        "my number 111-11-1111",
        f"my number https://example.com/{sample('us-ssn')}/x",
        f"my number id-{sample('us-ssn')}-x",
    ],
)
def test_numbers_never_issued_or_part_of_others_pass(text: str) -> None:
    with_ = {"number": "us.ssn", "near": "my number"}
    assert found(national.national_number, r"\d{3}-\d\d-\d{4}", text, with_) == []


def test_published_examples_pass() -> None:
    number = sample("nl-bsn")
    with_ = {"number": "nl.bsn", "near": "my number", "test_numbers": [number]}
    assert found(national.national_number, ANY, f"my number {number}", with_) == []


@pytest.mark.parametrize(
    ("value", "valid"),
    [("S1234567D", True), ("S1234567A", False), ("G1234567X", True), ("X1234567D", False)],
)
def test_singapore_letters(value: str, valid: bool) -> None:
    assert national.is_nric(value) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("LJ 07 02 60 C", True),
        ("BG070260C", False),
        ("QQ123456C", False),
        ("LO070260C", False),
        ("LJ070260E", False),
    ],
)
def test_forms_of_national_insurance_numbers(value: str, valid: bool) -> None:
    assert national.is_nino(value) is valid


def test_a_match_that_holds_name_and_number_gives_the_number() -> None:
    number = sample("mx-curp")
    pattern = r"CURP\W+(?P<value>[A-Z0-9]{18})"
    assert found(national.national_number, pattern, f"CURP: {number}", {"number": "mx.curp"}) == [
        (number, Span(6, 24), None)
    ]
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert found(national.national_number, pattern, f"CURP: {wrong}", {"number": "mx.curp"}) == []
