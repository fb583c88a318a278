"""From a configuration and a rulebook to a project ready to check."""

import os
from collections.abc import Mapping

from postguard import term_lists
from postguard.compiled import Rulebook
from postguard.config import Config, place_of_key
from postguard.dispositions import Dispositions
from postguard.engine import Engine
from postguard.errors import ConfigError
from postguard.language import Language
from postguard.paths import shown
from postguard.project import Project
from postguard.selection import Choice, choose

DIGEST_KEY = "POSTGUARD_FINGERPRINT_KEY"
"""The environment variable with the key for fingerprints of sensitive matches."""


def assemble(
    config: Config,
    book: Rulebook,
    choice: Choice,
    variables: Mapping[str, str],
    *,
    reveal: bool = False,
    keep_text: bool = False,
    honour_ignores: bool = True,
    with_baseline: bool = True,
    every_rule: bool = True,
    every_list: bool = True,
) -> Project:
    """The project of a configuration.

    Args:
        config: where the run looks, and what it has been told beforehand.
        book: every rule there is.
        choice: which of them run.
        variables: the environment, for the key of sealed term lists.
        reveal: show sensitive matches.
        keep_text: keep each draft in the report, masked.
        honour_ignores: whether drafts may ignore findings.
        with_baseline: whether what the baseline knows is known.
        every_rule: whether the call leaves all rules of the configuration in force.
        every_list: whether term lists are used even if `choice` selects other rules.

    Raises `UsageError` for an unknown rule name, `ConfigError` for a file the configuration
    names in vain, `TermsError` for a key that is none.
    """
    lists = term_lists.read(config, book)
    book = term_lists.with_rules(book, lists)
    choice = term_lists.selected(choice, lists) if every_list else choice
    language = Language(config.pipeline)
    selected = choose(book, choice, language)
    return Project(
        config,
        Engine(selected.rulebook, config.profile, language=language),
        selected.not_run,
        reveal=reveal,
        keep_text=keep_text,
        honour_ignores=honour_ignores,
        dispositions=_dispositions(config, with_baseline=with_baseline),
        every_rule=every_rule,
        terms=term_lists.opened(lists, selected.rulebook, config, variables),
        digest_key=_digest_key(variables),
    )


def _digest_key(variables: Mapping[str, str]) -> bytes | None:
    """What fingerprints of sensitive matches are keyed with, if a key is set.

    Raises `TermsError` for one that is none.
    """
    written = variables.get(DIGEST_KEY, "")
    if not written.strip():
        return None
    from postguard.confidential.keys import parse_key

    return parse_key(written, where=DIGEST_KEY).derive(b"pg-fingerprint", b"")


def place_of(config: Config, key: str) -> str | None:
    """The file a key of the configuration names, as a user here would type it.

    Raises `ConfigError` if there is none.
    """
    named: str | None = getattr(config, key)
    if named is None:
        return None
    path = os.path.join(config.root, named)
    if not config.origin.is_file(path):
        file = config.path or "the configuration"
        line, column = place_of_key(config, key)
        problem = f"there is no file {named!r} beside it"
        raise ConfigError(problem, path=file, line=line, column=column, key=key)
    return shown(path)


def _dispositions(config: Config, *, with_baseline: bool) -> Dispositions:
    known = place_of(config, "baseline") if with_baseline else None
    approved = place_of(config, "waivers")
    result = Dispositions(today=config.profile.today)
    if known:
        from postguard import baseline

        result = result._replace(baseline=baseline.load(known, config.origin))
    if approved:
        from postguard import waivers

        result = result._replace(waivers=waivers.load(approved, config.origin))
    return result
