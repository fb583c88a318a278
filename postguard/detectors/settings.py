"""Reading a trigger's ``with`` table: what a rule's YAML tells its detector.

A wrong type is the rule author's mistake. It is raised, never passed over, since a
detector that ignores its setting would let things through that the rule names.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from postguard import precompiled

if TYPE_CHECKING:
    import regex


def text(with_: Mapping[str, object], key: str, default: str = "") -> str:
    """The string under `key`. Raises `TypeError` for anything else."""
    value = with_.get(key, default)
    if not isinstance(value, str):
        raise TypeError(f"with.{key} must be a string, not {value!r}")
    return value


def number(with_: Mapping[str, object], key: str, default: float) -> float:
    """The number under `key`. Raises `TypeError` for anything else."""
    value = with_.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"with.{key} must be a number, not {value!r}")
    return float(value)


def flag(with_: Mapping[str, object], key: str, *, default: bool = False) -> bool:
    """The boolean under `key`. Raises `TypeError` for anything else."""
    value = with_.get(key, default)
    if not isinstance(value, bool):
        raise TypeError(f"with.{key} must be true or false, not {value!r}")
    return value


def strings(with_: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The list of strings under `key`; empty if absent. Raises `TypeError` otherwise."""
    value = with_.get(key, ())
    if not isinstance(value, list | tuple):
        raise TypeError(f"with.{key} must be a list of strings, not {value!r}")
    for item in value:
        if not isinstance(item, str):
            raise TypeError(f"with.{key} holds {item!r}, which is not a string; quote it")
    return tuple(value)


def pattern(with_: Mapping[str, object], key: str) -> "regex.Pattern[str] | None":
    """The compiled pattern under `key`, or None if absent.

    Raises `TypeError` for anything but a string and `regex.error` for a bad pattern.
    """
    source = text(with_, key)
    return _compiled(source) if source else None


def patterns(with_: Mapping[str, object], key: str) -> "tuple[regex.Pattern[str], ...]":
    """The compiled patterns listed under `key`. Raises as `strings` and `pattern` do."""
    return tuple(_compiled(source) for source in strings(with_, key))


@lru_cache(maxsize=512)
def _compiled(source: str) -> "regex.Pattern[str]":
    return precompiled.compiled(source)
