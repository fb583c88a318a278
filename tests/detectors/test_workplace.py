import pytest

from postguard.detectors import workplace
from postguard.profile import Brand, Profile
from postguard.span import Span

from .support import found

HOST = r"\b(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)\b"
HOST_WITH = {"suffixes": [".corp", ".internal"], "innocent": r"metadata\.google\.internal"}


def test_internal_hosts_by_suffix_and_by_configuration() -> None:
    assert found(workplace.internal_host, HOST, "see wiki.acme.corp now", HOST_WITH) == [
        ("wiki.acme.corp", Span(4, 18), None)
    ]
    assert found(workplace.internal_host, HOST, "metadata.google.internal", HOST_WITH) == []
    assert found(workplace.internal_host, HOST, "ci.acme.dev example.com", HOST_WITH) == []
    ours = Profile(brand=Brand(internal_domains=("ci.acme.dev",)))
    assert found(workplace.internal_host, HOST, "run.ci.acme.dev", HOST_WITH, ours) == [
        ("run.ci.acme.dev", Span(0, 15), None)
    ]


def test_tickets_of_configured_prefixes() -> None:
    ours = Profile(brand=Brand(ticket_prefixes=("ORB",)))
    pattern = r"[A-Z]{2,10}-\d+"
    text = "ORB-1234 CVE-2024 COVID-19 x/ORB-7.html"
    assert found(workplace.ticket_id, pattern, text, None, ours) == [("ORB-1234", Span(0, 8), None)]
    assert found(workplace.ticket_id, pattern, text) == []


ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"


@pytest.mark.parametrize("address", ["10.4.7.19", "172.20.1.5", "192.168.178.41"])
def test_private_addresses_are_found(address: str) -> None:
    assert found(workplace.private_address, ADDRESS, f"at {address}.") == [
        (address, Span(3, 3 + len(address)), None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/8",
        "10.4.7.19/32",
        "192.168.0.0",
        "127.0.0.1",
        "192.0.2.44",
        "8.8.8.8",
        "172.40.1.1",
        "version 10.2.0.1",
        "v10.2.0.1",
        "10.2.0.1-beta",
        "10.2.0.1.5",
        "10.999.1.1",
    ],
)
def test_public_addresses_networks_and_versions_pass(text: str) -> None:
    with_ = {"innocent": "(?i)version"}
    assert found(workplace.private_address, ADDRESS, text, with_) == []
