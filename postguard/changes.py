"""The inputs of a run that looks only at what changed.

Either the index, as it would be committed: its own content is judged, whatever the
working copy holds. Or what the working copy adds to a revision or changes of it, files
that git does not track included. As in a folder, what is no draft is skipped by choice
and links that lead out of the root fail; unlike there, `.gitignore` has no say over what
git tracks. A stranger's file is judged in full if anything of it changed: its own
attributes may say how git counts its lines.
"""

import os
from collections.abc import Iterator, Mapping, Sequence

from postguard.discovery import (
    EXCLUDED,
    LEADS_OUT,
    LINKED_FOLDER,
    UNREAD_TYPE,
    Input,
    Scope,
    inside,
    may_be_draft,
    printable,
    refused_link,
)
from postguard.errors import ReadError, UsageError
from postguard.git import INDEX, Change, Entry, Lines, Objects, Repository

_SUBMODULE = "a repository of its own"
_OF_A_TOOL = "in a folder that belongs to a tool"
_CONFLICT = "in conflict: resolve it, then stage it"
_MOST_LINKS = 40
_NEW = frozenset("ATU")
"""Changes by which every line counts."""


def staged(repository: Repository, paths: Sequence[str], scope: Scope) -> list[Input]:
    """What the next commit would add or change, at or below the paths, or anywhere.

    Raises `UsageError` for a path that git does not know and that does not exist, and
    `ReadError` if git fails.
    """
    wanted = _Wanted(repository, paths, (INDEX, "HEAD"))
    links = _Links(repository, scope)
    found = []
    for change in repository.staged():
        if wanted.holds(change.entry.path):
            item = _met(change.entry, repository, scope)
            if not item.skipped:
                item = _from_index(item, change, repository, links)
            found.append(_if_draft(item, scope, named=wanted.names(change.entry.path)))
    return found


def since(repository: Repository, revision: str, paths: Sequence[str], scope: Scope) -> list[Input]:
    """What the working copy adds to a revision or changes, at or below the paths, or anywhere.

    A revision that ends in ``...`` stands for the last commit it has in common with
    ``HEAD``, as it does for git. Raises `UsageError` if there is no such revision or
    path, and `ReadError` if git fails.
    """
    if revision.endswith("..."):
        commit = repository.merge_base(revision.removesuffix("...") or "HEAD")
    else:
        commit = repository.resolve(revision)
    wanted = _Wanted(repository, paths, (INDEX, commit))
    lines = repository.changed_lines(commit)
    found: dict[str, Input] = {}
    for change in (*repository.changed(commit), *_untracked(repository)):
        path = change.entry.path
        in_full = change.status in _NEW or change.entry.is_link or scope.untrusted_below
        counted = None if in_full else lines.get(path, ())
        has_new_mode_only = change.status == "M" and counted == ()
        if wanted.holds(path) and not has_new_mode_only:
            item = _met(change.entry, repository, scope)
            if not item.skipped and not item.failed:
                item = _from_tree(item, counted, scope)
            found[path] = _if_draft(item, scope, named=wanted.names(path))
    return [found[path] for path in sorted(found)]


class _Wanted:
    """What the paths of a call ask for, as git names it."""

    def __init__(
        self, repository: Repository, paths: Sequence[str], revisions: Sequence[str]
    ) -> None:
        self._paths = [_known(path, repository, revisions) for path in paths]

    def holds(self, path: str) -> bool:
        """Whether a path is asked for, by itself or with all of a folder."""
        return not self._paths or any(
            each in ("", path) or path.startswith(f"{each}/") for each in self._paths
        )

    def names(self, path: str) -> bool:
        """Whether a path is asked for by itself."""
        return path in self._paths


def _known(path: str, repository: Repository, revisions: Sequence[str]) -> str:
    """A path of the call as git names it. Raises `UsageError` if nothing is there."""
    folder, name = os.path.split(os.path.abspath(path))
    place = os.path.join(os.path.realpath(folder), name)
    top = os.path.realpath(repository.top)
    if not inside(place, top):
        raise UsageError(
            f"{printable(path)}: outside the repository in {printable(repository.top)}"
        )
    known = os.path.relpath(place, top).replace(os.sep, "/")
    known = "" if known == "." else known
    if not os.path.lexists(path) and not any(
        repository.holds(revision, known) for revision in revisions
    ):
        raise UsageError(f"{printable(path)}: there is no such file or folder")
    return known


def _met(entry: Entry, repository: Repository, scope: Scope) -> Input:
    """The input that an entry makes, by the name it has in the current folder."""
    shown = os.path.relpath(os.path.join(repository.top, entry.path)).replace(os.sep, "/")
    if scope.excludes(shown):
        return Input(shown, skipped=EXCLUDED)
    if entry.is_submodule:
        # One that git tracks came with the change, and its files may be published.
        is_strange = scope.untrusted_below is not None and entry.id
        return Input(shown, failed=_SUBMODULE) if is_strange else Input(shown, skipped=_SUBMODULE)
    return Input(shown)


def _if_draft(item: Input, scope: Scope, *, named: bool) -> Input:
    """The input, skipped if nobody asked for it and it is of no type that is read."""
    *folders, name = item.path.split("/")
    if named or item.skipped or item.failed:
        return item
    if not scope.never.isdisjoint(folders):
        return item._replace(skipped=_OF_A_TOOL)
    return item if may_be_draft(name) else item._replace(skipped=UNREAD_TYPE)


def _from_index(item: Input, change: Change, repository: Repository, links: "_Links") -> Input:
    if change.status == "U":
        return item._replace(failed=_CONFLICT)
    if change.entry.is_link:
        return links.followed(item, change.entry)
    return item._replace(blob=repository.blob(change.entry))


def _from_tree(item: Input, lines: tuple[Lines, ...] | None, scope: Scope) -> Input:
    if reason := refused_link(item.path, scope):
        return item._replace(failed=reason)
    if os.path.islink(item.path) and os.path.isdir(item.path):
        return item._replace(skipped=LINKED_FOLDER)
    return item._replace(changed=lines)


def _untracked(repository: Repository) -> Iterator[Change]:
    for path in repository.untracked():
        # Git names a repository within this one by its folder, and looks no further.
        mode = "160000" if path.endswith("/") else "100644"
        yield Change(Entry(path.rstrip("/"), mode, ""), "A")


class _Links:
    """Where links of the index lead within it; the working copy may hold others."""

    def __init__(self, repository: Repository, scope: Scope) -> None:
        self._repository = repository
        self._scope = scope
        self._entries: Mapping[str, Entry] | None = None

    def followed(self, item: Input, link: Entry) -> Input:
        """The input that a link makes: what it leads to, or why that is not read."""
        if self._entries is None:
            self._entries = {each.path: each for each in self._repository.entries(INDEX)}
        try:
            target = self._resolved(link.path, self._entries)
        except ReadError as error:
            return item._replace(failed=error.reason)
        if self._is_out(target, item):
            return item._replace(failed=LEADS_OUT)
        entry = self._entries.get(target)
        if entry is not None and not entry.is_submodule:
            return item._replace(blob=self._repository.blob(entry))
        if entry is not None or any(path.startswith(f"{target}/") for path in self._entries):
            return item._replace(skipped=LINKED_FOLDER)
        return item._replace(failed="a link to what is not in the index")

    def _is_out(self, target: str, item: Input) -> bool:
        """Whether a target lies out of the root, or out of the link's folder if that does."""
        base = os.path.realpath(self._scope.root)
        place = os.path.abspath(item.path)
        if not inside(place, base):
            base = os.path.dirname(place)
        return not inside(os.path.join(self._repository.top, target), base)

    def _resolved(self, path: str, entries: Mapping[str, Entry]) -> str:
        """The path at the end of all links. Raises `ReadError` if it is outside, or none."""
        done: list[str] = []
        todo = path.split("/")[::-1]
        links = 0
        with Objects() as objects:
            while todo:
                step = todo.pop()
                if step == "..":
                    if not done:
                        raise ReadError(LEADS_OUT)
                    done.pop()
                elif step not in ("", "."):
                    entry = entries.get("/".join((*done, step)))
                    if entry is None or not entry.is_link:
                        done.append(step)
                        continue
                    links += 1
                    target = os.fsdecode(objects.read(self._repository.blob(entry)))
                    if os.path.isabs(target):
                        raise ReadError(LEADS_OUT)
                    if links > _MOST_LINKS:
                        raise ReadError("a link that leads in a circle")
                    todo += target.split("/")[::-1]
        return "/".join(done)
