"""Inline code in Markdown, whose parser gives its text but not its place."""

from postguard.readers.builder import SegmentBuilder

_FILLER = "x"
"""What stands in the parsed text for template code."""


def add_code(builder: SegmentBuilder, text: str, start: int, end: int, value: str) -> None:
    """Add the inline code that fills ``[start, end)`` with its backticks.

    `value` is what the parser made of it: line ends are spaces, an outer pair of spaces
    is dropped, and in a table a bar may be escaped.
    """
    while text[start] == "`":
        start, end = start + 1, end - 1
    if end - start == len(value) and text.startswith(value, start):
        builder.verbatim(start, end)
        return
    for at in (start, start + 1):
        pieces = _align_code(text, at, end, value)
        if pieces is not None:
            for begin, stop, literal in pieces:
                if literal:
                    builder.verbatim(begin, stop)
                else:
                    builder.replaced(" ", begin, stop)
            return
    builder.replaced(value, start, end)


def _align_code(text: str, at: int, end: int, value: str) -> list[tuple[int, int, bool]] | None:
    """Ranges that spell `value`, and whether each does so literally; None if they do not."""
    pieces = []
    for index, char in enumerate(value):
        if at >= end:
            return None
        stop = at + 1
        literal = text[at] not in "\r\n"
        if literal and text[at] == "\\" and char == "|":
            at, stop = at + 1, at + 2
        elif literal and text[at] != char and char != _FILLER:
            return None
        elif not literal:
            following = value[index + 1 : index + 2]
            while stop < end and text[stop] in "\n \t>" and text[stop] != following:
                stop += 1
        pieces.append((at, stop, literal))
        at = stop
    return pieces
