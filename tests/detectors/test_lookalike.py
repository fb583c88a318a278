import pytest

from postguard.detectors import lookalike
from postguard.profile import Brand, Profile

from .support import candidates, found, spans

LINK = r"https?://(?P<host>[^\s/?#]+)"
HANDLE = r"@(?P<handle>\w{3,30})"
WITH = {
    "lures": ["login", "secure", "support", "help", "official", "verify", "pay"],
    "hosting": ["zendesk.com", "medium.com"],
}
OURS = Profile(
    brand=Brand(domains=("orbital.com", "northwind-bank.co.uk"), handles=("orbitalhq", "northwind"))
)


def how(text: str, profile: Profile = OURS) -> list[str]:
    return [
        hit.what
        for candidate in candidates(LINK, text, WITH)
        for hit in lookalike.lookalike_link(candidate, profile)
    ]


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("orbitals.com", "is a letter or two off our name"),
        ("orbitol.com", "is a letter or two off our name"),
        ("obrital.com", "is a letter or two off our name"),
        ("norhtwind-bnak.co.uk", "is a letter or two off our name"),
        ("orbıtal.com", "uses look-alike letters"),
        ("оrbital.com", "uses look-alike letters"),
        ("xn--rbital-vqf.com", "uses look-alike letters"),
        ("0rbita1.com", "uses look-alike letters"),
        ("orfital.com", "is one bit off our name"),
        ("orbital-login.com", "adds a word to our name"),
        ("secureorbital.net", "adds a word to our name"),
        ("orbital.co", "has our name under “.co”"),
        ("northwindbank.co.uk", "joins or splits our name otherwise"),
        ("or-bital.com", "joins or splits our name otherwise"),
        ("orbital.com.evil.net", "carries our name before another domain"),
        ("orbital.evil.net", "carries our name before another domain"),
        ("orbital.com@evil.net", "carries our name before another host"),
        ("orbital-support.github.io", "adds a word to our name"),
    ],
)
def test_imitations_are_found(host: str, why: str) -> None:
    assert how(f"Log in at https://{host}/start") == [why]


@pytest.mark.parametrize(
    "host",
    [
        "orbital.com",
        "www.orbital.com:8443",
        "shop.northwind-bank.co.uk",
        "orbital.zendesk.com",
        "orbital.github.io",
        "example.com",
        "capital.com",
        "orbiter-space.org",
        "localhost",
        "192.0.2.7",
        "suborbitalflight.org",
    ],
)
def test_our_own_and_unrelated_hosts_pass(host: str) -> None:
    assert how(f"See https://{host}/start") == []


def test_nothing_imitates_us_when_nothing_is_ours() -> None:
    assert how("https://orbitel.com", Profile()) == []


def test_short_names_need_more_than_a_letter() -> None:
    short = Profile(brand=Brand(domains=("kia.com",)))
    assert how("https://via.com https://kit.com", short) == []
    assert how("https://kia.shop", short) == ["has our name under “.shop”"]
    assert how("https://kia-login.com", short) == ["adds a word to our name"]
    assert how("https://kia-ora.nz https://kiawah.com https://kia2.com", short) == []
    four = Profile(brand=Brand(domains=("wise.com",)))
    assert how("https://wiise.com", four) == ["is a letter or two off our name"]
    assert how("https://wies.com", four) == ["is a letter or two off our name"]
    assert how("https://wire.com https://rise.com", four) == []


@pytest.mark.parametrize(
    "handle", ["orbitalhq_support", "0rbitalhq", "orbitallhq", "northwind_help"]
)
def test_handles_that_imitate_ours(handle: str) -> None:
    assert found(lookalike.lookalike_handle, HANDLE, f"Ask @{handle} now", WITH, OURS)


@pytest.mark.parametrize("handle", ["orbitalhq", "Northwind", "northwave", "rustlang"])
def test_our_own_and_unrelated_handles_pass(handle: str) -> None:
    assert not found(lookalike.lookalike_handle, HANDLE, f"Ask @{handle} now", WITH, OURS)


@pytest.mark.parametrize(
    ("host", "what"),
    [
        ("аpple.com", "mixes Cyrillic and Latin letters"),
        ("xn--pple-43d.com", "mixes Cyrillic and Latin letters"),
        ("gооgle.com:443", "mixes Cyrillic and Latin letters"),
        ("www.раураӏ.com", "is written in Cyrillic letters"),
    ],
)
def test_hosts_of_mixed_or_foreign_letters(host: str, what: str) -> None:
    hits = [
        hit
        for candidate in candidates(LINK, f"https://{host}/")
        for hit in lookalike.homoglyph_link(candidate, Profile())
    ]
    assert [hit.what for hit in hits] == [what]


@pytest.mark.parametrize(
    "host",
    [
        "bücher.de",
        "пример.рф",
        "日本語テスト.jp",
        "한국어.com",
        "café.fr",
        "apple.com",
        "ελλάδα.gr",
    ],
)
def test_honest_international_hosts_pass(host: str) -> None:
    assert found(lookalike.homoglyph_link, LINK, f"https://{host}/") == []


def test_a_bit_flip_is_one_bit_of_one_letter() -> None:
    assert lookalike.is_bit_flip("orbital", "orfital")
    assert not lookalike.is_bit_flip("orbital", "orbitab")
    assert not lookalike.is_bit_flip("orbital", "orbitals")
    assert not lookalike.is_bit_flip("orbital", "orbitäl")


DEEP_LINK = (
    r"(?:\[(?P<shown>[\w.-]+)\]\()?(?:https?://)?(?P<host>[\w.@:-]+\.[a-z]+)(?P<path>/[\w./-]*\w)?"
)
DEEP_WITH = {
    "lures": ["client", "login"],
    "errands": ["verify"],
    "hosting": ["github.com", "archive.org"],
    "files": ["py"],
}
ORBITAL = Profile(brand=Brand(domains=("orbital.com",)))


@pytest.mark.parametrize(
    "marked",
    [
        "https://«client-area.xyz/orbital/verify»",
        "https://«client-area.xyz/orbital.com/start»",
        "https://«area.xyz/orbital.com/verify»",
        "[orbital.com](https://«pay-now.net»",
        "https://«orbital.com:pin@198.51.100.7.nip.io»",
        "https://«orbitalcom.net»",
    ],
)
def test_our_name_in_a_strangers_address_is_found(marked: str) -> None:
    wanted, got = spans(lookalike.lookalike_link, DEEP_LINK, marked, DEEP_WITH, ORBITAL)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "https://boxfoundry.com/case-studies/orbital",
        "https://news.net/orbital/verify",
        "https://github.com/orbital/verify",
        "https://web.archive.org/web/orbital.com/verify",
        "[orbital.com](https://www.orbital.com/verify",
        "com.orbital.app",
        "orbital.py",
    ],
)
def test_talk_of_us_elsewhere_passes(text: str) -> None:
    assert found(lookalike.lookalike_link, DEEP_LINK, text, DEEP_WITH, ORBITAL) == []


def test_a_short_name_under_another_suffix_must_be_ours_letter_for_letter() -> None:
    ours = Profile(brand=Brand(domains=("oakco.de",)))
    assert found(lookalike.lookalike_link, DEEP_LINK, "https://oako.nl", DEEP_WITH, ours) == []
    assert found(lookalike.lookalike_link, DEEP_LINK, "https://oakc.de", DEEP_WITH, ours) != []
