"""Patterns of the standard library that are compiled when they are first used.

Compiling at import costs a short clean post, which needs few of them, more than checking it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from postguard.light_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, AnyStr


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
    lazy: Any = _LazyPattern(partial(re.compile, pattern, flags))
    result: re.Pattern[AnyStr] = lazy
    return result
