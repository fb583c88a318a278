import pytest

from postguard.detectors import placeholders, samples
from postguard.span import Span


@pytest.mark.parametrize(
    "value",
    [
        "xxxxxxxxxxxx",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "<your-token>",
        "${GITHUB_TOKEN}",
        "$API_KEY",
        "{{ .Values.token }}",
        "%API_TOKEN%",
        "your_api_key",
        "process.env.KEY",
        "os.environ",
        "REDACTED",
        "sk_live_...",
        "********",
        "1234567890abcdef",
        "abcdefghijklmnop",
        "aaaaaaaaaaaa",
        "abababababab",
        "9876543210",
        "changeme",
    ],
)
def test_documentation_values_are_placeholders(value: str) -> None:
    assert placeholders.is_placeholder(value)


@pytest.mark.parametrize("name", ["github", "stripe", "random", "random-hex", "slack-bot", "vault"])
def test_live_looking_values_are_no_placeholders(name: str) -> None:
    assert not placeholders.is_placeholder(samples.sample(name))


@pytest.mark.parametrize("value", ["%2Fw9Rykp%3D", "a$9bQ2", "x{3}9", "9%q%7", "Q[2]x9"])
def test_signs_inside_a_value_make_no_variable_of_it(value: str) -> None:
    assert not placeholders.is_placeholder(value)


@pytest.mark.parametrize("tail", ["...", "…"])
def test_a_value_that_dots_follow_is_cut(tail: str) -> None:
    assert placeholders.is_cut(f"key abc{tail}", Span(4, 7))
    assert not placeholders.is_cut("key abc. Then", Span(4, 7))


def test_a_payload_of_a_manual_is_known_by_its_names() -> None:
    assert placeholders.is_sample_text('{"sub":"1234567890","name":"John Doe"}')
    assert not placeholders.is_sample_text('{"sub":"8262","exp":1790000000}')
