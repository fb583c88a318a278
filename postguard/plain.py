"""Named tuples as plain data for JSON and back, believing nothing that is read.

What a value may be is taken from the annotations of its type, so a field that is added
there needs nothing here.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")

_SCALARS = frozenset({str, int, bool, NoneType})


def to_plain(value: object) -> Any:
    """The value as lists, strings, numbers and None."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    return value


def from_plain(kind: type[Kind], value: object) -> Kind:
    """The inverse of `to_plain`.

    Raises `ValueError` for anything but what `to_plain` makes of a value of this type.
    """
    annotation: Any = kind
    result: Kind = _reader(annotation)(value)
    return result


@cache
def _reader(kind: Any) -> Callable[[object], Any]:
    """What reads values of a type: a scalar, an enumeration, a tuple or frozen set of such."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return lambda value: _exactly(kind, value)
    if origin in (Union, UnionType):
        (wanted,) = (item for item in inner if item is not NoneType)
        return lambda value: None if value is None else _reader(wanted)(value)
    if origin is frozenset:
        return lambda value: frozenset(map(_reader(inner[0]), _items(value)))
    if origin is tuple and inner[-1] is Ellipsis:
        return lambda value: tuple(map(_reader(inner[0]), _items(value)))
    if origin is tuple:
        return lambda value: _each(inner, value)
    if issubclass(kind, Enum):
        members: Callable[[object], Any] = kind
        return members
    hints = get_type_hints(kind)
    fields = tuple(hints[name] for name in kind._fields)
    return lambda value: kind(*_each(fields, value))


def _exactly(kind: type, value: object) -> object:
    # True is an int to isinstance.
    if type(value) is not kind:
        raise ValueError(f"{type(value).__name__} instead of {kind.__name__}")
    return value


def _items(value: object) -> list[object]:
    if type(value) is not list:
        raise ValueError(f"{type(value).__name__} instead of a list")
    return value


def _each(kinds: tuple[Any, ...], value: object) -> tuple[Any, ...]:
    items = _items(value)
    if len(items) != len(kinds):
        raise ValueError(f"{len(items)} items instead of {len(kinds)}")
    return tuple(_reader(kind)(item) for kind, item in zip(kinds, items, strict=True))
