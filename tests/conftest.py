"""Shared by all tests: one cache of compiled rules, apart from the user's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compiling the built-in rules takes seconds, and they are the same for every test."""
    folder = tmp_path_factory.mktemp("postguard-cache")
    before = os.environ.get("POSTGUARD_CACHE_DIR")
    os.environ["POSTGUARD_CACHE_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["POSTGUARD_CACHE_DIR"]
    else:
        os.environ["POSTGUARD_CACHE_DIR"] = before
