"""What stands around a candidate: nearby words, the URL or identifier that holds it."""

import re
from functools import lru_cache

from postguard.detectors import settings
from postguard.detectors.interface import Candidate
from postguard.span import Span

WINDOW = 60
"""Code points looked at before a candidate unless its rule says otherwise."""

_PARAGRAPH_END = re.compile(r"\n[ \t]*\r?\n")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,30}://[^\s<>\"'`\\]+|\bwww\.[^\s<>\"'`\\]+", re.IGNORECASE)
_JOINERS = frozenset("._-/")


def before(candidate: Candidate, length: int = WINDOW, *, at: int | None = None) -> str:
    """Up to `length` code points of the same paragraph before the candidate (or `at`)."""
    end = candidate.span.start if at is None else at
    lead = candidate.text[max(0, end - length) : end]
    for mark in _PARAGRAPH_END.finditer(lead):
        lead_end = mark.end()
        if lead[lead_end:].strip():
            lead = lead[lead_end:]
            break
    return lead


def after(candidate: Candidate, length: int = WINDOW, *, at: int | None = None) -> str:
    """Up to `length` code points of the same paragraph after the candidate (or `at`)."""
    start = candidate.span.end if at is None else at
    tail = candidate.text[start : start + length]
    mark = _PARAGRAPH_END.search(tail)
    return tail[: mark.start()] if mark else tail


def mentioned(candidate: Candidate, key: str, *, inside: bool = False) -> bool:
    """Whether the pattern under ``with.<key>`` occurs near the candidate.

    Near means `WINDOW` code points before or half of that after, or ``with.window``; with
    `inside` also in the candidate itself. Without the pattern nothing is mentioned.
    """
    wanted = settings.pattern(candidate.with_, key)
    if wanted is None:
        return False
    window = int(settings.number(candidate.with_, "window", WINDOW))
    if inside and wanted.search(candidate.value):
        return True
    return bool(
        wanted.search(before(candidate, window)) or wanted.search(after(candidate, window // 2))
    )


def in_url(text: str, span: Span) -> bool:
    """Whether the span lies inside a web address."""
    return any(url.start <= span.start and span.end <= url.end for url in _urls(text))


def whole_host(text: str, span: Span) -> Span:
    """The span widened to the left over the rest of the host name it ends."""
    start = span.start
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".-_"):
        start -= 1
    while start < span.start and text[start] in ".-_":
        start += 1
    return Span(start, span.end)


def glued(text: str, span: Span) -> bool:
    """Whether the span is only a piece of a longer identifier.

    ``1234567890`` in ``build-1234567890-rc1`` or in a UUID is no number of its own.
    """
    return _glued_side(text, span.start - 1, -1) or _glued_side(text, span.end, 1)


def _glued_side(text: str, at: int, step: int) -> bool:
    if not 0 <= at < len(text):
        return False
    char = text[at]
    if char.isalnum() or char == "_":
        return True
    beyond = at + step
    return char in _JOINERS and 0 <= beyond < len(text) and text[beyond].isalnum()


@lru_cache(maxsize=8)
def _urls(text: str) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in _URL.finditer(text))
