"""``postguard check``: from a request to a report written and an exit code."""

from functools import partial

from postguard.cli import narrowing
from postguard.cli.caching import results_for
from postguard.cli.commit_message import with_cleanup
from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.cli.setup import configured, set_up
from postguard.cli.writing import Destination, destinations, write_all
from postguard.errors import UsageError
from postguard.finding import Disposition, Finding, Report, Severity
from postguard.outputs.encode import line
from postguard.outputs.interface import Style
from postguard.project import Project

INCOMPLETE = 3
FINDINGS = 1
_STDIN = "-"


def run(request: CheckRequest, environment: Environment) -> int:
    """Check what a request names and write the reports.

    Raises `PostguardError` for what ends a run before it has a verdict.
    """
    targets = destinations(request.output_format, request.output_file)
    reveal = request.show_matches
    if reveal and not _may_reveal(targets, request, environment):
        raise UsageError("--show-matches works only for the text format on a terminal")
    narrowing.refuse_contradiction(request)
    if not request.paths and not request.allow_empty and not narrowing.is_asked(request):
        raise UsageError("nothing to check: name files or folders, or - for standard input")
    if request.base is not None and not request.untrusted:
        raise UsageError("--base goes with --untrusted")
    notices: tuple[Finding, ...] = ()
    if request.untrusted:
        from postguard.cli.untrusted import arranged

        config, environment, notices = arranged(request, environment, targets)
    else:
        config = configured(request, environment)
    config = with_cleanup(request, config, environment)
    keep_text = any(target.format == "html" for target in targets)
    project = set_up(request, config, environment, reveal=reveal, keep_text=keep_text)
    report = _checked(project, request, environment, reveal=reveal)
    if not report.inputs and narrowing.is_asked(request):
        narrowing.say_nothing_changed(request, environment)
    elif not report.inputs and not request.allow_empty:
        raise UsageError(
            "nothing to check: the folder holds no file (--allow-empty makes that a success)"
        )
    report = report._replace(findings=(*report.findings, *notices))
    if taken(request):
        environment = environment._replace(stdout=environment.stderr)
    fail_on = request.fail_on or config.fail_on
    style = Style(
        color=environment.color,
        width=environment.width,
        show=frozenset({Disposition.OPEN}),
        fail_on=None if fail_on == "never" else Severity(fail_on),
        statistics=request.statistics,
        quiet=request.quiet,
    )
    write_all(report, targets, style, environment)
    if request.quiet or not any(target == Destination("text", None) for target in targets):
        _warn_of_unused_lists(report, environment)
    return verdict(report, fail_on, exit_zero=request.exit_zero)


def verdict(report: Report, fail_on: str, *, exit_zero: bool = False) -> int:
    """The exit code of a finished run: incomplete outranks findings."""
    if report.incomplete:
        return INCOMPLETE
    if fail_on == "never" or exit_zero:
        return 0
    worst = Severity(fail_on).rank
    if any(Severity(name).rank <= worst for name in report.truncated_open):
        return FINDINGS
    failed = any(
        finding.disposition is Disposition.OPEN and finding.severity.rank <= worst
        for finding in report.findings
    )
    return FINDINGS if failed else 0


def _warn_of_unused_lists(report: Report, environment: Environment) -> None:
    """Say which term lists went unused for want of a key, where the report does not."""
    for item in report.not_run:
        if item.rule.startswith("confidential/"):
            print(f"postguard: warning: {line(item.reason)}", file=environment.stderr)


def _may_reveal(
    targets: list[Destination], request: CheckRequest, environment: Environment
) -> bool:
    return (
        environment.stdout.isatty()
        and (environment.stderr.isatty() or not taken(request))
        and all(target.format == "text" and target.path is None for target in targets)
    )


def fixes(request: CheckRequest) -> bool:
    """Whether a request asks for fixes, made or shown."""
    return request.fix or request.unsafe_fixes or request.diff


def taken(request: CheckRequest) -> bool:
    """Whether standard output holds a diff or a mended draft, and so no report."""
    return request.diff or (fixes(request) and _STDIN in request.paths)


def _checked(
    project: Project, request: CheckRequest, environment: Environment, *, reveal: bool
) -> Report:
    if _STDIN in request.paths and len(request.paths) > 1:
        raise UsageError("- stands alone: standard input is checked by itself")
    if fixes(request):
        from postguard.cli import fixing

        work = fixing.fix_text if _STDIN in request.paths else fixing.check_and_fix
        return work(project, request, environment, reveal=reveal)
    if _STDIN in request.paths:
        name = request.stdin_filename or _STDIN
        return project.check_bytes(name, environment.stdin.read(), name)
    inputs = narrowing.inputs(project, request)
    results = results_for(project, len(inputs), request, environment)
    check = partial(project.check, inputs, jobs=request.jobs, results=results)
    if environment.shows_progress and len(inputs) > 1:
        from postguard.cli.progress import Progress

        with Progress(len(inputs), environment.stderr) as progress:
            return check(lambda outcome: progress.advance(outcome.result.uri))
    return check()
