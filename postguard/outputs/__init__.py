"""Report formats: each writes a `Report` to a text sink, and is imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postguard.errors import UsageError
from postguard.lazy import module_named
from postguard.light_typing import cast
from postguard.outputs.interface import Style, Writer

__all__ = ["FORMATS", "Style", "Writer", "load"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        name: f"postguard.outputs.{name}"
        for name in (
            "text",
            "json",
            "sarif",
            "github",
            "gitlab",
            "junit",
            "rdjson",
            "markdown",
            "csv",
            "html",
        )
    }
)
"""Format name → the module that writes it."""


def load(name: str) -> Writer:
    """The writer of a format.

    Raises `UsageError`, with the nearest known name, if there is no such format.
    """
    module = FORMATS.get(name)
    if module is None:
        raise UsageError(_unknown(name))
    return cast("Writer", module_named(module))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from postguard.outputs.encode import visible

    near = get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(FORMATS)}"
    return f"unknown output format “{visible(name)}”: {hint}"
