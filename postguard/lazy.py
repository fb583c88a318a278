"""Patterns of the standard library that are compiled when they are first used.

Compiling at import costs a short clean post, which needs few of them, more than checking it.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import AnyStr, cast


class _LazyPattern:
    """Stands for a compiled pattern until one of its methods is asked for."""

    def __init__(self, compiled: Callable[[], object]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._compiled(), name)
        # What was looked up once is an attribute of its own from then on.
        self.__dict__[name] = found
        return found


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, compiled on first use; wrong syntax shows itself only then."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(partial(re.compile, pattern, flags)))
