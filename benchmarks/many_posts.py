"""A repository of posts checked again and again: one process or several, new or known.

Every round runs each way once, one after another (A B C A B C …), so that a busy machine
slows all of them alike; what counts is the ratio in brackets, a way's time over that of
the first run. Seconds of processors, all processes of a run together, hardly depend on
what else the machine does. The posts are made up here, the same ones each time.

    python benchmarks/many_posts.py [--posts 5000] [--rounds 3] [--postguard COMMAND]
"""

import argparse
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

_SUBJECTS = (
    "Our reading room", "The new workshop", "A small team in Leeds", "This year's harvest",
    "The spring collection", "Our oldest press", "The library van", "Everybody at the bakery",
)  # fmt: skip
_DEEDS = (
    "opens on Monday at nine", "has moved to the first floor", "will be closed for two days",
    "sells bread from the day before at half price", "shows photographs of the old harbour",
    "needs volunteers for the summer", "got a letter from a school nearby",
    "learnt how to mend a bicycle",
)  # fmt: skip
_ENDS = (
    "Come and say hello.", "Bring a friend, and a book to swap.", "Dogs are welcome in the garden.",
    "Ask at the desk, [or write to us](https://example.com/contact).", "The tea is on us.",
    "There is more in [last month's letter](/letters/april).", "We look forward to it!",
)  # fmt: skip
_SLIPS = (
    "Our fund offers guaranteed returns of 12% a year.",
    "TODO: ask Ann whether we may say that.",
    "![](harbour.jpg)",
)
_PARAGRAPHS = (1, 1, 2, 3, 8, 14)


def main() -> None:
    """Time every way and print one table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postguard", default=f"{sys.executable} -m postguard")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        # What is remembered may not lie beside the posts.
        folder = Path(scratch) / "repository"
        size = write_posts(folder / "posts", options.posts)
        seconds = _timed(folder, shlex.split(options.postguard), options.rounds)
    print(f"{options.posts:,} posts, {size / 1e6:.1f} MB, medians of {options.rounds} rounds\n")
    print("| | seconds | seconds of processors |\n|---|---|---|")
    base = _medians(seconds["first run, one process"])
    for name, taken in seconds.items():
        cells = (
            f"{own:.1f} ({own / first:.2f}×)"
            for own, first in zip(_medians(taken), base, strict=True)
        )
        print(f"| {name} | {' | '.join(cells)} |")


def _medians(taken: list[tuple[float, float]]) -> list[float]:
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def write_posts(folder: Path, number: int) -> int:
    """Write so many posts, most of them short and a few with a slip; their bytes."""
    folder.mkdir(parents=True)
    chance = Random(2026)  # noqa: S311  # posts, no secrets
    size = 0
    for count in range(number):
        paragraphs = []
        for _ in range(chance.choice(_PARAGRAPHS)):
            sentences = [
                f"{chance.choice(_SUBJECTS)} {chance.choice(_DEEDS)}. {chance.choice(_ENDS)}"
                for _ in range(chance.randint(1, 5))
            ]
            paragraphs.append(" ".join(sentences))
        if count % 25 == 0:
            paragraphs.append(chance.choice(_SLIPS))
        head = f"---\ntitle: Letter {count}\ndate: 2024-{count % 12 + 1:02}-01\n---\n\n"
        text = head + "\n\n".join(paragraphs) + "\n"
        size += (folder / f"{count:05}.md").write_text(text)
    return size


def _timed(folder: Path, command: list[str], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds of each way in each round; a run before them compiles rules and warms the disk."""
    cache = folder.parent / "cache"
    check = [*command, "check", "--quiet", "posts"]
    ways = {
        "first run, one process": [*check, "--no-cache", "--jobs", "1"],
        "first run, two processes": [*check, "--no-cache", "--jobs", "2"],
        "first run, as it comes, remembered": check,
        "second run": check,
        "second run, one post changed": check,
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    _run([*command, "check", "--quiet", "posts/00001.md"], folder, cache)
    for turn in range(rounds):
        for name, way in ways.items():
            if name.endswith("remembered"):
                for path in (cache / "results").glob("results-*"):
                    path.unlink()
            if name.endswith("changed"):
                (folder / "posts/00002.md").write_text(f"Letter {turn}.\n")
            seconds[name].append(_run(way, folder, cache))
    return seconds


def _run(command: list[str], folder: Path, cache: Path) -> tuple[float, float]:
    """Seconds that passed, and those of processors."""
    checkout = str(Path(__file__).parents[1])
    variables = {**os.environ, "POSTGUARD_CACHE_DIR": str(cache)}
    path = os.pathsep.join(filter(None, (checkout, os.environ.get("PYTHONPATH"))))
    started, used = time.perf_counter(), _processor_seconds()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**variables, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    taken = time.perf_counter() - started, _processor_seconds() - used
    if done.returncode not in (0, 1):
        raise SystemExit(f"{shlex.join(command)} ended with {done.returncode}: {done.stderr!r}")
    return taken


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
