"""A repository for each test, and a git that obeys nobody's settings."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.git.repo import Repo, environment


@pytest.fixture(autouse=True)
def _no_settings() -> Iterator[None]:
    with mock.patch.dict("os.environ", environment(), clear=True):
        yield


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository without a commit."""
    return Repo(tmp_path / "repo")
