"""Repositories for the tests of the command line."""

from pathlib import Path

import pytest

from tests.cli.house import Repository
from tests.cli.stranger import PullRequest


@pytest.fixture(scope="session")
def rulebook_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all calls: the rules are the same."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(tmp_path: Path, rulebook_cache: Path) -> Repository:
    """A repository with rules and a configuration, and no post yet."""
    return Repository(tmp_path, rulebook_cache)


@pytest.fixture(scope="session")
def begun_change(tmp_path_factory: pytest.TempPathFactory) -> PullRequest:
    """Made once: git takes its time."""
    return PullRequest.begun(tmp_path_factory.mktemp("change"))


@pytest.fixture
def change(begun_change: PullRequest, tmp_path: Path) -> PullRequest:
    """A checkout of a change that changes nothing yet."""
    return begun_change.copied(tmp_path)
