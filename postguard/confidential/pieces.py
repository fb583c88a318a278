"""Cutting a text into pieces: wherever a writer may or may not put a boundary.

White space, hyphens, dots, underscores, case changes, and letters against digits all
part two pieces. What stands between them decides whether a name may reach across it.
"""

import re
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Tick = Callable[[], None]
"""Called now and then in the course of long work; raises to stop it."""

JOINED = 0
"""Nothing, white space, or a joiner such as ``-`` or ``_``: one name may be written so."""
BROKEN = 1
"""Punctuation that separates thoughts: ``, `` or ``. `` or a bracket."""
APART = 2
"""A paragraph's end, or more than punctuation."""

# Percent escapes and possessive endings are no pieces. Capitals before a word ("HTML" in
# HTMLParser) are a piece of their own.
_ASCII_PIECE = re.compile(
    r"%[0-9A-Fa-f]{2}|'[sS](?![A-Za-z])|([A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+)", re.ASCII
)
# Scripts written without spaces are cut at every character.
_ANY_PIECE = (
    r"%[0-9A-Fa-f]{2}|['\u2019][sS](?!\p{L})"
    r"|([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
    r"|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Nd}+|[\p{Lo}\p{Lm}\p{M}]+|\p{L})"
)
_compiled: "list[Callable[..., Iterator[Any]]]" = []

_SEPARATES = frozenset(',;!?()[]{}<>"\u201c\u201d\u00ab\u00bb')
_SEPARATES_BESIDE_SPACE = _SEPARATES | frozenset(".:=&@/\\|'\u2019")
_JOINING_ESCAPE = re.compile(r"%(?:20|2[BbDd]|5[Ff])")
_gaps: dict[str, int] = {}
# Encoded data changes case or kind at every other letter, and writers do not.
_DATA_PIECES = 16
_DATA_LETTERS = 2.5
_IN_DATA = frozenset("".join(signs) for size in (1, 2, 3) for signs in product("+/", repeat=size))
_SPACELESS_FROM = "\u0e00"
_TICK_PIECES = 8192


class Pieces(NamedTuple):
    """The pieces of a stretch of text, as parallel lists."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    """Each piece in lower case."""
    gaps: list[int]
    """What stands before each: `JOINED`, `BROKEN` or `APART`."""
    breaks: list[bool]
    """Whether a name may begin at each, and one past the last. False within a word that is
    spelt out letter by letter, and within encoded data such as Base64, where it may only
    begin and end with the whole."""
    data: list[tuple[int, int]]
    """Where encoded data stands."""

    def __repr__(self) -> str:
        return f"Pieces({len(self.forms)})"


def no_limit() -> None:
    """The tick of work that may take what it takes."""


def cut(text: str, start: int = 0, end: int | None = None, *, tick: Tick = no_limit) -> Pieces:
    """The pieces of ``text[start:end]``, with offsets into `text`."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    gaps: list[int] = []
    breaks: list[bool] = []
    data: list[tuple[int, int]] = []
    previous = -1
    single = first_gap = wide = False
    token = 0
    for found in _finder(text)(text, start, len(text) if end is None else end):
        at, stop = found.span(1)
        if at < 0:
            continue
        gap = text[previous:at] if previous >= 0 else ""
        if gap:
            known = _gaps.get(gap)
            gaps.append(_remember(gap) if known is None else known)
            if gap not in _IN_DATA:
                if len(forms) - token > _DATA_PIECES:
                    _hold_together(breaks, token, text[starts[token] : previous], starts, data)
                token = len(forms)
            if not len(forms) % _TICK_PIECES:
                tick()
        else:
            gaps.append(JOINED if previous >= 0 else APART)
        form = found.group(1).lower()
        if stop - at > 1 or form > "z":
            breaks.append(True)
            single = False
        elif not single:
            breaks.append(True)
            single, wide = True, False
            first_gap = True
        else:
            # Of letters spelt out, those a space apart among closer ones begin a word.
            was_wide, wide = wide, " " in gap or "\n" in gap or "\t" in gap
            if first_gap:
                was_wide = wide
                first_gap = False
            elif was_wide and not wide:
                breaks[-1] = True
            rises = form != text[at] and text[previous - 1].islower()
            breaks.append(rises or (wide and not was_wide))
        starts.append(at)
        ends.append(stop)
        forms.append(form)
        previous = stop
    if len(forms) - token > _DATA_PIECES:
        _hold_together(breaks, token, text[starts[token] : previous], starts, data)
    breaks.append(True)
    return Pieces(starts, ends, forms, gaps, breaks, data)


def _hold_together(
    breaks: list[bool], first: int, written: str, starts: list[int], data: list[tuple[int, int]]
) -> None:
    """Let no name begin inside the last word, of which this is written, if it is data."""
    count = len(breaks) - first
    if len(written) < _DATA_LETTERS * count and max(written) < _SPACELESS_FROM:
        breaks[first + 1 :] = [False] * (count - 1)
        data.append((starts[first], starts[first] + len(written)))


def _finder(text: str) -> "Callable[..., Iterator[Any]]":
    if text.isascii():
        return _ASCII_PIECE.finditer
    if not _compiled:
        import regex

        _compiled.append(regex.compile(_ANY_PIECE).finditer)
    return _compiled[0]


def _remember(gap: str) -> int:
    judged = _judge(gap)
    if len(gap) <= 4 and len(_gaps) < 4096:
        _gaps[gap] = judged
    return judged


def _judge(gap: str) -> int:
    if "%" in gap:
        gap = _JOINING_ESCAPE.sub("-", gap)
    mark = gap.strip()
    if gap.count("\n") > 1:
        return APART
    if not mark:
        return JOINED
    if len(mark) > 4:
        return APART
    if "\n" in gap or any(char.isalnum() for char in mark):
        return BROKEN
    separates = _SEPARATES if mark == gap else _SEPARATES_BESIDE_SPACE
    return BROKEN if any(char in separates for char in mark) else JOINED
