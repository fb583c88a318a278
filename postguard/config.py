"""The configuration: found near the drafts, validated whole, every error with its place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from postguard.errors import ConfigError
from postguard.files import DISK, Files, read_text
from postguard.light_typing import TYPE_CHECKING, NamedTuple
from postguard.profile import Brand, Profile, codes
from postguard.readers.options import ReaderOptions

if TYPE_CHECKING:
    from typing import Any

    from pydantic import ValidationError

FILE_NAMES = ("postguard.toml", ".postguard.toml")
_PYPROJECT = "pyproject.toml"


class FileSection(NamedTuple):
    """Settings for the files whose path matches a glob."""

    glob: str
    ignore: tuple[str, ...] = ()
    meta: Mapping[str, object] = {}
    """Profile fields for these posts; the post's own fields win."""
    reader: Mapping[str, Any] = {}
    """Fields of `ReaderOptions` that differ for these files."""
    encoding: str | None = None


class Config(NamedTuple):
    """What a run is configured to do. The defaults are a run without a configuration."""

    path: str | None = None
    """The file it came from."""
    root: str = "."
    """The folder that globs and relative paths are relative to."""
    origin: Files = DISK
    """Where it is read from, and the files it names."""
    untrusted_below: str | None = None
    """A folder of somebody else's files: no link in it is followed, and no .gitignore of
    it hides anything. None: the files are the user's own."""
    profile: Profile = Profile()
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    """Packs and rules to run; empty for all that are on by default."""
    extend_select: tuple[str, ...] = ()
    """Packs and rules to run beside those on by default."""
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = {}
    exclude: tuple[str, ...] = ()
    rule_paths: tuple[str, ...] = ()
    files: tuple[FileSection, ...] = ()
    require_reason: bool = False
    locked: tuple[str, ...] = ()
    """Packs and rules that no directive can ignore."""
    pipeline: str = "blank:en"
    baseline: str | None = None
    waivers: str | None = None
    terms: tuple[str, ...] = ()
    on_missing_key: str = "fail"
    terms_key_file: str | None = None
    terms_keyring: bool = False
    reader: ReaderOptions = ReaderOptions()


def find_config(start: str, files: Files = DISK) -> str | None:
    """The configuration file of the nearest folder at or above `start` that has one.

    Raises `ConfigError` if a ``pyproject.toml`` on the way cannot be read.
    """
    folder = os.path.abspath(start)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if files.is_file(path):
                return path
        path = os.path.join(folder, _PYPROJECT)
        if files.is_file(path) and "[tool.postguard" in _read(path, files):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def load_config(path: str, files: Files = DISK) -> Config:
    """Read and validate a configuration file.

    Raises `ConfigError` with file, line and key of what is wrong.
    """
    return parse_config(_read(path, files), path)._replace(origin=files)


def parse_config(text: str, path: str) -> Config:
    """Validate the text of a configuration file; `path` says its name and format.

    Raises `ConfigError` as `load_config` does.
    """
    from pydantic import ValidationError

    from postguard.config_model import ConfigModel

    try:
        model = ConfigModel.model_validate(table_of(text, path))
    except ValidationError as error:
        raise _explained(error, text, path, _prefix(path)) from None
    return _as_config(model, path)


def table_of(text: str, path: str) -> object:
    """What a configuration file says, whatever it is: of a ``pyproject.toml`` its own table.

    Raises `ConfigError` if the text is no TOML.
    """
    import tomllib

    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column = _toml_place(str(error), text)
        raise ConfigError(str(error), path=path, line=line, column=column) from None
    for key in _prefix(path):
        table = table.get(key, {}) if isinstance(table, Mapping) else {}
    return table


def _prefix(path: str) -> tuple[str, ...]:
    """The table of a file that is postguard's."""
    return ("tool", "postguard") if os.path.basename(path) == _PYPROJECT else ()


def own_files(config: Config) -> dict[str, str]:
    """Files and folders that steer postguard, by absolute path, and what each is."""
    named = dict.fromkeys(config.rule_paths, "a rules folder of the configuration")
    if config.baseline is not None:
        named[config.baseline] = "the baseline"
    if config.waivers is not None:
        named[config.waivers] = "the waivers"
    named.update(dict.fromkeys(config.terms, "a list of confidential terms"))
    if config.terms_key_file is not None:
        named[config.terms_key_file] = "the key of the confidential terms"
    return {os.path.abspath(os.path.join(config.root, path)): named[path] for path in named}


def place_of_key(config: Config, key: str) -> tuple[int | None, int | None]:
    """The line and column where a configuration file says something, if it can be told."""
    if config.path is None:
        return None, None
    steps = (*_prefix(config.path), *key.split("."))
    return _place_of(_read(config.path, config.origin), steps)


def _read(path: str, files: Files) -> str:
    return read_text(path, "the configuration", ConfigError, files=files)


def _as_config(model: Any, path: str) -> Config:
    brand = Brand(**{name: tuple(getattr(model.brand, name)) for name in Brand._fields})
    profile = Profile(
        jurisdiction=codes(model.profile.jurisdiction),
        sector=codes(model.profile.sector),
        platform=codes(model.profile.platform),
        account=model.profile.account,
        audience=model.profile.audience,
        brand=brand,
        options=model.options,
    )
    readers = {key: value for key, value in model.readers.model_dump().items() if value is not None}
    return Config(
        path=path,
        root=os.path.dirname(os.path.abspath(path)),
        profile=profile,
        fail_on=model.fail_on,
        select=model.select,
        extend_select=model.extend_select,
        ignore=model.ignore,
        severity=model.severity,
        exclude=model.exclude,
        rule_paths=model.rules.paths,
        files=tuple(_section(glob, section) for glob, section in model.files.items()),
        require_reason=model.ignores.require_reason,
        locked=model.ignores.locked,
        pipeline=model.language.pipeline,
        baseline=model.baseline,
        waivers=model.waivers,
        terms=model.terms.lists,
        on_missing_key=model.terms.on_missing_key,
        terms_key_file=model.terms.key_file,
        terms_keyring=model.terms.keyring,
        reader=ReaderOptions(**readers),
    )


def _section(glob: str, section: Any) -> FileSection:
    meta = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in section.model_dump(
            include={"jurisdiction", "sector", "platform", "account", "audience"}
        ).items()
        if value
    }
    reader = {
        key: value for key, value in section.readers.model_dump().items() if value is not None
    }
    return FileSection(glob, section.ignore, meta, reader, section.encoding)


def _explained(
    error: ValidationError, text: str, path: str, prefix: tuple[str, ...]
) -> ConfigError:
    first = error.errors(include_url=False, include_input=False)[0]
    steps = [str(step) for step in first["loc"]]
    message = first["msg"].removeprefix("Value error, ")
    remedy = None
    if first["type"] == "extra_forbidden":
        message = f"unknown key {steps[-1]!r}"
        remedy = _suggestion(steps[-1])
    line, column = _place_of(text, (*prefix, *steps))
    key = ".".join((*prefix, *steps))
    return ConfigError(message, path=path, line=line, column=column, key=key, remedy=remedy)


def _suggestion(key: str) -> str | None:
    from difflib import get_close_matches

    from postguard.config_model import known_keys

    near = get_close_matches(key, known_keys(), n=1)
    return f"Did you mean {near[0]!r}?" if near else None


def _toml_place(message: str, text: str) -> tuple[int, int]:
    """The place a TOML error names in its message; the end of the text if it names none."""
    import re

    found = re.search(r"line (\d+), column (\d+)", message)
    if found:
        return int(found[1]), int(found[2])
    return text.count("\n") + 1, 1


def _place_of(text: str, steps: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The line and column where a key stands in a TOML text, as near as can be told."""
    wanted = [step for step in steps if not step.isdigit()]
    for depth in range(len(wanted), 0, -1):
        for line, column, keys in _keys(text):
            if keys == tuple(wanted[:depth]):
                return line, column
    return None, None


def _keys(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Line, column and full name of every table header and key."""
    import re

    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[+\s*(.+?)\s*\]+", line)
        key = re.match(
            r"\s*((?:[\w.-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"))*)\s*=", line
        )
        if header and not key:
            table = _parts(header[1])
            yield number, line.index("[") + 1, table
        elif key:
            yield number, key.start(1) + 1, (*table, *_parts(key[1]))


def _parts(dotted: str) -> tuple[str, ...]:
    import re

    return tuple(part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[\w-]+", dotted))
