"""What a text looks like to a reader, in plain letters, with exact offsets back.

Two spellings that look alike have one skeleton, so terms are looked up in the skeleton
of a text by their own skeleton. Folding goes code point by code point, never over the
whole text, so a letter under ten thousand combining marks costs no more than linear
time and every piece of the result has one place in the original.
"""

from __future__ import annotations

from postguard.document import Run, SourceMap
from postguard.lazy import lazy_pattern
from postguard.light_typing import NamedTuple
from postguard.span import Span

_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]+")
_PARTS = lazy_pattern(r"([^\x00-\x7f]+)")

INVISIBLE = lazy_pattern(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U000e0000-\U000e0fff]"
)
"""Soft hyphens, zero-width and bidi controls, variation selectors, tag characters."""

_VOICED_SOUND_MARKS = "\u3099\u309a"

_folded: dict[str, str] = {}
_confusable: dict[str, str] = {}


class Skeleton(NamedTuple):
    """A folded text and where each part of it stands in the original."""

    text: str
    """Case-folded, compatibility forms and look-alikes in ASCII, nothing invisible."""
    map: SourceMap

    def to_source(self, start: int, end: int) -> Span:
        """The smallest range of the original that covers ``text[start:end]``.

        Invisible characters and marks inside it are covered; invisible characters at
        its edges are not. Raises `ValueError` outside the text.
        """
        if not self.text and start == end == 0:
            return Span(0, 0)
        return self.map.to_source(start, end)


def skeleton(text: str) -> Skeleton:
    """Fold `text` to what it looks like.

    Case is folded, compatibility forms (NFKC) and confusables (UTS #39) become the
    ASCII letters and digits they imitate, decimal digits of any script ASCII digits,
    combining marks and invisible characters vanish. Vowel signs of Indic scripts and
    Japanese voicing marks stay, since without them words would fall together.
    Compare it only with another skeleton.
    """
    if text.isascii():
        return Skeleton(text.lower(), SourceMap.identity(len(text)))
    pieces: list[str] = []
    runs: list[Run] = []
    written = 0
    read = 0
    for found in _NON_ASCII.finditer(text):
        start, end = found.span()
        if read < start:
            pieces.append(text[read:start].lower())
            _add_literal(runs, written, read, start - read)
            written += start - read
        for at in range(start, end):
            char = text[at]
            folded = _folded.get(char)
            if folded is None:
                folded = fold_char(char)
            if len(folded) == 1:
                pieces.append(folded)
                _add_literal(runs, written, at, 1)
                written += 1
            elif folded:
                pieces.append(folded)
                runs.append(Run(written, at, len(folded), 1, literal=False))
                written += len(folded)
            elif runs and not INVISIBLE.match(char):
                _cover_mark(runs, at)
        read = end
    if read < len(text):
        pieces.append(text[read:].lower())
        _add_literal(runs, written, read, len(text) - read)
    return Skeleton("".join(pieces), SourceMap(runs))


def folded(text: str) -> str:
    """The text of a skeleton without its way back, which takes most of the time."""
    if text.isascii():
        return text.lower()
    parts = _PARTS.split(text)
    parts[::2] = map(str.lower, parts[::2])
    parts[1::2] = ["".join(map(fold_char, run)) for run in parts[1::2]]
    return "".join(parts)


def fold_char(char: str) -> str:
    """The skeleton of one code point: empty, one character, or several."""
    found = _folded.get(char)
    if found is None:
        found = _folded[char] = _fold(char)
    return found


def imitated(char: str) -> str:
    """The ASCII letter or digit `char` imitates (lower case), or an empty string.

    Only characters of their own: compatibility forms of a letter imitate nothing.
    """
    if not _confusable:
        from postguard.folding.confusables import load

        _confusable.update(load())
    return _confusable.get(char, "")


def _fold(char: str) -> str:
    if char.isascii():
        return char.lower()
    if INVISIBLE.match(char):
        return ""
    look = imitated(char)
    if look:
        return look
    import unicodedata

    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    normal = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = ""
    for part in normal:
        if part in _VOICED_SOUND_MARKS or not (
            unicodedata.combining(part) or unicodedata.category(part) == "Me"
        ):
            kept += "" if INVISIBLE.match(part) else imitated(part) or part
    return kept


def _add_literal(runs: list[Run], text_start: int, source_start: int, length: int) -> None:
    """Append a one-to-one stretch, joined to the run before where both sides meet."""
    if runs:
        last = runs[-1]
        if last.literal and last.source_start + last.length == source_start:
            length += last.length
            runs[-1] = Run(last.text_start, last.source_start, length, length)
            return
    runs.append(Run(text_start, source_start, length, length))


def _cover_mark(runs: list[Run], at: int) -> None:
    """Let the character before a dropped mark stand for the mark as well."""
    last = runs[-1]
    if last.source_start + last.source_length != at:
        return
    if last.literal and last.length > 1:
        before = last.length - 1
        runs[-1] = Run(last.text_start, last.source_start, before, before)
        runs.append(Run(last.text_start + before, at - 1, 1, 2, literal=False))
    else:
        runs[-1] = last._replace(source_length=last.source_length + 1, literal=False)
