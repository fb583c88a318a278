"""A repository made for one test, by calls of git that know nothing of whoever runs them."""

import os
import pickle
import subprocess
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Repo:
    """A scratch repository with a working tree."""

    def __init__(self, top: Path, *, object_format: str = "sha1") -> None:
        self.top = top
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", f"--object-format={object_format}")
        for key, value in {
            "user.name": "Ada Fenwick",
            "user.email": "ada@example.com",
            "commit.gpgSign": "false",
        }.items():
            self.git("config", key, value)

    def git(self, *arguments: str | bytes, check: bool = True) -> str:
        """What a call of git in the top folder prints; with what it says, if it may fail."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, capture_output=True, env=environment(), check=False
        )
        assert done.returncode == 0 or not check, done.stderr.decode()
        printed = done.stdout if check else done.stdout + done.stderr
        return printed.decode("utf-8", "surrogateescape").strip()

    def write(self, path: str, content: str | bytes) -> Path:
        """A file of the working tree with this content, as it is."""
        place = self.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def commit(self, **files: str | bytes) -> str:
        """The id of a commit of everything, after writing files (``__`` stands for ``/``)."""
        for name, content in files.items():
            self.write(name.replace("__", "/") + ".md", content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=A commit")
        return self.git("rev-parse", "HEAD")


def copied(thing: T) -> T:
    """What another process would get if it were sent this."""
    copy: T = pickle.loads(pickle.dumps(thing))  # noqa: S301  # our own
    return copy


def environment() -> dict[str, str]:
    """The environment without anything of a user or of a hook around it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
