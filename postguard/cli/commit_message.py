"""What git will make of a commit message that is checked before it is committed."""

from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.config import Config
from postguard.readers.registry import is_message

_KEEPING = frozenset({"whitespace", "verbatim", "scissors"})
"""Ways of cleaning a message up that leave its comment lines in it."""


def with_cleanup(request: CheckRequest, config: Config, environment: Environment) -> Config:
    """The configuration, with what git calls a comment here, if a message is to be checked."""
    named = (*request.paths, request.stdin_filename or "")
    if not any(is_message(path) for path in named):
        return config
    from postguard.git import setting

    folder = environment.folder
    comment = setting("core.commentString", folder) or setting("core.commentChar", folder) or "#"
    # A message that was given in the call is no template: its lines are all meant.
    is_given = environment.variables.get("GIT_EDITOR") == ":"
    keep = is_given or setting("commit.cleanup", folder) in _KEEPING
    reader = config.reader._replace(comment=comment, keep_comments=keep)
    return config._replace(reader=reader)
