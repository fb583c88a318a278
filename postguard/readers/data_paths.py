"""Paths into a data file, such as ``posts[*].text``, and the records they find."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postguard.errors import ReadError
from postguard.tree import Node

_STEP = re.compile(
    r"\.?(?P<key>[^.\[\]]+)|\[(?P<index>\d+|\*)\]|\.?\[['\"](?P<quoted>[^'\"]+)['\"]\]"
)

Step = str | int | None
"""A key, an index, or None for every member."""


class Found(NamedTuple):
    """A node and the path that leads to it."""

    path: str
    node: Node


def parse_path(path: str) -> tuple[Step, ...]:
    """The steps of a path. A leading ``$`` may be left out; ``*`` is every member.

    Raises `ReadError` if it is no path.
    """
    steps: list[Step] = []
    at = 1 if path.startswith("$") else 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            raise ReadError(f"no path: {path!r}; write one like posts[*].text", stage="parse")
        if found["index"] is not None:
            steps.append(None if found["index"] == "*" else int(found["index"]))
        else:
            key = found["key"] or found["quoted"]
            steps.append(None if key == "*" else key)
        at = found.end()
    return tuple(steps)


def resolve(root: Found, steps: Sequence[Step]) -> Iterator[Found]:
    """Every node the steps lead to, in file order."""
    if not steps:
        yield root
        return
    step, *rest = steps
    for key, field in (root.node.fields or {}).items():
        if step is None or step == key:
            yield from resolve(Found(join(root.path, key), field), rest)
    for index, item in enumerate(root.node.items):
        if step is None or step == index:
            yield from resolve(Found(join(root.path, index), item), rest)


def split_at_records(steps: Sequence[Step]) -> tuple[Sequence[Step], Sequence[Step]]:
    """The steps to a record, and those from it to its text.

    A record is a member of the innermost list whose members are not text themselves.
    """
    for index in range(len(steps) - 2, -1, -1):
        if steps[index] is None:
            return steps[: index + 1], steps[index + 1 :]
    return (steps, ()) if steps and steps[-1] is None else ((), steps)


def join(path: str, step: str | int) -> str:
    """The path with one more step."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step
