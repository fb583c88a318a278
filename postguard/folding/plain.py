"""Typography levelled to ASCII, one code point for one, so offsets stay as they are."""

from postguard.lazy import lazy_pattern

_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_REPLACE_AT_MOST = 32

_LEVELLED: dict[str, str] = {
    **dict.fromkeys(
        "\u2018\u2019\u201a\u201b\u2039\u203a\u02bb\u02bc\u2032\u2035\u00b4\ua78c", "'"
    ),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u301d\u301e", '"'),
    # The figure dash joins the hyphens because it stands between the digits of phone
    # numbers; en and em dashes carry meaning of their own and stay.
    **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
    **dict.fromkeys("\u0085\u2028\u2029", ""),
}


def plain(text: str) -> str:
    """Return `text` with typographic variants written in ASCII, at the same length.

    Curly and modifier apostrophes, primes and single guillemets become ``'``; curly
    double quotes, double primes and guillemets ``"``; Unicode spaces one space;
    hyphens and the minus sign ``-``; and whatever NFKC turns into one ASCII character
    (full-width and mathematical letters, circled letters) that character. Superscript
    and subscript digits stay: ``500¹`` is not five thousand and one. Line and
    paragraph separators stay, as do en and em dashes.

    Code point *i* of the result stands for code point *i* of `text`. ASCII text is
    returned as the same object.
    """
    if text.isascii():
        return text
    present = set(_NON_ASCII.findall(text))
    changes = {char: ascii_ for char in present if (ascii_ := _ascii_of(char))}
    if not changes:
        return text
    if len(changes) > _REPLACE_AT_MOST:
        # Characters missing from the table cost an exception each, so name them all.
        return text.translate({ord(c): changes.get(c, c) for c in set(text)})
    for char, ascii_ in changes.items():
        text = text.replace(char, ascii_)
    return text


def _ascii_of(char: str) -> str:
    """The ASCII character that `char` levels to, or an empty string."""
    known = _LEVELLED.get(char)
    if known is not None:
        return known
    import unicodedata

    found = ""
    if unicodedata.category(char) == "Zs":
        found = " "
    else:
        folded = unicodedata.normalize("NFKC", char)
        raised = unicodedata.decomposition(char).startswith(("<super>", "<sub>"))
        if len(folded) == 1 and folded.isascii() and not (raised and not folded.isalpha()):
            found = folded
    _LEVELLED[char] = found
    return found
