"""Write postguard/confidential/common_words.txt, the words that are no secret by themselves.

Usage: python tools/make_common_words.py path/to/scowl/final > common_words.txt

The directory is SCOWL's (http://wordlist.aspell.net/), as Debian's package `scowl`
installs it. Kept are English, American and British words up to size 35, upper-case words
and proper names up to size 50, lower-cased and in the form `singular` gives them, without
those that `is_common` derives from another.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from postguard.confidential.common import stems
from postguard.confidential.normalise import singular

_LISTS = [
    *(
        f"{kind}-words.{size}"
        for kind in ("english", "american", "british")
        for size in (10, 20, 35)
    ),
    *(f"english-upper.{size}" for size in (10, 35, 40, 50)),
    "english-proper-names.50",
]
_WORD = re.compile(r"[a-z]{2,}")


def main() -> None:
    """Print the list, sorted, one word a line."""
    words: set[str] = set()
    for name in _LISTS:
        with open(os.path.join(sys.argv[1], name), encoding="latin-1") as file:
            for line in file:
                word = line.strip().lower().removesuffix("'s")
                if _WORD.fullmatch(word):
                    words.add(singular(word))
    kept = sorted(word for word in words if words.isdisjoint(stems(word)))
    sys.stdout.write("\n".join(kept) + "\n")


if __name__ == "__main__":
    main()
