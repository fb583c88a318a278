"""How much a reader says of what it could not read."""

from collections.abc import Sequence

_SHOWN = 20


def few_problems(problems: Sequence[str]) -> tuple[str, ...]:
    """The first problems, and how many more there are."""
    if len(problems) <= _SHOWN:
        return tuple(problems)
    return (*problems[:_SHOWN], f"and {len(problems) - _SHOWN} more problems of this kind")
