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

from postguard.confidential.pieces import APART, JOINED, Pieces, cut
from postguard.folding.skeleton import Skeleton, skeleton
from postguard.span import Span

HEAD = 12
"""Code points of a form that are looked up first: a longer form is only looked for where
its first ones are known, so the work is the same for long terms and short. Fewer in
scripts written without spaces; see `head_size`."""

LONGEST = 96
"""Code points of the longest form a term may have."""

BREAK = ","
"""Stands in a form for punctuation that separates."""

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
# The same signs at the end of a word are punctuation.
_ENDING_SIGN = re.compile(r"[!|]+(?![A-Za-z0-9@$])")
_WINDOW = 32
# Endings, beside s, that `singular` changes.
_PLURAL_LIKE = frozenset({"se", "xe", "ze", "he", "ie"})
# Pieces whose forms are held at a time, so that memory does not grow with the text.
_STRETCH = 2048
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


Heads = Mapping[str, bool]
"""Whether any wanted form begins with these code points. Asked for every head met."""

Candidates = Mapping[str, list[tuple[int, int]]]
"""Forms found in a text, and where each starts and ends in `Normalised.text`."""


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

    def candidates(self, heads: Heads) -> Iterator[Candidates]:
        """Every form in the text that could be a term, a stretch of text at a time."""
        for reading in (self.pieces, *self._unmasked()):
            for first in range(0, len(reading.forms), _STRETCH):
                yield _collect(reading, heads, first, first + _STRETCH)

    def _unmasked(self) -> Iterator[Pieces]:
        """The surroundings of masked words, with look-alike digits and signs as letters."""
        windows = list(self._masked_windows())
        if windows:
            text = _ENDING_SIGN.sub(lambda signs: BREAK * len(signs.group()), self.text)
            for table in _READINGS:
                reading = text.translate(table)
                for low, high in windows:
                    yield cut(reading, low, high)

    def _masked_windows(self) -> Iterator[tuple[int, int]]:
        """Where masked words are, with room for the rest of a name; neighbours as one."""
        text = self.text
        low = high = -1
        for masked in _MASKED.finditer(text):
            start, end = max(masked.start() - _WINDOW, 0), masked.end() + _WINDOW
            if start > high:
                if high >= 0:
                    yield low, high
                low = text.rfind(" ", 0, start) + 1
            if end > high:
                high = text.find(" ", end)
                high = len(text) if high < 0 else high
        if high >= 0:
            yield low, high


def _collect(pieces: Pieces, heads: Heads, low: int, high: int) -> Candidates:
    """The forms of every run of pieces that could be a term and begins in a range."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    starts, ends, forms, gaps, breaks = pieces
    count = len(starts)
    for first in range(low, min(high, count)):
        if not breaks[first]:
            continue
        joined = forms[first]
        start = starts[first]
        last = first
        head_known = False
        longest_unknown = HEAD if joined[0] < "\u0e00" else head_size(joined)
        while True:
            tail = joined[-2:]
            form = joined
            if tail[-1] == "s" or tail in _PLURAL_LIKE:
                form = singular(joined)
            size = len(form)
            if size > longest_unknown and not head_known:
                if not heads[form[:longest_unknown]]:
                    break
                head_known = True
            stop = last
            last += 1
            if size > 1 and breaks[last]:
                found[form].append((start, ends[stop]))
            if last == count or gaps[last] == APART or size > LONGEST:
                break
            joined += forms[last] if gaps[last] == JOINED else BREAK + forms[last]
    return found


def head_size(form: str) -> int:
    """How many code points of a form are its head.

    Where every character may begin a word, there are as many forms as characters, and each
    character tells more: four for Chinese, six for kana and the scripts of Southeast Asia.
    """
    first = form[0]
    if first < "\u0e00":
        return HEAD
    if "\u3400" <= first <= "\u9fff" or first >= "\U00020000":
        return 4
    return 6 if _SPACELESS.match(first) else HEAD


def term_forms(term: str) -> tuple[str, ...]:
    """The forms under which a term is looked up: joined, and with its own breaks kept.

    Empty if the term has no letter or digit.
    """
    _, _, forms, gaps, _ = Normalised(term).pieces
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
