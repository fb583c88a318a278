"""The interface for programs."""

import subprocess
import sys
from pathlib import Path

import pytest

import postguard
from postguard import Engine, check_paths, check_text
from postguard.config import Config, parse_config
from postguard.errors import ConfigError, UsageError
from postguard.finding import Report, Status
from postguard.profile import Profile
from postguard.readers import decode, read
from postguard.rulebook.library import rulebook

RISKY = "Invest now: guaranteed returns of 12% a year on your portfolio.\n"


def places(report: Report) -> list[tuple[str, str, int, int]]:
    return [(item.uri, item.rule, item.span.start, item.span.end) for item in report.findings]


def test_a_text_is_judged_as_its_file_would_be(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(f"# Save\n\n{RISKY}")
    written = check_paths(tmp_path / "post.md")
    given = check_text(f"# Save\n\n{RISKY}", name=str(tmp_path / "post.md"))
    as_bytes = check_text(f"# Save\n\n{RISKY}".encode(), name=str(tmp_path / "post.md"))
    start = len("# Save\n\nInvest now: ")
    assert places(given) == [
        (
            str(tmp_path / "post.md"),
            "finance/guaranteed-return",
            start,
            start + len("guaranteed returns"),
        )
    ]
    assert given.findings == written.findings == as_bytes.findings
    assert given.inputs == written.inputs


def test_the_name_tells_the_type() -> None:
    page = "<p title='x'>All is&nbsp;well.</p>"
    assert [item.posts for item in check_text(page, name="a.html").inputs] == [1]
    unread = check_text(page, name="a.pptx")
    assert unread.incomplete
    assert [item.status for item in unread.inputs] == [Status.FAILED]


def test_settings_for_files_hold_for_a_text() -> None:
    config = parse_config('[files."drafts/*.md"]\nignore = ["finance"]\n', "postguard.toml")
    report = check_text(RISKY, name="drafts/a.md", config=config)
    assert [item.disposition.value for item in report.findings] == ["ignored"]


def test_rules_can_be_chosen() -> None:
    assert not check_text(RISKY, select=["hygiene"]).findings
    assert not check_text(RISKY, ignore=["finance"]).findings
    with pytest.raises(UsageError, match=r"did you mean 'finance'\?"):
        check_text(RISKY, select=["fynance"])


def test_the_nearest_configuration_holds_for_paths(tmp_path: Path) -> None:
    (tmp_path / "postguard.toml").write_text('ignore = ["finance"]\n')
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(RISKY)
    assert not check_paths(str(tmp_path / "posts")).findings
    assert len(check_paths(str(tmp_path / "posts"), config=Config()).findings) == 1
    (tmp_path / "wrong.toml").write_text("ignor = []\n")
    with pytest.raises(ConfigError, match=r"wrong\.toml:1:1: \[ignor\] unknown key"):
        check_paths(tmp_path, config=str(tmp_path / "wrong.toml"))
    with pytest.raises(UsageError, match="no such configuration"):
        check_paths(tmp_path, config=str(tmp_path / "none.toml"))


def test_a_path_that_is_not_there_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        check_paths(tmp_path / "none.md")


def test_globs_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(RISKY)
    (tmp_path / "b.md").write_text(RISKY)
    report = check_paths(tmp_path, config=Config(root=str(tmp_path)), exclude=["b.*"])
    assert [Path(item.uri).name for item in report.findings] == ["a.md"]
    assert [item.status.value for item in report.inputs] == ["checked", "skipped"]


def test_several_processes_may_share_the_work(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(RISKY)
    config = Config(root=str(tmp_path))
    alone = check_paths(tmp_path, config=config, select=["finance/guaranteed-return"])
    assert len(alone.findings) == 3
    several = check_paths(tmp_path, config=config, select=["finance/guaranteed-return"], jobs=2)
    assert several == alone


def test_an_engine_of_ones_own() -> None:
    engine = Engine(rulebook(), Profile(account="brand"))
    checked = engine.check(read(decode("post.txt", RISKY.encode())))
    assert "finance/guaranteed-return" in {item.rule for item in checked.findings}


def test_importing_the_package_imports_nothing_else() -> None:
    script = (
        "import sys, typing\nbefore = set(sys.modules)\nimport postguard\n"
        "postguard.__version__\nprint(*sorted(set(sys.modules) - before))\n"
        "from postguard import *\nprint(check_text.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout == "postguard\npostguard.api\n"


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'check_posts'"):
        postguard.check_posts  # noqa: B018
