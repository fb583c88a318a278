"""Repositories for the tests of the command line."""

from pathlib import Path

import pytest

from tests.cli.house import Repository


@pytest.fixture(scope="session")
def rulebook_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all calls: the rules are the same."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(tmp_path: Path, rulebook_cache: Path) -> Repository:
    """A repository with rules and a configuration, and no post yet."""
    return Repository(tmp_path, rulebook_cache)
