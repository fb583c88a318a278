"""The forms that go past the option parser ask for what it would have made of them."""

from unittest import mock

import pytest

from postguard.cli import app
from postguard.cli.plain import plain_request
from postguard.cli.request import CheckRequest


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "a.md"], CheckRequest(("a.md",))),
        (["check", "a.md", "posts"], CheckRequest(("a.md", "posts"))),
        (["check", "--staged"], CheckRequest(staged=True)),
        (["check", "--staged", "a.md", "b"], CheckRequest(("a.md", "b"), staged=True)),
        (["check", "--since", "HEAD~1"], CheckRequest(since="HEAD~1")),
        (["check", "--since", "main...", "posts"], CheckRequest(("posts",), since="main...")),
        (["check", "--since", "", "posts"], CheckRequest(("posts",), since="")),
    ],
)
def test_a_plain_call_is_what_the_option_parser_makes_of_it(
    arguments: list[str], expected: CheckRequest
) -> None:
    assert plain_request(arguments) == expected
    with mock.patch.object(app, "run", return_value=0) as run:
        app.call(arguments)
    assert run.call_args.args[0] == expected


@pytest.mark.parametrize(
    "call",
    [
        "",
        "check",
        "check -",
        "check -q a.md",
        "check a.md -q",
        "check --staged -q",
        "check --staged --since HEAD",
        "check --since",
        "check --since --staged",
        "check --since HEAD --fix",
        "check --since=HEAD",
        "check a.md --staged",
        "check -- a.md",
        "rules a.md",
        "--help",
    ],
)
def test_any_other_call_is_for_the_option_parser(call: str) -> None:
    assert plain_request(call.split()) is None
