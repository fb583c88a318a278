"""From a request and a configuration to a project ready to check."""

import os

from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.config import Config, find_config, load_config
from postguard.engine import Engine
from postguard.errors import UsageError
from postguard.language import Language
from postguard.project import Project
from postguard.rulebook.library import rulebook
from postguard.selection import Choice, choose


def configured(request: CheckRequest, environment: Environment) -> Config:
    """The configuration that holds for a request: the one named, else the nearest.

    Raises `ConfigError` if it is wrong, `UsageError` if the one named does not exist.
    """
    if request.config is not None:
        if not os.path.isfile(request.config):
            raise UsageError(f"{request.config}: there is no such configuration file")
        return load_config(request.config)
    named = [path for path in request.paths if path != "-"]
    start = named[0] if named else request.stdin_filename or environment.folder
    folder = start if os.path.isdir(start) else os.path.dirname(start)
    path = find_config(folder or environment.folder)
    if path is not None:
        return load_config(path)
    return Config(root=environment.folder)


def set_up(
    request: CheckRequest,
    config: Config,
    environment: Environment,
    *,
    reveal: bool = False,
    keep_text: bool = False,
) -> Project:
    """The project of a request.

    Raises `RulebookError` for a wrong rule pack, `UsageError` for an unknown rule name.
    """
    if request.no_ignores:
        config = config._replace(
            ignore=(), files=tuple(section._replace(ignore=()) for section in config.files)
        )
    folders = [os.path.join(config.root, path) for path in config.rule_paths]
    book = rulebook(folders, environment.cache_folder)
    language = Language(config.pipeline)
    choice = Choice(
        select=request.select or config.select,
        extend_select=(*config.extend_select, *request.extend_select),
        ignore=(*config.ignore, *request.ignore),
        severity=config.severity,
    )
    selected = choose(book, choice, language)
    engine = Engine(selected.rulebook, config.profile, language=language)
    return Project(
        config,
        engine,
        selected.not_run,
        reveal=reveal,
        keep_text=keep_text,
        honour_ignores=not request.no_ignores,
    )
