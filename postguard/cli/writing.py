"""Reports to where they go: standard output, or files written whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence

from postguard.cli.environment import Environment
from postguard.errors import OutputError, UsageError
from postguard.files import replace
from postguard.finding import Report
from postguard.light_typing import NamedTuple
from postguard.outputs import load
from postguard.outputs.interface import Style


class Destination(NamedTuple):
    """A format and the file it goes to; None for standard output."""

    format: str
    path: str | None


def destinations(formats: Sequence[str], output_file: str | None) -> list[Destination]:
    """What ``--output-format FORMAT[=FILE]`` and ``--output-file`` ask for.

    Raises `UsageError` if two reports would go to one place or a format is unknown.
    """
    result = []
    for written in formats or ("text",):
        name, has_file, path = written.partition("=")
        load(name)
        if has_file and not path:
            raise UsageError(f"--output-format {written}: a file name is missing after =")
        result.append(Destination(name, path or None))
    if output_file is not None:
        if len(result) != 1 or result[0].path is not None:
            raise UsageError(
                "--output-file goes with one --output-format, without a file of its own"
            )
        result = [result[0]._replace(path=output_file)]
    places = [target.path for target in result]
    if len(set(places)) < len(places):
        raise UsageError("two reports cannot go to the same place; write FORMAT=FILE")
    return result


def write_all(
    report: Report, targets: Sequence[Destination], style: Style, environment: Environment
) -> None:
    """Write every report.

    Raises `OutputError` for a file that cannot be written. A closed pipe is the
    caller's to handle.
    """
    for target in targets:
        writer = load(target.format)
        if target.path is None:
            try:
                writer.write(report, environment.stdout, style)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise OutputError(f"the report could not be written: {error.strerror}") from None
        else:
            text = io.StringIO()
            writer.write(report, text, style._replace(color=False, width=100))
            replace_file(target.path, text.getvalue())
        if target.format == "github":
            _append_summary(report, style, environment)


def replace_file(path: str, text: str) -> None:
    """Write a file whole or leave it as it was.

    Raises `OutputError` if it cannot be written.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        _write_special(path, text)
        return
    replace(path, text.encode("utf-8"))


def _write_special(path: str, text: str) -> None:
    """A device or pipe is written in place."""
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{path}: the report could not be written: {error.strerror}") from None


def _append_summary(report: Report, style: Style, environment: Environment) -> None:
    """GitHub shows ten annotations of a level; the job's summary holds the rest."""
    path = environment.variables.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from postguard.outputs.github import step_summary

    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(step_summary(report, style))
    except OSError as error:
        raise OutputError(f"the step summary could not be written: {error.strerror}") from None
