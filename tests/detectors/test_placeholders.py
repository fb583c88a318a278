import pytest

from postguard.detectors import placeholders, samples


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
