"""What a `check` call asks for. The defaults here are the defaults everywhere."""

from __future__ import annotations

from postguard.light_typing import NamedTuple


class CheckRequest(NamedTuple):
    """The arguments and options of ``postguard check``."""

    paths: tuple[str, ...] = ()
    config: str | None = None
    output_format: tuple[str, ...] = ()
    """``FORMAT`` or ``FORMAT=FILE``; text if there is none."""
    output_file: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    exclude: tuple[str, ...] = ()
    stdin_filename: str | None = None
    staged: bool = False
    """Judge what the next commit would add or change, as the index holds it."""
    since: str | None = None
    """Judge what the working copy adds to this revision or changes."""
    no_ignores: bool = False
    baseline: str | None = None
    waivers: str | None = None
    terms: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    show_matches: bool = False
    exit_zero: bool = False
    allow_empty: bool = False
    untrusted: bool = False
    base: str | None = None
    """The revision an untrusted run takes its configuration from."""
    jobs: int | None = None
    """Processes to share the work; None: as many as make the run shorter."""
    no_cache: bool = False
    statistics: bool = False
    quiet: bool = False
