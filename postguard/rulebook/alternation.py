r"""Many wordings as one regular expression, with common beginnings written once.

A lexicon of five hundred words as ``word|word|…`` takes the ``regex`` module longer to
compile than a short post takes to check, and is tried word by word; as a trie it does
neither.
"""

import re
from collections.abc import Iterable
from typing import Any

from postguard.lazy import lazy_pattern

_ATOM = lazy_pattern(r"\\.|\(\?:\\s\+\|-\)|\[-\\s\]\?|'\?|[^\\()\[\]|?*+{}]", re.DOTALL)
_END = ""
"""The key that marks the end of a wording in the trie."""

Trie = dict[str, Any]


def alternation(regexes: Iterable[str]) -> str:
    """A regular expression for any of these, longer wordings preferred."""
    distinct = list(dict.fromkeys(regexes))
    if len(distinct) == 1:
        return distinct[0]
    trie: Trie = {}
    others: list[str] = []
    for regex in distinct:
        atoms = _atoms(regex)
        if atoms is None:
            others.append(regex)
            continue
        node = trie
        for atom in atoms:
            node = node.setdefault(atom, {})
        node[_END] = {}
    branches = [*sorted(others, key=lambda regex: (-len(regex), regex)), *_branches(trie)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _atoms(regex: str) -> list[str] | None:
    """The regex as atoms that each match in one way; None if it is more than that."""
    atoms: list[str] = []
    at = 0
    while at < len(regex):
        found = _ATOM.match(regex, at)
        if found is None:
            return None
        atoms.append(found.group())
        at = found.end()
    return atoms


def _branches(node: Trie) -> list[str]:
    return [atom + _tail(child) for atom, child in sorted(node.items()) if atom is not _END]


def _tail(node: Trie) -> str:
    """What follows an atom: nothing, one way on, or several, of which it may need none."""
    branches = _branches(node)
    if not branches:
        return ""
    single = len(branches) == 1
    if _END in node:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if single else f"(?:{'|'.join(branches)})"
