"""One light sentence splitter for every rule, so that a sentence means one thing.

A sentence ends at ``.``, ``!``, ``?`` or ``…`` (closing quotes and brackets included)
before white space, if what follows looks like a beginning; after a short line; and at
the end of its segment. Abbreviations, initials, decimals and list numbers do not end
one.
"""

import re

from postguard.lazy import lazy_pattern
from postguard.span import Span

_BREAK = lazy_pattern(
    r"""
    # One set of characters comes first, so that a search leaps to the next of them.
    ([.!?…\n] (?: (?<=\n) | (?<![.!?…]{2}) [.!?…]*+ ))
    (?: (?<=\n) | ['"”’)\]]*+ (\s++) )
    """,
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "inc", "ltd", "co"),
        *("corp", "llc", "no", "nos", "fig", "al", "approx", "dept", "est", "gen", "gov", "sen"),
        *("rep", "rev", "hon", "capt", "sgt", "lt", "col", "cf", "p", "pp", "vol", "ed", "eds"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    )
)
_ABBREVIATION = lazy_pattern(
    rf"(?:^|[\s(\"'])(?:{'|'.join(sorted(_ABBREVIATIONS))}|e\.g|i\.e|u\.s|u\.k)$"
    r"|(?:^|[\s(])[a-z]$|^\s*\d{1,2}$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_BEGINNING = frozenset("abcdefghijklmnopqrstuvwxyz_")
_LONGEST = 2000
"""Characters of the longest sentence. Every match in one has its context read again."""

_SHORT_LINE = 60
_CLAUSE_BREAK = lazy_pattern(
    r"[,;:()\[\]—–]|\s-\s|\s(?:but|however|although|though|whereas|while|yet|because|so)\s",
    re.IGNORECASE,
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of one segment, in order, without the white space between them.

    Every non-space character belongs to exactly one of them. With `start` and `end`, the
    segment is that range of the text; it begins the text or a line of it.
    """
    found: list[Span] = []
    first = start
    if end is None:
        end = len(text)
    for candidate in _BREAK.finditer(text, start, end):
        stop, space = candidate.groups()
        after = candidate.end()
        if space is None:
            line_end = _line_end(text, first, after - 1, end)
            if line_end >= 0:
                _append(found, text, start, line_end)
                start = after
        elif _ends_sentence(text, first, candidate.start(), after, end, stop, space):
            _append(found, text, start, after - len(space))
            start = after
    _append(found, text, start, end)
    return found


def _append(found: list[Span], text: str, start: int, end: int) -> None:
    """Add what stands between two places, in pieces if no one could have meant it as one."""
    while end - start > _LONGEST:
        at = text.rfind(" ", start, start + _LONGEST)
        cut = at if at > start else _word_break(text, start, end)
        _append_piece(found, text, start, cut)
        start = cut
    _append_piece(found, text, start, end)


def _append_piece(found: list[Span], text: str, start: int, end: int) -> None:
    """Add what stands between two places, if anything does."""
    piece = text[start:end].lstrip()
    if piece:
        begin = end - len(piece)
        found.append(Span(begin, begin + len(piece.rstrip())))


def _word_break(text: str, start: int, end: int) -> int:
    """Where to cut a range without spaces: never inside a word, however long it is."""
    cut = start + _LONGEST
    while cut > start and _is_word(text[cut - 1]):
        cut -= 1
    if cut > start:
        return cut
    cut = start + _LONGEST
    while cut < end and _is_word(text[cut]):
        cut += 1
    return cut


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ends_sentence(
    text: str, first: int, start: int, after: int, end: int, stop: str, space: str
) -> bool:
    """Whether the stop at `start` ends a sentence of the segment ``[first, end)``."""
    if "!" in stop or "?" in stop:
        return True
    if after >= end or text[after] in _NO_BEGINNING:
        return "\n\n" in space
    if stop[0] == "." and stop.count(".") == 1:
        return not is_abbreviated(text[max(first, start - 12) : start])
    return True


def is_abbreviated(before: str) -> bool:
    """Whether what stands right before a full stop needs it for itself."""
    if "\n" not in before:
        if not before[-1:].isalnum():
            return False
        word = before.rpartition(" ")[2]
        if len(word) > 1 and word.isascii() and word.isalpha():
            return word.lower() in _ABBREVIATIONS
    return _ABBREVIATION.search(before) is not None


def _line_end(text: str, first: int, newline: int, end: int) -> int:
    """Where the text of a line ends if a sentence ends with it, or -1.

    Posts put one thought on a line.
    """
    line_start = max(first, text.rfind("\n", first, newline) + 1)
    line = text[line_start:newline].rstrip(" \t")
    if line.rstrip().endswith((",", ";", "-", "–", "—")):
        return -1
    line_end = line_start + len(line)
    following = text[newline + 1] if newline + 1 < end else "\n"
    if following == "\n":
        return line_end
    if len(line) < _SHORT_LINE and (
        following.isupper() or following.isdigit() or not following.isalnum()
    ):
        return line_end
    return -1


def clause(sentence: str, start: int, end: int) -> Span:
    """The clause of a sentence that holds ``[start, end)``, in offsets of the sentence."""
    left, right = 0, len(sentence)
    for found in _CLAUSE_BREAK.finditer(sentence):
        if found.end() <= start:
            left = found.end()
        elif found.start() >= end:
            right = found.start()
            break
    return Span(left, right)
