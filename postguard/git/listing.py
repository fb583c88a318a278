"""What git lists: the entries of a tree or of the index, and changes of them."""

import os
from collections.abc import Iterator
from typing import NamedTuple


class Entry(NamedTuple):
    """A file, link or submodule that a tree or the index holds."""

    path: str
    mode: str
    """Six octal digits, as git writes them."""
    id: str
    """Of the object that holds the content; of a submodule, its commit."""

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link; its content is then where it leads."""
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        """Whether it is a repository of its own, whose files are not in this one."""
        return self.mode == "160000"


class Change(NamedTuple):
    """An entry that was added, or differs from what it was."""

    entry: Entry
    """As it is now. In a working tree the id may be unknown: all zeros."""
    status: str
    """``A`` added, ``M`` modified, ``R`` renamed, ``T`` of another type, ``U`` in conflict."""


def rows(output: bytes) -> Iterator[bytes]:
    """The rows of an output in which a NUL ends each."""
    return iter(output.split(b"\0")[:-1])


def in_tree(output: bytes) -> Iterator[Entry]:
    """The entries ``ls-tree -z`` lists."""
    for row in rows(output):
        about, _, path = row.partition(b"\t")
        mode, _, name = about.split(b" ")
        yield Entry(os.fsdecode(path), mode.decode(), name.decode())


def in_index(output: bytes) -> Iterator[Entry]:
    """The entries ``ls-files -z --stage`` lists, but for those in conflict."""
    for row in rows(output):
        about, _, path = row.partition(b"\t")
        mode, name, stage = about.split(b" ")
        if stage == b"0":
            yield Entry(os.fsdecode(path), mode.decode(), name.decode())


def changes(output: bytes) -> Iterator[Change]:
    """The changes ``diff --raw -z`` lists, but for what was deleted."""
    fields = rows(output)
    for about in fields:
        _, mode, _, name, status = about.decode().split(" ")
        path = next(fields)
        if status[0] in "RC":
            path = next(fields)
        if status[0] != "D":
            yield Change(Entry(os.fsdecode(path), mode, name), status[0])
