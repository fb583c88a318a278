"""Which words are common English, and so no secret by themselves.

``common_words.txt`` is derived by ``tools/make_common_words.py`` from SCOWL 2020.12.07
(wordlist.aspell.net): the English, American and British words up to size 35, and the
upper-case words and proper names up to size 50. Its licence is beside it.
"""

import os

from postguard.confidential.normalise import singular

_words: set[str] = set()
_INFLECTED = frozenset("se")
"""Last letters of all that `singular` changes."""
_DERIVED = frozenset("gdy")
"""Last letters of all that `stems` takes apart."""


def is_common(word: str) -> bool:
    """Whether a lower-case word, in any of its regular forms, is a common one."""
    if not _words:
        _words.update(_read())
    base = singular(word) if word[-1:] in _INFLECTED else word
    return base in _words or (base[-1:] in _DERIVED and any(stem in _words for stem in stems(base)))


def stems(word: str) -> list[str]:
    """What a word in *-ing*, *-ed* or *-ly* may come from, as the list would hold it."""
    if word.endswith("ing"):
        base = word[:-3]
    elif word.endswith(("ed", "ly")):
        base = word[:-2]
    else:
        return []
    if len(base) < 3:
        return []
    found = [singular(base), singular(base + "e")]
    return [*found, base[:-1]] if base[-1] == base[-2] else found


def _read() -> list[str]:
    path = os.path.join(os.path.dirname(__file__), "common_words.txt")
    with open(path, encoding="ascii") as file:
        return file.read().split()
