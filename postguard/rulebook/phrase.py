r"""Phrases: how a rule author writes wording without writing a regular expression.

=================  ==========================================================
``risk free``      words; case never matters, white space and line breaks
                   between words are free, a hyphen may stand for the space
``risk-free``      hyphenated, joined or apart: risk-free, risk free, riskfree
``can't``          the apostrophe may be curly or missing
``you 'll``        what begins with an apostrophe hangs on the word before it
``guarantee~``     the word and its inflections
``(fund|bond)~``   the same for the last word of every alternative
``(a|the|our)``    one of these; each may be several words
``[very]``         may be left out
``{disease}``      any entry of the lexicon of that name
``*``              any one word; glued to a bracket, the rest of one: ``($|€)*``
``...``            up to four words, none of which ends the clause
``\(``             the character itself
=================  ==========================================================

A phrase stands on word boundaries at both ends.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from postguard.gate_data import BOUND
from postguard.lazy import lazy_pattern
from postguard.rulebook.alternation import alternation
from postguard.rulebook.inflect import inflections
from postguard.rulebook.literals import sharpened
from postguard.rulebook.rates import cost

_SEPARATOR = r"(?:\s+|-)"
_BEFORE_SIGN = r"(?:\s+|-|(?='))"
"""Before what may begin with an apostrophe: ``you ('ll|will)`` is "you'll" too."""
_ANY_WORD = r"[\w'&%$€£-]+"
_GAP = rf"(?:{_SEPARATOR}{_ANY_WORD}){{0,4}}?"
_OPENING_GAP = rf"(?:{_ANY_WORD}{_SEPARATOR}){{0,4}}?"
_LEXEME = lazy_pattern(
    r"""
    (?P<open>[(\[]) | (?P<close>[)\]]~?) | (?P<bar>\|) | (?P<gap>\.\.\.|…)
  | \{(?P<slot>[a-z][a-z0-9-]*)\} | (?P<star>\*)(?=[\s)\]|]|$) | (?P<space>\s+)
  | (?P<word>(?:\\.|[^\s()\[\]|{}\\~])+)(?P<inflect>~?)
    """,
    re.VERBOSE,
)
_BARE_STAR = lazy_pattern(r"(?:\\.|[^\\*])*\*")


class PhraseError(ValueError):
    """A phrase that does not parse. `str()` says what was expected."""

    def __init__(self, problem: str, phrase: str) -> None:
        super().__init__(problem)
        self.phrase = phrase
        """The phrase as written; empty if the problem is not one phrase's."""


class Piece(NamedTuple):
    """A compiled part of a phrase."""

    regex: str
    """For the ``regex`` module, under IGNORECASE, without word boundaries at its ends."""
    literals: frozenset[str] | None
    """Lower-case strings one of which any match contains; None if there is no such set."""
    others: tuple[frozenset[str], ...] = ()
    """Further such sets, each of which holds for itself."""
    optional: bool = False
    """Whether it may be left out. (What `regex` itself matches is never empty, a gap's apart.)"""
    starts_word: bool | None = True
    """Whether its matches begin with a word character; None if some do and some do not."""
    ends_word: bool | None = True


Lexicon = Callable[[str], Piece]
"""Looks a lexicon up by name. Raises `PhraseError` for an unknown one."""


_STARTS = {True: r"(?<!\w)", False: "", None: r"(?<!\w(?=\w))"}
_ENDS = {True: r"(?!\w)", False: "", None: r"(?!(?<=\w)\w)"}
"""Word boundaries, by whether there is a word to bound; None: there where there is one."""


def compile_phrase(text: str, lexicon: Lexicon) -> Piece:
    """Compile a whole phrase, with word boundaries at both ends.

    Raises `PhraseError` if it does not parse or names an unknown lexicon.
    """
    piece = unbounded_phrase(text, lexicon)
    bounded = f"{_STARTS[piece.starts_word]}{piece.regex}{_ENDS[piece.ends_word]}"
    return piece._replace(regex=bounded)


def unbounded_phrase(text: str, lexicon: Lexicon) -> Piece:
    """Compile a phrase as a part of another, which sets the boundaries.

    Raises `PhraseError` as `compile_phrase` does.
    """
    try:
        return _Parser(text, lexicon).parse()
    except PhraseError as error:
        raise PhraseError(str(error), error.phrase or text) from None


def any_of(pieces: list[Piece]) -> Piece:
    """The alternatives in one piece: longest wording first, literals of all of them."""
    known = [piece.literals for piece in pieces if piece.literals is not None]
    return Piece(
        alternation([piece.regex for piece in pieces]),
        frozenset().union(*known) if len(known) == len(pieces) else None,
        optional=any(piece.optional for piece in pieces),
        starts_word=_agreed(piece.starts_word for piece in pieces),
        ends_word=_agreed(piece.ends_word for piece in pieces),
    )


def _agreed(values: Iterable[bool | None]) -> bool | None:
    """What all say; None if they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


class _Parser:
    """Recursive descent over the lexemes of one phrase."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._lexemes = list(self._scan(text))
        self._next = 0

    @staticmethod
    def _scan(text: str) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(text):
            found = _LEXEME.match(text, at)
            if found is None or found.end() == at:
                problem = f"unexpected {text[at]!r} at character {at + 1} of the phrase {text!r}"
                raise PhraseError(problem, text)
            _refuse_glued_star(found)
            yield found
            at = found.end()

    def parse(self) -> Piece:
        piece = self._alternatives(closing="")
        if piece.optional:
            raise PhraseError(f"the phrase {self._text!r} can match nothing at all", self._text)
        return piece

    def _alternatives(self, closing: str, *, inflect: bool = False) -> Piece:
        inflect = inflect or (bool(closing) and self._group_inflects())
        branches = [self._sequence(inflect=inflect)]
        while self._next < len(self._lexemes) and self._lexemes[self._next]["bar"]:
            self._next += 1
            branches.append(self._sequence(inflect=inflect))
        if closing:
            if self._next >= len(self._lexemes) or self._lexemes[self._next].group()[0] != closing:
                raise PhraseError(
                    f"the phrase {self._text!r} lacks a closing {closing!r}", self._text
                )
            self._next += 1
        elif self._next < len(self._lexemes):
            stray = self._lexemes[self._next].group()
            raise PhraseError(f"unexpected {stray!r} in the phrase {self._text!r}", self._text)
        return branches[0] if len(branches) == 1 else any_of(branches)

    def _group_inflects(self) -> bool:
        """Whether the bracket that closes the group just opened carries a ``~``."""
        end = self._closing()
        return end < len(self._lexemes) and self._lexemes[end].group().endswith("~")

    def _closing(self) -> int:
        """The index of the bracket that closes the group just opened."""
        depth = 1
        for at in range(self._next, len(self._lexemes)):
            depth += bool(self._lexemes[at]["open"]) - bool(self._lexemes[at]["close"])
            if depth == 0:
                return at
        return len(self._lexemes)

    def _end_of(self, lexeme: re.Match[str]) -> int:
        """The index of the first lexeme after the item that begins with this one."""
        return self._closing() + 1 if lexeme["open"] else self._next

    def _is_last(self, index: int) -> bool:
        """Whether an alternative ends before the lexeme of this index."""
        if index >= len(self._lexemes):
            return True
        return bool(self._lexemes[index]["bar"] or self._lexemes[index]["close"])

    def _sequence(self, *, inflect: bool = False) -> Piece:
        """Items with separators between them, each optional item taking its own along."""
        items: list[tuple[Piece, bool]] = []
        spaced = False
        while self._next < len(self._lexemes):
            lexeme = self._lexemes[self._next]
            if lexeme["close"] or lexeme["bar"]:
                break
            self._next += 1
            if lexeme["space"]:
                spaced = True
                continue
            last = inflect and self._is_last(self._end_of(lexeme))
            items.append((self._item(lexeme, inflect=last), spaced and bool(items)))
            spaced = False
        if not items:
            raise PhraseError(f"an empty alternative in the phrase {self._text!r}", self._text)
        return _join(items)

    def _item(self, lexeme: re.Match[str], *, inflect: bool) -> Piece:
        if lexeme["open"] == "(":
            return self._alternatives(closing=")", inflect=inflect)
        if lexeme["open"] == "[":
            inside = self._alternatives(closing="]", inflect=inflect)
            return inside._replace(optional=True, literals=None, others=())
        if lexeme["slot"]:
            return self._lexicon(lexeme["slot"])
        if lexeme["star"]:
            return Piece(_ANY_WORD, None)
        if lexeme["gap"]:
            return Piece(_GAP, None, optional=True)
        return _word(lexeme["word"], inflect=inflect or bool(lexeme["inflect"]))


def _refuse_glued_star(lexeme: re.Match[str]) -> None:
    """Refuse ``@*``: the author means the rest of a word, and would get the character."""
    found = _BARE_STAR.match(lexeme["word"] or "")
    if found:
        raise PhraseError(
            f"'*' at character {lexeme.start() + found.end()} of the phrase {lexeme.string!r} is"
            " glued to other characters, but stands for a whole word: set it apart with spaces,"
            " write '\\*' for the character itself, or use a pattern (@\\w+) for a part of a word",
            lexeme.string,
        )


def _word(written: str, *, inflect: bool) -> Piece:
    word = re.sub(r"\\(.)", r"\1", written).lower()
    forms = inflections(word) if inflect else (word,)
    literals = [_longest_literal(form) for form in forms]
    return Piece(
        alternation([_spell(form) for form in forms]),
        frozenset(literals) if all(literals) else None,
        starts_word=_agreed(_is_word(form[0]) for form in forms),
        ends_word=_agreed(_is_word(form[-1]) for form in forms),
    )


def _spell(form: str) -> str:
    spelled = re.escape(form).replace(r"\-", r"[-\s]?").replace("'", "'?")
    return spelled.replace("’", "'?")


def _longest_literal(form: str) -> str:
    """The longest run of plain ASCII in a word form: what the gate can look for."""
    run = max(re.finditer(r"[\x21-\x26\x28-\x2c\x2e-\x7e]+", form), key=_length, default=None)
    if run is None:
        return ""
    start = BOUND if run.start() == 0 and _is_word(form[0]) else ""
    end = BOUND if run.end() == len(form) and _is_word(form[-1]) else ""
    return sharpened(f"{start}{run.group()}{end}")


def _length(found: re.Match[str]) -> int:
    return found.end() - found.start()


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _join(items: list[tuple[Piece, bool]]) -> Piece:
    """Concatenate, giving each optional item the separator on the side it hangs by."""
    opening = next((at for at, (piece, _) in enumerate(items) if not piece.optional), len(items))
    if opening == len(items):
        return _any_from(items)
    regex = _opening(items[:opening], spaced=items[opening][1]).regex
    sets: list[frozenset[str]] = []
    after_gap = False
    for position in range(opening, len(items)):
        piece, spaced = items[position]
        spaced = position > opening and (spaced or after_gap)
        after_gap = piece.regex == _GAP
        separator = _SEPARATOR if piece.starts_word else _BEFORE_SIGN
        glue = separator if spaced else ""
        if after_gap:
            regex += _GAP
        elif piece.optional:
            regex += f"(?:{glue}{piece.regex})?"
        else:
            regex += glue + piece.regex
            glued = position + 1 < len(items) and not items[position + 1][1]
            left = position > 0 and not (spaced or items[position][1])
            known = [item for item in (piece.literals, *piece.others) if item is not None]
            sets += [_unbound(item, left=left, right=glued) for item in known]
    sets.sort(key=cost)
    closing = max(at for at, (piece, _) in enumerate(items) if not piece.optional)
    return Piece(
        regex,
        sets[0] if sets else None,
        tuple(sets[1:]),
        starts_word=_agreed(piece.starts_word for piece, _ in items[: opening + 1]),
        ends_word=_agreed(piece.ends_word for piece, _ in items[closing:]),
    )


def _any_from(items: list[tuple[Piece, bool]]) -> Piece:
    """A sequence of nothing but optional items: any of them first, the later ones after it."""
    heads = [at for at, (piece, _) in enumerate(items) if piece.regex != _GAP]
    if not heads:
        return items[0][0]
    pieces = [
        _join([(items[at][0]._replace(optional=False), False), *items[at + 1 :]]) for at in heads
    ]
    return any_of(pieces)._replace(optional=True, literals=None, others=())


def _opening(items: list[tuple[Piece, bool]], *, spaced: bool) -> Piece:
    """The optional items before the first required one, with their separator from it."""
    if not items:
        return Piece("", None)
    inside = _any_from(items)
    if inside.regex == _GAP:
        return inside._replace(regex=_OPENING_GAP)
    tail = _SEPARATOR if spaced else ""
    without = f"|{_OPENING_GAP}" if any(piece.regex == _GAP for piece, _ in items) else ""
    return inside._replace(regex=f"(?:{inside.regex}{tail}{without})" + ("" if without else "?"))


def _unbound(literals: frozenset[str], *, left: bool, right: bool) -> frozenset[str]:
    """Literals that something is glued to, on these sides."""
    if left:
        literals = frozenset(literal.removeprefix(BOUND) for literal in literals)
    return frozenset(literal.removesuffix(BOUND) for literal in literals) if right else literals
