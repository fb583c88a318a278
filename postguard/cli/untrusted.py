"""``postguard check --untrusted``: what is arranged before a stranger's files are checked."""

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from postguard import overruled, untrusted
from postguard.cli.environment import Environment
from postguard.cli.request import CheckRequest
from postguard.cli.setup import configured, nearest_folder
from postguard.cli.writing import Destination
from postguard.config import Config
from postguard.finding import Finding
from postguard.outputs.encode import line

_NO_CACHE = {"POSTGUARD_CACHE_DIR": ""}
_NO_CURRENT_FOLDER = {"PYTHONSAFEPATH": "1"}
"""For processes this one starts: Python looks for no module in the current folder."""


class Arranged(NamedTuple):
    """What an untrusted run goes by."""

    config: Config
    environment: Environment
    """Without a cache: what is in it may be there by the hand of an earlier change."""
    notices: tuple[Finding, ...]
    """What the files under check ask for in vain."""


def arranged(
    request: CheckRequest, environment: Environment, targets: Sequence[Destination]
) -> Arranged:
    """The configuration of the base revision, and what in the files under check differs.

    Raises `UsageError` for whatever the run could not be trusted with, and as `configured`
    does.
    """
    base = untrusted.base_of(request.base, environment.folder, environment.variables)
    untrusted.refuse_imports_from(base, sys.path)
    os.environ.update(_NO_CURRENT_FOLDER)
    for target in targets:
        if target.path is not None:
            untrusted.refuse_output(base, target.path)
    if not request.quiet:
        print(
            f"postguard: untrusted: configuration, rules, waivers, baseline and term lists are "
            f"those of {line(str(base))}",
            file=environment.stderr,
        )
    config = untrusted.restricted(configured(request, environment, base), base)
    start = None if request.config else nearest_folder(request, environment)
    changes = overruled.changes(config, base, start)
    overruled.refuse_code(changes, config, base)
    return Arranged(
        config,
        environment._replace(variables={**environment.variables, **_NO_CACHE}),
        tuple(overruled.findings(changes, base)),
    )
