"""What a stranger's change does to the files that steer postguard, and to no effect.

An untrusted run goes by the files of the base revision. Where those under check differ,
the report says so, since they will hold once the change is merged.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from postguard.config import Config, find_config, own_files, table_of
from postguard.errors import ConfigError, UsageError
from postguard.files import Disk, Files
from postguard.finding import Confidence, Finding, Severity
from postguard.paths import inside, shown, through_link
from postguard.revision import Revision
from postguard.span import Position, Span

OVERRULED = "postguard/overruled-change"

_LARGEST = 64 << 20
_RULES = (".yaml", ".yml")


class Change(NamedTuple):
    """A steering file that is not what it is in the base revision."""

    path: str
    """As the user would type it."""
    how: str
    """"added", "changed", "removed" or "a link"."""
    text: str | None = None
    """What it says now, if it can be read and is text."""


class _Checkout(Disk):
    """The files under check, in which a link is there and leads nowhere."""

    __slots__ = ("top",)

    def __init__(self, top: str) -> None:
        self.top = top

    def is_link(self, path: str) -> bool:
        """Whether a link in the working tree is on the way to what is there."""
        return (
            inside(path, self.top) is not None
            and os.path.lexists(path)
            and through_link(path, self.top)
        )

    def is_file(self, path: str) -> bool:
        return self.is_link(path) or os.path.isfile(path)

    def read(self, path: str, most: int) -> bytes:
        if self.is_link(path):
            raise OSError(errno.ELOOP, "it is a link")
        return super().read(path, most)


def changes(config: Config, base: Revision, start: str | None) -> list[Change]:
    """The steering files under check that differ from those of the run.

    Args:
        config: that of the run.
        base: the revision it comes from.
        start: where the run looked for its configuration from; None if it was named.
    """
    here = _Checkout(base.repository.top)
    found = (_changed(path, base, here) for path in _steering(config, base, here, start))
    return [change for change in found if change is not None]


def findings(overruled: Iterable[Change], base: Revision) -> list[Finding]:
    """The changes as the report tells them: notes, each in its file."""
    start = Position(1, 1, 0)
    return [
        Finding(
            rule=OVERRULED,
            severity=Severity.NOTE,
            confidence=Confidence.HIGH,
            title="Change without effect",
            message=_message(change, base),
            uri=change.path,
            post="",
            span=Span(0, 0),
            start=start,
            end=start,
            match=None,
            why="Who writes a change must not choose what it is checked by.",
            remedy="Review it as a change of the checks: it takes effect once it is merged.",
        )
        for change in overruled
    ]


def refuse_code(overruled: Iterable[Change], config: Config, base: Revision) -> None:
    """Refuse a change that names code of its own, where settings only are overruled.

    Raises `UsageError` for a language pipeline or a detector among the files under check.
    """
    folders = (base.repository.top, config.root, os.curdir)
    for change in overruled:
        for name in _code_named_in(change):
            if _is_among(name, (*folders, os.path.dirname(change.path))):
                raise UsageError(
                    f"{change.path} names {name!r}, which would be code from the files under "
                    "check; it was not loaded, and nothing was checked"
                )


def _message(change: Change, base: Revision) -> str:
    if change.how == "added":
        return f"This is added here, and was not used: {base} does not hold it."
    return f"This is {change.how} here, without effect: the run used that of {base}."


def _steering(config: Config, base: Revision, here: _Checkout, start: str | None) -> Iterator[str]:
    """The paths of all files in the repository that steer the run, or would."""
    named = {os.path.abspath(path) for path in (config.path, _config_here(here, start)) if path}
    for path in own_files(config):
        folder = inside(path, base.repository.top)
        if folder is not None and (base.is_folder(path) or os.path.isdir(path)):
            known = (
                os.path.relpath(place, folder or os.curdir) for place in base.files_below(folder)
            )
            named |= {os.path.join(path, place) for place in known if place.endswith(_RULES)}
            named |= set(_rule_files(path))
        else:
            named.add(path)
    return (path for path in sorted(named) if inside(path, base.repository.top) is not None)


def _config_here(here: _Checkout, start: str | None) -> str | None:
    """The configuration that the files under check would bring."""
    if start is None:
        return None
    try:
        return find_config(start, here)
    except ConfigError as error:
        return error.path


def _rule_files(folder: str) -> Iterator[str]:
    if os.path.islink(folder):
        yield folder
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(_RULES):
                yield os.path.join(place, name)


def _changed(path: str, base: Revision, here: _Checkout) -> Change | None:
    if here.is_link(path):
        return Change(shown(path), "a link")
    before = _content(base, path)
    after = _content(here, path)
    if after is None:
        return Change(shown(path), "removed") if before is not None else None
    if before is None:
        return Change(shown(path), "added", _text(after))
    if _says(path, before) == _says(path, after):
        return None
    return Change(shown(path), "changed", _text(after))


def _content(files: Files, path: str) -> bytes | None:
    """None if there is no such file; empty if it cannot be read."""
    if not files.is_file(path):
        return None
    try:
        return files.read(path, _LARGEST)
    except OSError:
        return b""


def _says(path: str, data: bytes) -> object:
    """What is compared: the content, but for line ends, or what a configuration says."""
    text = _text(data)
    if text is not None and path.endswith(".toml"):
        try:
            return table_of(text, path)
        except (ConfigError, RecursionError):
            return text
    return data.replace(b"\r\n", b"\n")


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _code_named_in(change: Change) -> Iterator[str]:
    """The language pipeline a configuration names, and the detector a rule does."""
    text = change.text or ""
    said: object = None
    if change.path.endswith(".toml"):
        try:
            said = _at(table_of(text, change.path), "language", "pipeline")
        except (ConfigError, RecursionError):
            return
    elif change.path.endswith(_RULES):
        from postguard.safe_yaml import YamlError, load

        try:
            said = _at(load(text, change.path).value, "detector")
        except YamlError:
            return
    if isinstance(said, str) and said:
        yield said


def _at(value: object, *steps: str) -> object:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _is_among(name: str, folders: Iterable[str]) -> bool:
    """Whether a module or pipeline of that name would come from a path or one of the folders."""
    from postguard.detectors.loading import known
    from postguard.language import BLANK

    if name == BLANK or known(name):
        return False
    module = name.partition(":")[0]
    if "/" in module or "\\" in module or module.endswith(".py"):
        return True
    place = module.replace(".", os.sep)
    return any(
        os.path.lexists(os.path.join(folder, place + ending))
        for folder in folders
        for ending in ("", ".py")
    )
