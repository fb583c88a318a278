"""``check`` with several processes and with what earlier runs found."""

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import Self
from unittest import mock

import pytest

from postguard.checker import Checker
from postguard.discovery import Input
from postguard.outcome import Outcome
from tests.cli.house import Ran, Repository

LIST = "title: Deals\nterms:\n  - {term: Zorvane Quill}\n"
WHOLE = ("check", "--output-format", "json")


@pytest.fixture
def posts(repository: Repository) -> Repository:
    """A repository of forty posts, some with findings."""
    for number in range(40):
        word = "utilize" if number % 3 else "read"
        repository.write(f"posts/{number:02}.md", f"We {word} bluebird {number}.\n")
    return repository


def counted(repository: Repository, *arguments: str) -> tuple[Ran, int]:
    """A run in one process, and how many inputs it judged."""
    seen: list[str] = []
    check = Checker.check_input

    def noting(self: Checker, item: Input) -> Outcome:
        seen.append(item.path)
        return check(self, item)

    with mock.patch.object(Checker, "check_input", noting):
        ran = repository.run("check", "--jobs", "1", *arguments)
    return ran, len(seen)


def test_any_number_of_processes_says_the_same(posts: Repository) -> None:
    alone = posts.run(*WHOLE, "--no-cache", "--jobs", "1", "posts")
    assert alone.code == 1
    assert len(json.loads(alone.out)["inputs"]) == 40
    for jobs in ("2", "3"):
        assert posts.run(*WHOLE, "--no-cache", "--jobs", jobs, "posts") == alone
    assert posts.run(*WHOLE, "--no-cache", "posts") == alone


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_processes_that_is_none(posts: Repository, jobs: str) -> None:
    ran = posts.run("check", "--jobs", jobs, "posts")
    assert (ran.code, ran.out) == (2, "")
    assert "--jobs" in ran.err


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_sealed_terms_in_several_processes(posts: Repository) -> None:
    posts.write("private/deals.yaml", LIST)
    assert posts.run("terms", "key", "new", "-o", "terms.key").code == 0
    sealing = ("private/deals.yaml", "-o", "deals.sealed", "--key-file", "terms.key")
    assert posts.run("terms", "seal", *sealing).code == 0
    posts.write("posts/00.md", "Zorvane Quill says hello.\n")
    table = '[terms]\nlists = ["deals.sealed"]\nkey_file = "terms.key"\n'
    posts.write("postguard.toml", posts.read("postguard.toml") + table)
    alone = posts.run(*WHOLE, "--jobs", "1", "posts")
    assert '"confidential/deals"' in alone.out
    for can_fork in (True, False):
        with mock.patch("postguard.worker_process.can_fork", return_value=can_fork):
            assert posts.run(*WHOLE, "--jobs", "2", "posts") == alone
    assert not results(posts)


def results(repository: Repository) -> list[Path]:
    return sorted((repository.cache / "results").glob("results-*"))


@pytest.fixture
def posts_alone(posts: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The posts, and a cache that no other test uses."""
    posts.cache = tmp_path_factory.mktemp("cache")
    return posts


@pytest.fixture
def posts_apart(posts_alone: Repository, rulebook_cache: Path) -> Repository:
    """The same for other processes, with the rules compiled already: that takes seconds."""
    own, posts_alone.cache = posts_alone.cache, rulebook_cache
    assert posts_alone.run_apart("check", "posts/00.md").code == 1
    posts_alone.cache = own
    for path in rulebook_cache.glob("rules-*"):
        shutil.copy(path, own)
    return posts_alone


def test_a_second_run_judges_nothing(posts_alone: Repository) -> None:
    first, number = counted(posts_alone, "posts")
    assert number == 40
    assert counted(posts_alone, "posts") == (first, 0)
    posts_alone.write("posts/07.md", "We read it.\n")
    second, number = counted(posts_alone, "posts")
    assert number == 1
    assert second.out.count("posts/") == first.out.count("posts/") - 1


def test_another_process_knows_what_was_found(posts_apart: Repository) -> None:
    first = posts_apart.run_apart("check", "posts")
    (kept,) = results(posts_apart)
    before = kept.stat().st_ino
    os.utime(kept, ns=(0, 0))
    assert posts_apart.run_apart("check", "posts") == first
    # Touched, since it was used, and not written, since nothing was new.
    assert kept.stat().st_ino == before
    assert kept.stat().st_mtime_ns > 0


def test_a_run_that_shall_remember_nothing(posts_alone: Repository) -> None:
    assert counted(posts_alone, "--no-cache", "posts")[1] == 40
    assert not results(posts_alone)
    counted(posts_alone, "posts")
    assert counted(posts_alone, "--no-cache", "posts")[1] == 40


def test_a_few_drafts_are_judged_sooner_than_looked_up(posts_alone: Repository) -> None:
    assert counted(posts_alone, "posts/01.md", "posts/02.md")[1] == 2
    assert not results(posts_alone)


@pytest.mark.parametrize(
    "arguments", [("--output-format", "html=report.html"), ("--fix",), ("--diff",)]
)
def test_runs_that_keep_nothing(posts_alone: Repository, arguments: tuple[str, ...]) -> None:
    posts_alone.run("check", *arguments, "posts")
    assert not results(posts_alone)


@pytest.mark.parametrize("damage", ["a file", "read only", "open to all", "a broken link"])
def test_21_a_cache_that_cannot_be_used(posts_alone: Repository, damage: str) -> None:
    expected, _ = counted(posts_alone, "--no-cache", "posts")
    folder = posts_alone.cache / "results"
    if damage == "a file":
        folder.write_text("x")
    elif damage == "a broken link":
        folder.symlink_to(posts_alone.cache / "nowhere")
    else:
        folder.mkdir(mode=0o500)
        folder.chmod(0o500 if damage == "read only" else 0o777)
    for _ in range(2):
        assert counted(posts_alone, "posts")[0] == expected


def test_a_cache_beside_the_drafts_is_not_believed(posts_alone: Repository) -> None:
    posts_alone.cache = posts_alone.folder / ".cache"
    counted(posts_alone, "posts")
    assert counted(posts_alone, "posts")[1] == 40
    assert not results(posts_alone)


def test_the_progress_bar_counts_every_draft_once(posts_alone: Repository) -> None:
    seen: list[str] = []

    class Bar(contextlib.nullcontext[None]):
        def __init__(self, total: int, stream: object) -> None:
            del stream
            super().__init__(None)
            assert total == 40

        def __enter__(self) -> Self:  # type: ignore[override]
            return self

        def advance(self, name: str) -> None:
            seen.append(name)

    with (
        mock.patch("postguard.cli.environment.Environment.shows_progress", new=True),
        mock.patch("postguard.cli.progress.Progress", Bar),
    ):
        posts_alone.run("check", "--jobs", "2", "posts")
        posts_alone.run("check", "posts")
    assert sorted(seen) == sorted([f"posts/{number:02}.md" for number in range(40)] * 2)


def test_doctor_says_what_is_kept(posts_apart: Repository) -> None:
    def said() -> str:
        lines = posts_apart.run("doctor").out.splitlines()
        return next(line for line in lines if "results of earlier runs" in line)

    assert said() == "  results of earlier runs: none yet"
    counted(posts_apart, "posts")
    assert said() == "  results of earlier runs: 0.0 MB"
    (posts_apart.cache / "results").chmod(0o770)
    reason = "others have access to it (mode 0770)"
    assert said() == f"  results of earlier runs: not kept: {reason}"


def test_on_a_build_machine_the_place_must_be_named(posts_alone: Repository) -> None:
    home = {"HOME": str(posts_alone.cache), "PATH": os.environ["PATH"]}
    named = {"POSTGUARD_CACHE_DIR": str(posts_alone.cache / "named")}
    for variables, number in (
        ({"CI": "true"}, 0),
        ({"CI": "true", **named}, 1),
        ({}, 1),
    ):
        with mock.patch.object(Repository, "_variables", lambda _, v=variables: {**home, **v}):
            posts_alone.run("check", "posts")
        found = list(posts_alone.cache.rglob("results-*"))
        assert len(found) == number
        for path in found:
            path.unlink()
