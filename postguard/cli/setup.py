"""From a request and a configuration to a project ready to check."""

import os

from postguard.assembly import assemble
from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.config import Config, find_config, load_config
from postguard.errors import UsageError
from postguard.files import DISK, Files
from postguard.paths import shown
from postguard.project import Project
from postguard.rulebook.library import rulebook
from postguard.selection import Choice


def configured(request: CheckRequest, environment: Environment, files: Files = DISK) -> Config:
    """The configuration that holds for a request: the one named, else the nearest.

    It and what it names is read from `files`. Raises `ConfigError` if it is wrong,
    `UsageError` if the one named does not exist.
    """
    return with_named_files(request, _found(request, environment, files))


def _found(request: CheckRequest, environment: Environment, files: Files) -> Config:
    if request.config is not None:
        if not files.is_file(request.config):
            raise UsageError(f"{request.config}: there is no such configuration file")
        return load_config(request.config, files)
    path = find_config(nearest_folder(request, environment), files)
    if path is not None:
        return load_config(path, files)
    return Config(root=environment.folder, origin=files)


def nearest_folder(request: CheckRequest, environment: Environment) -> str:
    """The folder from which on upwards a configuration is looked for."""
    named = [path for path in request.paths if path != "-"]
    start = named[0] if named else request.stdin_filename or environment.folder
    folder = start if os.path.isdir(start) else os.path.dirname(start)
    return folder or environment.folder


def set_up(
    request: CheckRequest,
    config: Config,
    environment: Environment,
    *,
    reveal: bool = False,
    keep_text: bool = False,
    with_baseline: bool = True,
) -> Project:
    """The project of a request; without its baseline, every known finding is open again.

    Raises `RulebookError` for a wrong rule pack, `UsageError` for an unknown rule name.
    """
    if request.no_ignores:
        config = config._replace(
            ignore=(), files=tuple(section._replace(ignore=()) for section in config.files)
        )
    folders = [shown(os.path.join(config.root, path)) for path in config.rule_paths]
    book = rulebook(folders, environment.cache_folder, config.origin)
    choice = Choice(
        select=request.select or config.select,
        extend_select=(*config.extend_select, *request.extend_select),
        ignore=(*config.ignore, *request.ignore),
        severity=config.severity,
    )
    return assemble(
        config,
        book,
        choice,
        environment.variables,
        reveal=reveal,
        keep_text=keep_text,
        honour_ignores=not request.no_ignores,
        with_baseline=with_baseline,
        every_rule=not (request.select or request.ignore),
        every_list=bool(request.terms) or not request.select,
    )


def with_named_files(request: CheckRequest, config: Config) -> Config:
    """The configuration with the baseline, the waivers and the terms that the call names.

    Raises `UsageError` for one that does not exist.
    """
    files = config.origin
    if request.baseline is not None:
        config = config._replace(baseline=_named("--baseline", request.baseline, files))
    if request.waivers is not None:
        config = config._replace(waivers=_named("--waivers", request.waivers, files))
    if request.terms:
        named = tuple(_named("--terms", path, files) for path in request.terms)
        known = (os.path.abspath(os.path.join(config.root, path)) for path in config.terms)
        config = config._replace(terms=tuple(dict.fromkeys((*known, *named))))
    return config


def _named(option: str, path: str, files: Files) -> str:
    if not files.is_file(path):
        raise UsageError(f"{option} {path}: there is no such file")
    return os.path.abspath(path)
