from datetime import date

import pytest

from postguard.detectors import contacts
from postguard.finding import Confidence
from postguard.profile import Brand, Profile
from postguard.span import Span

from .support import found, spans

PHONE = r"(?<![\w.])(?:\+|00)?\(?\d(?:[ ().\-/]{0,2}\d){5,16}(?: ?(?:x|ext\.?) ?\d{1,6})?(?!\w)"
PHONE_WITH = {
    "label": r"(?i)(?:phone|mobile|tel|cell)\w*\W{0,3}\s*$",
    "near": r"(?i)call me|text me|answering at|reach (?:me|him|her)",
    "business": r"(?i)press|support|help ?line|hotline|toll-free|customer service",
    "personal": r"(?i)\bmy (?:cell|mobile|number)|call me",
    "innocent": r"(?i)\b(?:case|order)\s?number\W*(?:is )?$",
    "fiction": r"^1?\d{3}55501\d\d$|^44?0?7700900\d{3}$",
}


@pytest.mark.parametrize(
    "marked",
    [
        "Phone: «(72) 754-186»",
        "Phone:\n«0393 1144137»",
        "Mobile: «737 219 628»",
        "They are not answering at «0680 298 70 63»",
        "Call me on «516 466 638»",
        "my registered «905-674-3793» is off",
        "Write to «+41 (0)62 585 51 90» tonight",
        "Tel. «463-612-6138x036»",
        "(my cell is «617-523-9981»)",
    ],
)
def test_private_numbers_are_found(marked: str) -> None:
    wanted, got = spans(contacts.phone, PHONE, marked, PHONE_WITH)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Call the help line on 0161 496 0000 at any time",
        "Press office: +44 20 7183 8750",
        "Call me on 212-555-0147",
        "Call 1-800-444-2222",
        "+1 888 280 4331 is our line",
        "on 2012-10-01 00:46",
        "phone: 12/05/2024",
        "between 1998-2004",
        "call me, 3.14159265",
        "call me at 192.168.10.20",
        "call me for 1 000 000 dollars",
        "my SSN, call me, 536-22-8726",
        "call me, 9780306406157",
        "phone https://example.com/5164666380",
        "phone build-5164666380-x",
        "phone: 1111111",
        "call me: the case number is 2024-0031-889",
        "call me about 15 700 000 copies",
        "in 2 400 350 lines of code",
        "The pod took 1234567 ms",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert found(contacts.phone, PHONE, text, PHONE_WITH) == []


def test_personal_words_outweigh_business_words() -> None:
    text = "Support is away, so call me: 0680 298 70 63"
    assert found(contacts.phone, PHONE, text, PHONE_WITH) == [
        ("0680 298 70 63", Span(29, 43), Confidence.MEDIUM)
    ]


def test_national_forms_count_in_configured_regions() -> None:
    text = "We met 030 23125 000 there"
    assert found(contacts.phone, PHONE, text, PHONE_WITH) == []
    with_ = {**PHONE_WITH, "regions": ["DE"]}
    assert found(contacts.phone, PHONE, text, with_) == [
        ("030 23125 000", Span(7, 20), Confidence.MEDIUM)
    ]


EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
EMAIL_WITH = {
    "roles": ["press", "info", "noreply", "git"],
    "domains": ["example.com", "lists.acme.test", "example.org"],
    "business": "(?i)media contact",
}


@pytest.mark.parametrize(
    "marked", ["Mail «jane.novak@gmail.com» now", "It is «JaneNovak@jourrapide.com»."]
)
def test_personal_addresses_are_found(marked: str) -> None:
    wanted, got = spans(contacts.email, EMAIL, marked, EMAIL_WITH)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "press@orbital.dev",
        "info+emea@orbital.dev",
        "emea-press@orbital.dev",
        "jane@example.com",
        "jane@mail.example.org",
        "git@github.com:acme/site.git",
        "ssh jane@build.orbital.dev",
        "lodash@4.17.21",
        "root@localhost.localdomain",
        "[Jane](mailto:jane@orbital.dev) or jane@orbital.dev",
        "Media contact: jane@orbital.dev",
        "https://user@orbital.dev/path",
    ],
)
def test_role_accounts_machines_and_published_addresses_pass(text: str) -> None:
    assert found(contacts.email, EMAIL, text, EMAIL_WITH) == []


def test_addresses_of_our_own_domains_pass() -> None:
    ours = Profile(brand=Brand(domains=("orbital.dev",)))
    assert found(contacts.email, EMAIL, "jane@eu.orbital.dev", EMAIL_WITH, ours) == []
    assert found(contacts.email, EMAIL, "jane@eu.orbital.dev", EMAIL_WITH) == [
        ("jane@eu.orbital.dev", Span(0, 19), None)
    ]


def test_a_labelled_number_needs_digits_and_its_label() -> None:
    pattern = r"\b(?P<value>[A-Z0-9]{6,12})\b"
    with_ = {"near": "(?i)licen[cs]e", "innocent": "(?i)software"}
    assert found(contacts.labelled_number, pattern, "Licence D1234567A", with_) == [
        ("D1234567A", Span(8, 17), None)
    ]
    assert found(contacts.labelled_number, pattern, "Licence INTRODUCTORY", with_) == []
    assert found(contacts.labelled_number, pattern, "Order D1234567A", with_) == []
    assert found(contacts.labelled_number, pattern, "Software licence D1234567A", with_) == []


def test_home_addresses_need_a_person_and_no_business() -> None:
    pattern = r"\d+ [A-Z]\w+ Street"
    with_ = {"near": r"(?i)\blives at|my address", "business": r"(?i)\boffice\b"}
    assert found(contacts.home_address, pattern, "Ann lives at 14 Elm Street.", with_) == [
        ("14 Elm Street", Span(13, 26), None)
    ]
    assert found(contacts.home_address, pattern, "We opened at 14 Elm Street.", with_) == []
    text = "My address is our office at 14 Elm Street."
    assert found(contacts.home_address, pattern, text, with_) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DOB: 04/12/1986", ["04/12/1986"]),
        ("Ilka Varga was born on 4 December 1986", ["4 December 1986"]),
        ("she was born on 04/12/1986", []),
        ("Ada Lovelace was born on 10 December 1815", []),
        ("The company was born on 4 December 1986", []),
    ],
)
def test_dates_of_birth_of_living_people(text: str, words: list[str]) -> None:
    pattern = r"(?P<date>\d{1,2}(?:/\d\d?/| [A-Z][a-z]+ )\d{4})"
    with_ = {"near": "(?i)born on", "label": r"\bDOB\b"}
    today = Profile(today=date(2026, 5, 1))
    result = found(contacts.date_of_birth, pattern, text, with_, today)
    assert [value for value, _, _ in result] == words


ADDRESS = r"\d+ [A-Z]\w+ (?:Street|Lane)(?:, [A-Z][a-z]+)?"
ADDRESS_WITH = {
    "near": r"\blives at\b",
    "business": r"\bvisit us\b",
    "recipient": r"[A-Z][a-z]+ [A-Z][a-z]+(?: of|,) \Z",
    "cue": r"\border\b",
    "sample": "Anytown",
}


@pytest.mark.parametrize(
    "marked",
    [
        "Order 4 is stuck: Ilka Varga, «58 Bramble Lane, York», one order.",
        "An order from Ilka Varga of «58 Bramble Lane, York»!",
        "Ilka lives at «58 Bramble Lane, York».",
    ],
)
def test_an_address_beside_a_name_is_a_home(marked: str) -> None:
    wanted, got = spans(contacts.home_address, ADDRESS, marked, ADDRESS_WITH)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ilka Varga, 58 Bramble Lane, York",
        "Visit us, or visit us again: order at Ilka Varga, 58 Bramble Lane, York",
        "An order goes to 58 Bramble Lane, York.",
        "She lives at 58 Bramble Lane, Anytown.",
    ],
)
def test_an_address_without_a_reason_to_call_it_a_home_passes(text: str) -> None:
    assert found(contacts.home_address, ADDRESS, text, ADDRESS_WITH) == []


def test_a_street_is_found_from_its_last_syllable() -> None:
    with_ = {"near": "wohnt", "whole": True}
    marked = "Sie wohnt in der «Feldstraße 42», sagt er."
    wanted, got = spans(contacts.home_address, r"straße \d+", marked, with_)
    assert got == wanted
    assert found(contacts.home_address, r"weg \d+", "Er wohnt am weg 42.", with_) == []


def test_a_number_in_brackets_after_a_name_is_private() -> None:
    pattern = r"\(?\d[\d ]{6,}\d"
    assert found(contacts.phone, pattern, "Jonas (0176 20481633) weiß es.") == [
        ("0176 20481633", Span(7, 20), Confidence.MEDIUM)
    ]
    assert found(contacts.phone, pattern, "timeout (0176 20481633)") == []


def test_a_bracket_that_stays_open_ends_a_number() -> None:
    text = "Phone: 0161 8624410 (5 lines)"
    got = found(contacts.phone, r"\d[\d (]{6,}\d", text, {"label": r"Phone: $"})
    assert got == [("0161 8624410", Span(7, 19), Confidence.HIGH)]
