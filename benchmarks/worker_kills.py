"""A run whose processes are killed a thousand times, and what it lost.

Three runs over plain posts, some of which have their process killed (SIGKILL):

- *once*: every second post kills its process the first time it is checked;
- *later*: posts have their process killed a random moment later, whatever that is doing
  then: checking another post, sending what it found, or waiting;
- *twice*: every fourth post kills its process each time: it is lost, and no other may be.

    python benchmarks/worker_kills.py [--kills 1000] [--jobs 4]
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from postguard import workers
from postguard.checker import Checker
from postguard.config import Config
from postguard.discovery import Input
from postguard.finding import Status
from postguard.outcome import Outcome
from tests import house

_LATER = 0.01
"""Seconds after which a process is killed later, at most."""


class Deadly(Checker):
    """Kills its process over posts whose names say so."""

    turn = 0

    def check_input(self, item: Input) -> Outcome:
        self.turn += 1
        name = item.path.rpartition("-")[2]
        mark = Path(f"{item.path}.met")
        if name == "twice.md" or (name == "once.md" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        # The second attempt is some process's first: there a post would kill itself.
        if name == "later.md" and self.turn > 1 and not any(signal.getitimer(signal.ITIMER_REAL)):
            mark.touch()
            # Nothing catches SIGALRM, so it kills.
            signal.setitimer(signal.ITIMER_REAL, Random(item.path).uniform(1e-6, _LATER))  # noqa: S311  # no secret
        return super().check_input(item)


def main() -> None:
    """Run all three and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    kills = options.kills
    runs = {
        "once": ["plain.md", "once.md"] * kills,
        "twice": ["plain.md", "plain.md", "plain.md", "twice.md"] * (kills // 2),
        "later": ["plain.md", "plain.md", "later.md"] * 2 * kills,
    }
    for name, posts in runs.items():
        with tempfile.TemporaryDirectory() as folder:
            print(_run(name, Path(folder), posts, kills, options.jobs))


def _run(name: str, folder: Path, posts: Sequence[str], kills: int, jobs: int) -> str:
    checker = Deadly(house.engine((house.PLAIN,)), Config(root=str(folder)))
    inputs = []
    for number, post in enumerate(posts):
        path = folder / f"{number:06}-{post}"
        path.write_text("We utilize it.\n")
        inputs.append(Input(str(path)))
    started = time.perf_counter()
    outcomes = list(workers.outcomes(checker, inputs, jobs, lambda _: None))
    seconds = time.perf_counter() - started
    if name == "later":
        kills = sum(1 for _ in folder.glob("*.met"))
    assert [outcome.result.uri for outcome in outcomes] == [item.path for item in inputs]
    failed = [item for item in outcomes if item.result.status is Status.FAILED]
    whole = [item for item in outcomes if item.result.status is Status.CHECKED]
    assert all(len(item.findings) == 1 and not item.failures for item in whole)
    innocent = [item for item in failed if not item.result.uri.endswith("twice.md")]
    return (
        f"{name}: {len(inputs):,} posts, {kills:,} kills, "
        f"{len(whole):,} posts checked, {len(failed) - len(innocent):,} lost that killed twice, "
        f"{len(innocent):,} innocent lost, {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
