"""What the outside tells a call: streams, terminal, environment variables."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


class Environment(NamedTuple):
    """The surroundings of one call."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    variables: Mapping[str, str]
    folder: str = "."

    @property
    def color(self) -> bool:
        """Whether to colour: a terminal, unless NO_COLOR; always under FORCE_COLOR."""
        if self.variables.get("FORCE_COLOR"):
            return True
        if self.variables.get("NO_COLOR") or self.variables.get("TERM") == "dumb":
            return False
        return self.stdout.isatty()

    @property
    def shows_progress(self) -> bool:
        """Whether someone watches: standard error is a terminal, and no CI."""
        return self.stderr.isatty() and not self.variables.get("CI")

    @property
    def width(self) -> int:
        """Columns of the terminal; 100 where there is none."""
        if not self.stdout.isatty():
            return 100
        import shutil

        return shutil.get_terminal_size((100, 24)).columns

    @property
    def cache_folder(self) -> str | None:
        """Where postguard may keep what it can make again; None if nowhere."""
        from postguard.rulebook.cache import folder_for

        return folder_for(self.variables)


def current() -> Environment:
    """The environment of this process, with an output that can take any character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    return Environment(sys.stdin.buffer, sys.stdout, sys.stderr, os.environ)
