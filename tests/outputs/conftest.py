"""Shared by the tests of every format: the sample report and whole-output snapshots.

To renew the snapshots after an intended change, run the folder's tests once with
``POSTGUARD_RENEW_SNAPSHOTS=1`` and read the difference before committing it.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from postguard.finding import Report
from postguard.outputs import Style, load
from tests.outputs.sample import clean_report, sample_report

SNAPSHOTS = Path(__file__).parent / "snapshots"
STYLE = Style(tool_version="1.2.3", information_uri="https://postguard.example.org/")


def render(name: str, report: Report, style: Style = STYLE) -> str:
    """What a format writes, as a string."""
    sink = io.StringIO()
    load(name).write(report, sink, style)
    return sink.getvalue()


@pytest.fixture
def sample() -> Report:
    return sample_report()


@pytest.fixture
def clean() -> Report:
    return clean_report()


@pytest.fixture
def matches_snapshot() -> Callable[[str, str], None]:
    """Asserts that a text equals a file under snapshots/, byte for byte."""

    def check(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if os.environ.get("POSTGUARD_RENEW_SNAPSHOTS") == "1":
            path.write_text(text, encoding="utf-8", newline="")
        assert text.encode() == path.read_bytes(), f"differs from {path.name}"

    return check
