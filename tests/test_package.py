"""What people install: the rules, the rulebook made from them, and the types."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_CHECKOUT = Path(__file__).parents[1]
_BUILD = """
import sys
from hatchling.builders.wheel import WheelBuilder
print(next(iter(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=["standard"]))))
"""
_LOOK = """
import json
from postguard.compiled import to_plain
from postguard.gate_table import tabulated
from postguard.rulebook.files import built_in_folder, read_folder
from postguard.rulebook.load import load_files
from postguard.rulebook.library import rulebook
import postguard
again = tabulated(load_files(read_folder(built_in_folder())).rulebook)
assert to_plain(rulebook()) == to_plain(again)
print(json.dumps([postguard.__file__, built_in_folder(), rulebook().digest, again.digest]))
"""


_CHECK = """
import sys
before = set(sys.modules)
from postguard.cli.entry import guarded
code = guarded(["check", sys.argv[1]])
print(code, *sorted((set(sys.modules) - before) & set(sys.argv[2].split())), file=sys.stderr)
"""
_HEAVY = (
    "contextlib dataclasses hashlib importlib json pathlib pathspec phonenumbers publicsuffixlist "
    "pydantic rapidfuzz regex rich spacy stdnum subprocess tempfile threading tomllib tree_sitter "
    "typer typing warnings yaml"
)
_LEAST = """
import sys
import regex
from postguard import precompiled
from postguard.rulebook.library import rulebook
from postguard.rulebook.patterns import patterns_of
del regex.compile
missing = []
for text, ignore_case in patterns_of(rulebook()):
    try:
        precompiled.compiled(text, ignore_case=ignore_case)
    except AttributeError:
        missing.append(text)
print(missing)
from postguard.cli.entry import guarded
print(guarded(["check", *sys.argv[1:]]))
"""
"""Every built-in pattern, and a run over drafts, without what compiles a pattern."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by its own backend."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", _BUILD, str(_CHECKOUT), str(folder)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    return Path(built.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder that holds what the wheel installs."""
    folder = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _python(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a folder of its own that sees the wheel's content and not the checkout."""
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "POSTGUARD_CACHE_DIR": ""},
        capture_output=True,
        text=True,
    )


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_rules_as_they_are(installed: Path) -> None:
    assert _tree(installed / "postguard" / "_rules") == _tree(_CHECKOUT / "rules")


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    def kept(tree: dict[str, bytes]) -> dict[str, bytes]:
        made = ("_rules/", "rulebook/_compiled/")
        return {name: data for name, data in tree.items() if not name.startswith(made)}

    shipped = kept(_tree(installed / "postguard"))

    assert shipped == kept(_tree(_CHECKOUT / "postguard"))
    assert "py.typed" in shipped


def test_the_compiled_rulebook_is_what_the_yaml_says(installed: Path) -> None:
    seen = _python(installed, "-c", _LOOK)
    assert seen.returncode == 0, seen.stderr
    package, rules, digest, read_again = json.loads(seen.stdout)

    assert Path(package).parent == installed / "postguard"
    assert Path(rules) == installed / "postguard" / "_rules"
    assert (installed / "postguard" / "rulebook" / "_compiled" / "__init__.py").is_file()
    assert digest == read_again


def test_an_installed_postguard_checks_a_draft(installed: Path) -> None:
    draft = installed.parent / "draft.md"
    draft.write_text("Our fund offers **guaranteed returns**.\n", encoding="utf-8")

    run = _python(installed, "-m", "postguard", "check", "draft.md")

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith("draft.md\n  1:19 error finance/guaranteed-return\n")


def test_an_installed_postguard_compiles_no_pattern_of_its_own(installed: Path) -> None:
    drafts = str(_CHECKOUT / "tests" / "drafts")

    run = _python(installed, "-c", _LEAST, drafts, "--no-cache", "--jobs=1", "--exit-zero")

    assert (run.returncode, run.stderr) == (0, "")
    missing, *_, code = run.stdout.splitlines()
    assert (missing, code) == ("[]", "0")


def test_an_installed_postguard_tells_what_it_brings_compiled(installed: Path) -> None:
    run = _python(installed, "-m", "postguard", "doctor")

    (told,) = (line for line in run.stdout.splitlines() if "compiled beforehand" in line)
    assert re.fullmatch(r"  patterns compiled beforehand: \d,\d{3}", told)


@pytest.mark.parametrize("name", ["post.md", "post.txt"])
def test_a_short_clean_post_imports_nothing_heavy(installed: Path, name: str) -> None:
    post = installed.parent / name
    post.write_text("Our new office in Leeds opens on Monday. Come and say hello!\n")
    run = _python(installed, "-c", _CHECK, str(post), _HEAVY)
    assert run.stderr == "0\n"
