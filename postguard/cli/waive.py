"""``postguard waive``: write down that a finding may be published, why, and by whose word."""

import os
import re
from datetime import date
from typing import Annotated

import typer

from postguard.cli.environment import Environment, current
from postguard.cli.request import CheckRequest
from postguard.cli.setup import configured, set_up
from postguard.cli.writing import replace_file
from postguard.config import Config
from postguard.errors import ConfigError, UsageError
from postguard.files import read_text
from postguard.finding import Disposition, Finding
from postguard.outputs.encode import line, terminal
from postguard.paths import relative, shown
from postguard.waiver_append import with_waiver
from postguard.waivers import FILE_NAME, NOUN, Waiver

_FINGERPRINT = re.compile(r"[0-9a-f]{8,32}")
_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?")


def waive(
    finding: Annotated[
        str,
        typer.Argument(
            help="Its fingerprint (eight characters will do), or its place, PATH:LINE:COLUMN.",
            show_default=False,
        ),
    ],
    reason: Annotated[str, typer.Option(help="Why it may be published.")],
    until: Annotated[str, typer.Option(help="The last day it may, YYYY-MM-DD.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Where to look for it; default: the folder of the configuration.",
            show_default=False,
        ),
    ] = None,
    approver: Annotated[
        str | None, typer.Option(help="Who approved it; default: git's user.name.")
    ] = None,
    waivers: Annotated[
        str | None,
        typer.Option(
            help=f"The file; default: the configured one, or {FILE_NAME}.", metavar="FILE"
        ),
    ] = None,
    config: Annotated[
        str | None, typer.Option(help="The configuration file; default: the nearest.")
    ] = None,
) -> None:
    """Waive one finding, for a reason and until a day."""
    environment = current()
    last_day = _day(until)
    if not reason.strip():
        raise UsageError("--reason: say why it may be published")
    place = None if _FINGERPRINT.fullmatch(finding) else _PLACE.fullmatch(finding)
    looked = tuple(paths or ([place["path"]] if place else ()))
    settings = configured(CheckRequest(looked, config), environment)
    target = (
        os.path.abspath(waivers)
        if waivers is not None
        else os.path.join(settings.root, settings.waivers or FILE_NAME)
    )
    found = _found(finding, place, looked, settings, environment)
    waiver = Waiver(
        reason=" ".join(reason.split()),
        approver=" ".join((approver or _git_user()).split()),
        until=last_day,
        rule=found.rule,
        path=_literal(relative(found.uri, settings.root)),
        fingerprint=found.fingerprint,
    )
    text = ""
    if os.path.exists(target):
        text = read_text(target, NOUN, ConfigError, keep_mark=True)
    replace_file(target, with_waiver(text, shown(target), waiver))
    typer.echo(
        f"waived {found.rule} at {terminal(found.uri)}:{found.start.line}:{found.start.column} "
        f"until {last_day}, in {shown(target)}"
    )
    if settings.waivers is None and waivers is None:
        file = settings.path or "postguard.toml"
        typer.echo(f'now add to {file}: waivers = "{relative(target, settings.root)}"')


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"--until {written}: not a day; write it as 2030-12-31") from None
    if day < date.today():  # noqa: DTZ011  # as a run reads it
        raise UsageError(f"--until {written}: that day is past")
    return day


def _found(
    named: str,
    place: re.Match[str] | None,
    looked: tuple[str, ...],
    settings: Config,
    environment: Environment,
) -> Finding:
    """The one finding that is meant.

    Raises `UsageError` if there is none, more than one, or it does not need a waiver.
    """
    if place is None and not _FINGERPRINT.fullmatch(named):
        raise UsageError(f"{named}: neither a fingerprint nor PATH:LINE:COLUMN")
    request = CheckRequest(looked or (shown(settings.root),))
    known = settings.waivers is not None and os.path.exists(
        os.path.join(settings.root, settings.waivers)
    )
    settings = settings if known else settings._replace(waivers=None)
    project = set_up(request, settings, environment, with_baseline=False)
    report = project.check(project.inputs(request.paths), jobs=None)
    path = project.checker.shown_path(place["path"]) if place is not None else ""
    found = [each for each in report.findings if _is_meant(each, named, place, path)]
    if not found:
        unread = "; not everything could be read" if report.incomplete else ""
        raise UsageError(f"{named}: there is no such finding{unread}")
    if len(found) > 1:
        rows = "".join(f"\n  {each.fingerprint}  {line(each.rule)}" for each in found)
        raise UsageError(f"{named}: that is more than one finding; name one of{rows}")
    if found[0].disposition is not Disposition.OPEN:
        what = found[0].disposition.value
        raise UsageError(f"{named}: this finding is already {what}: {line(found[0].reason)}")
    return found[0]


def _is_meant(finding: Finding, named: str, place: re.Match[str] | None, path: str) -> bool:
    if place is None:
        return finding.fingerprint.startswith(named)
    return (
        os.path.abspath(finding.uri) == os.path.abspath(path)
        and finding.start.line == int(place["line"])
        and (place["column"] is None or finding.start.column == int(place["column"]))
    )


def _literal(path: str) -> str:
    """The glob that matches this path and no other."""
    return "/" + re.sub(r"([*?\[\\])", r"\\\1", path)


def _git_user() -> str:
    from postguard.git import setting

    name = setting("user.name")
    if not name:
        raise UsageError("--approver: say who approved it")
    return name
