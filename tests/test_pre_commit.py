"""The hooks, through the real pre-commit, in a repository made for it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from postguard.readers import SUFFIXES

ROOT = Path(__file__).parent.parent
RISKY = "# Save with us\n\nInvest now: guaranteed returns of 12% a year on your portfolio.\n"
SOBER = "# Save with us\n\nPast returns say nothing about future ones.\n"


class Repository:
    """A throw-away git repository with the hooks installed."""

    def __init__(self, folder: Path, home: Path, hooks: Path) -> None:
        self.folder = folder
        self._home = home
        folder.mkdir()
        self.git("init", "--quiet")
        self.git("config", "user.name", "A. Writer")
        self.git("config", "user.email", "writer@example.com")
        revision = self.git("-C", str(hooks), "rev-parse", "HEAD").stdout.strip()
        ids = [{"id": "postguard"}, {"id": "postguard-commit-msg"}]
        repos = [{"repo": str(hooks), "rev": revision, "hooks": ids}]
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": repos}))
        done = self.run(
            sys.executable, "-m", "pre_commit", "install", "-t", "pre-commit", "-t", "commit-msg"
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        self.git("add", "--all")
        return self.run("git", "commit", "--message", message)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        variables = {**kept, "PRE_COMMIT_HOME": str(self._home)}
        variables.pop("PYTHONPATH", None)
        return subprocess.run(
            command, cwd=self.folder, env=variables, capture_output=True, text=True
        )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("pre-commit")
    # A clone holds what is committed, whatever state the checkout is in.
    subprocess.run(
        ["git", "clone", "--quiet", str(ROOT), str(folder / "hooks")],
        check=True,
        capture_output=True,
    )
    return Repository(folder / "repository", folder / "home", folder / "hooks")


def test_the_hook_passes_on_what_is_read_but_for_what_is_mostly_configuration() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    left_out = {suffix for suffix in SUFFIXES if not re.search(hooks[0]["files"], f"a{suffix}")}
    assert left_out == {".yaml", ".yml"}


@pytest.mark.slow
def test_a_bad_post_is_refused_and_a_good_one_passes(repository: Repository) -> None:
    repository.write("posts/launch.md", RISKY)
    refused = repository.commit("Draft the launch post")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "posts/launch.md" in refused.stderr
    assert "3:13 error finance/guaranteed-return" in refused.stderr
    assert repository.run("git", "log").returncode == 128

    repository.write("posts/launch.md", SOBER)
    passed = repository.commit("Draft the launch post")
    assert passed.returncode == 0, passed.stdout + passed.stderr


@pytest.mark.slow
def test_a_schedule_is_a_draft_too(repository: Repository) -> None:
    repository.write("schedule.csv", f"date,message\n2030-01-01,{RISKY.splitlines()[2]}\n")
    refused = repository.commit("Plan the week")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "schedule.csv (row 2)" in refused.stderr
    (repository.folder / "schedule.csv").unlink()


@pytest.mark.slow
def test_a_bad_commit_message_is_refused(repository: Repository) -> None:
    repository.write("posts/other.md", SOBER)
    refused = repository.commit("Promise guaranteed returns of 12% on every portfolio you invest")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "COMMIT_EDITMSG" in refused.stderr
    passed = repository.commit("Say what past returns mean")
    assert passed.returncode == 0, passed.stdout + passed.stderr
