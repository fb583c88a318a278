"""Markdown and MDX: front matter, body, and the raw view of both."""

from postguard.document import Document, Post, Source
from postguard.readers.builder import in_order, raw_segment
from postguard.readers.front_matter import split_front_matter
from postguard.readers.markdown_body import MarkdownBody
from postguard.readers.options import ReaderOptions
from postguard.span import Span


def read(source: Source, options: ReaderOptions, *, mdx: bool = False) -> Document:
    """One post. Raises `ReadError` if HTML inside it takes too long to parse."""
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    front = split_front_matter(text, start, options, json=not mdx)
    body = MarkdownBody(text, front.end, mdx=mdx, options=options)
    body.run()
    span = Span(start, len(text))
    segments = in_order([*front.segments, *body.segments])
    post = Post((*segments, raw_segment(text, span)), front.meta, span=span)
    return Document(source, (post,), front.problems)
