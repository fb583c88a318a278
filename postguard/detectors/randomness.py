"""Telling a random string from a word, a path or a digest.

Shannon entropy alone calls ``my-super-secret-token`` random. What separates keys
from names is that keys ignore the letter pairs of language; a string that is mostly
common pairs was typed by a person.
"""

import math
import re
from collections import Counter
from itertools import pairwise

_PAIRS = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le "
    "ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec "
    "pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na "
    "ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab "
    "gh ty op sa ay ex ke fr oo av ag if ap gr od bo sp do uc bu ei ov by "
    "rd oa ba ub rn cr sw ey ok pi gi cl lu tt pp rr nn qu br bl fl gl dr pu va um up ua eg eu ue "
    "au aw ck ks ys ry ps ep ef rm tu ju ru go ga da cu"
)
"""The commonest letter pairs of English running text. Nearly nine in ten adjacent pairs of an
English text are among them, and one in four of a random letter string."""
_COMMON_PAIRS = frozenset(_PAIRS.split())

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?:[0-9a-f]+|[0-9A-F]+)")
_DIGEST_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
_CHUNK = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def entropy(value: str) -> float:
    """Shannon entropy of the characters, in bits per character; 0 for an empty string."""
    length = len(value)
    return -sum(n / length * math.log2(n / length) for n in Counter(value).values())


def is_uuid(value: str) -> bool:
    """Whether the value is a UUID in its usual form."""
    return _UUID.fullmatch(value) is not None


def is_hex(value: str) -> bool:
    """Whether the value is hexadecimal in one case."""
    return _HEX.fullmatch(value) is not None


def is_digest(value: str) -> bool:
    """Whether the value has the shape of an MD5, SHA-1 or SHA-2 digest."""
    return len(value) in _DIGEST_LENGTHS and is_hex(value)


def is_wordlike(value: str) -> bool:
    """Whether a person made the value up out of words, names, dates or a path."""
    chunks = _CHUNK.findall(value)
    letters = sum(len(chunk) for chunk in chunks if not chunk.isdigit())
    if letters < 4 or is_hex(value):
        return False
    words = sum(len(chunk) for chunk in chunks if len(chunk) >= 3 and _speakable(chunk))
    return words / letters > 0.75


def has_many_classes(value: str) -> bool:
    """Whether the value mixes digits with letters, or changes case as no name does."""
    digits = any(char.isdigit() for char in value)
    letters = any(char.isalpha() for char in value)
    turns = sum(
        1
        for first, second in pairwise(value)
        if first.isalpha() and second.isalpha() and first.islower() != second.islower()
    )
    return (digits and letters) or turns * 4 > len(value)


def character_classes(value: str) -> int:
    """How many of small letters, capitals, digits and signs the value holds."""
    return sum(
        (
            any(char.islower() for char in value),
            any(char.isupper() for char in value),
            any(char.isdigit() for char in value),
            any(not char.isalnum() for char in value),
        )
    )


def _speakable(chunk: str) -> bool:
    low = chunk.lower()
    if not low.isalpha():
        return False
    pairs = [low[i : i + 2] for i in range(len(low) - 1)]
    vowels = sum(char in "aeiouy" for char in low)
    common = sum(pair in _COMMON_PAIRS for pair in pairs)
    if len(low) == 3:
        return vowels > 0 and common == 2
    return vowels * 6 >= len(low) and common / len(pairs) >= 0.6
