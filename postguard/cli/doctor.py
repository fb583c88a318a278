"""``postguard doctor``: what is installed, what is in force, and what is not run and why."""

import os
from collections.abc import Iterator
from typing import Annotated

import typer

from postguard import __version__, term_lists
from postguard.cli.common import Setting, setting
from postguard.cli.environment import Environment, current
from postguard.cli.rules import status
from postguard.engine import Engine
from postguard.errors import PostguardError
from postguard.outputs.encode import line
from postguard.outputs.summary import plural

_PACKAGES = (
    "spacy", "regex", "pydantic", "typer", "google-re2", "ahocorasick-rs", "pyromark",
    "tree-sitter", "tree-sitter-html", "phonenumbers", "python-stdnum", "publicsuffixlist",
    "rapidfuzz", "PyYAML", "pathspec", "rich", "keyring",
)  # fmt: skip


def doctor(
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
) -> None:
    """Say what is installed, which rules are in force, and what is not run and why."""
    environment = current()
    place = setting(environment, config)
    for each in _lines(place, environment):
        typer.echo(each)


def _lines(place: Setting, environment: Environment) -> Iterator[str]:
    import platform

    yield f"postguard {__version__}, Python {platform.python_version()}, {platform.system()}"
    yield ""
    yield "Packages"
    for name in _PACKAGES:
        yield f"  {name} {_version(name)}"
    yield ""
    yield f"Configuration: {place.config.path or 'none found; the defaults hold'}"
    yield f"Language pipeline: {place.config.pipeline}"
    for need in ("tags", "entities", "dependencies"):
        yield f"  {need}: {'yes' if place.language.provides(need) else 'no'}"
    yield f"Cache: {_cache(environment.cache_folder)}"
    yield f"  results of earlier runs: {_results(place, environment)}"
    yield ""
    yield f"Rulebook {place.book.digest[:16]}"
    yield from _packs(place)
    yield f"  patterns compiled beforehand: {_precompiled()}"
    engine = Engine(place.selected.rulebook, place.config.profile, language=place.language)
    yield f"  triggers tried on every post, for want of a gate: {engine.always_tried}"
    yield from _term_lists(place, environment)
    waiting = [(rule.id, status(rule, place)) for rule in place.book.rules]
    idle = [(name, why) for name, why in waiting if why and why != "off by default"]
    if idle:
        yield ""
        yield "Not run"
        for name, why in idle:
            yield f"  {name}: {why}"


def _term_lists(place: Setting, environment: Environment) -> Iterator[str]:
    """Each list of confidential terms: its entries, and whether it can be checked against."""
    lists = place.lists
    if lists is None:
        return
    from postguard.confidential.entries import repeated
    from postguard.confidential.sealed import SealedFile

    yield ""
    yield "Term lists"
    try:
        terms = term_lists.opened(
            lists, place.selected.rulebook, place.config, environment.variables
        )
    except PostguardError as error:
        yield from (f"  {line(each)}" for each in str(error).splitlines())
        return
    opened = terms.loaded() if terms is not None else {}
    told = {each.uri: each.reason for each in terms.failures} if terms is not None else {}
    for item in lists.lists:
        path, kind = item.source.path, "sealed" if isinstance(item.source, SealedFile) else "plain"
        state = "in use" if path in opened else "locked"
        yield f"  {line(path)}: {kind}, {plural(len(item.source.entries), 'term')}, {state}"
        if not isinstance(item.source, SealedFile):
            yield from (
                f"    line {each.line}: {each.text}" for each in repeated(item.source.entries)
            )
    yield from (f"  {line(path)}: {line(reason)}" for path, reason in told.items())


def _packs(place: Setting) -> Iterator[str]:
    totals: dict[str, int] = {}
    active: dict[str, int] = {}
    running = {rule.id for rule in place.selected.rulebook.rules}
    for rule in place.book.rules:
        totals[rule.pack] = totals.get(rule.pack, 0) + 1
        active[rule.pack] = active.get(rule.pack, 0) + (rule.id in running)
    for pack, total in totals.items():
        yield f"  {pack}: {total} rules, {active[pack]} selected"


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _precompiled() -> str:
    from postguard.precompiled import availability

    count, reason = availability()
    return f"none ({reason}); each is compiled when first needed" if reason else f"{count:,}"


def _results(place: Setting, environment: Environment) -> str:
    from postguard.cli.caching import results_folder
    from postguard.result_cache import why_not

    folder = results_folder(environment)
    if folder is None:
        return "not kept; under CI name a place with POSTGUARD_CACHE_DIR to keep them"
    reason = why_not(folder, place.config, place.selected.rulebook)
    if reason:
        return f"not kept: {reason}"
    try:
        with os.scandir(folder) as scan:
            size = sum(entry.stat(follow_symlinks=False).st_size for entry in scan)
    except OSError:
        return "none yet"
    return f"{size / 1e6:.1f} MB"


def _cache(folder: str | None) -> str:
    if folder is None:
        return "none"
    if os.path.isdir(folder) and not os.access(folder, os.W_OK):
        return f"{folder} (cannot be written; runs go on without)"
    return folder
