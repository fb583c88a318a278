"""postguard for programs: the rules, the configuration and the verdicts of the command line.

::

    from postguard import check_paths, check_text

    report = check_text("Guaranteed returns of 12% a year.", name="post.md")
    for finding in report.findings:
        print(finding.rule, finding.start.line, finding.message)
    assert not check_paths("posts").incomplete

A report with `Report.incomplete` was not judged in full: it is never clean, whatever its
findings say. `Engine.check` judges a `Document`, which `read` makes of a `Source`.
"""

import os
from collections.abc import Sequence

from postguard.assembly import assemble
from postguard.config import Config, find_config, load_config
from postguard.document import Source
from postguard.engine import Engine
from postguard.errors import UsageError
from postguard.finding import Report
from postguard.paths import shown
from postguard.project import Project
from postguard.rulebook.cache import folder_for
from postguard.rulebook.library import rulebook
from postguard.selection import Choice

__all__ = ["Engine", "check_paths", "check_text"]


def check_text(
    text: str | bytes,
    *,
    name: str = "-",
    config: str | Config | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Report:
    """Check one draft that is not, or not yet, a file.

    Args:
        text: the draft; bytes are decoded as those of a file are.
        name: the path it has or will have. It tells the type (plain text if it has no
            suffix), names the draft in the report, and settings for files hold for it.
        config: a configuration or the path of its file. None: the built-in rules as they
            come, whatever file lies near.
        select: run only these packs and rules, in place of the configuration's choice.
        ignore: do not run these packs and rules either.

    Raises `ConfigError`, `RulebookError` or `UsageError` for what would end a run on the
    command line. Anything wrong with the draft itself is in the report.
    """
    project = _project(_configured(config, None), select, ignore)
    if isinstance(text, bytes):
        return project.check_bytes(name, text, name)
    return project.report([project.checker.check_source(Source(name, text), name)])


def check_paths(
    *paths: str | os.PathLike[str],
    config: str | Config | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    exclude: Sequence[str] = (),
    jobs: int = 1,
) -> Report:
    """Check files and folders.

    Args:
        paths: what to check; folders are walked.
        config: a configuration or the path of its file. None: the nearest to the first path,
            as on the command line.
        select: run only these packs and rules, in place of the configuration's choice.
        ignore: do not run these packs and rules either.
        exclude: leave out what matches these globs too, named or met.
        jobs: processes to share the work. Where they are not forked but started anew, they
            import the main module, so a program that asks for several guards its own start
            with ``if __name__ == "__main__"``.

    Raises `ConfigError`, `RulebookError` or `UsageError`, the last for a path that does not
    exist, too. A file that cannot be read is in the report, and makes it incomplete.
    """
    named = [os.fspath(path) for path in paths]
    project = _project(_configured(config, named[0] if named else "."), select, ignore)
    return project.check(project.inputs(named, exclude), jobs=jobs)


def _configured(config: str | Config | None, start: str | None) -> Config:
    """The configuration given, or else the one nearest to `start` if there is such a place."""
    if isinstance(config, Config):
        return config
    if config is not None:
        if not os.path.isfile(config):
            raise UsageError(f"{config}: there is no such configuration file")
        return load_config(config)
    if start is None:
        return Config()
    folder = start if os.path.isdir(start) else os.path.dirname(start)
    found = find_config(folder or ".")
    return load_config(found) if found else Config()


def _project(config: Config, select: Sequence[str], ignore: Sequence[str]) -> Project:
    folders = [shown(os.path.join(config.root, path)) for path in config.rule_paths]
    choice = Choice(
        select=tuple(select) or config.select,
        extend_select=config.extend_select,
        ignore=(*config.ignore, *ignore),
        severity=config.severity,
    )
    return assemble(
        config,
        rulebook(folders, folder_for(os.environ), config.origin),
        choice,
        os.environ,
        every_rule=not (select or ignore),
        every_list=not select,
    )
