"""``postguard check --fix`` and ``--diff``: from fixes worked out to drafts or diffs written."""

from collections import Counter
from collections.abc import Iterator

from postguard.cli import narrowing
from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.discovery import Input
from postguard.errors import OutputError
from postguard.finding import Report
from postguard.fixes import Fixed
from postguard.outcome import Judged, Outcome
from postguard.outputs.diff import unified
from postguard.outputs.encode import line, terminal
from postguard.outputs.summary import plural
from postguard.project import Project


def check_and_fix(
    project: Project, request: CheckRequest, environment: Environment, *, reveal: bool
) -> Report:
    """The report on the drafts as they are left: mended, or with ``--diff`` untouched."""
    inputs = narrowing.inputs(project, request)
    said = _Said(environment)
    outcomes = list(_outcomes(project, inputs, request, said, reveal=reveal))
    said.summary(request)
    return project.report(outcomes)


def fix_text(
    project: Project,
    request: CheckRequest,
    environment: Environment,
    *,
    reveal: bool,
) -> Report:
    """The report on standard input, which goes to standard output mended or as a diff."""
    name = request.stdin_filename or "-"
    data = environment.stdin.read()
    mended = project.checker.fix_bytes(name, data, name, unsafe=request.unsafe_fixes)
    said = _Said(environment)
    said.count(mended)
    if request.diff:
        _print(_difference(mended, reveal=reveal), environment)
        outcome = mended.before.outcome
    else:
        _print_bytes(mended.data, environment)
        outcome = _without_tried(mended.after.outcome, request)
    said.summary(request)
    return project.report([outcome])


def _outcomes(
    project: Project,
    inputs: list[Input],
    request: CheckRequest,
    said: "_Said",
    *,
    reveal: bool,
) -> Iterator[Outcome]:
    for item in inputs:
        mended = project.checker.fix_input(item, unsafe=request.unsafe_fixes)
        if request.diff:
            said.count(mended)
            _print(_difference(mended, reveal=reveal), said.environment)
            yield mended.before.outcome
            continue
        outcome = project.checker.write_fixed(item, mended)
        if outcome is mended.after.outcome:
            said.count(mended)
            outcome = _without_tried(outcome, request)
        yield outcome


def _without_tried(outcome: Outcome, request: CheckRequest) -> Outcome:
    """The outcome without the offers that were just tried in vain."""
    return outcome._replace(
        findings=tuple(
            finding._replace(fix=None)
            if finding.fix is not None and (finding.fix.safe or request.unsafe_fixes)
            else finding
            for finding in outcome.findings
        )
    )


class _Said:
    """What was fixed and what was not, for standard error."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self._counts: Counter[str] = Counter()

    def count(self, mended: Fixed) -> None:
        """Take one draft into account; say why nothing of it could be fixed."""
        self._counts["fixed"] += mended.applied
        self._counts["files"] += bool(mended.applied)
        if mended.reason:
            path = mended.before.outcome.result.uri
            self._print(f"{terminal(path)}: not fixed: {line(mended.reason)}")
        else:
            self._counts["refused"] += mended.refused

    def summary(self, request: CheckRequest) -> None:
        """Say how many were fixed, or would be."""
        verb = "would fix" if request.diff else "fixed"
        files = plural(self._counts["files"], "file")
        self._print(f"{verb} {plural(self._counts['fixed'], 'finding')} in {files}")
        if self._counts["refused"]:
            refused = plural(self._counts["refused"], "fix").replace("fixs", "fixes")
            self._print(f"{refused} not applied: something else would change too")

    def _print(self, text: str) -> None:
        print(text, file=self.environment.stderr)


def _difference(mended: Fixed, *, reveal: bool) -> str:
    if not mended.applied:
        return ""
    before, after = mended.before, mended.after
    return unified(
        before.outcome.result.uri,
        (_text(before), () if reveal else before.sensitive),
        (_text(after), () if reveal else after.sensitive),
    )


def _text(judged: Judged) -> str:
    return judged.document.source.text if judged.document is not None else ""


def _print(text: str, environment: Environment) -> None:
    try:
        environment.stdout.write(text)
        environment.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output could not be written: {error.strerror}") from None


def _print_bytes(data: bytes, environment: Environment) -> None:
    try:
        environment.stdout.flush()
        environment.stdout.buffer.write(data)
        environment.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output could not be written: {error.strerror}") from None
