"""``postguard baseline``: the findings a team knows already, so that only new ones fail."""

import os
from typing import Annotated, NamedTuple

import typer

from postguard.baseline import FILE_NAME, Baseline, Entry, entry_of, load, render
from postguard.cli.environment import Environment, current
from postguard.cli.request import CheckRequest
from postguard.cli.setup import configured, set_up
from postguard.cli.writing import replace_file
from postguard.config import Config
from postguard.errors import UsageError
from postguard.finding import Disposition, Report, Status
from postguard.outputs.encode import line, terminal
from postguard.outputs.summary import not_checked, plural
from postguard.paths import relative, shown
from postguard.redaction import MASK
from postguard.selection import names

INCOMPLETE = 3

app = typer.Typer(
    help="Findings known already, so that only new ones fail a run.", no_args_is_help=True
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Files and folders; default: the folder of the configuration."),
]
ConfigFile = Annotated[
    str | None, typer.Option("--config", help="The configuration file; default: the nearest.")
]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        help=f"The baseline; default: the configured one, or {FILE_NAME}.",
        metavar="FILE",
    ),
]


class _Checked(NamedTuple):
    """What a run without a baseline finds."""

    report: Report
    entries: tuple[Entry, ...]
    settled: frozenset[str]
    """Paths checked in full."""
    left_out: int
    """Findings beyond what is kept of one file."""


@app.command()
def create(
    paths: Paths = None,
    config: ConfigFile = None,
    baseline: BaselineFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a baseline that is there.")
    ] = False,
) -> int:
    """Note down every finding there is today."""
    environment = current()
    settings = configured(CheckRequest(tuple(paths or ()), config), environment)
    target = _target(settings, baseline)
    if os.path.exists(target) and not force:
        raise UsageError(f"{shown(target)} is already there; --force replaces it")
    checked = _check(settings, target, paths, environment)
    known = Baseline(checked.entries)
    replace_file(target, render(known))
    typer.echo(f"wrote {shown(target)}: {_counts(known)}")
    locked = sum(names(settings.locked, entry.rule) for entry in known.entries)
    if locked:
        typer.echo(f"{plural(locked, 'finding')} of locked rules among them: look at each")
    if checked.left_out:
        typer.echo(f"{plural(checked.left_out, 'finding')} beyond the cap of one file left out")
    if settings.baseline is None:
        place = relative(target, settings.root)
        typer.echo(f'now add to {settings.path or "postguard.toml"}: baseline = "{place}"')
    return _complete(checked.report)


@app.command()
def prune(paths: Paths = None, config: ConfigFile = None, baseline: BaselineFile = None) -> int:
    """Drop entries that are no longer found; add none."""
    environment = current()
    settings = configured(CheckRequest(tuple(paths or ()), config), environment)
    target = _existing(settings, baseline)
    known = load(shown(target))
    checked = _check(settings, target, paths, environment)

    def is_settled(path: str) -> bool:
        if path in checked.settled:
            return True
        if MASK in path:
            # Nobody can tell which file it was; only who looked at all of them knows it gone.
            return not paths
        return not os.path.lexists(os.path.join(settings.root, path))

    kept = known.without_lost(checked.entries, is_settled)
    dropped = len(known) - len(kept)
    if dropped:
        replace_file(target, render(kept))
    typer.echo(f"{plural(dropped, 'finding')} dropped, {len(kept):,} kept")
    return _complete(checked.report)


@app.command()
def show(config: ConfigFile = None, baseline: BaselineFile = None) -> None:
    """List what is known, by file."""
    from itertools import groupby

    settings = configured(CheckRequest(config=config), current())
    known = load(shown(_existing(settings, baseline)))
    for path, entries in groupby(known.entries, key=lambda entry: entry.path):
        typer.echo(terminal(path))
        for entry in entries:
            typer.echo(f"  {line(entry.rule)}: {line(entry.title)}")
            typer.echo(f"    {line(entry.near)}  [{line(entry.fingerprint)[:12]}]")
        typer.echo()
    typer.echo(_counts(known))


def _target(settings: Config, named: str | None) -> str:
    if named is not None:
        return os.path.abspath(named)
    return os.path.join(settings.root, settings.baseline or FILE_NAME)


def _existing(settings: Config, named: str | None) -> str:
    target = _target(settings, named)
    if not os.path.isfile(target):
        raise UsageError(
            f"{shown(target)}: there is no baseline; make one with postguard baseline create"
        )
    return target


def _check(
    settings: Config, target: str, paths: list[str] | None, environment: Environment
) -> _Checked:
    """Check as though there were no baseline, keeping every finding of every file."""
    request = CheckRequest(tuple(paths or (shown(settings.root),)))
    settings = settings._replace(baseline=target)
    project = set_up(request, settings, environment, with_baseline=False)
    outcomes = list(project.outcomes(project.inputs(request.paths), jobs=None))
    entries = tuple(
        entry_of(finding, relative(finding.uri, settings.root))
        for outcome in outcomes
        for finding in outcome.findings
        if finding.disposition is Disposition.OPEN
    )
    settled = frozenset(
        relative(outcome.result.uri, settings.root)
        for outcome in outcomes
        if outcome.result.status is Status.CHECKED and not outcome.truncated
    )
    left_out = sum(count for outcome in outcomes for _, count in outcome.truncated)
    return _Checked(project.report(outcomes), entries, settled, left_out)


def _counts(known: Baseline) -> str:
    files = len({entry.path for entry in known.entries})
    return f"{plural(len(known), 'finding')} in {plural(files, 'file')}"


def _complete(report: Report) -> int:
    """Say what could not be looked at; the exit code."""
    if not report.incomplete:
        return 0
    typer.echo("incomplete: this was not checked, or not in full", err=True)
    for each in not_checked(report):
        typer.echo(f"  {line(each.stage)}  {terminal(each.place)}: {line(each.reason)}", err=True)
    return INCOMPLETE
