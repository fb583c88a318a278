"""CSV and TSV schedules: each row is a post."""

import re
from collections.abc import Iterator, Sequence

from postguard.document import Document, Post, Segment, SegmentKind, Source
from postguard.readers.builder import SegmentBuilder, raw_segment
from postguard.readers.columns import Column, choose_layout
from postguard.readers.delimited import (
    Field,
    Record,
    add_field,
    field_text,
    guess_delimiter,
    records,
)
from postguard.readers.meta import plain_meta
from postguard.readers.options import ReaderOptions
from postguard.readers.problems import few_problems

_KINDS = {
    "text": SegmentKind.CELL,
    "link": SegmentKind.LINK,
    "alt": SegmentKind.ALT,
    "comment": SegmentKind.COMMENT,
}
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}|\s*$)")
_LIST_KEYS = frozenset(("platform", "platforms", "tags", "sponsors", "sponsor"))


def read(source: Source, options: ReaderOptions, *, tabs: bool = False) -> Document:
    """One post a row, named by its record number; a header counts as row 1.

    Surplus cells and columns without a role are in the row's raw view. Raises
    `ReadError` if the options name columns that are not there.
    """
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    delimiter = options.delimiter or ("\t" if tabs else guess_delimiter(text, start))
    rows = list(records(text, start, delimiter))
    first = next((row for row in rows if row.fields), None)
    if first is None:
        return Document(source, ())
    values = [field_text(text, field) for field in first.fields]
    layout = choose_layout(values, options, starts_with_date=bool(_DATE.match(values[0])))
    posts = tuple(
        _post(text, row, number, layout.columns)
        for number, row in enumerate(rows, 1)
        if row.fields and not (layout.has_header and row is first)
    )
    return Document(source, posts, few_problems(list(_problems(rows))))


def _post(text: str, row: Record, number: int, columns: Sequence[Column]) -> Post:
    segments: list[Segment] = []
    values: dict[str, object] = {}
    ignored: list[str] = []
    for column, field in zip(columns, row.fields, strict=False):
        kind = _KINDS.get(column.role)
        if kind is not None:
            segment = _segment(text, field, kind, column.name)
            if segment is not None:
                segments.append(segment)
            continue
        value = field_text(text, field).strip()
        if column.role == "ignore":
            ignored += re.findall(r"[^\s,;|]+", value)
        elif value:
            values[column.name.lower()] = value
            if column.role != "meta":
                values[column.role] = value
    meta = plain_meta(values)
    for key in _LIST_KEYS & meta.keys():
        meta[key] = _listed(meta[key])
    if ignored:
        meta["postguard"] = {"ignore": ignored}
    segments.append(raw_segment(text, row.span))
    return Post(tuple(segments), meta, f"row {number}", row.span)


def _segment(text: str, field: Field, kind: SegmentKind, name: str) -> Segment | None:
    builder = SegmentBuilder(text)
    add_field(builder, text, field)
    return builder.build(kind, name)


def _listed(value: object) -> object:
    """Several values in one cell, as a list."""
    if not isinstance(value, str) or not re.search(r"[,;|]", value):
        return value
    return [part.strip(" []\"'") for part in re.split(r"[,;|]", value) if part.strip(" []\"'")]


def _problems(rows: Sequence[Record]) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        if row.problem:
            yield f"row {number}: {row.problem}; its cells may be cut wrongly"
