"""What a `check` call asks for. The defaults here are the defaults everywhere."""

from typing import NamedTuple


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
    jobs: int | None = None
    """Processes to share the work; None: as many as make the run shorter."""
    no_cache: bool = False
    statistics: bool = False
    quiet: bool = False
