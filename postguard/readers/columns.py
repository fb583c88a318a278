"""Which column of a table holds what: presets, common names, and the user's own map."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from postguard.errors import ReadError
from postguard.readers.options import TEXT_FIELDS, ReaderOptions

PRESETS: Mapping[str, Mapping[str, str]] = {
    "hootsuite": {"date": "date", "message": "text", "link": "link"},
    "buffer": {"text": "text", "image url": "link", "tags": "tags", "posting time": "date"},
    "ayrshare": {
        "post": "text",
        "platforms": "platform",
        "mediaurls": "link",
        "scheduledate": "date",
    },
    "postfast": {
        "scheduled_at": "date",
        "account_id": "account",
        "content": "text",
        "media_urls": "link",
        "first_comment": "text",
    },
}
"""Layouts of scheduling tools: lower-case column name → role, in the tool's order."""

IGNORE_COLUMN = "postguard_ignore"

_COMMON: Mapping[str, str] = {
    **dict.fromkeys(TEXT_FIELDS, "text"),
    **dict.fromkeys(("alt", "alt text", "alt_text", "image alt", "image_alt"), "alt"),
    **dict.fromkeys(("first comment", "thread", "post text", "post_text", "copy text"), "text"),
    **dict.fromkeys(("link", "url", "links", "image", "image_url", "media", "media url"), "link"),
    **dict.fromkeys(("date", "time", "datetime", "date-time", "date time"), "meta"),
    **dict.fromkeys(("platform", "platforms", "network", "networks", "channel"), "meta"),
    **dict.fromkeys(("account", "profile", "tags", "sponsor", "sponsors", "draft"), "meta"),
    **{name: role for layout in PRESETS.values() for name, role in layout.items()},
    IGNORE_COLUMN: "ignore",
}


class Column(NamedTuple):
    """One column of a table."""

    name: str
    """As written; “column 3” if it has no name."""
    role: str
    """`text`, `link`, `alt`, `comment`, `ignore`, `meta`, or a key of `Post.meta`."""


class Layout(NamedTuple):
    """The columns, and whether the first record names them."""

    columns: tuple[Column, ...]
    has_header: bool


def choose_layout(
    first: Sequence[str], options: ReaderOptions, *, starts_with_date: bool
) -> Layout:
    """Tell the layout by the first record's values.

    Where no name is known, the first record is taken for a post and every column for
    text: better a product number read as prose than a post not read.

    Raises `ReadError` if the options name a preset that does not exist, or a column or
    preset whose text column is not there.
    """
    chosen = {name.strip().lower(): role for name, role in options.columns.items()}
    preset = _preset(options)
    names = [value.strip().lower() for value in first]
    known = {**(preset or _COMMON), IGNORE_COLUMN: "ignore", **chosen}
    if not starts_with_date and any(name in known for name in names):
        columns = [
            Column(value.strip() or f"column {index}", known.get(name, "meta"))
            for index, (value, name) in enumerate(zip(first, names, strict=True), 1)
        ]
        missing = [name for name, role in chosen.items() if name not in names and role == "text"]
        if missing:
            raise ReadError(f"no column {missing[0]!r}, which holds the text", stage="parse")
        return Layout(_with_text(columns), has_header=True)
    if preset is not None or (starts_with_date and 2 <= len(first) <= 4):
        layout = preset or PRESETS["hootsuite"]
        return Layout(tuple(Column(name, role) for name, role in layout.items()), has_header=False)
    if chosen:
        raise ReadError(f"none of the columns {', '.join(options.columns)}", stage="parse")
    return Layout(
        tuple(Column(f"column {index}", "text") for index in range(1, len(first) + 1)),
        has_header=False,
    )


def _preset(options: ReaderOptions) -> Mapping[str, str] | None:
    if options.preset is None:
        return None
    preset = PRESETS.get(options.preset.lower())
    if preset is None:
        known = ", ".join(PRESETS)
        raise ReadError(f"no table preset {options.preset!r}; there are {known}", stage="parse")
    return preset


def _with_text(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns; if none is known to hold text, every unknown one is taken to."""
    if any(column.role == "text" for column in columns):
        return tuple(columns)
    return tuple(
        column._replace(role="text")
        if column.role == "meta" and column.name.lower() not in _COMMON
        else column
        for column in columns
    )
