"""Columns of a terminal: how wide text is, where to cut it, where to break it."""

import re

# What follows a joiner, and a skin tone, draws into the cell of the emoji before it.
_JOINED = "(?s)\u200d.|[\U0001f3fb-\U0001f3ff]"


def columns(text: str) -> int:
    """Terminal columns that `text`, free of controls, takes."""
    if text.isascii():
        return len(text)
    return sum(_column(char) for char in re.sub(_JOINED, "", text))


def head(text: str, room: int) -> str:
    """The longest start of `text` that fits `room` columns, ending in … if it was cut."""
    if len(text) <= room and columns(text) <= room:
        return text
    taken = 0
    for index, char in enumerate(text):
        taken += _column(char)
        if taken > room - 1:
            return text[:index] + "…" if room > 0 else ""
    return text


def tail(text: str, room: int) -> str:
    """The longest end of `text` that fits `room` columns, beginning with … if it was cut."""
    if len(text) <= room and columns(text) <= room:
        return text
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += _column(text[index])
        if taken > room - 1:
            return "…" + text[index + 1 :] if room > 0 else ""
    return text


def window(before: str, mark: str, after: str, room: int) -> tuple[str, str, str]:
    """The three parts of a line, cut around the mark to fit `room` columns together."""
    mark = head(mark, max(room - 2, 1))
    spare = max(room - columns(mark), 0)
    # Whatever one side does not need goes to the other.
    before = tail(before, max(spare - spare // 2, spare - _up_to(after, spare)))
    return before, mark, head(after, spare - columns(before))


def wrap(text: str, room: int) -> list[str]:
    """`text` broken at spaces into lines of at most `room` columns; long words stay whole."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if current and columns(longer) > room:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current] if current else lines


def _up_to(text: str, limit: int) -> int:
    return limit if len(text) > 4 * limit else min(columns(text), limit)


def _column(char: str) -> int:
    if char.isascii():
        return 1
    from unicodedata import category, east_asian_width

    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
