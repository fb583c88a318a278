"""A dictionary of ten million two-word names against a sealed list, without its key.

Run from the root of a checkout: ``python benchmarks/terms_attack.py [CANDIDATES]``. The
dictionary holds every sealed name. Prints how many the attacker recovers, and how many
the holder of the key confirms.
"""

import itertools
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from terms import plain, words

from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.normalise import singular, term_forms
from postguard.confidential.seal import seal
from postguard.confidential.sealed import SealedFile
from tests.confidential.attacker import Attacker


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    side = int(wanted**0.5) + 1
    chance = random.Random(11)  # noqa: S311
    known = chance.sample(words(), side)
    secrets = [f"{chance.choice(known)} {chance.choice(known)}".title() for _ in range(500)]
    key = new_key()
    file = SealedFile(seal(plain(secrets).entries, key).text.encode(), "deals.sealed")
    attacker = Attacker(file)
    candidates = (singular(first + second) for first, second in itertools.product(known, known))
    start = time.perf_counter()
    recovered = attacker.recovered(candidates)
    taken = time.perf_counter() - start
    print(
        f"without the key: {side * side:,} candidates in {attacker.ways} ways each, "
        f"{len(recovered)} of {len(set(secrets))} recovered ({taken:.0f} s)"
    )
    sealed = file.unlock(KeyRing([key]))
    confirmed = sum(bool(sealed.lookup(term_forms(name)[0])) for name in set(secrets))
    print(f"with the key: {confirmed} of {len(set(secrets))} confirmed")


if __name__ == "__main__":
    main()
