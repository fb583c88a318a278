"""Compiled rule packs kept between runs, as plain JSON, named by the digest of their files.

A cache never decides anything: a file that is missing, unreadable, damaged or of another
version is made again, and one that cannot be written is done without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial

from postguard import __version__, compiled
from postguard.light_typing import TYPE_CHECKING
from postguard.rulebook.files import RuleFile

_FOLDER = os.path.dirname(__file__)
_BESIDE = ("compiled.py", "gate_data.py", "gate_table.py")
"""Modules of the package whose change makes other rules of the same files, as those here do."""


def folder_for(variables: Mapping[str, str]) -> str | None:
    """Where postguard may keep what it can make again; None if nowhere.

    ``POSTGUARD_CACHE_DIR`` names the folder, or forbids one by being empty.
    """
    base = variables.get("POSTGUARD_CACHE_DIR")
    if base is not None:
        return base or None
    base = variables.get("XDG_CACHE_HOME") or variables.get("LOCALAPPDATA")
    if not base and variables.get("HOME"):
        base = os.path.join(variables["HOME"], ".cache")
    return os.path.join(base, "postguard") if base else None


if TYPE_CHECKING:
    from hashlib import blake2b
    from typing import Any


def digest_of(files: Sequence[RuleFile]) -> str:
    """A digest of everything a rulebook is made from: the files and the code that compiles."""
    from hashlib import blake2b

    digest = blake2b(__version__.encode(), digest_size=32)
    own = sorted(name for name in os.listdir(_FOLDER) if name.endswith(".py"))
    for name in (*own, *(os.path.join(os.pardir, name) for name in _BESIDE)):
        with open(os.path.join(_FOLDER, name), "rb") as module:
            _add(digest, module.read())
    for file in files:
        for part in (file.pack, file.name, file.text):
            _add(digest, part.encode())
    return digest.hexdigest()


def _add(digest: blake2b, data: bytes) -> None:
    digest.update(len(data).to_bytes(8, "big") + data)


def fetch(folder: str, digest: str) -> compiled.Rulebook | None:
    """The cached rulebook, or None if there is none that can be used."""
    try:
        with open(_path(folder, digest), "rb") as file:
            check, content = file.read().split(b"\n", 1)
        if check.decode() != _check(digest, content):
            return None
        shared, *details = content.splitlines()
        rules, *others = _read(shared)
        plain = (
            [*head, partial(_read, line), *tail]
            for (head, tail), line in zip(rules, details, strict=True)
        )
        return compiled.rulebook_from_plain((plain, *others))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def store(folder: str, digest: str, rulebook: compiled.Rulebook) -> None:
    """Keep a rulebook. A folder that cannot be written, or is full, is no error.

    A line a rule, so that only those that a draft asks for are read.
    """
    import json
    import tempfile

    rules, *others = compiled.to_plain(rulebook)
    at = compiled.Rule._fields.index("source")
    try:
        shared = json.dumps([[(rule[:at], rule[at + 1 :]) for rule in rules], *others])
        content = "\n".join([shared, *(json.dumps(rule[at]) for rule in rules)]).encode()
    except (TypeError, ValueError):
        # A setting that JSON has no word for, such as a date.
        return
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="rules-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_check(digest, content).encode() + b"\n" + content)
            os.replace(temporary, _path(folder, digest))
        except OSError:
            os.unlink(temporary)
    except OSError:
        return


def _read(line: bytes) -> Any:
    import json

    return _tupled(json.loads(line))


def _tupled(value: Any) -> Any:
    """JSON knows only lists; rules hold tuples, as keys of look-ups among others."""
    if isinstance(value, list):
        return tuple(_tupled(item) for item in value)
    if isinstance(value, dict):
        return {key: _tupled(item) for key, item in value.items()}
    return value


def _path(folder: str, digest: str) -> str:
    return os.path.join(folder, f"rules-{digest}.jsonl")


def _check(digest: str, content: bytes) -> str:
    """A digest of the content and its name, so that a damaged file is noticed."""
    from hashlib import blake2b

    return blake2b(content, digest_size=32, key=digest.encode()[:64]).hexdigest()
