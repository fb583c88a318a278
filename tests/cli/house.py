"""A repository with a small house style of its own, and postguard run in it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from postguard.cli.entry import guarded
from tests import house

ROOT = Path(__file__).parent.parent.parent
CONFIG = """\
select = ["acme"]

[rules]
paths = ["house"]
"""


class Ran(NamedTuple):
    """What a call did."""

    code: int
    out: str
    err: str


class Repository:
    """A folder of posts."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        self.variables: dict[str, str] = {}
        """The environment of calls, beside what every call has."""
        for file in house.EVERY:
            self.write(file.path, file.text)
        self.write("postguard.toml", CONFIG)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, line ends as they are."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def read(self, path: str) -> str:
        """A file as it is."""
        return (self.folder / path).read_bytes().decode()

    def configure(self, line: str) -> None:
        """Put a line at the top of the configuration."""
        self.write("postguard.toml", f"{line}\n{self.read('postguard.toml')}")

    def run(self, *arguments: str, stdin: bytes = b"", inside: str = ".") -> Ran:
        """Run postguard in this process, with the house's rules and streams of its own."""
        book = house.engine(house.EVERY).rulebook
        with mock.patch("postguard.cli.setup.rulebook", return_value=book):
            return called(arguments, self.folder / inside, self._variables(), stdin)

    def run_apart(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run postguard as a user would."""
        done = subprocess.run(
            [sys.executable, "-m", "postguard", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env={**self._variables(), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _variables(self) -> dict[str, str]:
        cache = str(self.cache)
        return {"PATH": os.environ["PATH"], "POSTGUARD_CACHE_DIR": cache, **self.variables}


def called(
    arguments: Sequence[str], folder: Path, variables: Mapping[str, str], stdin: bytes = b""
) -> Ran:
    """Run postguard in this process, in a folder, with streams and variables of its own."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    given = TextIOWrapper(BytesIO(stdin), encoding="utf-8")
    with (
        contextlib.chdir(folder),
        mock.patch.multiple(sys, stdin=given, stdout=out, stderr=err),
        mock.patch.dict(os.environ, variables, clear=True),
    ):
        code = guarded(arguments)
    return Ran(code, _written(out), _written(err))


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    return raw.getvalue().decode() if isinstance(raw, BytesIO) else ""
