"""Ways of writing a two-word name so that a plain search misses it, with its exact place.

Each evasion gets the name's two words and returns what is written; the name's place is
the whole of it, or what stands between ⟦ and ⟧.
"""

from collections.abc import Callable
from typing import NamedTuple

from postguard.span import Span

Evasion = Callable[[str, str], str]


class Written(NamedTuple):
    """A sentence with an evasive spelling in it, and where."""

    text: str
    span: Span


LOOK_ALIKE = str.maketrans("aeopcxyiAEOPCXHKMTB", "аеорсхуіАЕОРСХНКМТВ")
LEET = str.maketrans("aeoi", "4301")
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def _swap_case(word: str) -> str:
    return "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(word))


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word[-1] == "y" and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


EVASIONS: dict[str, Evasion] = {
    "lower case": lambda a, b: f"{a} {b}".lower(),
    "upper case": lambda a, b: f"{a} {b}".upper(),
    "mixed case": lambda a, b: f"{_swap_case(a)} {_swap_case(b)}",
    "hyphen": lambda a, b: f"{a}-{b}",
    "joined": lambda a, b: f"{a}{b}".lower(),
    "camel case": lambda a, b: f"{a}{b}",
    "snake case": lambda a, b: f"{a}_{b}".lower(),
    "dots": lambda a, b: f"{a}.{b}".lower(),
    "hashtag": lambda a, b: f"#⟦{a}{b}⟧".lower(),
    "hashtag with more": lambda a, b: f"#⟦{a}{b}⟧Launch",
    "glued hashtag": lambda a, b: f"#the⟦{a}{b}⟧launch".lower(),
    "handle": lambda a, b: f"@⟦{a}{b}⟧".lower(),
    "host": lambda a, b: f"https://⟦{a}{b}⟧.example.com/".lower(),
    "path": lambda a, b: f"https://example.com/news/⟦{a}-{b}⟧/index.html".lower(),
    "escaped path": lambda a, b: f"https://example.com/⟦{a}%20{b}⟧".lower(),
    "file name": lambda a, b: f"⟦{a}_{b}⟧_final2.pdf",
    "plural": lambda a, b: f"{a} {_plural(b)}",
    "possessive": lambda a, b: f"⟦{a} {b}⟧'s",
    "curly possessive": lambda a, b: f"⟦{a} {b}⟧’s",
    "two spaces": lambda a, b: f"{a}  {b}",
    "no-break space": lambda a, b: f"{a}\u00a0{b}",
    "line end": lambda a, b: f"{a}\n{b}",
    "zero width": lambda a, b: f"{a[:2]}\u200b{a[2:]}\u2060 {b[:1]}\u200d{b[1:]}",
    "soft hyphen": lambda a, b: f"{a[:3]}\u00ad{a[3:]} {b}",
    "combining marks": lambda a, b: f"{a[0]}\u0301\u0302{a[1:]} {b[:2]}\u0336{b[2:]}",
    "look-alikes": lambda a, b: f"{a} {b}".translate(LOOK_ALIKE),
    "full width": lambda a, b: f"{a.translate(FULL_WIDTH)} {b.translate(FULL_WIDTH)}",
    "spaced out": lambda a, b: " ".join(a + b),
    "dotted out": lambda a, b: ".".join((a + b).lower()),
    "leet": lambda a, b: f"{a} {b}".translate(LEET),
    "one sign for two letters": lambda a, b: f"{a} {b}".replace("l", "1", 1).replace("i", "1", 1),
    "escaped letter": lambda a, b: f"https://example.com/⟦%{ord(a[0]):X}{a[1:]}-{b}⟧",
    "character reference": lambda a, b: f"&#{ord(a[0])};{a[1:]}&nbsp;{b}",
    "program escape": lambda a, b: f"'⟦\\u{ord(a[0]):04x}{a[1:]} {b}⟧'",
    "spelt out unevenly": lambda a, b: f"Plan B ⟦{'.'.join(a.lower())} {'-'.join(b.lower())}⟧",
    "emphasis marks": lambda a, b: f"{a}**{b}**"[:-2],
    "dash": lambda a, b: f"{a} – {b}",
    "slash": lambda a, b: f"{a}/{b}",
    "year": lambda a, b: f"⟦{a}{b}⟧2026",
}


def write(evasion: str, name: str) -> Written:
    """A sentence that names `name` by this evasion."""
    first, second = name.split()
    spelt = EVASIONS[evasion](first, second)
    before = "Word is that "
    if "⟦" not in spelt:
        spelt = f"⟦{spelt}⟧"
    text = f"{before}{spelt} moves ahead"
    start = text.index("⟦")
    end = text.index("⟧") - 1
    return Written(text.replace("⟦", "").replace("⟧", ""), Span(start, end))
