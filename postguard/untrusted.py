"""Checking a stranger's change: what steers the run comes from the revision it is based on.

Whoever can write the drafts of a pull request can write its configuration, rules,
waivers, baseline and term lists too. None of these is read from the files under check,
no module or model is loaded from among them, and no link in them is followed.
"""

import os
from collections.abc import Mapping

from postguard.config import Config
from postguard.errors import UsageError
from postguard.git import INDEX, Repository
from postguard.language import BLANK
from postguard.paths import inside, through_link
from postguard.revision import Revision

_BRANCHES = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
"""Variables in which GitHub and GitLab name the branch a change is to be merged into.

GitLab's CI_MERGE_REQUEST_DIFF_BASE_SHA is not among them: it is where the change forked,
which its author chooses, and what was configured long ago may be laxer than today.
"""
_NOWHERE = (
    "--untrusted takes the configuration from the revision a change is based on, and none is "
    "known here; name it: --base origin/main"
)


def base_of(revision: str | None, folder: str, variables: Mapping[str, str]) -> Revision:
    """The revision that steers an untrusted run.

    Args:
        revision: the one asked for; None for the branch that the build service says the
            change is to be merged into.
        folder: where the call is made, which says the repository.
        variables: the environment.

    Raises `UsageError` if there is no repository, no revision, or a reason why neither
    could be trusted.
    """
    repository = _repository(folder)
    name = revision or next(
        (f"origin/{variables[key]}" for key in _BRANCHES if variables.get(key)), None
    )
    if name is None:
        raise UsageError(_NOWHERE)
    # A branch of the service is asked for by its full name, which no tag can take.
    commit = repository.resolve(revision or f"refs/remotes/{name}")
    return Revision(repository, name, commit)


def _repository(folder: str) -> Repository:
    """The repository whose working tree holds a folder.

    It is found by its ``.git``, which no commit can hold. Left to itself git would also
    take a folder for a repository that merely looks like one, as files under check can.
    """
    top = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(top, ".git")):
        if top == os.path.dirname(top):
            raise UsageError(
                "--untrusted needs a git repository, whose base revision holds the "
                "configuration; call it inside one"
            )
        top = os.path.dirname(top)
    _refuse_git_in(top)
    repository = Repository.find(top)
    if repository is None or os.path.realpath(repository.top) != top:
        raise UsageError(f"{top}: git does not take this for the top of a repository")
    if repository.is_submodule:
        raise UsageError(
            f"{top} is a submodule, which a change can point anywhere; call --untrusted from "
            "the repository around it"
        )
    return repository


def _refuse_git_in(top: str) -> None:
    """Make sure that no file under check is run as git. Raises `UsageError`."""
    for place in os.get_exec_path():
        for start in (top, os.curdir):
            program = os.path.join(start, place, "git")
            if os.path.lexists(program) and inside(program, top) is not None:
                raise UsageError(
                    f"the PATH leads to {program}, among the files under check; take "
                    f"{place or 'the current folder'} out of it"
                )


def restricted(config: Config, base: Revision) -> Config:
    """The configuration of an untrusted run.

    Raises `UsageError` if its language pipeline is no installed package.
    """
    _refuse_pipeline(config.pipeline)
    key_file = config.terms_key_file
    if key_file is not None and _is_in(base, os.path.join(config.root, key_file)):
        # No commit should hold a key, and a file that is not in the base is a stranger's.
        key_file = None
    return config._replace(
        origin=base, untrusted_below=base.repository.top, terms_key_file=key_file
    )


def refuse_imports_from(base: Revision, places: list[str]) -> None:
    """Make sure that Python imports nothing from the files under check.

    Raises `UsageError` if one of the `places` it looks in holds any.
    """
    for place in places:
        folder = inside(place or os.curdir, base.repository.top)
        if folder is not None and base.repository.entries(INDEX, folder):
            raise UsageError(
                f"Python looks for modules in {place or 'the current folder'}, among the files "
                "under check; unset PYTHONPATH, and install postguard outside of them"
            )


def refuse_output(base: Revision, path: str) -> None:
    """Refuse to write through a link among the files under check. Raises `UsageError`."""
    if _is_in(base, path) and through_link(path, base.repository.top):
        raise UsageError(f"{path}: a link among the files under check; nothing is written to it")


def _is_in(base: Revision, path: str) -> bool:
    return inside(path, base.repository.top) is not None


def _refuse_pipeline(name: str) -> None:
    if name == BLANK:
        return
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        distribution(name)
    except (PackageNotFoundError, ValueError):
        raise UsageError(
            f"the language pipeline {name!r} is no installed package, and --untrusted loads "
            "none from a path"
        ) from None
