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
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import regex

_FILE = os.path.join(os.path.dirname(__file__), "rulebook", "_compiled", "patterns.bin")
_DIGEST = 16
"""Bytes of a digest."""
_LINE = 100
"""Bytes that a line of the head may have."""
_NUMBER = 4
"""Bytes of a number, little-endian."""
_ENTRY = _DIGEST + 2 * _NUMBER
"""Bytes of an entry: the digest of a pattern, where its record begins, and its length."""

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

    def __init__(self, file: BinaryIO, installed: Regex) -> None:
        """Raises `ValueError` unless `written` wrote the file, with the same ``regex``."""
        stamp = file.readline(_LINE).decode("ascii").rstrip("\n")
        if stamp != installed.stamp:
            raise ValueError(f"made for {stamp}, and this is {installed.stamp}")
        self.count, length = map(int, file.readline(_LINE).split())
        self._body = file.read()
        if len(self._body) != length:
            raise ValueError("the file with them is cut short")
        self._constructor = installed.constructor

    def pattern(self, text: str, *, ignore_case: bool) -> "regex.Pattern[str] | None":
        """The compiled pattern; None if it is not here, or damaged."""
        from bisect import bisect_left

        wanted = _key(text, ignore_case)
        at = bisect_left(range(self.count), wanted, key=self._named)
        if at == self.count or self._named(at) != wanted:
            return None
        place = at * _ENTRY + _DIGEST
        start, size = (
            int.from_bytes(self._body[number : number + _NUMBER], "little")
            for number in (place, place + _NUMBER)
        )
        record = self._body[start : start + size]
        seal, program = record[:_DIGEST], record[_DIGEST:]
        if seal != _digest(wanted + program):
            return None
        return self._constructor(text, *_arguments(program))  # type: ignore[no-any-return]

    def _named(self, index: int) -> bytes:
        return self._body[index * _ENTRY : index * _ENTRY + _DIGEST]


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
    records = dict(_records(patterns, installed))
    start = len(records) * _ENTRY
    entries: list[bytes] = []
    for key, record in records.items():
        numbers = (start, len(record))
        entries.append(key + b"".join(number.to_bytes(_NUMBER, "little") for number in numbers))
        start += len(record)
    # Only the entries are in order: records of patterns that are alike lie together as they
    # come, and take a third less room in an archive.
    body = b"".join((*sorted(entries), *records.values()))
    return f"{installed.stamp}\n{len(entries)} {len(body)}\n".encode() + body


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
            return Programs(file, installed_regex()), ""
    except FileNotFoundError:
        return None, "not installed from a wheel"
    except (OSError, ImportError, AttributeError, ValueError) as error:
        return None, str(error)


def _records(
    patterns: "Mapping[Key, regex.Pattern[str]]", installed: Regex
) -> Iterator[tuple[bytes, bytes]]:
    import copyreg

    for (text, ignore_case), pattern in patterns.items():
        # How `pickle` would take it apart.
        reduce: Callable[[object], Any] = copyreg.dispatch_table[type(pattern)]
        constructor, arguments = reduce(pattern)
        try:
            program = _program(arguments)
        except (TypeError, ValueError):
            continue
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
