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
    (?<![.!?…])(?P<stop>[.!?…]++['"”’)\]]*+)(?P<space>\s++)
  | (?<![ \t])(?P<line>[ \t]*+\n)
    """,
    re.VERBOSE,
)
_ABBREVIATION = lazy_pattern(
    r"(?:^|[\s(\"'])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|inc|ltd|co|corp|llc|no|nos|fig|al|approx"
    r"|dept|est|gen|gov|sen|rep|rev|hon|capt|sgt|lt|col|e\.g|i\.e|cf|p|pp|vol|ed|eds|u\.s|u\.k"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)$"
    r"|(?:^|[\s(])[a-z]$|^\s*\d{1,2}$",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNING = lazy_pattern(r"[^\W_a-z]|[\"'“‘(\[@#*•\-–—→]|[^\w\s]")
_LONGEST = 2000
"""Characters of the longest sentence. Every match in one has its context read again."""

_SHORT_LINE = 60
_CLAUSE_BREAK = lazy_pattern(
    r"[,;:()\[\]—–]|\s-\s|\s(?:but|however|although|though|whereas|while|yet|because|so)\s",
    re.IGNORECASE,
)


def sentences(text: str) -> list[Span]:
    """The sentences of one segment, in order, without the white space between them.

    Every non-space character belongs to exactly one of them.
    """
    found: list[Span] = []
    start = 0
    for candidate in _BREAK.finditer(text):
        if candidate["line"] is not None:
            if not _ends_line(text, candidate.start(), candidate.end()):
                continue
            end = candidate.start()
        else:
            if not _ends_sentence(text, candidate):
                continue
            end = candidate.end("stop")
        _append(found, text, start, end)
        start = candidate.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[Span], text: str, start: int, end: int) -> None:
    """Add what stands between two places, in pieces if no one could have meant it as one."""
    while end - start > _LONGEST:
        at = text.rfind(" ", start, start + _LONGEST)
        cut = at if at > start else _word_break(text, start, end)
        _append_stripped(found, text, start, cut)
        start = cut
    _append_stripped(found, text, start, end)


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


def _append_stripped(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        found.append(Span(begin, begin + len(stripped)))


def _ends_sentence(text: str, candidate: re.Match[str]) -> bool:
    stop = candidate["stop"]
    if "!" in stop or "?" in stop:
        return True
    if not _BEGINNING.match(text, candidate.end()) and not text[candidate.end() :][:1].isdigit():
        return "\n" in candidate["space"] and "\n\n" in candidate["space"]
    if stop[0] == "." and stop.count(".") == 1:
        before = text[max(0, candidate.start() - 12) : candidate.start()]
        return not _ABBREVIATION.search(before)
    return True


def _ends_line(text: str, start: int, end: int) -> bool:
    """Whether a line break ends a sentence: posts put one thought on a line."""
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].rstrip().endswith((",", ";", "-", "–", "—")):
        return False
    following = text[end : end + 1]
    if not following or following == "\n":
        return True
    return start - line_start < _SHORT_LINE and (
        following.isupper() or following.isdigit() or not following.isalnum()
    )


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
