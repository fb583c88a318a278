import pytest

from postguard.detectors import secrets
from postguard.detectors.samples import sample
from postguard.finding import Confidence
from postguard.span import Span

from .support import found, spans

GITHUB = r"\bgh[pousr]_[A-Za-z0-9]{36}\b"


def test_a_token_is_found_at_its_exact_place() -> None:
    token = sample("github")
    assert found(secrets.secret, GITHUB, f"Use {token} here", {"checksum": "github"}) == [
        (token, Span(4, 4 + len(token)), None)
    ]


def test_a_token_with_a_wrong_checksum_is_reported_with_low_confidence() -> None:
    token = sample("github")
    changed = token[:-1] + ("x" if token[-1] != "x" else "y")
    assert found(secrets.secret, GITHUB, changed, {"checksum": "github"}) == [
        (changed, Span(0, len(changed)), Confidence.LOW)
    ]
    assert found(secrets.secret, GITHUB, changed, {"checksum": "github", "strict": True}) == []


@pytest.mark.parametrize("body", ["x" * 36, "0123456789" * 3 + "abcdef", "a" * 36])
def test_placeholder_tokens_pass(body: str) -> None:
    assert found(secrets.secret, GITHUB, "ghp_" + body) == []


def test_values_of_a_manual_pass() -> None:
    token = sample("stripe")
    pattern = r"\bsk_live_\w+"
    assert found(secrets.secret, pattern, token, {"documented": [token]}) == []
    assert found(secrets.secret, pattern, token)[0][0] == token


def test_low_entropy_passes() -> None:
    assert found(secrets.secret, r"\bSK\w{32}", "SK" + "ab12" * 8, {"entropy": 3}) == []


def test_web_tokens_must_decode() -> None:
    pattern = r"\bey[\w-]+\.ey[\w-]+\.[\w-]+"
    strict = {"checksum": "jwt", "strict": True}
    token = sample("jwt")
    assert found(secrets.secret, pattern, token, strict)[0][0] == token
    assert found(secrets.secret, pattern, "eyeball.eyelash.eyebrow", strict) == []


def test_a_placeholder_inside_base64_passes() -> None:
    import base64

    pattern = r"Basic (?P<secret>\S+)"
    told = base64.b64encode(b"alice:vT9#kq2LmZ").decode()
    shown = base64.b64encode(b"root@example.com:Complexpass").decode()
    assert found(secrets.secret, pattern, f"Basic {told}", {"decode": True})[0][0] == told
    assert found(secrets.secret, pattern, f"Basic {shown}", {"decode": True}) == []


URL = r"\w+://(?P<user>[^\s:/@]+):(?P<secret>[^\s:/@]+)@(?P<host>[\w.-]+)"


def test_a_password_in_a_url_is_found() -> None:
    wanted, got = spans(secrets.url_credential, URL, "postgres://app:«k2J8s-qq1»@db.acme.test/x")
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:password@localhost/db",
        "https://guest:guest@queue",
        "https://me:${TOKEN}@example.com",
        "redis://u:<password>@host",
    ],
)
def test_urls_of_manuals_pass(text: str) -> None:
    assert found(secrets.url_credential, URL, text, {"stock": ["password", "guest"]}) == []


PEM = r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<body>[\s\S]*?)-----END [A-Z ]*PRIVATE KEY-----"


def test_a_private_key_is_found_whole() -> None:
    wanted, got = spans(secrets.private_key, PEM, f"```\n«{sample('pem')}»\n```\n")
    assert got == wanted


@pytest.mark.parametrize("body", ["\n", "\n...\n", "\nyour key here\n", "\n" + "x" * 64 + "\n"])
def test_a_private_key_without_a_body_passes(body: str) -> None:
    kind = "PRIVATE"
    text = f"-----BEGIN {kind} KEY-----{body}-----END {kind} KEY-----"
    assert found(secrets.private_key, PEM, text) == []


LONE = r"\S{6,40}"


def test_a_post_that_is_only_a_password_is_found() -> None:
    assert found(secrets.lone_token, LONE, " n9y25ah7\n") == [("n9y25ah7", Span(1, 9), None)]


@pytest.mark.parametrize(
    "text",
    ["use code SAVE20", "SAVE20", "Covid19", "v1.2.30", "100km", "hello", "#goal2024", "12345678"],
)
def test_posts_of_other_single_words_pass(text: str) -> None:
    assert found(secrets.lone_token, LONE, text) == []
