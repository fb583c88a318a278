"""Whole-process times of postguard beside other tools of the trade, on the same posts.

The tools look for different things, so this says what a run costs, not which is better. Each
round runs every tool once, one after another (A B C A B C …), so that a busy machine slows
all of them; the medians of the rounds are compared. A tool that is not there is said to be,
and so is one that finds nothing in a text with something for every tool: it reads nothing.

    python benchmarks/compare.py [FOLDER-OF-POSTS] [--rounds N] [--peers DIR]…
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_SHORT = "Our new office in Leeds opens on Monday. Come and say hello to the team!\n"
_PARAGRAPH = (
    "The reading room is open from nine to five, and the tea is on us. Bring a book you would "
    "like to swap, or take one home from the shelf by the door. Dogs are welcome in the garden.\n\n"
)
_LONG = 5_000
"""Characters of the longer single post."""
_TEN = 10
_PROBE = (
    f"AKIA{'QYLPMN5HFIQR7XYZ'} is the key. It is very unique, and he is a crippled man. TODO: "
    "the javascript, which was made by the team, is absolutely guaranteed to work.\n"
)
"""Something for every tool to find."""
_ONE_PROCESS = ("--jobs", "1")
_NO_CACHE = {"POSTGUARD_CACHE_DIR": ""}
"""Nothing is remembered from one round to the next."""

_TEXTLINT_RULES = ("--rule", "terminology", "--rule", "no-todo")
"""Without any it does nothing, and says so only on its screen."""

_TIMEOUT = 900
"""Seconds after which one run of a tool is given up."""


class Tool(NamedTuple):
    """A tool and how it is called on some files."""

    name: str
    executable: str
    command: Callable[[str, Sequence[str]], list[str]]
    """From the executable and the files to the arguments of the process."""
    sign: str
    """What its output holds if it finds something in the probe."""


class Case(NamedTuple):
    """Some posts to check in one process, which runs in their folder."""

    name: str
    folder: str
    files: tuple[str, ...]


_TOOLS = (
    Tool(
        "postguard",
        "postguard",
        lambda tool, files: [tool, "check", *(_ONE_PROCESS if len(files) > _TEN else ()), *files],
        "leakage/",
    ),
    Tool("proselint", "proselint", lambda tool, files: [tool, "check", *files], "unique"),
    Tool(
        "detect-secrets",
        "detect-secrets",
        lambda tool, files: [tool, "scan", *files],
        "hashed_secret",
    ),
    Tool("alex", "alex", lambda tool, files: [tool, "--quiet", *files], "crippled"),
    Tool("write-good", "write-good", lambda tool, files: [tool, *files], "very"),
    Tool(
        "textlint",
        "textlint",
        lambda tool, files: [tool, "--no-color", *_TEXTLINT_RULES, *files],
        "JavaScript",
    ),
    Tool("vale", "vale", lambda tool, files: [tool, "--no-exit", *files], "very"),
    Tool("gitleaks", "gitleaks", lambda tool, _: [tool, "dir", "-v", "--no-banner", "."], "AKIA"),
)


def main() -> None:
    """Time every tool there is and print one table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", help="a folder of Markdown posts, for a fourth case")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--peers", action="append", default=[], help="a folder to look for tools in, before PATH"
    )
    options = parser.parse_args()
    search = os.pathsep.join([*options.peers, os.environ.get("PATH", "")])
    found = {tool: _absolute(shutil.which(tool.executable, path=search)) for tool in _TOOLS}
    with tempfile.TemporaryDirectory() as scratch:
        cases = _cases(Path(scratch), options.folder)
        present = [(tool, path) for tool, path in found.items() if path]
        tools = [(tool, path) for tool, path in present if _finds(tool, path, Path(scratch))]
        rows = [(case, _timed(case, tools, options.rounds)) for case in cases]
    print(_table(rows, [tool.name for tool, _ in tools]))
    for tool, path in found.items():
        if path is None:
            print(f"\nnot installed, and so not timed: {tool.name}")
        elif (tool, path) not in tools:
            print(f"\nfound nothing in the probe, and so not timed: {tool.name}")


def _absolute(path: str | None) -> str | None:
    """A path that holds in any folder; links are kept, by which some tools find their home."""
    return path and os.path.abspath(path)


def _cases(scratch: Path, folder: str | None) -> list[Case]:
    ten = {f"{number}.md": _PARAGRAPH * (number + 1) for number in range(_TEN)}
    cases = [
        _case("one short clean post", scratch / "short", {"short.md": _SHORT}),
        _case("one post of 5 kB", scratch / "long", {"long.md": (_PARAGRAPH * _LONG)[:_LONG]}),
        _case("ten posts", scratch / "ten", ten),
    ]
    if folder is not None:
        posts = sorted(Path(folder).rglob("*.md"))
        size = sum(path.stat().st_size for path in posts)
        files = tuple(str(path.relative_to(folder)) for path in posts)
        cases.append(Case(f"{len(posts)} posts, {size / 1e6:.1f} MB", folder, files))
    return cases


def _case(name: str, folder: Path, texts: Mapping[str, str]) -> Case:
    folder.mkdir()
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return Case(name, str(folder), tuple(texts))


def _finds(tool: Tool, path: str, scratch: Path) -> bool:
    """Whether a tool finds something where there is something for it."""
    probe = _case("probe", scratch / f"probe-{tool.name}", {"probe.md": _PROBE})
    done = subprocess.run(
        tool.command(path, probe.files),
        cwd=probe.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return tool.sign in done.stdout + done.stderr


def _timed(case: Case, tools: Sequence[tuple[Tool, str]], rounds: int) -> dict[str, float | None]:
    """Median seconds of each tool, and of a bare interpreter; None if one did not finish.

    The first round only warms the caches of the disk.
    """
    commands = {"bare Python": [sys.executable, "-I", "-c", "pass"]}
    commands |= {tool.name: tool.command(path, case.files) for tool, path in tools}
    seconds: dict[str, list[float | None]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            taken = _run(command, case.folder)
            if number:
                seconds[name].append(taken)
    return {
        name: None if None in taken else statistics.median(item for item in taken if item)
        for name, taken in seconds.items()
    }


def _run(command: Sequence[str], folder: str) -> float | None:
    """Wall-clock seconds of a process, whatever it finds; None if it was given up."""
    given_up = threading.Event()
    started = time.perf_counter()
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | _NO_CACHE,
        )
    except OSError:
        return None
    # Waiting with a time limit asks only twenty times a second whether the process has ended.
    limit = threading.Timer(_TIMEOUT, _give_up, (process, given_up))
    limit.start()
    process.wait()
    taken = time.perf_counter() - started
    limit.cancel()
    return None if given_up.is_set() else taken


def _give_up(process: "subprocess.Popen[bytes]", given_up: threading.Event) -> None:
    given_up.set()
    process.kill()


def _table(rows: Sequence[tuple[Case, dict[str, float | None]]], names: Sequence[str]) -> str:
    """Medians in seconds, each with what it is of postguard's."""
    columns = ["bare Python", *names]
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for case, medians in rows:
        own = medians.get("postguard")
        cells = [_cell(medians[name], own if name != "postguard" else None) for name in columns]
        lines.append(f"| {case.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(seconds: float | None, own: float | None) -> str:
    if seconds is None:
        return "did not finish"
    return f"{seconds:.3f} s" + (f" ({seconds / own:.2f}×)" if own else "")


if __name__ == "__main__":
    main()
