"""What the pipeline page offers to paste, run as far as a machine without the service can.

The scripts are taken from the files and the page themselves. What they call by name is
the postguard of this checkout.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.docs.pages import CHECKOUT, blocks
from tests.git.repo import Repo, environment

PAGE = "docs/pipeline.md"
GUARANTEE = "Invest now: guaranteed returns of 12% a year on your portfolio.\n"
FINE = "We open at nine.\n"
_ZIZMOR = """\
rules:
  unpinned-uses:
    config:
      policies:
        actions/*: ref-pin
        github/*: ref-pin
        "*": hash-pin
"""


def in_page(language: str, *, title: str = "", holding: str = "") -> str:
    """The one block of the page that is meant."""
    (block,) = (
        block
        for block in blocks(PAGE)
        if block.language == language and title in block.title and holding in block.text
    )
    return block.text


class Site:
    """A repository of posts, and a machine where postguard is installed."""

    def __init__(self, folder: Path, cache: str) -> None:
        self.folder = folder / "site"
        self.repo = Repo(self.folder)
        self.programs = folder / "programs"
        self.cache = cache
        self.program("postguard", f"exec '{sys.executable}' -m postguard \"$@\"")
        self.repo.write("posts/old.md", GUARANTEE)
        self.repo.commit()

    def program(self, name: str, script: str) -> None:
        """Put a program on the path."""
        place = self.programs / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)

    def run(
        self, *command: str, variables: Mapping[str, str] | None = None, inside: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository, with the programs on the path."""
        return subprocess.run(
            command,
            cwd=inside or self.folder,
            env={
                **environment(),
                "PATH": os.pathsep.join((str(self.programs), os.environ["PATH"])),
                "PYTHONPATH": str(CHECKOUT),
                "POSTGUARD_CACHE_DIR": self.cache,
                **(variables or {}),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def hook(self, name: str) -> None:
        """Install a hook as the page shows it."""
        place = self.repo.write(f".git/hooks/{name}", in_page("sh", title=f"hooks/{name}"))
        place.chmod(0o755)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, os.environ.get("POSTGUARD_CACHE_DIR", str(tmp_path / "cache")))


class Action:
    """The composite action, its steps run one by one as GitHub would."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.steps = {step["id"]: step for step in _action()["runs"]["steps"]}
        self.temp = site.folder.parent / "temp"
        self.temp.mkdir()
        self.summary = self.temp / "summary.md"
        self.outputs: dict[str, str] = {}

    def run(self, step: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step's script; what it gives to later steps is kept."""
        given = {key: str(value["default"]) for key, value in _action()["inputs"].items()}
        given |= {key.replace("_", "-"): value for key, value in inputs.items()}
        contexts = {
            **{f"inputs.{key}": value for key, value in given.items()},
            **{f"steps.install.outputs.{key}": value for key, value in self.outputs.items()},
            "github.action_path": str(CHECKOUT),
            "runner.temp": str(self.temp),
        }
        output = self.temp / f"{step}.output"
        output.touch()
        described = self.steps[step]
        done = self.site.run(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", described["run"]),
            variables={
                **{key: _filled_in(value, contexts) for key, value in described["env"].items()},
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "CI": "true",
            },
            inside=Path(_filled_in(described.get("working-directory", self.site.folder), contexts)),
        )
        self.outputs |= dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done


def _action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CHECKOUT / "action.yml").read_text())
    return loaded


def _filled_in(value: object, contexts: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: contexts[found[1]], str(value))


@pytest.fixture
def action(site: Site) -> Action:
    made = Action(site)
    made.outputs["programs"] = str(site.programs)
    return made


def test_the_action_checks_what_changed(action: Action) -> None:
    site = action.site
    site.repo.write("posts/new post.md", FINE + GUARANTEE)
    site.repo.write("other/new.md", GUARANTEE)
    site.repo.commit()
    done = action.run("check", paths="posts\n\nnone here yet.md\n", since="HEAD^1")
    assert (done.returncode, action.outputs["exit-code"]) == (2, "2")
    done = action.run("check", paths="posts", since="HEAD^1")
    assert (done.returncode, action.outputs["exit-code"]) == (1, "1")
    assert done.stdout.startswith(
        "::error file=posts/new post.md,line=2,endLine=2,col=13,endColumn=31,"
        "title=finance/guaranteed-return%3A Promised investment return::“guaranteed returns” "
    )
    assert done.stdout.count("::error") == 1
    (run,) = json.loads((site.folder / "postguard.sarif").read_text())["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == "finance/guaranteed-return"
    assert action.outputs["sarif-file"] == "postguard.sarif"
    assert action.summary.read_text().count("\n| error |") == 1


def test_the_inputs_of_the_action_are_options(action: Action) -> None:
    action.site.repo.write("own.toml", 'ignore = ["finance"]\n')
    assert action.run("check").returncode == 1
    assert action.run("check", config="own.toml").returncode == 0
    assert action.run("check", fail_on="never").returncode == 0
    assert action.run("check", fail_on="fatal").returncode == 2
    more = "--exclude\nposts/*.md\n--output-format\njson=a b.json"
    done = action.run("check", arguments=more, sarif_file="out.sarif")
    assert (done.returncode, done.stdout) == (0, "")
    report = json.loads((action.site.folder / "a b.json").read_text())
    assert report["summary"]["inputs"]["skipped"] == 3
    assert (action.site.folder / "out.sarif").exists()
    assert action.run("check", paths="$(touch here)", since="; touch here").returncode == 2
    assert not (action.site.folder / "here").exists()


@pytest.mark.slow
def test_the_action_installs_the_postguard_it_came_with(action: Action) -> None:
    # What it needs is there already, as it is after the first run; nothing else is.
    packages = sysconfig.get_paths()["purelib"]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    action.site.program(
        "python3",
        f"'{sys.executable}' \"$@\" && "
        f"echo '{packages}' > postguard/lib/python{version}/site-packages/these.pth",
    )
    for key, value in {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}.items():
        action.steps["install"]["env"][key] = value
    # A pull request may hold files that are named like modules.
    trap = "raise SystemExit('imported from the checkout')\n"
    for name in ("venv.py", "pip.py", "postguard.py"):
        action.site.repo.write(name, trap)
    action.outputs.clear()
    done = action.run("install")
    assert done.returncode == 0, done.stderr
    programs = Path(action.outputs["programs"])
    assert (programs / "postguard").exists()
    action.site.program("postguard", "exit 99")
    variables = {"PYTHONPATH": ""}
    where = action.site.run(
        str(programs / "python"),
        *("-I", "-c", "import postguard; print(postguard.__file__)"),
        variables=variables,
    )
    assert where.stdout.startswith(str(action.temp))
    action.steps["check"]["env"] |= variables
    done = action.run("check", paths="posts")
    assert (done.returncode, done.stdout.count("::error file=posts/old.md")) == (1, 1)


@pytest.mark.parametrize(
    ("variables", "code", "paths"),
    [
        ({}, 1, ["posts/new.md", "posts/old.md"]),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1"}, 0, []),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1", "CODE": GUARANTEE}, 1, ["posts/new.md"]),
    ],
)
def test_the_job_for_gitlab(
    site: Site, variables: dict[str, str], code: int, paths: list[str]
) -> None:
    site.program("pip", 'echo "$@" > ../pip')
    site.repo.write("posts/new.md", variables.pop("CODE", FINE if variables else GUARANTEE))
    site.repo.commit()
    job = yaml.safe_load((CHECKOUT / "templates" / "postguard.yml").read_text())["postguard"]
    used = yaml.safe_load(in_page("yaml", holding="include:"))["postguard"]
    settings = {**job["variables"], **used["variables"], **variables}
    done = site.run("sh", "-ec", "\n".join(job["script"]), variables=settings)
    assert done.returncode == code, done.stderr
    assert (site.folder.parent / "pip").read_text() == "install --quiet postguard\n"
    reports = job["artifacts"]["reports"]
    issues = json.loads((site.folder / reports["codequality"]).read_text())
    assert [issue["location"]["path"] for issue in issues] == paths
    schema = Path(__file__).parent / "outputs/schemas/gitlab-code-quality.schema.json"
    Draft7Validator(json.loads(schema.read_text())).validate(issues)
    assert "<testsuites" in (site.folder / reports["junit"]).read_text()


def test_the_text_of_a_pull_request(site: Site) -> None:
    (step,) = (
        step
        for step in yaml.safe_load(in_page("yaml", holding="TITLE:"))["jobs"]["postguard"]["steps"]
        if "env" in step
    )
    assert step["env"] == {
        "TITLE": "${{ github.event.pull_request.title }}",
        "BODY": "${{ github.event.pull_request.body }}",
    }
    text = {"TITLE": "Say when we open $(touch here)", "BODY": f"{FINE}\n{GUARANTEE}"}
    done = site.run("bash", "-ec", step["run"], variables=text)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=pull-request.md,line=5,")
    assert site.run("bash", "-ec", step["run"], variables={**text, "BODY": FINE}).returncode == 0
    assert not (site.folder / "here").exists()


def test_the_hooks(site: Site) -> None:
    for name in ("pre-commit", "commit-msg", "pre-push"):
        site.hook(name)
    remote = site.folder.parent / "remote.git"
    site.run("git", "clone", "--quiet", "--bare", ".", str(remote))
    site.run("git", "remote", "add", "origin", str(remote))
    site.run("git", "fetch", "--quiet", "origin")
    site.run("git", "checkout", "--quiet", "-b", "side")
    site.repo.write("posts/new.md", GUARANTEE)
    site.run("git", "add", "--all")
    refused = site.run("git", "commit", "--message=A post")
    assert (refused.returncode, "posts/new.md\n  1:13 error" in refused.stderr) == (1, True)
    site.repo.write("posts/new.md", FINE)
    site.run("git", "add", "--all")
    refused = site.run("git", "commit", f"--message={GUARANTEE}")
    assert (refused.returncode, "COMMIT_EDITMSG\n  1:13 error" in refused.stderr) == (1, True)
    passed = site.run("git", "commit", "--message=A post")
    assert passed.returncode == 0, passed.stderr
    assert site.run("git", "push", "--quiet", "origin", "side").returncode == 0
    site.repo.write("posts/new.md", GUARANTEE)
    site.run("git", "commit", "--no-verify", "--all", "--message=Hurry")
    refused = site.run("git", "push", "--quiet", "origin", "side")
    assert (refused.returncode, "posts/new.md\n  1:13 error" in refused.stdout) == (1, True)


def test_the_line_of_the_makefile(site: Site) -> None:
    site.run("git", "update-ref", "refs/remotes/origin/main", "HEAD")
    site.repo.write("Makefile", in_page("make"))
    site.repo.write("posts/new.md", FINE)
    assert site.run("make", "check-drafts").returncode == 0
    site.repo.write("posts/new.md", GUARANTEE)
    done = site.run("make", "check-drafts")
    assert done.returncode == 2
    assert "posts/new.md\n  1:13 error finance/guaranteed-return" in done.stdout
    assert "posts/old.md" not in done.stdout


def test_what_is_offered_passes_the_linters_of_its_kind(tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    shown = [
        block.text for block in blocks(PAGE) if block.language == "yaml" and "jobs:" in block.text
    ]
    assert len(shown) == 2
    files = [workflows / f"{number}.yml" for number in range(len(shown))]
    for file, text in zip(files, shown, strict=True):
        file.write_text(text)
    shutil.copy(CHECKOUT / "action.yml", tmp_path)
    included = tmp_path / "included.yml"
    included.write_text(in_page("yaml", holding="include:"))
    config = tmp_path / "zizmor.yml"
    config.write_text(_ZIZMOR)
    lint("zizmor", "--offline", "--no-progress", f"--config={config}", str(tmp_path))
    schema = ("check-jsonschema", "--builtin-schema")
    lint(*schema, "vendor.github-actions", str(CHECKOUT / "action.yml"))
    lint(*schema, "vendor.github-workflows", *map(str, files))
    lint(*schema, "vendor.gitlab-ci", str(CHECKOUT / "templates" / "postguard.yml"), str(included))


def lint(program: str, *arguments: str) -> None:
    """Run a linter that is installed beside the interpreter; nothing may be wrong."""
    place = Path(sys.executable).parent / program
    done = subprocess.run([place, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
