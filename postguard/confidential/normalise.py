"""The normal form in which a term and a text meet, and where each form stands in a text.

The form of a run of pieces is their skeletons joined without anything between, the last
in the singular: ``Blue-Bird``, ``BlueBird``, ``#bluebird``, ``blue birds`` and
``B.l.u.e Bird's`` are all ``bluebird``. A form that crosses a break keeps a ``,`` there,
so it only meets a term that was written with such a break: ``Acme, Inc.`` is found, and
"the sky is blue. Bird watchers …" is not ``Blue Bird``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from postguard.confidential.pieces import APART, JOINED, Pieces, cut
from postguard.folding.skeleton import Skeleton, skeleton
from postguard.span import Span

HEAD = 12
"""Code points of a form that are looked up first: a longer form is only looked for where
its first `HEAD` code points are known, so the work is the same for long terms and short."""

LONGEST = 96
"""Code points of the longest form a term may have."""

BREAK = ","
"""Stands in a form for punctuation that separates."""

GLUED = 6
"""Code points of the shortest form looked for inside a longer word of a tag or address."""

_LONGEST_GLUED_WORD = 48
# A word of letters with look-alike digits or signs among them. Two readings, since 1 and !
# stand for i as well as for l.
_MASKED = re.compile(
    r"(?<![A-Za-z0-9@])(?=[A-Za-z0-9@$!|]{4})"
    r"(?:[A-Za-z]+[0134578@$!|9]+[A-Za-z]|[0134578$9]+[A-Za-z]{2}|[A-Za-z]{3,}[013457$])"
    r"[A-Za-z0134578@$!|9]*"
)
_READINGS = (
    str.maketrans("0134578@$!|9", "oieastbasiig"),
    str.maketrans("0134578@$!|9", "oleastbasllg"),
)
_WINDOW = 48
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


Heads = Mapping[str, bool]
"""Whether any wanted form begins with these `HEAD` code points. Asked for every one met."""

Candidates = Mapping[str, list[tuple[int, int]]]
"""Forms found in a text, and where each starts and ends in `Normalised.text`."""


class Inside(NamedTuple):
    """A form found inside a longer word of a tag or address, and that word's place."""

    form: str
    start: int
    end: int
    word_start: int
    word_end: int

    def __repr__(self) -> str:
        return f"Inside({self.start}, {self.end})"


class Normalised:
    """One text, folded and cut once, for any number of lists."""

    __slots__ = ("_skeleton", "pieces", "text")

    def __init__(self, source: str) -> None:
        self._skeleton: Skeleton | None = None if source.isascii() else skeleton(source)
        self.text = source if self._skeleton is None else _cased(source, self._skeleton)
        """The folded text, in the case it was written in."""
        self.pieces = cut(self.text)
        """The text's pieces, with offsets into `text`."""

    def __repr__(self) -> str:
        return f"Normalised({len(self.pieces.forms)} pieces)"

    def to_source(self, start: int, end: int) -> Span:
        """The place in the original text of ``text[start:end]``."""
        if self._skeleton is None:
            return Span(start, end)
        return self._skeleton.to_source(start, end)

    def named(self, start: int) -> bool:
        """Whether the writer marked what starts here as a name: a capital, ``#`` or ``@``."""
        return self.text[start].isupper() or (start > 0 and self.text[start - 1] in "#@")

    def candidates(self, heads: Heads) -> Candidates:
        """Every form in the text that could be a term."""
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        _collect(self.pieces, heads, found)
        for reading in self._unmasked():
            _collect(reading, heads, found)
        return found

    def inside_words(self, heads: Heads) -> list[Inside]:
        """Every form within a longer word of a hashtag, handle, host, path or file name."""
        found: list[Inside] = []
        starts, ends, forms, _ = self.pieces
        for at, form in enumerate(forms):
            length = len(form)
            if not GLUED + 2 <= length <= _LONGEST_GLUED_WORD:
                continue
            start, end = starts[at], ends[at]
            if not self._in_address(start, end):
                continue
            for low in range(length - GLUED + 1):
                for high in range(low + GLUED, min(length, low + length - 1) + 1):
                    part = singular(form[low:high])
                    if len(part) > HEAD and not heads[part[:HEAD]]:
                        break
                    found.append(Inside(part, start + low, start + high, start, end))
        return found

    def _unmasked(self) -> Iterator[Pieces]:
        """The surroundings of masked words, with look-alike digits and signs as letters."""
        windows = list(self._masked_windows())
        if windows:
            for table in _READINGS:
                reading = self.text.translate(table)
                for low, high in windows:
                    yield cut(reading, low, high)

    def _masked_windows(self) -> Iterator[tuple[int, int]]:
        text = self.text
        done = 0
        for masked in _MASKED.finditer(text):
            if masked.start() < done:
                continue
            low = text.rfind(" ", 0, max(masked.start() - _WINDOW, 0)) + 1
            done = text.find(" ", masked.end() + _WINDOW)
            done = len(text) if done < 0 else done
            yield low, done

    def _in_address(self, start: int, end: int) -> bool:
        """Whether a word is part of a hashtag, handle, host, path or file name."""
        before = self.text[start - 1 : start]
        after = self.text[end : end + 2]
        return before in ("#", "@", "/") or (
            (before == "." or after[:1] in (".", "/")) and len(after) == 2 and after[1].isalnum()
        )


def _collect(pieces: Pieces, heads: Heads, found: defaultdict[str, list[tuple[int, int]]]) -> None:
    """Add the forms of every run of pieces that could be a term."""
    starts, ends, forms, gaps = pieces
    count = len(starts)
    for first in range(count):
        joined = forms[first]
        start = starts[first]
        last = first
        head_known = False
        while True:
            form = singular(joined) if joined[-1] in "se" else joined
            size = len(form)
            if size > HEAD and not head_known:
                if not heads[form[:HEAD]]:
                    break
                head_known = True
            if size > 1:
                found[form].append((start, ends[last]))
            last += 1
            if last == count or gaps[last] == APART or size > LONGEST:
                break
            joined += forms[last] if gaps[last] == JOINED else BREAK + forms[last]


def term_forms(term: str) -> tuple[str, ...]:
    """The forms under which a term is looked up: joined, and with its own breaks kept.

    Empty if the term has no letter or digit.
    """
    _, _, forms, gaps = Normalised(term).pieces
    if not forms:
        return ()
    broken = "".join(
        (BREAK if index and gap != JOINED else "") + form
        for index, (gap, form) in enumerate(zip(gaps, forms, strict=True))
    )
    return tuple(dict.fromkeys((singular("".join(forms)), singular(broken))))


def singular(word: str) -> str:
    """The word without its English plural ending. Both sides of a comparison use it.

    What a plural leaves open is closed the same way in the singular: *house* and *houses*
    both become ``hous``, *movie* and *movies* ``movy``.
    """
    if len(word) < 4:
        return word
    if word[-1] == "s" and word[-2] not in "su":
        word = word[:-1]
    if word.endswith(("se", "xe", "ze", "che", "she")):
        return word[:-1]
    return word[:-2] + "y" if word.endswith("ie") and len(word) > 4 else word


def _cased(source: str, folded: Skeleton) -> str:
    """The skeleton's text with the capitals of the source, since case marks boundaries."""
    out: list[str] = []
    for run in folded.map.runs:
        plain = folded.text[run.text_start : run.text_start + run.length]
        written = source[run.source_start : run.source_start + run.source_length]
        if run.literal:
            at = 0
            for strange in _NON_ASCII.finditer(written):
                low, high = strange.span()
                out.append(written[at:low])
                out.extend(map(_like, plain[low:high], strange.group()))
                at = high
            out.append(written[at:])
        else:
            out.append(_like(plain[:1], written[:1]) + plain[1:])
    return "".join(out)


def _like(plain: str, written: str) -> str:
    upper = plain.upper()
    return upper if written.isupper() and len(upper) == 1 else plain
