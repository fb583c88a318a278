"""Messages in the making, as git has them edited: without what it takes out in the end.

That is every line that begins with the comment character, and everything from the
scissors line on, below which ``git commit --verbose`` shows what is about to be committed.
"""

import re

from postguard.document import Document, Source
from postguard.readers import text
from postguard.readers.options import ReaderOptions
from postguard.span import Span

_SCISSORS = " ------------------------ >8 ------------------------"
_CHOICES = "#;@!$%^&|:"
"""The characters of which git takes one that begins no line of the message."""


def read(source: Source, options: ReaderOptions) -> Document:
    """One post, with one prose segment a paragraph of what git will keep."""
    comment = options.comment if options.comment != "auto" else _chosen(source.text)
    return text.without(source, _left_out(source.text, comment, keep=options.keep_comments))


def _chosen(message: str) -> str:
    """The comment character, as far as the last line tells; git's help stands there."""
    lines = message.rstrip().splitlines()
    return lines[-1][0] if lines and lines[-1].startswith(tuple(_CHOICES)) else "#"


def _left_out(message: str, comment: str, *, keep: bool) -> list[Span]:
    mark = re.escape(comment)
    scissors = re.search(rf"^{mark}{_SCISSORS}[ \t]*\r?$", message, re.MULTILINE)
    end = scissors.start() if scissors else len(message)
    lines = [] if keep else re.finditer(rf"^{mark}[^\n]*\n?", message[:end], re.MULTILINE)
    spans = [Span(*line.span()) for line in lines]
    return [*spans, Span(end, len(message))] if end < len(message) else spans
