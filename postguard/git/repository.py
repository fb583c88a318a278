"""A repository: its revisions, its index and its working tree."""

import os
from functools import cached_property

from postguard.errors import UsageError
from postguard.git.call import output_of, run, streamed
from postguard.git.listing import Change, Entry, changes, in_index, in_tree, rows
from postguard.git.objects import Blob, Objects
from postguard.git.patch import Lines, lines_by_path

INDEX = ""
"""Stands for the index where a revision is asked for."""

_TOP = ":(top,literal)"
"""Begins a path that is counted from the top, wherever the call is made, and is no glob."""

_TRUST = "if you trust it, name it in git's setting safe.directory"

_PLAIN = (
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--no-abbrev",
    "--ignore-submodules=dirty",
    "--submodule=short",
)
_NO_FILTER = {"clean": "", "smudge": "", "process": "", "required": "false"}


def setting(key: str, folder: str = ".") -> str:
    """What git is configured to in a folder; empty if it is not, or there is no git."""
    try:
        answer = run(folder, "config", key)
    except UsageError:
        return ""
    return "" if answer.code else os.fsdecode(answer.output).strip()


class Repository:
    """A repository with a working tree. Can be sent to another process."""

    def __init__(self, folder: str, top: str) -> None:
        self._folder = folder
        self.top = top
        """The folder that holds the working tree."""

    @classmethod
    def find(cls, start: str = ".") -> "Repository | None":
        """The repository a folder lies in; None if it lies in none.

        Raises `UsageError` if git is missing, refuses the repository, or has no working
        tree there.
        """
        answer = run(start, "rev-parse", "--show-toplevel")
        if answer.code == 0:
            return cls(os.path.abspath(start), os.fsdecode(answer.output.removesuffix(b"\n")))
        if "not a git repository" in answer.complaint:
            return None
        remedy = f"; {_TRUST}" if "dubious ownership" in answer.complaint else ""
        raise UsageError(f"git: {answer.complaint}{remedy}")

    @property
    def is_submodule(self) -> bool:
        """Whether another repository says where this one comes from."""
        answer = run(self._folder, "rev-parse", "--show-superproject-working-tree")
        return bool(answer.output.strip())

    def resolve(self, revision: str) -> str:
        """The full id of the commit a revision names.

        Raises `UsageError` if it names none.
        """
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise UsageError(f"{revision!r} is no revision")
        answer = run(self._folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if answer.code:
            raise UsageError(f"git knows no revision {revision!r}; {self._remedy()}")
        return answer.output.decode().strip()

    def merge_base(self, revision: str) -> str:
        """The id of the last commit that a revision and ``HEAD`` have in common.

        Raises `UsageError` if they have none.
        """
        commit = self.resolve(revision)
        answer = run(self._folder, "merge-base", commit, "HEAD")
        if answer.code:
            raise UsageError(f"HEAD has no commit in common with {revision!r}; {self._remedy()}")
        return answer.output.decode().strip()

    def read(self, revision: str, path: str) -> bytes | None:
        """The content of a path in a revision, or in the `INDEX`; None if it holds no such file.

        Of a symbolic link, the path it leads to. Raises `ReadError` if git fails.
        """
        entry = self.entry(revision, path)
        if entry is None or entry.is_submodule:
            return None
        with Objects() as objects:
            return objects.read(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Where to read the content of an entry, in this process or another."""
        return Blob(self._folder, entry.id)

    def holds(self, revision: str, path: str) -> bool:
        """Whether a revision, or the `INDEX`, holds anything at a path or below it."""
        if revision == INDEX:
            return bool(self.entries(INDEX, path))
        return run(self._folder, "cat-file", "-e", f"{revision}:{path}").code == 0

    def entry(self, revision: str, path: str) -> Entry | None:
        """What a revision, or the `INDEX`, holds at this very path; None if nothing."""
        return next((item for item in self.entries(revision, path) if item.path == path), None)

    def entries(self, revision: str, folder: str = "") -> list[Entry]:
        """All that a revision, or the `INDEX`, holds at a path or below it, in order of path.

        Raises `ReadError` if git fails. An entry in conflict is not listed.
        """
        where = f"{_TOP}{folder}"
        if revision == INDEX:
            call = ("ls-files", "-z", "--stage", "--full-name", "--", where)
            return list(in_index(output_of(self._folder, *call)))
        call = ("ls-tree", "-rz", "--full-tree", revision, "--", where)
        return list(in_tree(output_of(self._folder, *call)))

    def staged(self) -> list[Change]:
        """What the next commit would add or change, in order of path.

        Before the first commit that is the whole index. What is renamed is added under its
        new name. Raises `ReadError` if git fails.
        """
        call = ("diff", "--cached", "--raw", "-z", "--no-renames", *_PLAIN)
        return list(changes(output_of(self._folder, *call)))

    def changed(self, revision: str) -> list[Change]:
        """What the working tree adds to a revision or changes, in order of path.

        A file that was only touched may be among them, as modified. Those that git does not
        track are left to `untracked`. Raises `ReadError` if git
        fails.
        """
        call = ("diff", "--raw", "-z", "--find-renames", *_PLAIN, revision, "--")
        return list(changes(output_of(self._folder, *call, settings=self._unfiltered)))

    def untracked(self) -> list[str]:
        """The files of the working tree that git neither tracks nor ignores."""
        call = ("ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--")
        return [os.fsdecode(row) for row in rows(output_of(self._folder, *call, _TOP))]

    def changed_lines(self, revision: str) -> dict[str, tuple[Lines, ...]]:
        """The lines the working tree adds to a revision or changes, by path.

        Holds every modified or renamed file whose content differs, even one that git
        takes for binary. Raises `ReadError` if git fails.
        """
        call = (
            *("diff", "--unified=0", "--inter-hunk-context=0", "--text", "--find-renames"),
            *("--diff-filter=MR", "--src-prefix=a/", "--dst-prefix=b/"),
            *(*_PLAIN, revision, "--"),
        )
        with streamed(self._folder, *call, settings=self._unfiltered) as patch:
            return lines_by_path(patch)

    def _remedy(self) -> str:
        answer = run(self._folder, "rev-parse", "--is-shallow-repository")
        if answer.output == b"true\n":
            return "this is a shallow clone: fetch more of its history (fetch-depth: 0)"
        return "fetch it, or name another"

    @cached_property
    def _unfiltered(self) -> dict[str, str]:
        """Settings by which no clean or smudge filter runs, whatever the attributes say."""
        listed = run(self._folder, "config", "--name-only", "-z", "--get-regexp", r"^filter\.")
        names = {os.fsdecode(row).rpartition(".")[0] for row in rows(listed.output)}
        return {
            # A file beyond it would be taken for binary, and so for unchanged.
            "core.bigFileThreshold": "1024g",
            **{f"{name}.{key}": off for name in sorted(names) for key, off in _NO_FILTER.items()},
        }
