"""Paths as the configuration sees them: relative to its folder, with ``/``."""

from __future__ import annotations

import os
from functools import lru_cache

from postguard.light_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

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


def inside(path: str, folder: str) -> str | None:
    """A path as seen from a folder it leads into, with ``/``; None if it does not.

    Links on the way to the folder are followed, those in it are not. The folder itself
    is the empty path.
    """
    top = os.path.realpath(folder)
    named = os.path.abspath(path)
    if _is_in(named, top):
        return _from(named, top)
    steps = named.split(os.sep)
    for end in range(1, len(steps) + 1):
        reached = os.path.realpath(os.sep.join(steps[:end]) or os.sep)
        if _is_in(reached, top):
            return _from(os.sep.join((reached, *steps[end:])), top)
    return None


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _from(path: str, folder: str) -> str:
    return "" if path == folder else relative(path, folder)


def through_link(path: str, folder: str) -> bool:
    """Whether a link in the folder stands on the way to a path in it, or at its end.

    Also true of a path that does not lead into the folder.
    """
    place = inside(path, folder)
    if place is None:
        return True
    plain = os.path.normpath(os.path.join(os.path.realpath(folder), place))
    return os.path.islink(plain) or os.path.realpath(path) != plain


def matches(glob: str, path: str) -> bool:
    """Whether a relative path matches a glob, which reads as a line of .gitignore would."""
    return bool(_spec(glob).match_file(path))


@lru_cache(maxsize=256)
def _spec(glob: str) -> PathSpec[Any]:
    from pathspec import PathSpec

    return PathSpec.from_lines("gitignore", [glob])
