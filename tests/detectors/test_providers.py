"""Every provider's token through the rule that names it, in the midst of a paragraph."""

from collections.abc import Callable

import pytest

from postguard.detectors import samples
from postguard.document import Document
from postguard.engine import Engine
from postguard.readers import ReaderOptions, decode, read
from postguard.rulebook.files import built_in_folder, read_folder
from postguard.rulebook.load import load_files
from postguard.span import Span

Find = Callable[[str], list[tuple[str, Span]]]

NOT_BY_SHAPE = {
    "amex", "aws-secret", "azure-storage", "base64", "discord-webhook", "discover", "iban-de",
    "iban-gb", "jcb", "maestro", "mastercard", "mrz", "password", "pem", "random", "random-hex",
    "routing", "seed-phrase", "signature", "slack-webhook", "teams-webhook", "uuid", "visa",
    "zapier-webhook",
}  # fmt: skip
"""Samples of other rules, and values that need a name before them."""

NATIONAL = {name for name in samples.names() if name[2:3] == "-"}
TOKENS = sorted(set(samples.names()) - NOT_BY_SHAPE - NATIONAL)


@pytest.fixture(scope="module")
def find() -> Find:
    wanted = ("lexicons", "contexts", "leakage")
    files = [file for file in read_folder(built_in_folder()) if file.pack in wanted]
    engine = Engine(load_files(files).rulebook)

    def check(text: str) -> list[tuple[str, Span]]:
        document: Document = read(decode("a.md", text.encode()), ReaderOptions(), "a.md")
        return [(item.rule, item.span) for item in engine.check(document).findings]

    return check


def test_sixty_providers_are_known_by_shape() -> None:
    assert len(TOKENS) >= 75


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_is_found_in_prose_and_in_code(name: str, find: Find) -> None:
    token = samples.sample(name)
    for before, after in (("We use ", ", for now."), ("Run\n\n```sh\nx=", "\n```\n")):
        span = Span(len(before), len(before) + len(token))
        assert find(before + token + after) == [("leakage/secret-token", span)]


@pytest.mark.parametrize(
    "text",
    [
        "The fix is commit da39a3ee5e6b4b0d3255bfef95601890afd80709.",
        "image: nginx@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "trace 6b1f0c2e-9d53-4f0e-8a35-2f1f6a0c7d11 and span d41d8cd98f00b204",
        "cache key: d41d8cd98f00b204e9800998ecf8427e",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl b@h",
        "Set `Authorization: Bearer <token>` on each call.",
        "The key is to begin early; the token, to go on.",
        "A token bucket of 100 requests; an API version of 2023-10-16.",
    ],
)
def test_digests_identifiers_and_talk_pass(text: str, find: Find) -> None:
    assert find(text) == []
