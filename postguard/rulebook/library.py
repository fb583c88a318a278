"""The rulebook of a run: built-in rules, and the user's own beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from postguard.compiled import Rulebook, rulebook_from_plain
from postguard.files import DISK, Files
from postguard.lazy import module_named
from postguard.light_typing import TYPE_CHECKING
from postguard.rulebook.files import RuleFile, built_in_folder, read_folder

if TYPE_CHECKING:
    from typing import Any


def rulebook(
    paths: Sequence[str] = (), cache_folder: str | None = None, files: Files = DISK
) -> Rulebook:
    """The built-in rules and those of the folders in `files`, compiled.

    An installed wheel brings the built-in rules compiled already; everything else is
    compiled once and kept in `cache_folder`, if one is given.

    Raises `RulebookError` for the first thing that is wrong.
    """
    if not paths:
        ready = _shipped()
        if ready is not None:
            return ready
    from postguard.rulebook import cache

    sources = rule_files(paths, files)
    digest = cache.digest_of(sources)
    found = cache.fetch(cache_folder, digest) if cache_folder else None
    if found is None:
        from postguard.gate_table import tabulated
        from postguard.rulebook.load import load_files

        found = tabulated(load_files(sources).rulebook)
        if cache_folder:
            cache.store(cache_folder, digest, found)
    return found


def rule_files(paths: Sequence[str] = (), files: Files = DISK) -> list[RuleFile]:
    """The rule files of the built-in folder and of these, which are in `files`."""
    return [
        *read_folder(built_in_folder()),
        *(file for folder in paths for file in read_folder(folder, files)),
    ]


def _shipped() -> Rulebook | None:
    """The rulebook compiled when the wheel was built; None in a checkout."""
    try:
        from postguard.rulebook import _compiled  # type: ignore[attr-defined]
    except ImportError:
        return None
    rules, *others = _compiled.RULEBOOK
    plain = ((*head, partial(_shipped_details, head[0]), *tail) for head, tail in rules)
    return rulebook_from_plain((plain, *others))


def _shipped_details(rule_id: str) -> Any:
    """A rule's details, from the module of its own that the wheel has them in."""
    return module_named(f"postguard.rulebook._compiled.{module_of(rule_id)}").DETAILS


def module_of(rule_id: str) -> str:
    """The name of the module with the details of a rule."""
    return "rule_" + rule_id.replace("/", "__").replace("-", "_")
