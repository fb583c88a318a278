"""Configuration, rules and data shown in the pages are taken by the code that reads them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from postguard.cli.schema import What, schema_of
from postguard.config import parse_config
from postguard.rulebook import models
from postguard.rulebook.examples import run_examples
from postguard.rulebook.files import RuleFile, built_in_folder, read_folder
from postguard.rulebook.load import load_files
from postguard.suppress import _DIRECTIVE
from postguard.waiver_model import WaiversModel
from tests.docs.pages import NAMES, Block, blocks

_BLOCKS = [block for page in NAMES for block in blocks(page)]
_LANGUAGES = {
    "console", "csv", "html", "ini", "json", "make", "markdown", "python", "sh", "text", "toml",
    "yaml",
}  # fmt: skip
_SHARED = [file for file in read_folder(built_in_folder()) if file.pack in ("lexicons", "contexts")]


def _written_in(*languages: str) -> pytest.MarkDecorator:
    chosen = [block for block in _BLOCKS if block.language in languages]
    return pytest.mark.parametrize(
        "block", chosen, ids=[f"{block.page}:{block.line}" for block in chosen]
    )


def test_every_block_is_in_a_language_that_something_checks() -> None:
    assert {block.language for block in _BLOCKS} <= _LANGUAGES


@_written_in("toml")
def test_configuration_loads(block: Block) -> None:
    name = block.title.rpartition("/")[2] or "postguard.toml"

    assert parse_config(block.text, name).path == name


@_written_in("json")
def test_json_parses_and_reports_keep_to_the_schema(block: Block) -> None:
    if block.title.endswith(".jsonl"):
        assert all(json.loads(line) for line in block.text.splitlines())
        return
    value = json.loads(block.text)
    assert value["version"] == 1
    Draft202012Validator(schema_of(What.REPORT)).validate(value)


@_written_in("yaml")
def test_yaml_is_what_it_says(block: Block) -> None:
    value = yaml.safe_load(block.text)
    match value:
        case {"id": str(name), "kind": _}:
            _test_rule(block, name)
        case {"lexicon": str(name)}:
            load_files([*_SHARED, RuleFile(block.page, "lexicons", name, block.text)])
        case {"context": str(name)}:
            load_files([*_SHARED, RuleFile(block.page, "contexts", name, block.text)])
        case {"repos": list(repositories)}:
            assert all(hook["id"] for item in repositories for hook in item["hooks"])
        case {"waivers": list()}:
            WaiversModel.model_validate(value)
        case {"postguard": {"ignore": _} | {"account": _} as own}:
            assert set(own) <= {"ignore", "reason", "platform", "account"}
        case dict() if set(value) <= set(models.DetectorRule.model_fields) | _ALIASES:
            _test_fragment(value)
        case _:
            assert isinstance(value, dict)


_ALIASES = {"except", "requires", "measure", "limits", "weights", "with"}


def _test_rule(block: Block, name: str) -> None:
    pack, _, stem = name.partition("/")
    loaded = load_files([*_SHARED, RuleFile(f"{block.page}:{block.line}", pack, stem, block.text)])

    assert run_examples(loaded).wrong == ()


def _test_fragment(value: dict[str, Any]) -> None:
    """Part of a rule, completed with what every rule has."""
    kind = "requires" if "requires" in value else "claim"
    whole = {
        "id": "house/fragment", "kind": kind, "severity": "note", "title": "T", "message": "M",
        "why": "W", "remedy": "R", "any": ["word"],
        "examples": {"flag": ["**word**"], "pass": ["no"]},
    }  # fmt: skip
    text = yaml.safe_dump({**whole, **value}, allow_unicode=True, sort_keys=False)
    TypeAdapter(models.Rule).validate_python({**whole, **value})
    load_files([*_SHARED, RuleFile("fragment", "house", "fragment", text)])


@_written_in("markdown", "html")
def test_directives_are_understood(block: Block) -> None:
    written = re.findall(r"(?:<!--|\{/\*)\s*postguard-", block.text)

    assert len(written) == len(_DIRECTIVE.findall(block.text))


@_written_in("python")
def test_python_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "one.md").write_text("Good morning.\n")

    exec(compile(block.text, f"{block.page}:{block.line}", "exec"), {"__name__": "page"})  # noqa: S102
