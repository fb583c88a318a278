"""Every command but the plain check: the typer application and its commands."""

from collections.abc import Sequence
from typing import Annotated

import typer

from postguard import __version__
from postguard.cli import baseline as baseline_commands
from postguard.cli import evaluate, explain, handbook, initialise, rules, schema, selftest, waive
from postguard.cli import terms as terms_commands
from postguard.cli.doctor import doctor
from postguard.cli.environment import current
from postguard.cli.request import CheckRequest
from postguard.cli.run import run

app = typer.Typer(
    name="postguard",
    help="Read a drafted post before anyone else can, and say what would hurt once it is public.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_DEFAULTS = CheckRequest()


_INTERRUPTED = 130
"""What typer makes of an interrupt."""

_Mistake: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises for a call it cannot parse; it has no public name for it."""


def call(arguments: Sequence[str]) -> int:
    """Run the application without letting it exit the process; the exit code."""
    try:
        result = app(list(arguments), prog_name="postguard", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except _Mistake as error:
        error.show()  # type: ignore[attr-defined]
        return 2
    if result == _INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"postguard {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Print a traceback on an internal error; it quotes no draft."),
    ] = False,
) -> None:
    """Read a drafted post before anyone else can, and say what would hurt once it is public."""
    del version, debug


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files and folders, or - for standard input.", show_default=False),
    ] = None,
    config: Annotated[
        str | None, typer.Option(help="The configuration file; default: the nearest.")
    ] = _DEFAULTS.config,
    output_format: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT[=FILE]",
            help="text, json, sarif, github, gitlab, junit, rdjson, markdown, csv or html. "
            "Repeatable.",
            show_default=False,
        ),
    ] = None,
    output_file: Annotated[
        str | None, typer.Option(help="Where the one report goes; default: standard output.")
    ] = _DEFAULTS.output_file,
    select: Annotated[
        list[str] | None, typer.Option(help="Run only these packs and rules. Repeatable.")
    ] = None,
    extend_select: Annotated[
        list[str] | None,
        typer.Option(help="Run these packs and rules too. Repeatable."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Do not run these packs and rules. Repeatable.")
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL",
            help="The mildest severity that fails the run: error, warning, note or never "
            "(default: error).",
            show_default=False,
        ),
    ] = _DEFAULTS.fail_on,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Leave out what matches this glob, named or met. Repeatable."),
    ] = None,
    stdin_filename: Annotated[
        str | None, typer.Option(help="The name, and so the type, of standard input.")
    ] = _DEFAULTS.stdin_filename,
    baseline: Annotated[
        str | None,
        typer.Option(help="The findings known before; only others fail the run.", metavar="FILE"),
    ] = _DEFAULTS.baseline,
    waivers: Annotated[
        str | None, typer.Option(help="The findings approved for a time.", metavar="FILE")
    ] = _DEFAULTS.waivers,
    terms: Annotated[
        list[str] | None,
        typer.Option(
            help="A list of confidential terms, plain or sealed. Repeatable.", metavar="FILE"
        ),
    ] = None,
    staged: Annotated[
        bool,
        typer.Option("--staged", help="Check what is staged in git, as it is staged."),
    ] = _DEFAULTS.staged,
    since: Annotated[
        str | None,
        typer.Option(
            help="Check what was added or changed since this git revision; findings on "
            "other lines are only counted.",
            metavar="REV",
        ),
    ] = _DEFAULTS.since,
    fix: Annotated[
        bool, typer.Option("--fix", help="Apply fixes that keep the meaning.")
    ] = _DEFAULTS.fix,
    unsafe_fixes: Annotated[
        bool,
        typer.Option("--unsafe-fixes", help="Apply every fix, also those that may change it."),
    ] = _DEFAULTS.unsafe_fixes,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Show what fixes would change, and change nothing."),
    ] = _DEFAULTS.diff,
    no_ignores: Annotated[
        bool, typer.Option("--no-ignores", help="Report ignored findings like any other.")
    ] = _DEFAULTS.no_ignores,
    untrusted: Annotated[
        bool,
        typer.Option(
            "--untrusted",
            help="The files are a stranger's: take configuration, rules, waivers, baseline and "
            "term lists from the base revision, and follow no link.",
        ),
    ] = _DEFAULTS.untrusted,
    base: Annotated[
        str | None,
        typer.Option(
            help="The base revision of --untrusted; default: the branch a pull request is to be "
            "merged into.",
            metavar="REV",
        ),
    ] = _DEFAULTS.base,
    show_matches: Annotated[
        bool,
        typer.Option("--show-matches", help="Show sensitive matches. Only on a terminal."),
    ] = _DEFAULTS.show_matches,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Findings do not fail the run.")
    ] = _DEFAULTS.exit_zero,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Nothing to check is a success.")
    ] = _DEFAULTS.allow_empty,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Processes to check with (default: one for each core, if the run is long enough).",
            show_default=False,
        ),
    ] = _DEFAULTS.jobs,
    no_cache: Annotated[
        bool,
        typer.Option("--no-cache", help="Judge every draft anew, and remember nothing of it."),
    ] = _DEFAULTS.no_cache,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count findings by rule.")
    ] = _DEFAULTS.statistics,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Findings only, no summary.")
    ] = _DEFAULTS.quiet,
) -> int:
    """Check drafts, and say what would hurt once they are public."""
    request = CheckRequest(
        paths=tuple(paths or ()),
        config=config,
        output_format=tuple(output_format or ()),
        output_file=output_file,
        select=_names(select),
        extend_select=_names(extend_select),
        ignore=_names(ignore),
        fail_on=_level(fail_on),
        exclude=tuple(exclude or ()),
        stdin_filename=stdin_filename,
        staged=staged,
        since=since,
        no_ignores=no_ignores,
        baseline=baseline,
        waivers=waivers,
        terms=tuple(terms or ()),
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        untrusted=untrusted,
        base=base,
        show_matches=show_matches,
        exit_zero=exit_zero,
        allow_empty=allow_empty,
        jobs=jobs,
        no_cache=no_cache,
        statistics=statistics,
        quiet=quiet,
    )
    return run(request, current())


def _names(values: Sequence[str] | None) -> tuple[str, ...]:
    """Repeated options and comma-separated lists mean the same."""
    return tuple(
        name.strip() for value in values or () for name in value.split(",") if name.strip()
    )


def _level(value: str | None) -> str | None:
    levels = ("error", "warning", "note", "never")
    if value is not None and value not in levels:
        raise typer.BadParameter(
            f"{value!r} is not one of {', '.join(levels)}", param_hint="'--fail-on'"
        )
    return value


app.command(name="rules")(rules.rules)
app.command(name="explain")(explain.explain)
app.command(name="test")(selftest.selftest)
app.command(name="eval")(evaluate.evaluation)
app.command(name="handbook")(handbook.handbook)
app.command(name="schema")(schema.schema)
app.command(name="init")(initialise.init)
app.command(name="doctor")(doctor)
app.command(name="waive")(waive.waive)
app.add_typer(baseline_commands.app, name="baseline")
app.add_typer(terms_commands.app, name="terms")
