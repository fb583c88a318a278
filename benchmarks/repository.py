"""Whole-process times of postguard in a repository of 5,000 posts, beside one short post.

What counts is the ratio to a plain check of one post in the same round, since a busy machine
slows every process alike: medians of the rounds are compared, never seconds of two machines.

    python benchmarks/repository.py [--posts N] [--rounds N] [--postguard PROGRAM]
"""

import argparse
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_POSTS = 5_000
_A_FOLDER = 100
_SENTENCES = (
    "The reading room is open from nine to five, and the tea is on us.",
    "Bring a book you would like to swap, or take one home from the shelf by the door.",
    "Dogs are welcome in the garden as long as somebody holds the other end of the lead.",
    "We moved the workshop to Thursday because the hall is being painted.",
    "Thank you to everyone who wrote in about the broken lift; it runs again.",
    "Next month we look at how the harbour was dredged a hundred years ago.",
    "If you cannot come, the recording will be on this page two days later.",
    "The bicycle stand has ten places now, and a pump that works.",
)
_NEW = "Our new office in Leeds opens on Monday. Come and say hello to the team!\n"


class Case(NamedTuple):
    """One call, and what it is for."""

    name: str
    arguments: tuple[str, ...]


_COLD = Case("one short post", ("check", "new/note.md"))
_CASES = (
    _COLD,
    Case("--staged, one file changed", ("check", "--staged")),
    Case("--since HEAD, one file changed", ("check", "--since", "HEAD")),
)


def main() -> None:
    """Make the repository, time every case in turn, and print one table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=_POSTS)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--postguard", default=shutil.which("postguard") or "postguard")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        make(top, options.posts)
        change(top)
        print(_table(_timed(options.postguard, _CASES, top, options.rounds)))


def make(top: Path, posts: int = _POSTS) -> None:
    """A repository with this many posts of a few hundred words, all committed."""
    chance = random.Random(7)  # noqa: S311  # the same posts every time
    for number in range(posts):
        place = top / "posts" / f"{number // _A_FOLDER:03}" / f"{number:05}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        paragraphs = (
            " ".join(chance.choices(_SENTENCES, k=chance.randint(2, 6)))
            for _ in range(chance.randint(2, 8))
        )
        place.write_text(f"# Notice {number}\n\n" + "\n\n".join(paragraphs) + "\n")
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        (
            *("-c", "user.name=Ada Fenwick", "-c", "user.email=ada@example.com"),
            *("-c", "commit.gpgSign=false", "-c", "gc.auto=0"),
            *("commit", "--quiet", "--message=Ten years of posts"),
        ),
    ):
        subprocess.run(["git", *command], cwd=top, check=True)


def change(top: Path) -> None:
    """Add one short post to the repository, and stage it."""
    place = top / "new" / "note.md"
    place.parent.mkdir()
    place.write_text(_NEW)
    subprocess.run(["git", "add", "new"], cwd=top, check=True)


def _timed(program: str, cases: Sequence[Case], top: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each case, round by round; the first round only warms the caches."""
    seconds: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            taken = run(program, case.arguments, top)
            if number:
                seconds[case.name].append(taken)
    return seconds


def run(program: str, arguments: Sequence[str], top: Path) -> float:
    """Wall-clock seconds of one call that finds nothing."""
    started = time.perf_counter()
    subprocess.run(
        [program, *arguments],
        cwd=top,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started


def _table(seconds: dict[str, list[float]]) -> str:
    """Medians in seconds, each with the median ratio to a check of one post in its round."""
    cold = seconds[_COLD.name]
    lines = ["| | seconds | of one cold start |", "|---|---|---|"]
    for name, taken in seconds.items():
        ratio = statistics.median(one / other for one, other in zip(taken, cold, strict=True))
        lines.append(f"| {name} | {statistics.median(taken):.3f} | {ratio:.2f}× |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
