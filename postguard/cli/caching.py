"""Whether a run draws on results of earlier ones, and where they are kept."""

from __future__ import annotations

import os

from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.light_typing import TYPE_CHECKING
from postguard.project import Project

if TYPE_CHECKING:
    from postguard.result_cache import ResultCache

_FEWEST = 16
"""Inputs below which looking results up takes as long as judging."""


def results_for(
    project: Project, inputs: int, request: CheckRequest, environment: Environment
) -> ResultCache | None:
    """The results a run of so many inputs may use and add to; None for a run without."""
    folder = results_folder(environment)
    if folder is None or request.no_cache or inputs < _FEWEST:
        return None
    return project.results(folder)


def results_folder(environment: Environment) -> str | None:
    """Where results of runs are kept; None if nowhere.

    On a build machine only if the place was named: what is restored there from elsewhere is
    for whoever set it up to trust.
    """
    variables = environment.variables
    base = environment.cache_folder
    if base is None or (variables.get("CI") and not variables.get("POSTGUARD_CACHE_DIR")):
        return None
    return os.path.join(base, "results")
