import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.detectors import randomness, samples


@pytest.mark.parametrize(
    "value",
    [
        "correct-horse-battery-staple",
        "my-super-secret-token-2024",
        "kubernetes-dashboard-token",
        "getAccessTokenFromVault",
        "production_database_password",
    ],
)
def test_names_and_phrases_are_wordlike(value: str) -> None:
    assert randomness.is_wordlike(value)


@pytest.mark.parametrize("name", ["random", "random-hex", "base64", "uuid", "linear", "signature"])
def test_random_values_are_not_wordlike(name: str) -> None:
    assert not randomness.is_wordlike(samples.sample(name))


def test_entropy_is_in_bits_per_character() -> None:
    assert randomness.entropy("") == 0
    assert randomness.entropy("aaaa") == 0
    assert randomness.entropy("abab") == 1
    assert randomness.entropy("0123456789abcdef") == 4


@given(st.text(min_size=1))
def test_entropy_is_at_most_the_logarithm_of_the_length(value: str) -> None:
    assert 0 <= randomness.entropy(value) <= len(value).bit_length()


@pytest.mark.parametrize(
    ("value", "uuid", "digest"),
    [
        ("6b1f0c2e-9d53-4f0e-8a35-2f1f6a0c7d11", True, False),
        ("da39a3ee5e6b4b0d3255bfef95601890afd80709", False, True),
        ("d41d8cd98f00b204e9800998ecf8427e", False, True),
        ("da39a3ee5e6b4b0d3255bfef95601890afd8070", False, False),
        ("da39a3ee5e6b4b0d3255bfef95601890afd8070g", False, False),
    ],
)
def test_shapes_of_identifiers(value: str, uuid: bool, digest: bool) -> None:
    assert randomness.is_uuid(value) is uuid
    assert randomness.is_digest(value) is digest


@pytest.mark.parametrize(
    ("value", "mixed"),
    [("a1b2", True), ("aBcDeF", True), ("getToken", False), ("token", False), ("12345", False)],
)
def test_classes_of_characters(value: str, mixed: bool) -> None:
    assert randomness.has_many_classes(value) is mixed
