"""The commands beside ``check``: rules, explain, schema, init, doctor, --version."""

import contextlib
import io
import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

from postguard import __version__
from postguard.cli.entry import guarded
from postguard.config import Config, parse_config
from tests.cli.house import ROOT


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(arguments)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version_and_help() -> None:
    assert run("--version") == (0, f"postguard {__version__}\n", "")
    code, out, _ = run("check", "--help")
    assert code == 0
    assert "--output-format" in out
    assert run()[0] == 2
    assert run("chekc")[0] == 2


def test_rules_are_listed_and_filtered() -> None:
    code, out, _ = run("rules", "--pack", "finance", "--output-format", "json")
    listed = json.loads(out)
    assert code == 0
    assert {item["id"].partition("/")[0] for item in listed} == {"finance"}
    assert "finance/guaranteed-return" in {item["id"] for item in listed if item["in_force"]}
    _, out, _ = run("rules", "--pack", "finance", "--severity", "error", "--in-force")
    rows = out.splitlines()
    assert all(row.split()[1] == "error" for row in rows[:-2])
    assert rows[-1] == f"{len(rows) - 2} rules, {len(rows) - 2} in force"
    Path("postguard.toml").write_text('ignore = ["finance/guaranteed-return"]\n')
    _, out, _ = run("rules", "--pack", "finance")
    row = next(row for row in out.splitlines() if row.startswith("finance/guaranteed-return "))
    assert row.endswith("(not selected)")


def test_a_rule_is_explained() -> None:
    code, out, _ = run("explain", "finance/guaranteed-return")
    assert code == 0
    for part in (
        "finance/guaranteed-return — Promised investment return\n",
        "\nWhy\n  Markets carry risk,",
        "\nProvisions\n  FINRA Rule 2210(d)(1)(B)",
        "  - Invest now: **guaranteed returns** of 12% a year.\n",
        "  - The risk-free rate rose, so bond investors were pleased.\n",
        "<!-- postguard-disable-next-line finance/guaranteed-return -- REASON -->",
    ):
        assert part in out
    code, _, err = run("explain", "finance/guaranteed-retrun")
    assert code == 2
    assert "did you mean finance/guaranteed-return?" in err


def test_a_list_of_terms_is_explained_like_a_rule() -> None:
    Path("names.csv").write_text("term\nGreen Harbour\n")
    Path("postguard.toml").write_text('[terms]\nlists = ["names.csv"]\n')
    code, out, _ = run("explain", "confidential/names")
    assert (code, out.splitlines()[0]) == (0, "confidential/names — Confidential term")
    _, out, _ = run("rules", "--pack", "confidential")
    assert out.splitlines()[0] == "confidential/names  error    Confidential term"


def test_the_schema_of_a_rule_takes_every_rule_there_is() -> None:
    schema = json.loads(run("schema", "rule")[1])
    validator = jsonschema.Draft202012Validator(schema)
    files = [path for path in (ROOT / "rules").glob("*/*.yaml") if not path.name.startswith("_")]
    rules = [path for path in files if path.parent.name not in ("contexts", "lexicons")]
    assert len(rules) >= 50
    for path in rules:
        errors = list(validator.iter_errors(yaml.safe_load(path.read_text("utf-8"))))
        assert not errors, path
    broken = yaml.safe_load(rules[0].read_text("utf-8")) | {"severty": "error"}
    assert list(validator.iter_errors(broken))


def test_the_schema_of_the_configuration() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(run("schema", "config")[1]))
    assert not list(validator.iter_errors({"fail_on": "note", "terms": {"lists": ["a.csv"]}}))
    assert list(validator.iter_errors({"fail_on": "nothing"}))
    assert list(validator.iter_errors({"exlude": []}))


def test_the_schema_of_a_report_takes_a_report() -> None:
    Path("post.md").write_text("Invest now: guaranteed returns of 12% a year.\n")
    validator = jsonschema.Draft202012Validator(json.loads(run("schema", "report")[1]))
    code, out, _ = run("check", "post.md", "--output-format", "json")
    assert code == 1
    assert not list(validator.iter_errors(json.loads(out)))
    assert run("schema", "poem")[0] == 2


def test_init_writes_the_defaults() -> None:
    assert run("init") == (0, "wrote postguard.toml\n", "")
    text = Path("postguard.toml").read_text()
    written = parse_config(text, "postguard.toml")
    assert written._replace(path=None, root=".") == Config()
    code, _, err = run("init")
    assert (code, err) == (
        2,
        "postguard: postguard.toml is already here; --force replaces it\n",
    )
    assert run("init", "--force")[0] == 0


def test_what_init_shows_commented_out_is_valid_too() -> None:
    run("init")
    lines = Path("postguard.toml").read_text().splitlines()
    settings = [
        line.removeprefix("# ")
        for line in lines
        if line.startswith(("[", "# [")) or " = " in line.partition("  #")[0]
    ]
    tomllib.loads("\n".join(settings))
    parsed = parse_config("\n".join(settings), "postguard.toml")
    assert parsed.profile.brand.names == ("Acme",)
    assert parsed.locked == ("leakage",)


def test_init_offers_the_hooks() -> None:
    code, out, _ = run("init", "--pre-commit")
    assert code == 0
    assert "pre-commit install -t pre-commit -t commit-msg" in out
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [item["id"] for item in hooks] == ["postguard", "postguard-commit-msg"]
    Path("postguard.toml").unlink()
    assert "already here; add these lines under repos" in run("init", "--pre-commit")[1]


def test_doctor_says_what_is_in_force() -> None:
    Path("postguard.toml").write_text('fail_on = "note"\n')
    code, out, _ = run("doctor")
    assert code == 0
    assert out.startswith(f"postguard {__version__}, Python ")
    for part in ("  spacy 3.", "postguard.toml", "Language pipeline: blank:en", "  finance: "):
        assert part in out
    assert "Not run\n" in out
    assert "  patterns compiled beforehand: none (not installed from a wheel); " in out
