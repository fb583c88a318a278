"""What every format promises alike."""

import errno
import io
import os
from collections.abc import Callable
from contextlib import suppress

import pytest

from postguard.errors import UsageError
from postguard.finding import Disposition, Failure, InputResult, Report, Status
from postguard.outputs import FORMATS, load
from tests.outputs.conftest import STYLE, render

EXTENSIONS = {
    "sarif": "sarif",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "xml",
    "rdjson": "rdjson",
    "markdown": "md",
    "csv": "csv",
    "html": "html",
}
"""Those of text and json are in their own tests."""


def test_the_formats_of_the_conventions_are_all_there() -> None:
    assert {*EXTENSIONS, "text", "json"} == set(FORMATS)


@pytest.mark.parametrize("name", EXTENSIONS)
def test_whole_report(
    name: str, sample: Report, matches_snapshot: Callable[[str, str], None]
) -> None:
    matches_snapshot(f"sample.{EXTENSIONS[name]}", render(name, sample))


@pytest.mark.parametrize("name", EXTENSIONS)
def test_whole_clean_report(
    name: str, clean: Report, matches_snapshot: Callable[[str, str], None]
) -> None:
    matches_snapshot(f"clean.{EXTENSIONS[name]}", render(name, clean))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_is_written_the_same(name: str, sample: Report) -> None:
    assert render(name, sample) == render(name, sample)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_run_can_be_written(name: str) -> None:
    assert isinstance(render(name, Report((), (), (), "")), str)


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_not_checked_is_said_with_its_reason(name: str) -> None:
    report = Report(
        (),
        (Failure("lost.md", "worker", "the worker was killed"),),
        (InputResult("torn.md", Status.PARTIAL, "a row has an open quote"),),
        "",
    )
    written = render(name, report)
    for said in ("lost.md", "the worker was killed", "torn.md", "a row has an open quote"):
        assert said in written


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_sensitive_match(name: str, sample: Report) -> None:
    kept = tuple(
        each._replace(match="canary-7f3a") if each.sensitive else each for each in sample.findings
    )
    style = STYLE._replace(show=frozenset(Disposition), statistics=True)
    for shown in (style, STYLE):
        assert "canary" not in render(name, sample._replace(findings=kept), shown)


class BrokenSink(io.StringIO):
    """Takes everything, and fails where a full disk or a closed pipe does: on flushing."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code

    def flush(self) -> None:
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EPIPE])
def test_a_report_that_was_not_written_is_the_callers_to_know(
    name: str, code: int, sample: Report
) -> None:
    with pytest.raises(OSError, match=os.strerror(code)):
        load(name).write(sample, BrokenSink(code), STYLE)


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_device_is_an_error(name: str, sample: Report) -> None:
    # Closing flushes once more, and may fail once more; the writer's failure is what counts.
    with (
        suppress(OSError),
        open("/dev/full", "w", encoding="utf-8") as sink,
        pytest.raises(OSError, match="No space left"),
    ):
        load(name).write(sample, sink, STYLE)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sarf", "unknown output format “sarf”: did you mean sarif?"),
        ("JSON", "unknown output format “JSON”: did you mean json?"),
        (
            "\x1b",
            f"unknown output format “U+001B”: choose one of {', '.join(FORMATS)}",
        ),
    ],
)
def test_an_unknown_format_names_the_nearest(name: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(name)
    assert str(raised.value) == message


@pytest.mark.parametrize("name", FORMATS)
def test_a_failure_of_the_run_itself_is_said(name: str) -> None:
    written = render(name, Report((), (Failure("", "terms", "the list has no key"),), (), ""))
    assert "the list has no key" in written


@pytest.mark.parametrize(
    "name", ["text", "markdown", "html", "github", "gitlab", "rdjson", "junit"]
)
def test_a_failure_that_its_input_tells_is_told_once(name: str) -> None:
    report = Report(
        (),
        (Failure("a.md", "read", "row 3 is torn"), Failure("a.md", "rule", "x/y timed out")),
        (InputResult("a.md", Status.PARTIAL, "row 3 is torn; x/y timed out"),),
        "",
    )
    assert render(name, report).count("timed out") == 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_failure_without_a_reason_is_still_one(name: str) -> None:
    failed = Report((), (Failure("", "worker", ""),), (), "")
    assert render(name, failed) != render(name, Report((), (), (), ""))
