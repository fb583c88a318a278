"""Patterns and modules that are made ready when they are first used.

A short clean post needs few of them, and they would cost it more than checking it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from postguard.light_typing import TYPE_CHECKING, cast

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
    return cast("re.Pattern[AnyStr]", _LazyPattern(partial(re.compile, pattern, flags)))


def module_named(name: str) -> Any:
    """A module whose name is only known now; `importlib` would cost more than most of them."""
    return __import__(name, fromlist=("",))
