r"""Findings a team already knows, so that only new ones fail a run.

A baseline is a file of JSON Lines, made to be committed and reviewed: a header, then one
finding a line in order of path, rule and fingerprint. It holds no line number and no
time, so drafts that move leave it as it is, and nothing of a sensitive match::

    {"postguard": "baseline", "version": 1}
    {"path": "posts/2016/launch.md", "rule": "finance/guaranteed-return",
     "fingerprint": "3f2a…", "title": "Promised investment return",
     "near": "we promise guaranteed returns"}

Path, rule and fingerprint must all agree, so a line hides what it says and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from postguard.errors import ConfigError
from postguard.files import DISK, Files, read_text
from postguard.finding import Finding

VERSION = 1
FILE_NAME = "postguard-baseline.jsonl"
"""Where a baseline goes if the configuration names no other place."""

_LARGEST = 256 << 20
_MAGIC = "baseline"
_WORDS_BEFORE = 3
_LONGEST_LEAD = 30
_LONGEST_HINT = 60
_AGAIN = "Restore the file, or make it anew: postguard baseline create --force."


class Entry(NamedTuple):
    """One known finding. The order of the fields is the order of the file."""

    path: str
    """Relative to the folder of the configuration, with ``/``."""
    rule: str
    fingerprint: str
    title: str
    near: str
    """Words to recognise the place by; of a sensitive match, only those before it."""


class Baseline:
    """The entries of a baseline, in order, and a quick way to ask for one."""

    __slots__ = ("_known", "entries")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = tuple(sorted(set(entries)))
        self._known = frozenset(entry[:3] for entry in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def knows(self, finding: Finding, path: str) -> bool:
        """Whether a finding at this path is a known one."""
        return (path, finding.rule, finding.fingerprint) in self._known

    def without_lost(self, found: Iterable[Entry], is_settled: Callable[[str], bool]) -> "Baseline":
        """The baseline without entries that were not found again.

        `is_settled` says whether a path was checked in full, or is gone; what is known of
        any other path stays, since nobody has looked there.
        """
        seen = {entry[:3] for entry in found}
        return Baseline(
            entry for entry in self.entries if entry[:3] in seen or not is_settled(entry.path)
        )


def entry_of(finding: Finding, path: str) -> Entry:
    """How a finding at this path is noted down."""
    return Entry(path, finding.rule, finding.fingerprint, finding.title, _near(finding))


def render(baseline: Baseline) -> str:
    """The text of the file. The same findings give the same text, byte for byte."""
    lines = [_line({"postguard": _MAGIC, "version": VERSION})]
    lines += [_line(entry._asdict()) for entry in baseline.entries]
    return "".join(lines)


def load(path: str, files: Files = DISK) -> Baseline:
    """Read a baseline. Raises `ConfigError` with the place of what is wrong."""
    text = read_text(
        path, "the baseline", ConfigError, files=files, largest=_LARGEST, remedy=_AGAIN
    )
    return parse(text, path)


def parse(text: str, path: str) -> Baseline:
    """The baseline a text holds; `path` is how errors name it. Raises `ConfigError`.

    Order and repetition are left to `render`: a merge of two branches is still readable.
    """
    entries: list[Entry] = []
    for number, line in enumerate(text.split("\n"), 1):
        if number == 1:
            _check_header(line, path)
        elif line.strip():
            entries.append(_entry(line, path, number))
    return Baseline(entries)


def _check_header(line: str, path: str) -> None:
    header = _object(line, path, 1)
    if header.get("postguard") != _MAGIC:
        raise ConfigError("this is not a baseline", path=path, line=1, remedy=_AGAIN)
    if header.get("version") != VERSION:
        raise ConfigError(
            f"version {header.get('version')} of the baseline; this postguard reads {VERSION}",
            path=path,
            line=1,
            remedy="Update postguard, or make the file anew: postguard baseline create --force.",
        )


def _entry(line: str, path: str, number: int) -> Entry:
    values = _object(line, path, number)
    if set(values) != set(Entry._fields) or not all(isinstance(v, str) for v in values.values()):
        expected = ", ".join(Entry._fields)
        raise ConfigError(
            f"an entry holds exactly {expected}, each a text",
            path=path,
            line=number,
            remedy=_AGAIN,
        )
    return Entry(**values)


def _object(line: str, path: str, number: int) -> dict[str, Any]:
    import json

    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ConfigError("not an object of JSON", path=path, line=number, remedy=_AGAIN)
    return value


def _line(values: Mapping[str, object]) -> str:
    """One line of JSON that a person can read in any script and that hides nothing."""
    import json

    text = json.dumps(values, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    return f"{text}\n"


def _near(finding: Finding) -> str:
    """The match and a few words before it, folded as fingerprints fold them.

    Two findings of one fingerprint so have one hint, whatever happens to upper case and
    white space. The words come from the excerpt, where every sensitive span is masked.
    """
    before = ""
    if finding.excerpt is not None:
        line = finding.excerpt.text[: finding.excerpt.mark.start]
        before = " ".join(line.split()[-_WORDS_BEFORE:])[-_LONGEST_LEAD:]
    match = "•••" if finding.match is None else " ".join(finding.match.split())
    hint = f"{before} {match}".strip().lower()
    return hint if len(hint) <= _LONGEST_HINT else f"{hint[: _LONGEST_HINT - 1]}…"
