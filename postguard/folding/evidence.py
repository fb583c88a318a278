"""Where a text was written to be read by people and missed by programs.

Folding alone proves nothing: whole words of another script, typeset soft hyphens,
emoji sequences, joiners of Arabic and Indic scripts, bold headings in mathematical
letters are honest. What counts is a disguise *inside one word*.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from postguard.folding.skeleton import INVISIBLE, imitated
from postguard.span import Span

_ENCLOSED = "\u24b6-\u24e9\U0001f130-\U0001f189"
_WORD = re.compile(
    rf"(?:[^\W_]|[\u0300-\u036f{_ENCLOSED}\U0001d400-\U0001d7ff]|{INVISIBLE.pattern})+"
)
# A flag is spelled in at most six tags and a closing one.
_TAGS = re.compile(
    "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007f]{8,}"
)
_BARE_LETTER = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
_HIDDEN = re.compile(
    rf"(?<=[{_BARE_LETTER}])(?:(?!\u00ad){INVISIBLE.pattern})+(?=[{_BARE_LETTER}])"
)
_LONE_LETTER = re.compile(rf"(?:^|\u00ad)[{_BARE_LETTER}](?=\u00ad)")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_FULL_WIDTH = re.compile("[\uff21-\uff3a\uff41-\uff5a]")
# Compiled on first use: large classes are slow to compile and rarely needed.
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_STYLED = re.compile(f"[{_ENCLOSED}\U0001d400-\U0001d7ff]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_INNER_GREEK = re.compile("(?<=[A-Za-z])[\u0370-\u03ff]+(?=[A-Za-z])")
_ACRONYM_ENDING = re.compile("[A-Z0-9]{2,}[\u0430-\u045f]{1,4}")
_LATIN_OF_OTHER_LANGUAGES = re.compile("[\u00aa-\u02ff\u1e00-\u1eff]")


class Disguise(Enum):
    """How a word was hidden."""

    HOMOGLYPH = "homoglyph"
    """Letters of another script stand in for Latin ones."""
    INVISIBLE = "invisible"
    """Characters nobody sees break the word up, or text is written in tag characters."""
    FULL_WIDTH = "full-width"
    """Full-width letters in a text that is not Chinese, Japanese or Korean."""
    STYLED = "styled"
    """Mathematical or enclosed letters mixed with plain ones."""


class Evasion(NamedTuple):
    """One disguised word."""

    span: Span
    """The word, in code points of the text."""
    disguise: Disguise


class Evidence(NamedTuple):
    """All disguised words of a text, in order."""

    evasions: tuple[Evasion, ...]

    def within(self, span: Span) -> tuple[Evasion, ...]:
        """Those that touch `span`: the evasion that speaks for intent there."""
        first = bisect_right(self.evasions, span.start, key=lambda item: item.span.end)
        last = bisect_left(self.evasions, span.end, key=lambda item: item.span.start)
        return self.evasions[first:last]


def folded_evidence(text: str) -> Evidence:
    """Find the words of `text` that its skeleton shows and its spelling hides."""
    if text.isascii() or not any(map(_can_disguise, set(_NON_ASCII.findall(text)))):
        return Evidence(())
    is_cjk = re.search(_CJK, text) is not None
    found = [Evasion(Span(*tags.span()), Disguise.INVISIBLE) for tags in _TAGS.finditer(text)]
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        span = _trimmed(word, match.start())
        found += [Evasion(span, kind) for kind in _disguises(word, is_cjk=is_cjk)]
    return Evidence(tuple(sorted(found, key=lambda item: item.span)))


def _can_disguise(char: str) -> bool:
    return bool(
        INVISIBLE.match(char) or imitated(char) or _FULL_WIDTH.match(char) or _STYLED.match(char)
    )


def _disguises(word: str, *, is_cjk: bool) -> Iterator[Disguise]:
    if _HIDDEN.search(word) or _is_cut_into_letters(word):
        yield Disguise.INVISIBLE
    seen = INVISIBLE.sub("", word)
    if _mixes_scripts(seen):
        yield Disguise.HOMOGLYPH
    plain_letters = _ASCII_LETTER.search(seen) is not None
    wide = len(_FULL_WIDTH.findall(seen))
    if not is_cjk and (wide >= 3 or (wide and plain_letters)):
        yield Disguise.FULL_WIDTH
    if plain_letters and len(seen) >= 3 and _STYLED.search(seen):
        yield Disguise.STYLED


def _is_cut_into_letters(word: str) -> bool:
    """Hyphenation never leaves single letters one after another."""
    return word.count("\u00ad") >= 2 and len(_LONE_LETTER.findall(word)) >= 2


def _mixes_scripts(word: str) -> bool:
    """Whether Latin letters and imitations of Latin letters make up one word.

    A letter of the other script that imitates nothing shows that the word is at home
    there. Greek counts only between Latin letters (a trailing alpha
    belongs to the name of a cytokine), and an acronym
    with a Cyrillic case ending is inflected, not disguised.
    """
    if not _ASCII_LETTER.search(word) or _ACRONYM_ENDING.fullmatch(word):
        return False
    foreign = [
        char
        for char in word
        if char.isalpha() and not char.isascii() and not _LATIN_OF_OTHER_LANGUAGES.match(char)
    ]
    if not foreign or not all(imitated(char) for char in foreign):
        return False
    if all(_GREEK.match(char) for char in foreign):
        return _INNER_GREEK.search(word) is not None
    return True


def _trimmed(word: str, start: int) -> Span:
    """The span of `word` without the invisible characters at its edges."""
    end = start + len(word)
    first = 0
    while first < len(word) and INVISIBLE.match(word[first]):
        first += 1
    last = len(word)
    while last > first and INVISIBLE.match(word[last - 1]):
        last -= 1
    return Span(start + first, end - (len(word) - last))
