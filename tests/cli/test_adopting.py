"""The page on adoption, followed command by command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.house import ROOT

PAGE = ROOT / "docs" / "adopting.md"


def commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    lines = "".join(blocks).splitlines()
    assert all(line.startswith("$ ") for line in lines)
    # The day on the page comes; the test must not end with it.
    return [re.sub(r"--until \S+", "--until 2999-12-31", line[2:]) for line in lines]


@pytest.mark.slow
def test_every_command_succeeds(tmp_path: Path, rulebook_cache: Path) -> None:
    shim = tmp_path / "bin" / "postguard"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m postguard "$@"\n')
    shim.chmod(0o755)
    content = tmp_path / "content"
    (content / "posts").mkdir(parents=True)
    old = "Invest now: guaranteed returns of 12% a year.\n"
    (content / "posts" / "2016.md").write_text(old)
    variables = {
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "POSTGUARD_CACHE_DIR": str(rulebook_cache),
        **{f"GIT_{who}_NAME": "Kim Lee" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "kim@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    run = commands()
    assert len(run) > 15
    for command in ["git init --quiet .", *run]:
        done = subprocess.run(
            ["bash", "-c", command], cwd=content, env=variables, capture_output=True, text=True
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (content / "posts" / "2016.md").read_text() == old
    log = subprocess.run(
        ["git", "log", "--format=%s"], cwd=content, env=variables, capture_output=True, text=True
    )
    assert log.stdout == "Waive the brochure until the end of 2030\nCheck posts with postguard\n"
