"""Text with character references and backslash escapes, read with each at its place."""

from postguard.lazy import lazy_pattern
from postguard.readers.builder import SegmentBuilder

_REFERENCE = lazy_pattern(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{0,40});?")
_ESCAPE_OR_REFERENCE = lazy_pattern(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});"
)
_TO_FOLD = lazy_pattern(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*|  +")
"""White space that is not one single space."""


def add_html(builder: SegmentBuilder, text: str, start: int, end: int, *, fold: bool) -> None:
    """Add source range of HTML text; with `fold`, white space collapses as in a browser."""
    add = _add_folded if fold else _add_kept
    if text.find("&", start, end) >= 0:
        for found in _REFERENCE.finditer(text, start, end):
            character = unescape(found[0])
            if character == found[0]:
                continue
            add(builder, text, start, found.start())
            builder.replaced(character, found.start(), found.end())
            start = found.end()
    add(builder, text, start, end)


def add_markdown(builder: SegmentBuilder, text: str, start: int, end: int) -> None:
    """Add a source range of a Markdown link target or title."""
    for found in _ESCAPE_OR_REFERENCE.finditer(text, start, end):
        escaped = found["escaped"]
        if escaped is None:
            character = unescape(found[0])
            if character == found[0]:
                continue
            builder.copy(start, found.start())
            builder.replaced(character, found.start(), found.end())
        else:
            builder.copy(start, found.start())
            builder.literal(found.start() + 1, found.end())
        start = found.end()
    builder.copy(start, end)


def unescape(reference: str) -> str:
    """The characters a reference stands for; itself if it stands for none.

    A reference to a surrogate or to NUL gives U+FFFD, as HTML says.
    """
    import html

    return html.unescape(reference)


def _add_kept(builder: SegmentBuilder, text: str, start: int, end: int) -> None:  # noqa: ARG001
    builder.copy(start, end)


def _add_folded(builder: SegmentBuilder, text: str, start: int, end: int) -> None:
    if start < end and text[start] == " " and builder.ends_in_space:
        start += 1
    for found in _TO_FOLD.finditer(text, start, end):
        builder.literal(start, found.start())
        if not builder.ends_in_space:
            builder.replaced(" ", found.start(), found.end())
        start = found.end()
    builder.literal(start, end)
