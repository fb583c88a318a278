"""The configuration: found near the drafts, every error with file, line, column and key."""

# ruff: noqa: E501  (an error message is read best in one piece)

from pathlib import Path

import pytest

from postguard.config import Config, find_config, load_config, parse_config, place_of_key
from postguard.errors import ConfigError
from postguard.profile import Brand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail_no = 'error'", "1:1: [fail_no] unknown key 'fail_no'\n  Did you mean 'fail_on'?"),
        ("\n[brand]\nnmaes = []", "3:1: [brand.nmaes] unknown key 'nmaes'\n  Did you mean 'names'?"),
        ("zzz = 1", "1:1: [zzz] unknown key 'zzz'"),
        ("fail_on = 'all'", "1:1: [fail_on] Input should be 'error', 'warning', 'note' or 'never'"),
        ("[profile]\n\n  sector = 'x'", "3:3: [profile.sector] Input should be a valid tuple"),
        ("[brand]\nnames = ['a',\n 3]", "2:1: [brand.names.1] Input should be a valid string"),
        ("brand = {nmaes = []}", "1:1: [brand.nmaes] unknown key 'nmaes'\n  Did you mean 'names'?"),
        ("[files.'a.md']\nx = 1", "2:1: [files.a.md.x] unknown key 'x'"),
        ("a = '\u2028'\n\x0b", "2:1: Invalid statement (at line 2, column 1)"),
        ("# \u2028\nx = 1", "2:1: [x] unknown key 'x'"),
        ("x = ", "1:1: Invalid value (at end of document)"),
        ("[a]\n[a]", "2:3: Cannot declare ('a',) twice (at line 2, column 3)"),
    ],
)  # fmt: skip
def test_errors(text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_config(text, "postguard.toml")
    assert raised.value.exit_code == 2
    assert str(raised.value).partition("Unexpected")[0] == f"postguard.toml:{expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[tool.postguard]\nx = 1",
            "pyproject.toml:2:1: [tool.postguard.x] unknown key 'x'",
        ),
        (
            "[tool]\npostguard = 1",
            (
                "pyproject.toml:2:1: [tool.postguard] Input should be a valid dictionary or instance "
                "of ConfigModel"
            ),
        ),
    ],
)
def test_errors_in_pyproject(text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_config(text, "pyproject.toml")
    assert str(raised.value) == expected


def test_pyproject_without_a_table() -> None:
    assert parse_config("tool = 1", "pyproject.toml").fail_on == "error"
    assert parse_config("[project]\nname = 'x'", "pyproject.toml").select == ()


def test_a_whole_configuration(tmp_path: Path) -> None:
    path = tmp_path / "postguard.toml"
    path.write_text("""\
fail_on = "warning"
select = ["finance"]
severity = {"finance/x" = "note"}
exclude = ["old/"]
[brand]
names = ["Acme"]
[profile]
jurisdiction = ["US", "gb"]
platform = ["Twitter"]
account = "employee"
[rules]
paths = ["mine"]
[ignores]
require_reason = true
locked = ["leakage"]
[files."drafts/*.md"]
ignore = ["tone"]
platform = ["x"]
encoding = "cp1252"
""")
    config = load_config(str(path))
    assert (config.path, config.root) == (str(path), str(tmp_path))
    assert (config.fail_on, config.select, config.exclude) == ("warning", ("finance",), ("old/",))
    assert config.severity == {"finance/x": "note"}
    assert config.profile.brand == Brand(names=("Acme",))
    assert config.profile.jurisdiction == ("us", "uk")
    assert (config.profile.platform, config.profile.account) == (("x",), "employee")
    assert (config.rule_paths, config.require_reason) == (("mine",), True)
    (section,) = config.files
    assert (section.glob, section.ignore, section.encoding) == ("drafts/*.md", ("tone",), "cp1252")
    assert section.meta == {"platform": ["x"]}


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "postguard.toml").write_text("")
    assert find_config(str(deep)) == str(tmp_path / "postguard.toml")
    (deep / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_config(str(deep)) == str(tmp_path / "postguard.toml")
    (deep.parent / "pyproject.toml").write_text("[tool.postguard]\n")
    assert find_config(str(deep)) == str(deep.parent / "pyproject.toml")
    (deep / ".postguard.toml").write_text("")
    assert find_config(str(deep)) == str(deep / ".postguard.toml")
    (deep / "postguard.toml").write_text("")
    assert find_config(str(deep)) == str(deep / "postguard.toml")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff", ":1: not UTF-8 at byte 0"),
        (b"#" * (1 << 20) + b"\n", ": the file is larger than 1 MiB"),
        (None, ": cannot read the configuration: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "postguard.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        load_config(str(path))
    assert str(raised.value) == f"{path}{problem}"


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "postguard.toml"
    path.write_bytes(b"\xef\xbb\xbffail_on = 'note'\r\n")
    assert load_config(str(path)).fail_on == "note"


def test_the_place_of_a_key(tmp_path: Path) -> None:
    path = tmp_path / "postguard.toml"
    path.write_text("fail_on = 'note'\n\n[terms]\nlists = ['a']\n")
    config = load_config(str(path))
    assert place_of_key(config, "terms.lists") == (4, 1)
    assert place_of_key(config, "terms.nothing") == (3, 1)
    assert place_of_key(config, "nothing") == (None, None)
    assert place_of_key(Config(), "terms.lists") == (None, None)
