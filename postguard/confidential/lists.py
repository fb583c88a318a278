"""Plain lists of confidential terms, as their owner writes them: YAML or CSV.

No error quotes the list. It names the file, the line and what was expected, since a log
or a terminal is no place for the term that was mistyped.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from postguard.confidential.entries import MAX_GROUPS, Entry, flaw
from postguard.confidential.sealed import Clear
from postguard.errors import ConfigError, TermsError
from postguard.files import DISK, Files, read_bytes
from postguard.finding import Severity

if TYPE_CHECKING:
    from pydantic import ValidationError

    from postguard.confidential.list_schema import EntryModel, ListModel
    from postguard.tree import Node

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes."""

COLUMNS = (
    "term", "variants", "together", "within", "severity", "owner", "label", "note",
    "from", "until", "audiences", "allow", "near", "capital", "fuzzy",
)  # fmt: skip
"""What a CSV list may have; only ``term`` must be there."""

_SEVERAL = frozenset({"variants", "together", "audiences", "allow", "near"})
SEPARATOR = "|"
"""Between the values of one CSV cell."""

_TRUE, _FALSE = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


class PlainList(NamedTuple):
    """A plain list in memory. It holds the terms; its `repr` does not."""

    path: str
    entries: tuple[Entry, ...]
    clear: Clear = Clear()

    def __repr__(self) -> str:
        return f"PlainList({self.path!r}, {len(self.entries)} entries)"


def read_plain(path: str, files: Files = DISK) -> PlainList:
    """Read a list ending in ``.yaml``, ``.yml``, ``.csv`` or ``.tsv``.

    Raises `TermsError` if it cannot be read, `ConfigError` with the line if it is wrong.
    """
    data = read_bytes(path, "the list", TermsError, files=files, largest=LARGEST_FILE)
    return parse_plain(_decode(data, path), path)


def parse_plain(text: str, path: str) -> PlainList:
    """The list in `text`; `path` says its format and where errors are. As `read_plain`."""
    extension = os.path.splitext(path)[1].lower()
    if extension in (".yaml", ".yml"):
        return _from_yaml(text, path)
    if extension in (".csv", ".tsv"):
        return _from_csv(text, path)
    raise ConfigError("a plain list ends in .yaml, .yml, .csv or .tsv", path=path)


def parse_lines(text: str, path: str) -> PlainList:
    """A list of bare terms, one a line, with the settings of an entry that gives none."""
    entries = tuple(
        _checked(Entry(((line.strip(),),), line=number), path)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    )
    return PlainList(path, entries)


def _from_yaml(text: str, path: str) -> PlainList:
    from postguard import safe_yaml
    from postguard.confidential.list_schema import ListModel

    problem: ConfigError | None = None
    node: Node | None = None
    try:
        node = safe_yaml.load(text, path)
    except safe_yaml.YamlError as error:
        # Its message may quote the list, so only its place is kept.
        problem = ConfigError(
            "this is not the plain YAML a list is written in",
            path=path,
            line=error.line,
            column=error.column,
            remedy="No tags, anchors or repeated keys, at most 1 MiB; a longer list can be CSV.",
        )
    if problem is not None or node is None:
        raise problem or ConfigError("the list is empty", path=path)
    value = {"terms": node.value} if isinstance(node.value, list) else node.value
    model = _validated(ListModel, value, path, lambda where: _line(node, where))
    lines = _term_lines(node)
    entries = tuple(
        _checked(_entry(item, model, line), path)
        for item, line in zip(model.terms, lines, strict=True)
    )
    return PlainList(path, entries, Clear(model.title, model.contact))


def _term_lines(node: "Node") -> list[int]:
    items = node.items if isinstance(node.value, list) else node.at("terms").items
    return [item.line for item in items]


def _line(node: "Node", where: Sequence[str | int]) -> int:
    """The line of the value a validation error is about, as near as it is known."""
    return node.at(*(where[1:] if isinstance(node.value, list) else where)).line


def _from_csv(text: str, path: str) -> PlainList:
    from postguard.confidential.list_schema import EntryModel, ListModel

    rows = _rows(text, path)
    _, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    if "term" not in names:
        raise ConfigError(
            "the first row does not name a column `term`",
            path=path,
            line=1,
            remedy=f"Columns: {', '.join(COLUMNS)}.",
        )
    for at, name in enumerate(names):
        if name not in COLUMNS or name in names[:at]:
            raise ConfigError(
                f"column {at + 1} is unknown or repeated",
                path=path,
                line=1,
                remedy=f"Columns: {', '.join(COLUMNS)}.",
            )
    defaults = ListModel.model_validate({"terms": []})
    entries: list[Entry] = []
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names):
            raise ConfigError(
                "this row has more cells than there are columns", path=path, line=line
            )
        cells = {
            name: _cell(name, cell.strip())
            for name, cell in zip(names, row, strict=False)
            if cell.strip()
        }
        model = _validated(EntryModel, cells, path, lambda _, line=line: line)
        entries.append(_checked(_entry(model, defaults, line), path))
    return PlainList(path, tuple(entries))


def _rows(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """The rows and the line each begins on."""
    import csv
    import io

    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        failed = False
        row: list[str] = []
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            failed = True
        if failed:
            raise ConfigError(
                "this row's quoting is broken",
                path=path,
                line=line,
                remedy='A cell that holds a quotation mark is quoted, the mark doubled: "a ""b""".',
            )
        yield line, row


def _cell(name: str, cell: str) -> object:
    if name in _SEVERAL:
        return [part.strip() for part in cell.replace("\n", SEPARATOR).split(SEPARATOR)]
    if name == "capital" and cell.lower() in _TRUE | _FALSE:
        return cell.lower() in _TRUE
    if name == "fuzzy" and cell.isdecimal():
        return int(cell)
    return cell


def _validated(model: Any, value: object, path: str, line_of: Any) -> Any:
    from pydantic import ValidationError

    problem: ConfigError | None = None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problem = _explain(error, path, line_of)
    raise problem


def _explain(error: "ValidationError", path: str, line_of: Any) -> ConfigError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = first["loc"]
    known = {*COLUMNS, "title", "contact", "terms"}
    key = ".".join(str(step) for step in where if isinstance(step, int) or step in known)
    # A mistyped or misplaced line can make a key of a term, so an unknown key is not named.
    unknown = first["type"] == "extra_forbidden"
    return ConfigError(
        "unknown key" if unknown else first["msg"],
        path=path,
        line=line_of(where),
        key=key or None,
        remedy=f"Keys of an entry: {', '.join(COLUMNS)}." if unknown else None,
    )


def _entry(item: "EntryModel", defaults: "ListModel", line: int) -> Entry:
    own = ((item.term, *item.variants),) if item.term is not None else ()
    return Entry(
        own + tuple(map(tuple, item.together)),
        line=line,
        severity=Severity(item.severity or defaults.severity),
        owner=defaults.owner if item.owner is None else item.owner,
        label=item.label,
        since=item.from_ or defaults.from_,
        until=item.until or defaults.until,
        audiences=tuple(defaults.audiences if item.audiences is None else item.audiences),
        allow=tuple(item.allow),
        near=tuple(item.near),
        within=item.within,
        capital=item.capital,
        fuzzy=defaults.fuzzy if item.fuzzy is None else item.fuzzy,
    )


def _checked(entry: Entry, path: str) -> Entry:
    """The entry, if it can be looked up. Raises `ConfigError` with its line."""
    problem = ""
    if not entry.groups:
        problem = "an entry needs a `term`, or several things `together`"
    elif len(entry.groups) > MAX_GROUPS - bool(entry.near):
        problem = f"an entry may ask for at most {MAX_GROUPS} things together"
    elif entry.since and entry.until and entry.since >= entry.until:
        problem = "`until` must be later than `from`"
    else:
        spellings = [spelling for group in entry.groups for spelling in group]
        reasons = map(flaw, [*spellings, *entry.near, *entry.allow])
        problem = next((reason for reason in reasons if reason), "")
    if problem:
        raise ConfigError(problem, path=path, line=entry.line)
    return entry


def _decode(data: bytes, path: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise ConfigError("the list is not UTF-8", path=path, line=line, remedy="Save it as UTF-8.")
