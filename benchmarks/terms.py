"""Figures for confidential-term lists: loading, matching, memory, recall of evasions.

Run from the root of a checkout: ``python benchmarks/terms.py [FOLDER]``. With a folder of
Markdown posts, it also counts findings of 500 two-word code names in them, and matches
those posts instead of invented prose. Times are processor time; ratios compare figures of
one run only.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from postguard.confidential.entries import Entry
from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.lists import PlainList
from postguard.confidential.match import TermMatcher
from postguard.confidential.seal import seal
from postguard.confidential.sealed import read_sealed
from tests.confidential.evasions import EVASIONS, write

_WORDS = os.path.join("postguard", "confidential", "common_words.txt")
DAY = date(2026, 1, 1)


def words() -> list[str]:
    with open(_WORDS, encoding="ascii") as file:
        known = file.read().split()
    # The list holds words without plural endings, so one in s is no whole word.
    return [word for word in known if 4 <= len(word) <= 9 and word[-1] != "s"]


def code_names(count: int, seed: int) -> list[str]:
    """Two-word code names, all different."""
    chance = random.Random(seed)  # noqa: S311
    known = words()
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{chance.choice(known).title()} {chance.choice(known).title()}"] = None
    return list(names)


def plain(names: list[str]) -> PlainList:
    return PlainList(
        "terms.yaml", tuple(Entry(((name,),), owner="legal@example.com") for name in names)
    )


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds of processor time."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def prose(size: int, seed: int) -> str:
    """Invented prose of `size` characters."""
    chance = random.Random(seed)  # noqa: S311
    known = words()
    text = ""
    while len(text) < size:
        sentence = " ".join(chance.choice(known) for _ in range(chance.randint(6, 18)))
        text += sentence.capitalize() + ". "
    return text[:size]


def posts(folder: str | None) -> list[str]:
    if folder is None:
        return [prose(5000, seed) for seed in range(100)]
    texts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".md"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts.append(file.read())
    return texts


_LOAD = """
import sys, time
from datetime import date
from postguard.confidential.keys import KeyRing, parse_key
from postguard.confidential.match import TermMatcher
from postguard.confidential.sealed import read_sealed
from tests.confidential.evasions import EVASIONS, write

def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024

keys = KeyRing([parse_key(sys.stdin.read(), where="standard input")])
before = peak()
start = time.process_time()
matcher = TermMatcher([read_sealed(sys.argv[1])], keys)
taken = time.process_time() - start
matcher.find(["Nothing to find here, whatever it says."] * 50, on=date(2026, 1, 1))
print(taken, peak(), before)
"""


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    texts = posts(folder)
    size = sum(len(text.encode()) for text in texts)
    five = prose(5000, 100) if folder is None else "\n".join(texts)[20_000:25_000]
    key = new_key()
    matchers: dict[tuple[str, int], TermMatcher] = {}
    for count in (500, 50_000):
        names = plain(code_names(count, seed=count))
        start = time.process_time()
        sealed = seal(names.entries, key)
        sealing = time.process_time() - start
        with tempfile.NamedTemporaryFile("w", suffix=".sealed") as file:
            file.write(sealed.text)
            file.flush()
            loaded = [
                [
                    float(figure)
                    for figure in subprocess.run(
                        [sys.executable, "-c", _LOAD, file.name],
                        input=key.reveal(),
                        check=True,
                        capture_output=True,
                        text=True,
                        env={**os.environ, "PYTHONPATH": os.getcwd()},
                    ).stdout.split()
                ]
                for _ in range(3)
            ]
            load, memory, before = min(loaded)
            matchers["sealed", count] = TermMatcher([read_sealed(file.name)], KeyRing([key]))
        print(
            f"{count:6} terms sealed in {sealing:.2f} s, {len(sealed.text) / 1e6:.1f} MB; "
            f"load {load:.3f} s; process {memory:.0f} MiB ({memory - before:.0f} more than before)"
        )
        matchers["plain", count] = TermMatcher([names], KeyRing([key]))
    for (kind, count), matcher in matchers.items():
        taken = best(lambda: [matcher.find([text], on=DAY) for text in texts], 2)  # noqa: B023
        short = best(lambda: matcher.find([five], on=DAY), 15)  # noqa: B023
        print(f"{kind:6} {count:6}: {size / taken / 1e6:.2f} MB/s, 5 kB post {short * 1e3:.2f} ms")
        if kind == "sealed" and count == 50_000:
            small = matchers["sealed", 500]
            ratios = []
            for _ in range(9):
                few = best(lambda: small.find([five], on=DAY), 3)  # noqa: B023
                many = best(lambda: matcher.find([five], on=DAY), 3)  # noqa: B023
                ratios.append(many / few)
            print(
                f"a 5 kB post with 50,000 sealed terms: {sorted(ratios)[4]:.2f}x its time with 500"
            )
    recall(matchers["sealed", 500], code_names(500, seed=500)[:200])
    if folder is not None:
        found = matchers["sealed", 500].find(texts, on=DAY)
        print(f"{len(found)} findings of 500 two-word code names in {len(texts)} posts")
        for match in found:
            print("  ", repr(texts[match.segment][match.span.start - 20 : match.span.end + 20]))


def recall(matcher: TermMatcher, names: list[str]) -> None:
    """How many evasive spellings are found at their exact place."""
    missed: dict[str, int] = {}
    for evasion in EVASIONS:
        for name in names:
            written = write(evasion, name)
            spans = {match.span for match in matcher.find([written.text], on=DAY)}
            missed[evasion] = missed.get(evasion, 0) + (written.span not in spans)
    tried = len(EVASIONS) * len(names)
    share = 1 - sum(missed.values()) / tried
    print(f"{len(EVASIONS)} evasions x {len(names)} names: recall with exact spans {share:.4f}")
    print(f"missed: { ({evasion: count for evasion, count in missed.items() if count}) }")


if __name__ == "__main__":
    main()
