"""Paths as the configuration sees them: relative to its folder, with ``/``."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathspec import PathSpec


def relative(path: str, root: str) -> str:
    """A path as seen from the folder `root`; ``-``, for standard input, stays as it is."""
    if path == "-":
        return path
    return os.path.relpath(path, root).replace(os.sep, "/")


def shown(path: str) -> str:
    """A path as a user here would type it."""
    near = os.path.relpath(path)
    return (path if near.startswith(os.pardir) else near).replace(os.sep, "/")


def matches(glob: str, path: str) -> bool:
    """Whether a relative path matches a glob, which reads as a line of .gitignore would."""
    return bool(_spec(glob).match_file(path))


@lru_cache(maxsize=256)
def _spec(glob: str) -> "PathSpec[Any]":
    from pathspec import PathSpec

    return PathSpec.from_lines("gitignore", [glob])
