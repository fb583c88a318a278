"""Which reader reads what."""

import re
from collections.abc import Mapping

from postguard.document import Document, Source
from postguard.errors import ReadError
from postguard.readers.options import ReaderOptions

SUFFIXES: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".text": "text",
    ".csv": "table",
    ".tsv": "table",
    ".json": "data",
    ".jsonl": "data",
    ".ndjson": "data",
    ".yaml": "data",
    ".yml": "data",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".webp": "image",
    ".gif": "image",
    ".tif": "image",
    ".tiff": "image",
    ".heic": "image",
    ".heif": "image",
    ".avif": "image",
}
"""Lower-case suffix → name of the module of this package that reads it."""

MESSAGES = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "NOTES_EDITMSG"})
"""Names of the files in which git has a message edited."""

IMAGE = "image"
"""The reader of what is not decoded but listed."""


def suffix(path: str) -> str:
    """The lower-case suffix of the path's last part, with its dot; empty if it has none."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def reader_of(path: str) -> str:
    """The name of the reader of a path, whether or not it is supported."""
    if is_message(path):
        return "message"
    return SUFFIXES.get(suffix(path), "text")


def is_message(path: str) -> bool:
    """Whether git has a message edited in a file of this name."""
    return path.replace("\\", "/").rpartition("/")[2] in MESSAGES


def supported(path: str) -> bool:
    """Whether a reader exists for the path. A name without a suffix is read as text."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return suffix(path) in SUFFIXES or ("." not in name)


def source_of(
    uri: str, data: bytes, declared: str | None = None, name: str | None = None
) -> Source:
    """The source that the bytes of an input hold, whose type `name` tells, or else its uri.

    Raises `ReadError` with stage "decode" if they are not what the type says.
    """
    if reader_of(name or uri) == IMAGE:
        from io import BytesIO

        from postguard.readers.image import listed

        return listed(uri, BytesIO(data))
    from postguard.readers.encoding import decode

    return decode(uri, data, declared)


def read(source: Source, options: ReaderOptions | None = None, name: str | None = None) -> Document:
    """Read a source into its posts, by the suffix of `name`, or else of its uri.

    Raises `ReadError` if no reader takes it, if it is larger than
    `ReaderOptions.max_characters`, or if it is so broken that nothing of it can be read.
    """
    options = options or ReaderOptions()
    name = name or source.uri
    if not supported(name):
        known = " ".join(SUFFIXES)
        raise ReadError(f"no reader for {suffix(name) or name!r}; supported: {known}")
    if len(source.text) > options.max_characters:
        raise ReadError(
            f"{len(source.text)} characters, more than the {options.max_characters} read at once",
            stage="parse",
        )
    source = _encodable(source)
    reader = reader_of(name)
    if reader == "markdown":
        from postguard.readers import markdown

        return markdown.read(source, options, mdx=suffix(name) == ".mdx")
    if reader == "html":
        from postguard.readers import html

        return html.read(source, options)
    if reader == "table":
        from postguard.readers import table

        return table.read(source, options, tabs=suffix(name) == ".tsv")
    if reader == "data":
        from postguard.readers import data

        return data.read(source, options, suffix=suffix(name))
    if reader == "message":
        from postguard.readers import message

        return message.read(source, options)
    if reader == IMAGE:
        from postguard.readers import image

        return image.read(source, options)
    from postguard.readers import text

    return text.read(source, options)


def _encodable(source: Source) -> Source:
    """A text that never was bytes may hold lone surrogates, which no parser takes."""
    if source.digest or source.text.isascii():
        return source
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError as error:
        problem = f"half a surrogate pair at character {error.start}, read as U+FFFD"
        text = re.sub("[\ud800-\udfff]", "\ufffd", source.text)
        return source._replace(text=text, problems=(*source.problems, problem))
    return source
