"""A repository, the change a stranger proposes to it, and postguard run on that."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from tests import house
from tests.cli.house import Ran, called
from tests.git.repo import Repo

BASE_CONFIG = """\
fail_on = "warning"
exclude = ["archive/"]
baseline = "known.jsonl"
waivers = "waivers.yaml"

[rules]
paths = ["rules"]

[ignores]
locked = ["acme/plain"]

[terms]
lists = ["terms.yaml"]
"""
BASE: dict[str, str] = {
    "postguard.toml": BASE_CONFIG,
    "rules/acme/plain.yaml": house.PLAIN.text,
    "rules/acme/no-fix.yaml": house.NO_FIX.text,
    "known.jsonl": '{"postguard": "baseline", "version": 1}\n',
    "waivers.yaml": "version: 1\nwaivers: []\n",
    "terms.yaml": "terms:\n  - term: Bluefin\n",
    "posts/a.md": "We utilize it.\n",
    "posts/b.md": "Synergy with Bluefin, amazing.\n",
    "archive/old.md": "We utilize it.\n",
}
"""A repository whose every kind of steering file says something."""

FOUND = (
    ("acme/bold", "posts/b.md", 1),
    ("acme/no-fix", "posts/b.md", 1),
    ("acme/plain", "posts/a.md", 1),
    ("confidential/terms", "posts/b.md", 1),
)
"""What a run by `BASE` finds: rule, path and line. `acme/bold` is built in."""

Content = str | bytes | None
"""What a file becomes; None: it goes. ``-> PLACE`` makes it a link."""


class Verdict(NamedTuple):
    """What an untrusted run said."""

    code: int
    found: tuple[tuple[str, str, int], ...]
    """Open findings of the rules: rule, path and line, in order."""
    told: tuple[tuple[str, str], ...]
    """What postguard says of the change itself: rule and path, in order."""
    report: dict[str, Any]
    ran: Ran

    @property
    def failed(self) -> tuple[tuple[str, str], ...]:
        """Inputs that failed: path and reason, in the order of the report."""
        return tuple(
            (item["path"], item["reason"])
            for item in self.report["inputs"]
            if item["status"] == "failed"
        )


class PullRequest:
    """A checkout of a change on the branch `pr`, proposed for `main`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.top = folder / "repository"
        self.built_in = folder / "built-in"
        self.repo = Repo.__new__(Repo)
        self.repo.top = self.top

    @classmethod
    def begun(cls, folder: Path) -> "PullRequest":
        """One that changes nothing yet."""
        Repo(folder / "repository")
        change = cls(folder)
        place = change.built_in / "acme" / "bold.yaml"
        place.parent.mkdir(parents=True)
        place.write_text(house.BOLD.text, encoding="utf-8")
        change.propose(BASE)
        change.repo.git("checkout", "--quiet", "-b", "pr")
        return change

    def copied(self, folder: Path) -> "PullRequest":
        """The same in another place."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        return PullRequest(folder)

    def propose(self, files: Mapping[str, Content]) -> None:
        """Commit a change of these files."""
        for name, content in files.items():
            path = self.top / name
            if path.is_symlink() or path.is_file():
                path.unlink()
            elif path.is_dir():
                shutil.rmtree(path)
            if content is None:
                continue
            if isinstance(content, str) and content.startswith("-> "):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(content.removeprefix("-> "))
            else:
                self.repo.write(name, content)
        self.repo.git("add", "--all", "--force")
        self.repo.git("commit", "--quiet", "--allow-empty", "--message=A change")

    def update_base(self, files: Mapping[str, Content]) -> None:
        """Commit to `main`, and let the change begin there."""
        self.propose(files)
        self.repo.git("branch", "--force", "main")

    def check(
        self,
        *arguments: str,
        inside: str = ".",
        trusting: bool = False,
        variables: Mapping[str, str] | None = None,
    ) -> Verdict:
        """Check the change as a build would, against `main` if no base is named.

        Without arguments, everything. A build that is `trusting` forgets ``--untrusted``.
        """
        named = arguments or ("posts", "archive")
        base = () if variables or "--base" in arguments else ("--base", "main")
        options = () if trusting else ("--untrusted", *base)
        ran = self.run(
            "check", *options, "--output-format", "json", *named, inside=inside, variables=variables
        )
        report = json.loads(ran.out) if ran.out else {"findings": [], "inputs": []}
        found = [item for item in report["findings"] if item["disposition"] == "open"]
        return Verdict(
            ran.code,
            tuple(
                sorted(
                    (item["rule"], item["path"], item["start"]["line"])
                    for item in found
                    if not item["rule"].startswith("postguard/")
                )
            ),
            tuple(
                sorted(
                    (item["rule"], item["path"])
                    for item in found
                    if item["rule"].startswith("postguard/")
                )
            ),
            report,
            ran,
        )

    def run(
        self,
        *arguments: str,
        inside: str = ".",
        stdin: bytes = b"",
        variables: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run postguard in this process, with a built-in rulebook of one rule."""
        library = "postguard.rulebook.library"
        with (
            mock.patch(f"{library}._shipped", return_value=None),
            mock.patch(f"{library}.built_in_folder", return_value=str(self.built_in)),
        ):
            return called(
                arguments, self.top / inside, {**self.variables(), **(variables or {})}, stdin
            )

    def variables(self) -> dict[str, str]:
        """The environment of a build, which has a cache."""
        return {"PATH": os.environ["PATH"], "POSTGUARD_CACHE_DIR": str(self.folder / "cache")}
