"""Compiled ``regex`` patterns; those of the built-in rules as they were compiled for the wheel.

The ``regex`` module parses patterns in Python, which takes a fresh run about as long as half
of its checking. It pickles a pattern as the arguments of the C function that its parser ends
in. A wheel holds these arguments in a file of their own, and a pattern is made of them some
seventy times sooner than of its text. They are good for the very release of ``regex`` they
were made by; with any other, and for a pattern that the file lacks, the text is compiled.

The C function believes what it is given, so that a damaged file could end the process: hence
the digests. A user's packs bring no such file.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import regex

_FILE = os.path.join(os.path.dirname(__file__), "rulebook", "_compiled", "patterns.bin")
_DIGEST = 16
"""Bytes of a digest."""
_NUMBER = 4
"""Bytes of an offset, little-endian."""

Key = tuple[str, bool]
"""A pattern, and whether case is ignored."""
Arguments = tuple[Any, ...]
"""What the constructor is given."""


class Regex(NamedTuple):
    """What of the installed ``regex`` decides whether a program is good for it."""

    stamp: str
    """Its release, the number of its programs' form and the bytes of their numbers."""
    constructor: Callable[..., Any]


class Programs:
    """What was compiled beforehand, by the pattern."""

    def __init__(self, data: bytes, installed: Regex) -> None:
        """Raises `ValueError` unless `written` wrote the data, with the same ``regex``."""
        stamp, _, rest = data.partition(b"\n")
        if stamp != installed.stamp.encode():
            raise ValueError(f"made for {stamp.decode('ascii')}, and this is {installed.stamp}")
        count, _, _ = rest.partition(b"\n")
        self.count = int(count)
        self._data = data
        self._constructor = installed.constructor
        self._keys = len(stamp) + len(count) + 2
        self._offsets = self._keys + self.count * _DIGEST
        self._programs = self._offsets + (self.count + 1) * _NUMBER
        if len(data) != self._offset(self.count):
            raise ValueError("the file with them is cut short")

    def pattern(self, text: str, *, ignore_case: bool) -> "regex.Pattern[str] | None":
        """The compiled pattern; None if it is not here, or damaged."""
        from bisect import bisect_left

        wanted = _key(text, ignore_case)
        at = bisect_left(range(self.count), wanted, key=self._key)
        if at == self.count or self._key(at) != wanted:
            return None
        record = self._data[self._offset(at) : self._offset(at + 1)]
        seal, program = record[:_DIGEST], record[_DIGEST:]
        if seal != _digest(wanted + program):
            return None
        return self._constructor(text, *_arguments(program))  # type: ignore[no-any-return]

    def _key(self, index: int) -> bytes:
        start = self._keys + index * _DIGEST
        return self._data[start : start + _DIGEST]

    def _offset(self, index: int) -> int:
        start = self._offsets + index * _NUMBER
        return self._programs + int.from_bytes(self._data[start : start + _NUMBER], "little")


def compiled(text: str, *, ignore_case: bool = False) -> "regex.Pattern[str]":
    """The pattern, ready to match. Raises `regex.error` for one that is wrong."""
    import regex

    programs, _ = _shipped()
    if programs is not None:
        try:
            found = programs.pattern(text, ignore_case=ignore_case)
        except (TypeError, ValueError, RuntimeError, regex.error):
            found = None
        if found is not None:
            return found
    return regex.compile(text, regex.IGNORECASE if ignore_case else 0)


def availability() -> tuple[int, str]:
    """How many patterns were compiled beforehand, and, if it is none, why."""
    programs, reason = _shipped()
    return (programs.count if programs is not None else 0), reason


def written(patterns: "Mapping[Key, regex.Pattern[str]]") -> bytes:
    """Compiled patterns as `Programs` reads them, for the ``regex`` that is installed."""
    installed = installed_regex()
    entries = sorted(_entries(patterns, installed))
    offsets = [0]
    for _, record in entries:
        offsets.append(offsets[-1] + len(record))
    return b"".join(
        (
            f"{installed.stamp}\n{len(entries)}\n".encode(),
            *(key for key, _ in entries),
            *(offset.to_bytes(_NUMBER, "little") for offset in offsets),
            *(record for _, record in entries),
        )
    )


def installed_regex() -> Regex:
    """The ``regex`` that is installed.

    Raises `ImportError` or `AttributeError` for a release that is made otherwise.
    """
    from importlib import import_module

    import regex

    core = import_module("regex._regex")
    stamp = f"regex {regex.__version__} ({core.MAGIC}, {core.CODE_SIZE})"
    return Regex(stamp, core.compile)


@cache
def _shipped() -> tuple[Programs | None, str]:
    """What the wheel brought, or why it cannot be used."""
    try:
        with open(_FILE, "rb") as file:
            data = file.read()
        return Programs(data, installed_regex()), ""
    except FileNotFoundError:
        return None, "not installed from a wheel"
    except (OSError, ImportError, AttributeError, ValueError) as error:
        return None, str(error)


def _entries(
    patterns: "Mapping[Key, regex.Pattern[str]]", installed: Regex
) -> Iterator[tuple[bytes, bytes]]:
    import copyreg

    for (text, ignore_case), pattern in patterns.items():
        # How `pickle` would take it apart.
        reduce: Callable[[object], Any] = copyreg.dispatch_table[type(pattern)]
        constructor, arguments = reduce(pattern)
        program = _program(arguments)
        # What another release pickles otherwise is left to be compiled.
        if constructor is installed.constructor and (text, *_arguments(program)) == arguments:
            key = _key(text, ignore_case)
            yield key, _digest(key + program) + program


def _program(arguments: Arguments) -> bytes:
    """The arguments but for the text, from which `_arguments` makes them again.

    Patterns with named lists are not made again from it.
    """
    _, flags, code, numbers, _, _, _, offset, required, folding, groups = arguments
    fields = (
        f"{flags} {offset} {folding} {groups}",
        " ".join(map(str, required)),
        " ".join(f"{name}={number}" for name, number in numbers.items()),
    )
    return "|".join(fields).encode() + b"\n" + bytes(code)


def _arguments(program: bytes) -> Arguments:
    head, _, code = program.partition(b"\n")
    figures, characters, names = head.decode().split("|")
    flags, offset, folding, groups = map(int, figures.split())
    required = tuple(map(int, characters.split()))
    pairs = (name.split("=") for name in names.split())
    numbers = {name: int(number) for name, number in pairs}
    named = {number: name for name, number in numbers.items()}
    return flags, code, numbers, named, {}, [], offset, required, folding, groups


def _key(text: str, ignore_case: bool) -> bytes:
    return _digest(f"{'i' if ignore_case else 'c'}{text}".encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=_DIGEST).digest()
