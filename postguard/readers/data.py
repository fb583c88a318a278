"""JSON, JSON Lines and YAML: records of posts, their text chosen by key or path."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.errors import ReadError
from postguard.readers.builder import in_order, raw_segment
from postguard.readers.data_paths import Found, join, parse_path, resolve, split_at_records
from postguard.readers.fields import lower_case, scalar_segment, strings
from postguard.readers.json_tree import JsonError, parse_json
from postguard.readers.meta import plain_meta
from postguard.readers.options import ReaderOptions
from postguard.readers.problems import few_problems
from postguard.span import LineIndex, Span
from postguard.tree import Node

_LISTS = frozenset(
    ("posts", "items", "entries", "data", "records", "messages", "updates", "tweets", "schedule")
)
_LINK_FIELDS = frozenset(("link", "url", "href", "links", "image", "image_url", "media_urls"))
_ALT_FIELDS = frozenset(("alt", "alt_text", "image_alt"))
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\w")


class _Record(NamedTuple):
    """One post to be."""

    node: Node
    label: str
    inherited: Mapping[str, object]
    """Metadata of what holds the record."""
    chosen: Sequence[Found] | None = None
    """Its texts, where a path of the options names them."""


def read(source: Source, options: ReaderOptions, *, suffix: str = ".json") -> Document:
    """One post a record: an item of the list the file is, or holds under a usual name.

    A file that is one record is one post. If no record has a field of text, all strings
    are text. What lies outside the records is a post with a raw view only, so that
    nothing is left unread.

    Raises `ReadError` with stage "parse" if the file is malformed, hostile or nested
    too deep. A malformed line of JSON Lines is a problem, and the other lines are read.
    """
    text = source.text
    problems: list[str] = []
    if suffix in (".yaml", ".yml"):
        roots = _yaml(source)
    elif suffix == ".json":
        roots = _json(text, problems)
    else:
        roots = _json_lines(text, problems)
    records = [record for root in roots for record in _records(root, options)]
    segments = [_segments(text, record, options) for record in records]
    if not any(segments):
        segments = [_all_strings(text, record.node) for record in records]
    posts = [_post(text, record, found) for record, found in zip(records, segments, strict=True)]
    posts.sort(key=lambda post: post.span)
    return Document(source, tuple(_with_remainder(text, posts)), few_problems(problems))


def _json(text: str, problems: list[str]) -> list[Found]:
    lines = LineIndex(text)
    start = 1 if text.startswith("\ufeff") else 0
    if not text[start:].strip():
        return []
    lone: list[int] = []
    try:
        root = parse_json(text, start, lone=lone)
        if rest := text[root.end :].strip():
            raise JsonError("more follows the value", text.index(rest, root.end))
    except JsonError as error:
        place = lines.position(error.offset)
        reason = f"not JSON: line {place.line}, column {place.column}: {error.problem}"
        raise ReadError(reason, stage="parse") from None
    problems += [_lone_surrogate(lines, offset) for offset in lone]
    return [Found("$", root)]


def _json_lines(text: str, problems: list[str]) -> list[Found]:
    lines = LineIndex(text)
    roots = []
    for found in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        if found[0].isspace():
            continue
        lone: list[int] = []
        number = lines.position(found.start()).line
        try:
            root = parse_json(text, found.start(), found.end(), lone=lone)
            if rest := text[root.end : found.end()].strip():
                raise JsonError("more follows the value", text.index(rest, root.end))
        except JsonError as error:
            place = lines.position(error.offset)
            problems.append(f"not JSON: line {number}, column {place.column}: {error.problem}")
            continue
        problems += [_lone_surrogate(lines, offset) for offset in lone]
        roots.append(Found(f"line {number}", root))
    return roots


def _lone_surrogate(lines: LineIndex, offset: int) -> str:
    place = lines.position(offset)
    return (
        f"line {place.line}, column {place.column}: half a surrogate pair, which is no"
        " character; read as U+FFFD"
    )


def _yaml(source: Source) -> list[Found]:
    from postguard.safe_yaml import YamlError, load_all

    if not source.text.strip("\ufeff \t\r\n"):
        return []
    try:
        roots = load_all(source.text, source.uri)
    except YamlError as error:
        reason = f"not plain YAML: line {error.line}, column {error.column}: {error.problem}"
        raise ReadError(reason, stage="parse") from None
    if len(roots) == 1:
        return [Found("$", roots[0])]
    return [Found(f"document {number}", root) for number, root in enumerate(roots, 1)]


def _records(root: Found, options: ReaderOptions) -> Iterator[_Record]:
    if options.text_paths:
        yield from _configured(root, options.text_paths)
        return
    holder = root
    for key, field in (root.node.fields or {}).items():
        if key.lower() in _LISTS and any(item.fields is not None for item in field.items):
            holder = Found(join(root.path, key), field)
            break
    if not holder.node.items:
        yield _Record(root.node, "" if root.path == "$" else root.path, {})
        return
    inherited = _scalars(root.node)
    for index, item in enumerate(holder.node.items):
        yield _Record(item, join(holder.path, index), inherited)


def _configured(root: Found, paths: Sequence[str]) -> Iterator[_Record]:
    """The records that the paths of the options lead to, each with all of its texts."""
    records: dict[str, tuple[Node, list[Found]]] = {}
    for path in paths:
        to_record, to_text = split_at_records(parse_path(path))
        for record in resolve(root, to_record):
            texts = records.setdefault(record.path, (record.node, []))[1]
            for found in resolve(Found("", record.node), to_text):
                texts += [Found(*item) for item in strings(found.node, found.path)]
    inherited = _scalars(root.node)
    for path, (node, texts) in records.items():
        yield _Record(node, "" if path == "$" else path, inherited, texts)
    if not records:
        yield _Record(root.node, "" if root.path == "$" else root.path, {}, [])


def _scalars(node: Node) -> dict[str, object]:
    return {
        key: field.value
        for key, field in (node.fields or {}).items()
        if field.fields is None and not field.items
    }


def _segments(text: str, record: _Record, options: ReaderOptions) -> list[Segment]:
    if record.chosen is not None:
        return _built(text, ((SegmentKind.CELL, found) for found in record.chosen))
    if isinstance(record.node.value, str):
        return _built(text, [(SegmentKind.CELL, Found("", record.node))])
    return _built(text, _published(Found("", record.node), lower_case(options.text_fields)))


def _published(root: Found, fields: frozenset[str]) -> Iterator[tuple[SegmentKind, Found]]:
    for key, field in (root.node.fields or {}).items():
        inner = Found(join(root.path, key), field)
        name = key.lower()
        if name in _ALT_FIELDS:
            kind = SegmentKind.ALT
        elif name in fields:
            kind = SegmentKind.CELL
        elif name in _LINK_FIELDS:
            kind = SegmentKind.LINK
        else:
            yield from _published(inner, fields)
            continue
        for path, node in strings(field, inner.path):
            yield kind, Found(path, node)
    for index, item in enumerate(root.node.items):
        yield from _published(Found(join(root.path, index), item), fields)


def _all_strings(text: str, node: Node) -> list[Segment]:
    return _built(text, ((SegmentKind.CELL, Found(*item)) for item in strings(node)))


def _built(text: str, chosen: Iterable[tuple[SegmentKind, Found]]) -> list[Segment]:
    segments = [scalar_segment(text, found.node, kind, found.path) for kind, found in chosen]
    return [segment for segment in segments if segment is not None]


def _post(text: str, record: _Record, segments: list[Segment]) -> Post:
    node = record.node
    end = node.end
    while end > node.start and text[end - 1] in " \t\r\n":
        end -= 1
    span = Span(node.start, end)
    own = node.value if isinstance(node.value, dict) else {}
    meta = plain_meta({**record.inherited, **own})
    return Post((*in_order(segments), raw_segment(text, span)), meta, record.label, span)


def _with_remainder(text: str, posts: Sequence[Post]) -> Iterator[Post]:
    """The posts, and between them what none of them covers."""
    at = 1 if text.startswith("\ufeff") else 0
    for post in posts:
        yield from _gap(text, at, post.span.start)
        yield post
        at = max(at, post.span.end)
    yield from _gap(text, at, len(text))


def _gap(text: str, start: int, end: int) -> Iterator[Post]:
    if _WORD.search(text, start, end):
        span = Span(start, end)
        yield Post((raw_segment(text, span),), {}, "$", span)
