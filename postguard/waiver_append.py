"""Adding a waiver to a file people edit by hand, without touching what they wrote."""

import re
from typing import TYPE_CHECKING

from postguard.errors import ConfigError
from postguard.waivers import Waiver, parse

if TYPE_CHECKING:
    from postguard.tree import Node

_HEADER = "# Findings that may be published for a time, why, and who said so.\nversion: 1\n"
_EMPTY_LIST = re.compile(r"\[\s*\]|~|null\b", re.IGNORECASE)


def with_waiver(text: str, path: str, waiver: Waiver) -> str:
    """The text of a file of waivers with one more at the end of its list.

    An empty text becomes a new file. Raises `ConfigError` if the file is wrong, or written
    in a way that has no room for a line of its own.
    """
    if not text.strip("\ufeff \t\r\n"):
        return f"{text}{_HEADER}waivers:\n{_written(waiver, '  ')}"
    before = parse(text, path).entries
    changed = _inserted(text, path, waiver)
    try:
        after = parse(changed, path).entries
    except ConfigError:
        after = ()
    if [_said(each) for each in after] != [_said(each) for each in (*before, waiver)]:
        raise ConfigError(
            "the list is written in a way nothing can be added to",
            path=path,
            key="waivers",
            remedy=f"Add this by hand:\n{_written(waiver, '  ')}".rstrip(),
        )
    return changed


def _inserted(text: str, path: str, waiver: Waiver) -> str:
    from postguard.safe_yaml import load

    newline = "\r\n" if "\r\n" in text else "\n"
    root = load(text, path)
    holder = (root.fields or {}).get("waivers")
    if holder is None:
        return _with_lines(text, len(text), f"waivers:\n{_written(waiver, '  ')}", newline)
    if not holder.items:
        found = _EMPTY_LIST.match(text, holder.start)
        end = found.end() if found else holder.start
        return _with_lines(
            text[: holder.start].rstrip(" ") + text[end:],
            len(text[: holder.start].rstrip(" ")),
            _written(waiver, "  "),
            newline,
        )
    indent = " " * max(_dash_column(text, holder), 0)
    return _with_lines(text, _last_scalar(holder).end, _written(waiver, indent), newline)


def _dash_column(text: str, holder: "Node") -> int:
    """How far the dashes of a block list are indented."""
    line_start = text.rfind("\n", 0, holder.items[0].start) + 1
    line = text[line_start : holder.items[0].start]
    return len(line) - len(line.lstrip(" "))


def _with_lines(text: str, at: int, lines: str, newline: str) -> str:
    """The text with lines put after the line that `at` lies on."""
    lines = lines.replace("\n", newline)
    if at > 0 and text[at - 1] == "\n":
        return f"{text[:at]}{lines}{text[at:]}"
    end = text.find("\n", at)
    if end < 0:
        return f"{text}{newline}{lines}"
    return f"{text[: end + 1]}{lines}{text[end + 1 :]}"


def _last_scalar(node: "Node") -> "Node":
    while node.items or node.fields:
        node = node.items[-1] if node.items else list((node.fields or {}).values())[-1]
    return node


def _written(waiver: Waiver, indent: str) -> str:
    """The waiver as an item of a block list."""
    fields = {
        "rule": waiver.rule,
        "path": _quoted(waiver.path) if waiver.path else "",
        "fingerprint": _quoted(waiver.fingerprint) if waiver.fingerprint else "",
        "reason": _quoted(waiver.reason),
        "approver": _quoted(waiver.approver),
        "until": str(waiver.until),
    }
    given = [f"{key}: {value}" for key, value in fields.items() if value]
    return "".join(
        f"{indent}{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(given)
    )


def _quoted(value: str) -> str:
    """A double-quoted scalar of YAML; its escapes are those of JSON."""
    import json

    return json.dumps(value, ensure_ascii=not value.isprintable())


def _said(waiver: Waiver) -> tuple[object, ...]:
    """Everything about a waiver but its place."""
    return waiver[:-1]
