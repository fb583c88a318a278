"""The forms of a check that need no option parser, which costs more than a short post.

``check PATH…``, ``check --staged [PATH…]`` and ``check --since REV [PATH…]``: what people
type all day and what hooks call.
"""

from collections.abc import Sequence

from postguard.cli.request import CheckRequest


def plain_request(arguments: Sequence[str]) -> CheckRequest | None:
    """What a plain call asks for; None for any other call."""
    match list(arguments):
        case ["check", "--staged", *paths]:
            request = CheckRequest(staged=True)
        case ["check", "--since", revision, *paths] if not revision.startswith("-"):
            request = CheckRequest(since=revision)
        case ["check", _, *_] as call:
            request, paths = CheckRequest(), call[1:]
        case _:
            return None
    if any(path.startswith("-") for path in paths):
        return None
    return request._replace(paths=tuple(paths))
