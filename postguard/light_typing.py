"""What the modules that check a short post use of `typing`, without importing it.

Importing `typing` and making a class for each named tuple as it does costs as much as a bare
interpreter start. For a type checker everything here is what it is called; at run time a
named tuple does what one of `typing` does, and its class is made with less.
"""

from collections import _tuplegetter, namedtuple  # type: ignore[attr-defined]
from collections.abc import Iterable

# A type checker takes a name like this for true.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any, NamedTuple, Protocol, Self, cast

__all__ = ["TYPE_CHECKING", "NamedTuple", "Protocol", "cast"]

_OFTEN = 50
"""Instances of a class from which on it is worth compiling a constructor for it."""

_made: "dict[type, int]" = {}
"""How many instances there are of a class without one."""


class _Record(tuple["Any", ...]):
    """What all named tuples have in common."""

    __slots__ = ()

    if TYPE_CHECKING:
        _fields: tuple[str, ...]
        _field_defaults: dict[str, Any]

    def __new__(cls, /, *values: "Any", **named: "Any") -> "Self":
        made = _made[cls] = _made.get(cls, 0) + 1
        if made == _OFTEN:
            _compile(cls)
        if named or len(values) != len(cls._fields):
            values = _completed(cls, values, named)
        return tuple.__new__(cls, values)

    @classmethod
    def _make(cls, values: "Iterable[Any]") -> "Self":
        """The named tuple of as many values as it has fields."""
        result = tuple.__new__(cls, values)
        if len(result) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
        return result

    def _replace(self, /, **changes: "Any") -> "Self":
        """The same with other values for some fields."""
        result = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return result

    def _asdict(self) -> "dict[str, Any]":
        """The values by field."""
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{self.__class__.__name__}({values})"

    def __getnewargs__(self) -> "tuple[Any, ...]":
        return tuple(self)


def _completed(
    cls: "type[_Record]", values: "tuple[Any, ...]", named: "dict[str, Any]"
) -> "tuple[Any, ...]":
    """The values of all fields. Raises `TypeError` for a call that does not fit them."""
    given = {**cls._field_defaults, **dict(zip(cls._fields, values)), **named}  # noqa: B905
    fits = len(values) <= len(cls._fields) and named.keys().isdisjoint(cls._fields[: len(values)])
    if fits and given.keys() == set(cls._fields):
        return tuple(given[name] for name in cls._fields)
    # It knows what to say.
    return tuple(_constructor(cls)(cls, *values, **named))


def _compile(cls: "type[_Record]") -> None:
    cls.__new__ = staticmethod(_constructor(cls))  # type: ignore[method-assign]


def _constructor(cls: "type[_Record]") -> "Any":
    defaults = cls._field_defaults
    model = namedtuple(cls.__name__, cls._fields, defaults=defaults.values())  # type: ignore[misc] # noqa: PYI024
    return model.__new__


class _Maker(type):
    """Makes a tuple of a class body with annotated fields."""

    def __new__(mcs, name: str, bases: "tuple[type, ...]", body: "dict[str, Any]") -> "type":
        if not bases:
            return type.__new__(mcs, name, bases, body)
        # There before the class is made, in any Python, under `from __future__ import annotations`.
        fields = tuple(body["__annotations__"])
        defaults = {field: body[field] for field in fields if field in body}
        for index, field in enumerate(fields):
            body[field] = _tuplegetter(index, None)
        body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
        return type(name, (_Record,), {"__slots__": (), **body})


if not TYPE_CHECKING:

    class NamedTuple(metaclass=_Maker):
        """As in `typing`: a tuple whose fields have names."""

    class Protocol:
        """As in `typing`: what something must offer, whatever it is derived from."""

    def cast(kind: object, value: object) -> object:
        """As in `typing`: the value, taken to be of that kind."""
        del kind
        return value
