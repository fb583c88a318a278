"""One word written with digits, signs, masks or separators: ``sh!t``, ``f**k``, ``i.d.i.o.t``."""

from postguard.folding.dictionary import is_known
from postguard.folding.lexicon import ANY, LOOKS, VOWEL, Lexicon
from postguard.lazy import lazy_pattern

SUSPICIOUS = lazy_pattern(
    r"[a-z][@$!|*#%&+0-9._~\u20ac\u00a3\u00a5-]+[a-z]|[@$!|0-9][a-z]{2}|[a-z]\*\*|[a-z]\$\$"
    r"|\$\$[a-z]|(?<![*\w])\*[a-z]{5}"
)
_SYMBOL = "\u2190-\u2bff\U0001f000-\U0001faff"
_PARTED = lazy_pattern(
    rf"(?<![\w/\\])(?:[a-z]+(?:[{_SYMBOL}]+[a-z]+)+|[a-z](?:/[a-z]){{3,}}|[a-z](?:\\[a-z]){{3,}})(?![\w/\\])"
)
"""Letters with pictures between them, or single letters with slashes."""
"""What a lower-cased chunk must hold before `spelled_out` is worth asking."""

PIECE = lazy_pattern(r"[a-z0-9@$!*#%&+|._~\u20ac\u00a3\u00a5-]+")
"""The part of a chunk that can be one disguised word, with signs still at its edges."""

_MACHINE = lazy_pattern(
    r"://|^www\.|[\w.+-]@[\w-]+\.|[\\={}<>`]"
    r"|(?:^|[^a-z0-9-])[a-z0-9-]{2,}\.[a-z]{2,}(?:$|[/:?#])"
    r"|^[/~.]|\w/[\w.-]*/|^[0-9a-f]{8}-?[0-9a-f-]*$|^v?\d+(?:\.\d+)+"
)
_HYPHENATED = lazy_pattern(r"[a-z]+(?:[._~-][a-z]+)+")
_LETTER = lazy_pattern(r"[a-z]")
_LETTERS_ONLY = {letter: letter for letter in ANY}
_SEPARATOR = lazy_pattern(r"[._~-]")
_MASK_RUN = lazy_pattern(r"(?<=[a-z])(?:--+|__+)")
_EDGE = ".!?#%&+|~_-"
_LONGEST = 40
_LONGEST_CHUNK = 200


def is_machine_text(chunk: str) -> bool:
    """Whether a chunk without spaces is an address, path, markup, number or digest."""
    return _MACHINE.search(chunk[:_LONGEST_CHUNK]) is not None


def may_be_parted(chunk: str) -> bool:
    """Whether a chunk has what `parted` looks for."""
    return not chunk.isascii() or chunk.count("/") >= 3 or chunk.count("\\") >= 3


def parted(chunk: str, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Start, end and reading of the entries in a lower-case chunk parted by pictures or slashes."""
    found: list[tuple[int, int, str]] = []
    if not may_be_parted(chunk):
        return found
    for piece in _PARTED.finditer(chunk[:_LONGEST_CHUNK]):
        letters = "".join(_LETTER.findall(piece[0]))
        written = lexicon.written(letters) if len(letters) >= 4 else None
        if written is not None:
            found.append((*piece.span(), written))
    return found


def trimmed(piece: str) -> tuple[int, int]:
    """Start and end of `piece` without punctuation and emphasis around it."""
    start = len(piece) - len(piece.lstrip(_EDGE))
    end = len(piece.rstrip(_EDGE))
    while end - start > 2 and piece[start] == piece[end - 1] == "*":
        start += 1
        end -= 1
    return start, max(start, end)


def spelled_out(token: str, lexicon: Lexicon) -> str | None:
    """The entry that a trimmed lower-case token is read as, or None."""
    if not 3 <= len(token) <= _LONGEST or token.isalpha():
        return None
    if _HYPHENATED.fullmatch(token):
        return _separated(token, lexicon)
    visible = len(_LETTER.findall(token))
    if not visible:
        return None
    if "*" in token or _MASK_RUN.search(token):
        return _masked(_MASK_RUN.sub(lambda run: "*" * len(run[0]), token), visible, lexicon)
    if _SEPARATOR.search(token):
        return _separated(token, lexicon)
    return _leet(token, visible, lexicon) or _sign_for_letter(token, visible, lexicon)


def _masked(token: str, visible: int, lexicon: Lexicon) -> str | None:
    """Stars stand for one letter each, or stand between letters that are all there.

    Few letters left mean only what everybody takes them for. A single star at the end
    is a footnote, and two after a known word are the end of something in bold.
    """
    word = token.rstrip("*")
    if token.find("*") == len(token) - 1 or (2 < len(word) == len(token) - 2 and is_known(word)):
        return None
    letters = "".join(_LETTER.findall(token))
    return _filled(token, visible, lexicon) or (
        lexicon.written(letters) if visible >= 4 and token[0] + token[-1] != "**" else None
    )


def _filled(token: str, visible: int, lexicon: Lexicon) -> str | None:
    if token[0] == "*":
        return lexicon.decode(token, other=ANY) if len(token) == visible + 1 >= 6 else None
    if not token[0].isalpha():
        return None
    if visible >= 3 and visible * 2 >= len(token):
        return lexicon.decode(token, other=ANY)
    found = _strong(token, lexicon)
    if found is None and visible == 2 and len(token) == 4 and token[-1].isalpha():
        return lexicon.decode(token, other=ANY)
    return found


def _strong(token: str, lexicon: Lexicon) -> str | None:
    for word in lexicon.strong.get(len(token), ()):
        pairs = zip(word, token, strict=True)
        if all(letter in LOOKS.get(char, ANY) for letter, char in pairs):
            return lexicon.written(word)
    return None


def _separated(token: str, lexicon: Lexicon) -> str | None:
    """Separators between letters, or one separator that masks a vowel."""
    joined = _SEPARATOR.sub("", token)
    written = lexicon.written(joined)
    if written is None and not joined.isalpha():
        if any(sum(map(str.isdigit, piece)) > 1 for piece in _SEPARATOR.split(token)):
            return None  # "B17-CH" is a model number
        written = _leet(joined, len(_LETTER.findall(joined)), lexicon)
    if written is not None:
        pieces = _SEPARATOR.split(token)
        if all(len(piece) == 1 for piece in pieces):
            return written if len(joined) >= 4 or "." not in token else None
        return written if len(joined) >= 4 and not all(map(is_known, pieces)) else None
    if len(token) - len(joined) != 1 or len(joined) < 3 or not joined.isalpha():
        return None
    written = lexicon.decode(token, other=VOWEL)
    if written is None:
        return None
    pieces = _SEPARATOR.split(token)
    return None if all(len(piece) > 1 and is_known(piece) for piece in pieces) else written


def _leet(token: str, visible: int, lexicon: Lexicon) -> str | None:
    """Digits and signs for the letters they resemble.

    A digit needs a word of four letters with two of them left, and three of five
    characters may be digits at most, so that road, paper and model numbers stay what
    they are; signs may make up most of a short word.
    """
    digits = sum(map(str.isdigit, token))
    if digits and (len(token) < 4 or visible < 2 or digits * 5 > len(token) * 3):
        return None
    return lexicon.decode(token) or (
        lexicon.decode(token, stretched=True) if len(token) > 3 else None
    )


def _sign_for_letter(token: str, visible: int, lexicon: Lexicon) -> str | None:
    """A sign in the middle stands for any letter: ``f#ck``, ``sh@t``."""
    if not (token[0].isalpha() and token[-1].isalpha()) or any(map(str.isdigit, token)):
        return None
    if len(token) < 4 or visible < 2 or visible * 2 < len(token):
        return None
    return lexicon.decode(token, _LETTERS_ONLY, other=ANY)
