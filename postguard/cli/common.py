"""What several commands share: the rulebook and the rules in force at a place."""

import os
from typing import TYPE_CHECKING, NamedTuple

from postguard import term_lists
from postguard.cli.environment import Environment
from postguard.compiled import Rule, Rulebook
from postguard.config import Config, find_config, load_config
from postguard.errors import UsageError
from postguard.language import Language
from postguard.paths import shown
from postguard.rulebook.library import rulebook
from postguard.selection import Choice, Selected, choose

if TYPE_CHECKING:
    from postguard.term_rules import TermLists


class Setting(NamedTuple):
    """The configuration at a place and everything that follows from it."""

    config: Config
    book: Rulebook
    """Every rule there is."""
    selected: Selected
    """The rules in force."""
    language: Language
    lists: "TermLists | None" = None
    """The lists of confidential terms, unopened."""


def setting(environment: Environment, config_path: str | None = None) -> Setting:
    """The setting of the current folder, or of a configuration named.

    Raises `ConfigError` and `RulebookError` as a check would.
    """
    path = config_path or find_config(environment.folder)
    config = load_config(path) if path else Config(root=environment.folder)
    folders = [shown(os.path.join(config.root, folder)) for folder in config.rule_paths]
    book = rulebook(folders, environment.cache_folder)
    lists = term_lists.read(config, book)
    book = term_lists.with_rules(book, lists)
    language = Language(config.pipeline)
    choice = Choice(config.select, config.extend_select, config.ignore, config.severity)
    choice = term_lists.selected(choice, lists)
    return Setting(config, book, choose(book, choice, language), language, lists)


def rule_named(book: Rulebook, name: str) -> Rule:
    """The rule of that id. Raises `UsageError`, with the nearest id, if there is none."""
    for rule in book.rules:
        if rule.id == name:
            return rule
    from difflib import get_close_matches

    ids = [rule.id for rule in book.rules]
    near = get_close_matches(name, ids, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "`postguard rules` lists them all"
    raise UsageError(f"there is no rule named {name!r}; {hint}")
