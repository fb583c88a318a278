"""How a process ends: at once if it may, in good order if somebody waits for that."""

import os
import subprocess
import sys

import pytest

from tests.cli.house import ROOT, Repository

_TOLD = """\
import sys
from postguard.cli.entry import main
sys.argv[1:] = ["check", "good.md"]
{before}
try:
    main({arguments})
finally:
    print("in good order")
"""


def _ended(repository: Repository, before: str, arguments: str = "") -> list[str]:
    """What is printed after the report."""
    repository.write("good.md", "We do it.\n")
    done = subprocess.run(
        [sys.executable, "-c", _TOLD.format(before=before, arguments=arguments)],
        cwd=repository.folder,
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "POSTGUARD_CACHE_DIR": str(repository.cache),
        },
    )
    assert (done.returncode, done.stderr) == (0, "")
    report = done.stdout.splitlines()
    assert report[:2] == ["Nothing found.", "1 input (1 post): 1 checked."]
    return report[2:]


@pytest.mark.parametrize(
    ("before", "arguments", "told"),
    [
        ("", "", []),
        ("", "['check', 'good.md']", ["in good order"]),
        ("import atexit; atexit.register(print, 'handled')", "", ["in good order", "handled"]),
        ("import threading", "", ["in good order"]),
        ("sys.setprofile(lambda *event: None)", "", ["in good order"]),
    ],
    ids=["nothing waits", "a caller", "a handler", "threads", "a profiler"],
)
def test_the_end(repository: Repository, before: str, arguments: str, told: list[str]) -> None:
    (repository.folder / "postguard.toml").unlink()
    _ended(repository, "")  # compiles the rules, for which it needs more
    assert _ended(repository, before, arguments) == told


def test_an_end_at_once_has_its_exit_code(repository: Repository) -> None:
    (repository.folder / "postguard.toml").unlink()
    repository.write("broken.txt", b"caf\x81 it is\n")
    ran = repository.run_apart("check", "broken.txt")
    assert (ran.code, ran.err) == (3, "")
    assert "Incomplete: this was not checked" in ran.out
