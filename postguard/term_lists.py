"""The confidential terms of a run: lists from the configuration, keys from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from postguard.compiled import Rulebook
from postguard.config import Config, place_of_key
from postguard.errors import ConfigError
from postguard.light_typing import TYPE_CHECKING
from postguard.paths import shown
from postguard.selection import Choice

if TYPE_CHECKING:
    from postguard.confidential.keys import KeyRing
    from postguard.confidential_check import ConfidentialTerms
    from postguard.term_rules import TermLists


def read(config: Config, book: Rulebook) -> TermLists | None:
    """The lists the configuration names, unopened; None if it names none.

    Raises `ConfigError` for one that is not there, or that is plain and wrong.
    """
    if not config.terms:
        return None
    from postguard.term_rules import read_terms

    paths = [_existing(config, name) for name in config.terms]
    return read_terms(paths, {rule.id for rule in book.rules}, config.origin)


def selected(choice: Choice, lists: TermLists | None) -> Choice:
    """The choice with the lists beside it: who names a list means it to be used."""
    if lists is None or not lists.lists:
        return choice
    return choice._replace(extend_select=(*choice.extend_select, "confidential"))


def with_rules(book: Rulebook, lists: TermLists | None) -> Rulebook:
    """The rulebook with each list as the rule it is."""
    if lists is None:
        return book
    return book._replace(rules=(*book.rules, *(item.rule for item in lists.lists)))


def opened(
    lists: TermLists | None, in_force: Rulebook, config: Config, variables: Mapping[str, str]
) -> ConfidentialTerms | None:
    """Those of the lists that are in force, opened with the keys at hand.

    Raises `TermsError` for a key that is none, or that others can read.
    """
    if lists is None:
        return None
    from postguard.confidential.keys import KeyRing
    from postguard.confidential.sealed import SealedFile
    from postguard.confidential_check import ConfidentialTerms

    running = {rule.id for rule in in_force.rules}
    wanted = tuple(item for item in lists.lists if item.rule.id in running)
    needs_key = any(isinstance(item.source, SealedFile) for item in wanted)
    return ConfidentialTerms(
        lists._replace(lists=wanted),
        _keys(config, variables) if needs_key else KeyRing(),
        config.profile,
        severity=config.severity,
        warn_on_missing_key=config.on_missing_key == "warn",
    )


def _keys(config: Config, variables: Mapping[str, str]) -> KeyRing:
    """From the configured file if it is there; a build service has the environment instead."""
    from postguard.confidential.keys import find_keys

    file = config.terms_key_file and os.path.join(config.root, config.terms_key_file)
    return find_keys(
        variables,
        key_file=shown(file) if file and os.path.exists(file) else None,
        use_keyring=config.terms_keyring,
    )


def _existing(config: Config, name: str) -> str:
    path = os.path.join(config.root, name)
    if config.origin.is_file(path):
        return shown(path)
    line, column = place_of_key(config, "terms.lists")
    raise ConfigError(
        f"there is no file {name!r} beside it",
        path=config.path or "the configuration",
        line=line,
        column=column,
        key="terms.lists",
    )
