import pytest

from postguard.detectors.domains import Host, is_shared_host, split_host, to_unicode


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("www.Acme.co.uk", Host("www", "acme", "co.uk")),
        ("acme.com.", Host("", "acme", "com")),
        ("shop.acme.github.io", Host("shop", "acme", "github.io")),
        ("xn--bcher-kva.de", Host("", "bücher", "de")),
        ("bücher.de", Host("", "bücher", "de")),
    ],
)
def test_hosts_are_taken_apart(host: str, parts: Host) -> None:
    assert split_host(host) == parts


@pytest.mark.parametrize("host", ["localhost", "printer.local", "co.uk", "192.0.2.1", "a..b", ""])
def test_hosts_without_a_registrable_domain(host: str) -> None:
    assert split_host(host) is None


def test_suffixes_of_hosting_providers_are_shared() -> None:
    hosted, bought = split_host("acme.github.io"), split_host("acme.co.uk")
    assert hosted is not None
    assert bought is not None
    assert is_shared_host(hosted)
    assert not is_shared_host(bought)


def test_punycode_that_does_not_decode_stays_as_it_is() -> None:
    assert to_unicode("XN--BCHER-KVA.de") == "bücher.de"
    assert to_unicode("xn--\u00e9.de") == "xn--\u00e9.de"
