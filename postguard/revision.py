"""The files that steer postguard, as a commit of the repository holds them."""

import errno

from postguard.errors import ReadError
from postguard.files import DISK
from postguard.git import Entry, Objects, Repository
from postguard.paths import inside

_LINK = "it is a link, and no link in a revision is followed"


class Revision:
    """Files as a commit holds them; what lies outside of the repository is read from the disk.

    Can be sent to another process.
    """

    __slots__ = ("_entries", "_folders", "_objects", "commit", "name", "repository")

    def __init__(self, repository: Repository, name: str, commit: str) -> None:
        self.repository = repository
        self.name = name
        """The revision as it was asked for."""
        self.commit = commit
        """Its full id."""
        self._entries: dict[str, Entry] = {}
        self._folders: dict[str, set[str]] = {}
        self._objects = Objects()

    def __reduce__(self) -> tuple[type["Revision"], tuple[Repository, str, str]]:
        return Revision, (self.repository, self.name, self.commit)

    def __str__(self) -> str:
        """``main (1f2e3d4c5b6a)``."""
        return f"{self.name} ({self.commit[:12]})"

    def is_file(self, path: str) -> bool:
        """Whether the commit holds a file at this path, or a link, which cannot be read."""
        place = self.place_of(path)
        if place is None:
            return DISK.is_file(path)
        entry = self._entry(place)
        return entry is not None and not entry.is_submodule

    def is_folder(self, path: str) -> bool:
        """Whether the commit holds a folder at this path."""
        place = self.place_of(path)
        return DISK.is_folder(path) if place is None else place in self._listed()

    def names(self, folder: str) -> list[str]:
        """What is in a folder. Raises `OSError` if the commit holds none, or a link to one."""
        place = self.place_of(folder)
        if place is None:
            return DISK.names(folder)
        if place not in self._listed():
            raise self._missing(place)
        return sorted(self._folders[place])

    def read(self, path: str, most: int) -> bytes:
        """The first bytes of a file. Raises `OSError` if the commit holds none, or a link."""
        place = self.place_of(path)
        if place is None:
            return DISK.read(path, most)
        entry = self._entry(place)
        if entry is None or entry.is_link or entry.is_submodule:
            raise self._missing(place)
        try:
            return self._objects.read(self.repository.blob(entry))[:most]
        except ReadError as error:
            raise OSError(errno.EIO, error.reason) from None

    def files_below(self, folder: str) -> list[str]:
        """The paths of all files the commit holds below a folder of the repository."""
        self._listed()
        start = f"{folder}/" if folder else ""
        return [path for path in self._entries if path.startswith(start)]

    def place_of(self, path: str) -> str | None:
        """A path as git would name it; None if it is outside of the working tree."""
        return inside(path, self.repository.top)

    def _entry(self, place: str) -> Entry | None:
        self._listed()
        return self._entries.get(place)

    def _listed(self) -> dict[str, set[str]]:
        """What each folder of the commit holds; asked of git once."""
        if not self._folders:
            self._folders[""] = set()
            for entry in self.repository.entries(self.commit):
                self._entries[entry.path] = entry
                self._add(entry.path)
        return self._folders

    def _add(self, path: str) -> None:
        folder, _, name = path.rpartition("/")
        known = folder in self._folders
        self._folders.setdefault(folder, set()).add(name)
        if not known:
            self._add(folder)

    def _missing(self, place: str) -> OSError:
        entry = self._entry(place)
        if entry is not None and entry.is_link:
            return OSError(errno.ELOOP, _LINK)
        return FileNotFoundError(errno.ENOENT, f"{self} holds no such thing")
