"""``postguard init``: a first configuration, with everything explained in it."""

import os
from typing import Annotated

import typer

from postguard.errors import UsageError

_CONFIG = """\
# Settings of postguard. Every line that is commented out shows a default or an example.

# The mildest severity that fails a run: error, warning, note or never.
fail_on = "error"

# Packs ("tone") or rules ("hygiene/todo") to run beside those on by default, or not to run.
# extend_select = ["tone"]
# ignore = ["hygiene/todo"]

# Leave out, as in .gitignore. It holds for files named on the command line too.
# exclude = ["archive/"]

# Findings known before, and findings approved for a time; see `postguard baseline create`
# and `postguard waive`.
# baseline = "postguard-baseline.jsonl"
# waivers = "waivers.yaml"

[brand]
# What is ours: imitations of it are found, and claims in its name are ours.
# names = ["Acme"]
# domains = ["acme.example"]
# handles = ["acme"]
# competitors = ["Globex"]
# Never to be published:
# internal_domains = ["corp.acme.example"]
# ticket_prefixes = ["ACME"]
# codenames = ["Bluebird"]
# clients = ["Initech"]
# approved_clients = []

[profile]
# Rules that would be wrong elsewhere wait for these.
# jurisdiction = ["us"]        # us, uk, eu
# sector = ["finance"]
# platform = ["x", "linkedin"]
# account = "brand"            # or "employee": tone is then nobody's business

# Severities of packs and rules that differ from their own.
# [severity]
# "hygiene/todo" = "note"

# Settings for some files.
# [files."drafts/**"]
# ignore = ["hygiene"]

# What may be ignored inside a draft.
# [ignores]
# require_reason = true
# locked = ["leakage"]

# Folders with rules of your own, in packs.
# [rules]
# paths = ["postguard-rules"]
"""

_HOOK = """\
  # The postguard that is installed here. To pin one for everybody, name its repository and
  # a revision instead of `local`, and keep only the ids of the hooks.
  - repo: local
    hooks:
      - id: postguard
        name: postguard
        entry: postguard check
        language: system
        types_or: [markdown, plain-text, html]
        require_serial: true
      - id: postguard-commit-msg
        name: postguard (commit message)
        entry: postguard check
        language: system
        stages: [commit-msg]
        require_serial: true
"""


def init(
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Write the pre-commit entry too.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a configuration that is there.")
    ] = False,
) -> None:
    """Write a commented postguard.toml here."""
    from postguard.cli.writing import replace_file

    if os.path.exists("postguard.toml") and not force:
        raise UsageError("postguard.toml is already here; --force replaces it")
    replace_file("postguard.toml", _CONFIG)
    typer.echo("wrote postguard.toml")
    if pre_commit:
        _write_hook()


def _write_hook() -> None:
    from postguard.cli.writing import replace_file

    path = ".pre-commit-config.yaml"
    if os.path.exists(path):
        typer.echo(f"{path} is already here; add these lines under repos:\n\n{_HOOK}")
        return
    replace_file(path, f"repos:\n{_HOOK}")
    typer.echo(f"wrote {path}; now run: pre-commit install -t pre-commit -t commit-msg")
