"""Runs the commands of a page as its reader would: one shell, from top to bottom, in a folder
that holds the examples.

A page that needs more finds it in ``sandboxes/PAGE/``, which is copied over the folder's
parent; blocks with a title are written to the file of that name when their turn comes.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.docs.pages import CHECKOUT, Command, blocks, commands

WORKSPACE = "workspace"
_SANDBOXES = Path(__file__).parent / "sandboxes"
_END = "\x1eend of command "
_SETTLES_NO_MACHINE = re.compile(r"\.venv/bin/")
"""Set-up commands, which `.ci/run` takes from the README and executes on a bare machine."""


class Outcome(NamedTuple):
    """What a command printed, both streams as a terminal shows them, and its exit code."""

    command: Command
    printed: tuple[str, ...]
    code: int


def play(page: str, folder: Path, cache: Path) -> list[Outcome]:
    """Run a page's commands in a new sandbox under `folder`."""
    _furnish(page, folder)
    script, played = _script(page, folder / WORKSPACE)
    finished = subprocess.run(
        ["bash", "-c", script],
        cwd=folder / WORKSPACE,
        env=_environment(folder, cache),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    *printed, rest = re.split(rf"{_END}(\d+)\n", finished.stdout)
    assert len(printed) == 2 * len(played), f"{page}: the shell ended early: {rest}"
    return [
        Outcome(command, tuple(text.splitlines()), int(code))
        for command, text, code in zip(played, printed[::2], printed[1::2], strict=True)
    ]


def agrees(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether output is as shown. A line ``…`` stands for any lines, and in a line for
    anything."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _furnish(page: str, folder: Path) -> None:
    workspace = folder / WORKSPACE
    shutil.copytree(CHECKOUT / "examples", workspace / "examples")
    own = _SANDBOXES / Path(page).stem
    if own.is_dir():
        shutil.copytree(own, folder, dirs_exist_ok=True)
    program = folder / "bin" / "postguard"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m postguard "$@"\n')
    program.chmod(0o755)
    (folder / "home").mkdir()
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run(
            ["git", *command], cwd=workspace, check=True, env=_environment(folder, folder)
        )


def _environment(folder: Path, cache: Path) -> dict[str, str]:
    programs = [str(folder / "bin"), os.path.dirname(sys.executable), os.environ["PATH"]]
    return {
        "PATH": os.pathsep.join(programs),
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(CHECKOUT),
        "POSTGUARD_CACHE_DIR": str(cache),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ana Torres",
        "GIT_AUTHOR_EMAIL": "ana@example.com",
        "GIT_COMMITTER_NAME": "Ana Torres",
        "GIT_COMMITTER_EMAIL": "ana@example.com",
    }


def _script(page: str, workspace: Path) -> tuple[str, list[Command]]:
    """One shell script of a page, marking the end of every command."""
    parts: list[str] = ["code=0"]
    played: list[Command] = []
    for part, command in _steps(page, workspace):
        parts.append(part)
        if command is not None:
            parts.append(f"code=$?; printf '{_END}%s\\n' $code; (exit $code)")
            played.append(command)
    return "\n".join(parts), played


def _steps(page: str, workspace: Path) -> Iterator[tuple[str, Command | None]]:
    for block in blocks(page):
        if block.title:
            place = workspace / block.title
            text = block.text.replace("'", "'\\''")
            yield f"mkdir -p '{place.parent}'; printf %s '{text}' > '{place}'", None
        elif block.language == "console":
            for command in commands(block):
                if not _SETTLES_NO_MACHINE.search(command.text):
                    yield command.text, command
