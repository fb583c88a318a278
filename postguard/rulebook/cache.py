"""Compiled rule packs kept between runs, as plain JSON, named by the digest of their files.

A cache never decides anything: a file that is missing, unreadable, damaged or of another
version is made again, and one that cannot be written is done without.
"""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postguard import __version__, compiled
from postguard.rulebook.files import RuleFile

_COMPILER = os.path.dirname(__file__)
"""The folder of the modules whose change makes other rules of the same files."""


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


def digest_of(files: Sequence[RuleFile]) -> str:
    """A digest of everything a rulebook is made from: the files and the code that compiles."""
    from hashlib import blake2b

    digest = blake2b(__version__.encode(), digest_size=32)
    for name in sorted(name for name in os.listdir(_COMPILER) if name.endswith(".py")):
        with open(os.path.join(_COMPILER, name), "rb") as module:
            _add(digest, module.read())
    for file in files:
        for part in (file.pack, file.name, file.text):
            _add(digest, part.encode())
    return digest.hexdigest()


def _add(digest: "blake2b", data: bytes) -> None:
    digest.update(len(data).to_bytes(8, "big") + data)


def fetch(folder: str, digest: str) -> compiled.Rulebook | None:
    """The cached rulebook, or None if there is none that can be used."""
    import json

    try:
        with open(_path(folder, digest), encoding="utf-8") as file:
            stored = json.load(file)
        if stored["digest"] != digest or stored["check"] != _check(stored["rulebook"]):
            return None
        return compiled.rulebook_from_plain(_tupled(stored["rulebook"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def store(folder: str, digest: str, rulebook: compiled.Rulebook) -> None:
    """Keep a rulebook. A folder that cannot be written, or is full, is no error."""
    import json
    import tempfile

    plain = compiled.to_plain(rulebook)
    try:
        content = json.dumps({"digest": digest, "check": _check(plain), "rulebook": plain})
    except (TypeError, ValueError):
        # A setting that JSON has no word for, such as a date.
        return
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="rules-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
            os.replace(temporary, _path(folder, digest))
        except OSError:
            os.unlink(temporary)
    except OSError:
        return


def _tupled(value: Any) -> Any:
    """JSON knows only lists; rules hold tuples, as keys of look-ups among others."""
    if isinstance(value, list):
        return tuple(_tupled(item) for item in value)
    if isinstance(value, dict):
        return {key: _tupled(item) for key, item in value.items()}
    return value


def _path(folder: str, digest: str) -> str:
    return os.path.join(folder, f"rules-{digest}.json")


def _check(plain: object) -> str:
    """A digest of the content itself, so that a damaged file is noticed."""
    import json

    data = json.dumps(plain, sort_keys=True).encode()
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
