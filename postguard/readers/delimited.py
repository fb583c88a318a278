"""Delimiter-separated records after RFC 4180, with the place of every field."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from postguard.readers.builder import SegmentBuilder
from postguard.span import Span

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_DELIMITERS = ",;\t|"


class Field(NamedTuple):
    """The source range of one field, inside its quotes if it has any."""

    start: int
    end: int
    quoted: bool = False


class Record(NamedTuple):
    """One record and the range it fills, without its line end."""

    fields: tuple[Field, ...]
    span: Span
    problem: str = ""
    """What is wrong with its quoting; empty if nothing is."""


def records(text: str, start: int, delimiter: str) -> Iterator[Record]:
    """The records of a table in order, empty lines included as records of no field.

    A field whose quote is never closed ends with its line, so that the records after
    it are still read.
    """
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    at = start
    while at < len(text):
        begin = at
        fields: list[Field] = []
        problem = ""
        while True:
            field, at, trouble = _field(text, at, delimiter, plain)
            fields.append(field)
            problem = problem or trouble
            if not text.startswith(delimiter, at):
                break
            at += 1
        is_blank = len(fields) == 1 and not fields[0].quoted and fields[0].start == fields[0].end
        yield Record(() if is_blank else tuple(fields), Span(begin, at), problem)
        at += 2 if text.startswith("\r\n", at) else 1


def guess_delimiter(text: str, start: int) -> str:
    """The likeliest delimiter, judged by the first line outside its quotes."""
    first = re.compile(r'(?:"(?:[^"]++|"")*+"|[^\r\n"]++|")*+').match(text, start)
    line = re.sub(r'"(?:[^"]++|"")*+"', "", first[0] if first else "")
    return max(_DELIMITERS, key=line.count)


def field_text(text: str, field: Field) -> str:
    """The field's value."""
    value = text[field.start : field.end]
    return value.replace('""', '"') if field.quoted else value


def add_field(builder: SegmentBuilder, text: str, field: Field) -> None:
    """Add the field's text; of a doubled quote, the pair stands for the one."""
    start = field.start
    if field.quoted:
        at = text.find('""', start, field.end)
        while at >= 0:
            builder.copy(start, at)
            builder.replaced('"', at, at + 2)
            start = at + 2
            at = text.find('""', start, field.end)
    builder.copy(start, field.end)


def _field(text: str, at: int, delimiter: str, plain: re.Pattern[str]) -> tuple[Field, int, str]:
    """A field, where it ends, and what is wrong with it."""
    problem = ""
    if text.startswith('"', at):
        found = _QUOTED.match(text, at)
        if found is not None:
            end = found.end()
            if end == len(text) or text[end] in "\r\n" or text[end] == delimiter:
                return Field(*found.span(1), quoted=True), end, ""
            problem = "text follows a closing quote"
        else:
            problem = "a quote is never closed"
    match = plain.match(text, at)
    end = match.end() if match else at
    return Field(at, end), end, problem
