"""What fixes change, as a unified diff for people, with every sensitive span masked."""

from collections.abc import Iterator, Sequence

from postguard.outputs.encode import log_lines, visible
from postguard.redaction import redact
from postguard.span import Span


def unified(
    uri: str,
    before: tuple[str, Sequence[Span]],
    after: tuple[str, Sequence[Span]],
) -> str:
    """The difference of two texts of one draft, each with the ranges of it to mask.

    The path is the same on both sides. Characters that act or hide are named; a line end
    of two characters is shown as one.
    """
    from difflib import unified_diff

    old, new = (_lines(text, masked) for text, masked in (before, after))
    name = visible(uri)
    lines = list(unified_diff(old, new, name, name, lineterm=""))
    heads = [f"{line}\n" for line in lines[:2]]
    return "".join((*heads, *map(_printed, lines[2:])))


def _lines(text: str, masked: Sequence[Span]) -> list[str]:
    return list(_split(redact(text, Span(0, len(text)), masked).text))


def _split(text: str) -> Iterator[str]:
    """The lines with what ends them, so that a missing line end at the end shows."""
    *lines, last = text.removeprefix("\ufeff").split("\n")
    for line in lines:
        yield f"{line.removesuffix(chr(13))}\n"
    if last:
        yield last


def _printed(line: str) -> str:
    parts = line.removesuffix("\n").split("\t")
    shown = log_lines("\t".join(visible(part) for part in parts))
    if line.endswith("\n") or line.startswith("@@"):
        return f"{shown}\n"
    return f"{shown}\n\\ No newline at end of file\n"
