"""Every command of the README and the pages works, and prints what the page shows."""

import difflib
from pathlib import Path

import pytest

from tests.docs.pages import CHECKOUT, NAMES, blocks, commands
from tests.docs.session import agrees, play

_WITH_COMMANDS = [
    page for page in NAMES if any(block.language == "console" for block in blocks(page))
]
_ANSWERS = (0, 1)
"""Exit codes of a command that did its work; whatever else a page may show, it must say so
with ``echo $?``."""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.slow
@pytest.mark.parametrize("page", _WITH_COMMANDS)
def test_commands_do_what_the_page_shows(page: str, tmp_path: Path, cache: Path) -> None:
    outcomes = play(page, tmp_path / "sandbox", cache)

    complaints = []
    for number, outcome in enumerate(outcomes, 1):
        place = f"{page}:{outcome.command.line}: {outcome.command.text}"
        told = any(item.command.text == "echo $?" for item in outcomes[number : number + 1])
        if outcome.code not in _ANSWERS and not told:
            complaints.append(f"{place}\nexit {outcome.code}\n" + "\n".join(outcome.printed))
        shown = outcome.command.shown
        if shown and not agrees(shown, outcome.printed):
            difference = difflib.unified_diff(
                shown, outcome.printed, "the page", "the command", lineterm=""
            )
            complaints.append(f"{place}\n" + "\n".join(difference))
    assert not complaints, "\n\n".join(complaints)


def test_the_set_up_commands_are_what_ci_runs() -> None:
    setup = [
        command.text
        for block in blocks("README.md")
        if block.language == "console"
        for command in commands(block)
        if ".venv/bin/" in command.text
    ]

    assert len(setup) == 2
    main_job, tests = setup
    assert main_job.endswith(".venv/bin/postguard check --exit-zero examples")
    assert tests.endswith(".venv/bin/python -m pytest")
    assert r"sed -n '/\.venv\/bin\//s/^\$ //p' README.md" in (CHECKOUT / ".ci" / "run").read_text(
        encoding="utf-8"
    )
