"""The normal form in which a term and a text meet, and where each form stands in a text.

The form of a run of pieces is their skeletons joined without anything between, the last
in the singular: ``Blue-Bird``, ``BlueBird``, ``#bluebird``, ``blue birds`` and
``B.l.u.e Bird's`` are all ``bluebird``. A form that crosses a break keeps a ``,`` there,
so it only meets a term that was written with such a break: ``Acme, Inc.`` is found, and
"the sky is blue. Bird watchers …" is not ``Blue Bird``.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

from postguard.confidential.pieces import APART, JOINED, Pieces, Tick, cut, no_limit
from postguard.document import SourceMap
from postguard.folding.skeleton import Skeleton, skeleton
from postguard.span import Span

HEAD = 12
"""Code points of a form that are looked up first: a longer form is only looked for where
its first ones are known, so the work is the same for long terms and short. Fewer in
scripts written without spaces; see `head_size`."""

LONGEST = 96
"""Code points of the longest form a term may have."""

SHORTEST = 3
"""Code points of the shortest form; two if they are not ASCII."""

BREAK = ","
"""Stands in a form for punctuation that separates."""

# A word of letters with look-alike digits or signs among them.
_MASKED = re.compile(
    r"(?:(?<![A-Za-z0-9@])(?=[A-Za-z0-9@$!|]{4})"
    r"(?:[A-Za-z]+[0134578@$!|9]+[A-Za-z]|[0134578$9]+[A-Za-z]{2}|[A-Za-z]{3,}[013457$])"
    r"|(?<![A-Za-z0-9@.])@(?=[A-Za-z]{3}))"
    r"[A-Za-z0134578@$!|9]*"
)
_READING = str.maketrans("034578@$9", "oeastbasg")
# 1 and its like stand for i as well as for l.
_TWO_WAYS = re.compile(r"[1!|]")
_MOST_MIXED = 2
# The same signs at the end of a word are punctuation.
_ENDING_SIGN = re.compile(r"[!|]+(?![A-Za-z0-9@$])")
_WINDOW = 32
# Endings, beside s, that `singular` changes.
_PLURAL_LIKE = frozenset({"se", "xe", "ze", "he", "ie"})
# Pieces whose forms are held at a time, so that memory does not grow with the text.
_STRETCH = 2048
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]")
_FAR = sys.maxsize
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


Heads = Mapping[str, bool]
"""Whether any wanted form begins with these code points. Asked for every head met."""

Places = Mapping[str, list[tuple[int, int]]]
"""Forms found in a text, and where each starts and ends in `Normalised.text`."""


class Normalised:
    """One text, folded and cut once, for any number of lists."""

    __slots__ = ("_origin", "_skeleton", "_tick", "pieces", "text")

    def __init__(
        self, source: str, origin: SourceMap | None = None, *, tick: Tick = no_limit
    ) -> None:
        """Fold and cut a text.

        Args:
            source: the text.
            origin: where it was decoded from, if places are to be told in that.
            tick: called now and then, to stop the work by an exception.
        """
        self._origin = origin
        self._tick = tick
        self._skeleton: Skeleton | None = None if source.isascii() else skeleton(source)
        self.text = source if self._skeleton is None else _cased(source, self._skeleton)
        """The folded text, in the case it was written in."""
        self.pieces = cut(self.text, tick=tick)
        """The text's pieces, with offsets into `text`."""

    def __repr__(self) -> str:
        return f"Normalised({len(self.pieces.forms)} pieces)"

    def to_source(self, start: int, end: int) -> Span:
        """The place in the original text of ``text[start:end]``."""
        span = Span(start, end)
        if self._skeleton is not None:
            span = self._skeleton.to_source(start, end)
        return span if self._origin is None else self._origin.to_source(span.start, span.end)

    def named(self, start: int) -> bool:
        """Whether the writer marked what starts here as a name: a capital, ``#`` or ``@``.

        A sign in a letter's place counts too: nobody disguises a word of everyday use.
        """
        first = self.text[start]
        if first.isupper() or not first.isalpha():
            return True
        return start > 0 and self.text[start - 1] in "#@"

    def stretches(self) -> "Iterator[Stretch]":
        """The text, a stretch at a time, in every reading of it."""
        for reading in (self.pieces, *self._unmasked()):
            for first in range(0, len(reading.forms), _STRETCH):
                self._tick()
                yield Stretch(reading, first, min(first + _STRETCH, len(reading.forms)))

    def _unmasked(self) -> Iterator[Pieces]:
        """The surroundings of masked words, with look-alike digits and signs as letters."""
        windows = list(self._masked_windows())
        if not windows:
            return
        text = _ENDING_SIGN.sub(lambda signs: BREAK * len(signs.group()), self.text)
        text = text.translate(_READING)
        for low, high in windows:
            for reading in _readings(text[low:high]):
                # So that offsets are those of the whole text.
                yield _shifted(cut(reading, tick=self._tick), low)

    def _masked_windows(self) -> Iterator[tuple[int, int]]:
        """Where masked words are, with room for the rest of a name; neighbours as one."""
        text, data = self.text, self.pieces.data
        low = high = -1
        for masked in _MASKED.finditer(text):
            if data and _inside(data, masked.start()):
                continue
            start, end = max(masked.start() - _WINDOW, 0), masked.end() + _WINDOW
            if start > high:
                if high >= 0:
                    yield low, high
                low = text.rfind(" ", max(start - _WINDOW, 0), start) + 1 or start
            if end > high:
                high = text.find(" ", end, end + _WINDOW)
                high = min(end, len(text)) if high < 0 else high
        if high >= 0:
            yield low, high


def _readings(text: str) -> Iterator[str]:
    """A text with i and l where 1 stands for either: all one or the other, or if few, mixed."""
    places = [found.start() for found in _TWO_WAYS.finditer(text)]
    if not places:
        yield text
        return
    few = len(places) <= _MOST_MIXED
    ways = (
        list(product("il", repeat=len(places)))
        if few
        else [tuple(letter * len(places)) for letter in "il"]
    )
    for letters in ways:
        chars = list(text)
        for place, letter in zip(places, letters, strict=True):
            chars[place] = letter
        yield "".join(chars)


def _shifted(pieces: Pieces, by: int) -> Pieces:
    return pieces._replace(
        starts=[start + by for start in pieces.starts], ends=[end + by for end in pieces.ends]
    )


def _inside(ranges: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(ranges, (offset, _FAR)) - 1
    return at >= 0 and offset < ranges[at][1]


class Stretch(NamedTuple):
    """Some neighbouring pieces, and the runs of pieces that begin there."""

    pieces: Pieces
    low: int
    high: int

    def __repr__(self) -> str:
        return f"Stretch({self.low}, {self.high})"

    def forms(self, heads: Heads) -> set[str]:
        """Every form here that could be a term."""
        found: set[str] = set()
        _walk(self, heads, found, None)
        return found

    def places(self, heads: Heads, wanted: AbstractSet[str]) -> Places:
        """Where the wanted ones of these forms stand."""
        found: dict[str, list[tuple[int, int]]] = {form: [] for form in wanted}
        _walk(self, heads, set(), found)
        return found


def _walk(
    stretch: Stretch,
    heads: Heads,
    found: set[str],
    wanted: dict[str, list[tuple[int, int]]] | None,
) -> None:
    """Go through the forms of a stretch: into `found`, or if some are wanted, their places.

    Most forms are in no list, so places are not kept before it is known which ones are.
    """
    starts, ends, forms, gaps, breaks, _ = stretch.pieces
    count = len(forms)
    add = found.add
    for first in range(stretch.low, stretch.high):
        if not breaks[first]:
            continue
        joined = forms[first]
        head = HEAD if joined[0] < "\u0e00" else head_size(joined)
        head_known = False
        last = first
        while True:
            form = joined
            if joined[-1] in "se" and (joined[-1] == "s" or joined[-2:] in _PLURAL_LIKE):
                form = singular(joined)
            size = len(form)
            if size > head and not head_known:
                if not heads[form[:head]]:
                    break
                head_known = True
            last += 1
            if breaks[last] and (size > 2 or (size > 1 and not form.isascii())):
                if wanted is None:
                    add(form)
                elif form in wanted:
                    wanted[form].append((starts[first], ends[last - 1]))
            if last == count or size > LONGEST:
                break
            gap = gaps[last]
            if gap == APART:
                break
            joined += forms[last] if gap == JOINED else BREAK + forms[last]


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
    pieces = Normalised(term).pieces
    forms, gaps = pieces.forms, pieces.gaps
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
