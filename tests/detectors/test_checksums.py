import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.detectors import checksums, samples


def test_base62_crc32_of_a_published_token() -> None:
    assert checksums.base62_crc32("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") == "0mLq17"


@pytest.mark.parametrize(
    ("checksum", "name"),
    [
        ("github", "github"),
        ("github", "github-app"),
        ("npm", "npm"),
        ("gitlab", "gitlab-routable"),
        ("grafana", "grafana"),
        ("pypi", "pypi"),
        ("jwt", "jwt"),
        ("sentry", "sentry"),
    ],
)
def test_a_token_passes_and_one_with_a_changed_letter_fails(checksum: str, name: str) -> None:
    token = samples.sample(name)
    assert checksums.CHECKSUMS[checksum](token)
    at = 10
    changed = token[:at] + ("x" if token[at] != "x" else "y") + token[at + 1 :]
    assert not checksums.CHECKSUMS[checksum](changed)


@given(st.binary())
def test_base64_survives_without_its_padding(value: bytes) -> None:
    assert checksums.decode_base64(checksums.encode_base64(value)) == value


@pytest.mark.parametrize("value", ["####", "a", "=", "é"])
def test_what_is_no_base64_decodes_to_nothing(value: str) -> None:
    assert checksums.decode_base64(value) == b""


@pytest.mark.parametrize("header", [b"[]", b"{}", b"\xff\xfe", b"not json"])
def test_a_header_without_an_algorithm_is_no_web_token(header: bytes) -> None:
    assert not checksums.is_jwt(checksums.encode_base64(header) + ".e30.sig")


@pytest.mark.parametrize(
    ("told", "right"),
    [(b'{"email":"ops@example.com","muk":{}}', True), (b"{}", False), (b"[1]", False)],
)
def test_a_service_account_token_holds_its_particulars(told: bytes, right: bool) -> None:
    token = "ops_" + checksums.encode_base64(told)
    assert checksums.CHECKSUMS["onepassword"](token) is right


def test_an_older_routable_token_has_no_version() -> None:
    payload = "glpat-" + "bzE6MQpnOjEKdToxCnI6a3Q3bWQ4.1c"
    assert checksums.CHECKSUMS["gitlab"](payload + checksums.base36_crc32(payload))
