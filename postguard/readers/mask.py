"""Where a page is template code rather than text: shortcodes, Liquid, MDX.

A Markdown parser knows none of these and would read emphasis, links or code into
them. They are found here, and the Markdown reader covers them with filler of the same
length before it parses; the segments leave them out, and the raw view keeps them.
"""

import re

from postguard.lazy import lazy_pattern
from postguard.span import Span

_LIMIT = 4000
"""Code points one template tag may take; a longer one is read as text."""

_GIVE_UP = 50
"""Unclosed braces or tags after which a file is taken to be no MDX; keeps time linear."""

_BLANK_LINE = lazy_pattern(r"\n\r?\n|\r\r")
_MDX_MODULE = lazy_pattern(r"^(?:import|export)[ \t{*][^\n]*", re.MULTILINE)
_MDX_TOKEN = lazy_pattern(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})"
    r"|(?P<tick>`+)"
    r"|\\."
    r"|(?P<brace>\{)"
    r"|(?P<tag></?(?:[A-Za-z][\w.:-]*)?(?=[\s/>]))",
    re.MULTILINE,
)
_MDX_INSIDE = lazy_pattern(r"[{}]|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|/\*")


def template_spans(text: str) -> list[Span]:
    """Hugo shortcodes, and Liquid or Jinja tags and expressions, in order.

    Takes time linear in the text, whatever it holds.
    """
    spans: list[Span] = []
    for opener, closer in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        if opener not in text:
            continue
        at = text.find(opener)
        end = -1
        # The first blank line from here on, looked for again only once it is passed.
        blank = Span(-1, -1)
        while at >= 0:
            if end < at + 2:
                end = text.find(closer, at + 2)
                if end < 0:
                    break
            stop = end + 2
            if blank.start < at:
                found = _BLANK_LINE.search(text, at)
                blank = Span(*found.span()) if found else Span(len(text), len(text) + 1)
            if stop - at > _LIMIT or blank.end <= stop:
                at = text.find(opener, at + 2)
                continue
            spans.append(Span(at, stop))
            at = text.find(opener, stop)
    return disjoint(spans)


def mdx_spans(text: str) -> tuple[list[Span], list[Span]]:
    """MDX's import and export lines, expressions and JSX tags; and of these, the comments.

    Code fences and inline code are left alone: there, braces are text.
    """
    spans: list[Span] = []
    comments: list[Span] = []
    at = unclosed = 0
    while unclosed < _GIVE_UP and (found := _MDX_TOKEN.search(text, at)) is not None:
        at = found.end()
        if fence := found["fence"]:
            at = _after_fence(text, at, fence)
        elif ticks := found["tick"]:
            at = _after_code(text, at, ticks)
        elif found["brace"]:
            end = _after_braces(text, found.start())
            if end is None:
                unclosed += 1
                continue
            spans.append(Span(found.start(), end))
            if text.startswith("{/*", found.start()) and text.startswith("*/}", end - 3):
                comments.append(spans[-1])
            at = end
        elif found["tag"]:
            end = _after_tag(text, at)
            if end is None:
                unclosed += 1
                continue
            spans.append(Span(found.start(), end))
            at = end
    spans += _module_spans(text, spans)
    return disjoint(spans), comments


def disjoint(spans: list[Span]) -> list[Span]:
    """The spans in order, without those that begin inside an earlier one."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def cover(text: str, spans: list[Span]) -> str:
    """The text with each span overwritten by letters, which no Markdown parser acts on."""
    if not spans:
        return text
    parts = []
    at = 0
    for span in spans:
        parts.append(text[at : span.start])
        parts.append("x" * (span.end - span.start))
        at = span.end
    parts.append(text[at:])
    return "".join(parts)


def _after_fence(text: str, at: int, fence: str) -> int:
    closing = re.compile(rf"^[ \t>]*{re.escape(fence)}+[ \t]*$", re.MULTILINE)
    found = closing.search(text, at)
    return found.end() if found else len(text)


def _after_code(text: str, at: int, ticks: str) -> int:
    limit = min(len(text), at + _LIMIT)
    blank = text.find("\n\n", at, limit)
    closing = re.compile(rf"(?<!`){ticks}(?!`)")
    found = closing.search(text, at, blank if blank >= 0 else limit)
    return found.end() if found else at


def _after_braces(text: str, start: int) -> int | None:
    depth = 0
    at = start
    limit = min(len(text), start + _LIMIT)
    while (found := _MDX_INSIDE.search(text, at, limit)) is not None:
        at = found.end()
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return at
        elif mark == "/*":
            end = text.find("*/", at, limit)
            if end < 0:
                return None
            at = end + 2
    return None


def _after_tag(text: str, at: int) -> int | None:
    """The end of a JSX tag whose name ends at `at`; props may hold strings and braces."""
    limit = min(len(text), at + _LIMIT)
    while at < limit:
        char = text[at]
        if char == ">":
            return at + 1
        if char == "{":
            end = _after_braces(text, at)
            if end is None:
                return None
            at = end
        elif char in "\"'":
            end = text.find(char, at + 1, limit)
            if end < 0:
                return None
            at = end + 1
        elif char == "<" or text.startswith("\n\n", at):
            return None
        else:
            at += 1
    return None


def _module_spans(text: str, taken: list[Span]) -> list[Span]:
    """Import and export statements, with the braces they open on further lines."""
    ends = {span.start: span.end for span in taken}
    spans: list[Span] = []
    for found in _MDX_MODULE.finditer(text):
        start = found.start()
        begins_block = text[max(0, start - 2) : start] in ("", "\n", "\n\n")
        follows_another = bool(spans) and spans[-1].end == start - 1
        if not begins_block and not follows_another:
            continue
        end = found.end()
        for at in range(start, end):
            end = max(end, ends.get(at, 0))
        line_end = text.find("\n", end)
        spans.append(Span(start, line_end if line_end >= 0 else len(text)))
    return spans
