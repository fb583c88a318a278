"""``--staged`` and ``--since``: which inputs a call has, if git is asked what changed."""

from functools import partial

from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.discovery import Input
from postguard.errors import UsageError
from postguard.project import Project


def is_asked(request: CheckRequest) -> bool:
    """Whether only what changed is to be checked."""
    return request.staged or request.since is not None


def refuse_contradiction(request: CheckRequest) -> None:
    """Raises `UsageError` for a request that cannot be met as it stands."""
    if not is_asked(request):
        return
    option = "--staged" if request.staged else "--since"
    if request.staged and request.since is not None:
        raise UsageError("--staged and --since do not go together; choose one")
    if request.staged and request.untrusted:
        raise UsageError("--untrusted is about a change that was committed, not --staged")
    if "-" in request.paths:
        raise UsageError(f"{option} is about files; standard input is always checked in full")
    if request.staged and (request.fix or request.unsafe_fixes) and not request.diff:
        raise UsageError(
            "--staged judges the index, and fixes are made in the working copy, which may "
            "differ: fix without --staged, then stage the result (--diff only shows the fixes)"
        )


def inputs(project: Project, request: CheckRequest) -> list[Input]:
    """The inputs of a request.

    Raises `UsageError` for a path or revision that does not exist, and where there is no
    repository to ask.
    """
    if not is_asked(request):
        return project.inputs(request.paths, request.exclude)
    from postguard import changes
    from postguard.git import Repository

    repository = Repository.find()
    if repository is None:
        option = "--staged" if request.staged else "--since"
        raise UsageError(f"{option} asks git, and this folder is in no git repository")
    if request.since is None:
        find = partial(changes.staged, repository)
    else:
        find = partial(changes.since, repository, request.since)
    return project.inputs(request.paths, request.exclude, find)


def say_nothing_changed(request: CheckRequest, environment: Environment) -> None:
    """Say that there was nothing to check, so that silence is not taken for a verdict."""
    if request.quiet:
        return
    what = "is staged" if request.since is None else f"has changed since {request.since}"
    print(f"postguard: nothing here {what}; nothing was checked", file=environment.stderr)
