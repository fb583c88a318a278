"""Write postguard/folding/words.txt, the words that no typo or run-together may touch.

Usage: python tools/make_words.py path/to/scowl/final

The directory is SCOWL's (http://wordlist.aspell.net/), as Debian's package `scowl`
installs it. Kept are American, British and common words up to size 60, names up to
size 50 (American ones) and upper-case words, lower-cased, three to eighteen letters.
"""

import glob
import os
import re
import sys

_SIZES = {"words": 60, "upper": 60, "proper-names": 50, "contractions": 60}
_WORD = re.compile(r"[a-z]{3,18}")


def main() -> None:
    """Print the list, sorted, one word a line."""
    words: set[str] = set()
    for path in glob.glob(os.path.join(sys.argv[1], "*")):
        matched = re.fullmatch(
            r"(?:english|american|british|british_z)-([a-z-]+)\.(\d+)", os.path.basename(path)
        )
        if matched is None or int(matched[2]) > _SIZES.get(matched[1], 0):
            continue
        with open(path, encoding="latin-1") as file:
            for line in file:
                word = line.strip().lower().removesuffix("'s")
                if _WORD.fullmatch(word):
                    words.add(word)
    sys.stdout.write("\n".join(sorted(words)) + "\n")


if __name__ == "__main__":
    main()
