"""The start and the end of every call: two lanes in, one exit code out.

The plain forms of ``postguard check`` go straight to the run, since the option parser
costs more than checking a short post; every other form goes through typer. An
error of Python's own must never look like "findings", which is what exit code 1 means.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence

from postguard.errors import InternalError, PostguardError
from postguard.light_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

INCOMPLETE = 3
INTERRUPTED = 130
BROKEN_PIPE = 141
TERMINATED = 143
INTERNAL_ERROR = 4

_FIRST_COLLECTION = 100_000
"""Objects before Python looks for garbage: what is loaded for a short post is none."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Args:
        arguments: those of the call; None for the process's own, which then ends with it.
    """
    gc.set_threshold(_FIRST_COLLECTION)
    code = guarded(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _pipe_closed()
    except OSError as error:
        code = _failed_to_write(error, told=code == INCOMPLETE)
    if arguments is None and not _end_is_awaited():
        _end(code)
    sys.exit(code)


def _end_is_awaited() -> bool:
    """Whether something has yet to happen when the process ends."""
    registered = atexit._ncallbacks()  # noqa: SLF001  # nothing public tells
    return registered > 0 or "threading" in sys.modules or sys.getprofile() is not None


def _end(code: int) -> NoReturn:
    """End at once: taking down all that was loaded costs as much as checking a short post."""
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


def guarded(arguments: Sequence[str]) -> int:
    """Run the command line; every way it can end is an exit code of the conventions."""
    try:
        return _dispatch(arguments)
    except PostguardError as error:
        _say(f"postguard: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        _say("postguard: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except Exception as error:  # noqa: BLE001  # the last line of defence; see INTERNAL_ERROR
        return _crashed(error, debug="--debug" in arguments)


def _dispatch(arguments: Sequence[str]) -> int:
    from postguard.cli.plain import plain_request

    request = plain_request(arguments)
    if request is not None:
        from postguard.cli.environment import current
        from postguard.cli.run import run

        return run(request, current())
    from postguard.cli.app import call

    return call(arguments)


def _say(text: str) -> None:
    from postguard.outputs.encode import visible

    print("\n".join(visible(line) for line in text.splitlines()), file=sys.stderr)


def _pipe_closed() -> int:
    """Whoever read our output has had enough: end as other tools do, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _failed_to_write(error: OSError, *, told: bool) -> int:
    """The last of the output did not get out; say so unless the run has."""
    if not told:
        _say(f"postguard: the report could not be written: {error.strerror}")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return INCOMPLETE


def _crashed(error: Exception, *, debug: bool) -> int:
    if debug:
        _say(_traceback(error))
    hint = "" if debug else " Run again with --debug for a traceback."
    what = type(error).__name__
    if isinstance(error, InternalError):
        what = f"{error.kind} in {error.path}"
    _say(f"postguard: internal error: {what}. The run has no verdict.{hint}")
    return INTERNAL_ERROR


def _traceback(error: BaseException) -> str:
    """Where an error and those behind it happened, without their messages: they quote drafts."""
    import traceback

    behind = error.__cause__ or error.__context__
    before = [_traceback(behind), "which led to"] if behind is not None else []
    places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return "\n".join([*before, f"{type(error).__name__} at", places])
