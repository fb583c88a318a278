"""How git is run: what it may do, and what is made of its answer."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from postguard.errors import ReadError, UsageError

if TYPE_CHECKING:
    from subprocess import Popen

_SAFE = (
    "git",
    "-c", "core.fsmonitor=false",
    "-c", "diff.autoRefreshIndex=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.ext.allow=never",
    "-c", "safe.bareRepository=explicit",
    "--no-pager",
)  # fmt: skip
_UNSET = (
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
_SET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "LANGUAGE": "C"}


class Answer(NamedTuple):
    """What a call of git came to."""

    code: int
    output: bytes
    complaint: str
    """What it said on standard error, without its prefix."""


def run(folder: str, *arguments: str, settings: Mapping[str, str] | None = None) -> Answer:
    """Run git in a folder to its end.

    Args:
        folder: the current folder of the call.
        arguments: the command and its options.
        settings: configuration that outranks the repository's.

    Raises `UsageError` if git cannot be started there.
    """
    from subprocess import DEVNULL, PIPE

    with start(folder, arguments, settings, stdin=DEVNULL, stdout=PIPE, stderr=PIPE) as process:
        output, complaint = process.communicate()
    return Answer(process.returncode, output, _told(complaint))


def output_of(folder: str, *arguments: str, settings: Mapping[str, str] | None = None) -> bytes:
    """What a call of git prints. Raises `ReadError` if it fails, and as `run` does."""
    answer = run(folder, *arguments, settings=settings)
    if answer.code:
        raise ReadError(f"git {arguments[0]}: {answer.complaint}", stage="discover")
    return answer.output


@contextmanager
def streamed(
    folder: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> Iterator[IO[bytes]]:
    """What a call of git prints, as it prints it, to be read to its end.

    Raises `ReadError` in the end if the call fails, and as `run` does.
    """
    from subprocess import DEVNULL, PIPE
    from tempfile import TemporaryFile

    with TemporaryFile() as said:
        with start(folder, arguments, settings, stdin=DEVNULL, stdout=PIPE, stderr=said) as process:
            assert process.stdout is not None
            yield process.stdout
        if process.returncode:
            raise ReadError(f"git {arguments[0]}: {complaint_in(said)}", stage="discover")


def start(
    folder: str,
    arguments: tuple[str, ...],
    settings: Mapping[str, str] | None = None,
    **streams: Any,
) -> "Popen[bytes]":
    """Start git in a folder. Raises `UsageError` if that cannot be done."""
    from subprocess import Popen

    environment = {key: value for key, value in os.environ.items() if key not in _UNSET}
    environment.update(_SET)
    environment.update(_counted(settings or {}, environment))
    try:
        return Popen((*_SAFE, *arguments), cwd=folder, env=environment, **streams)  # noqa: S603
    except FileNotFoundError:
        if not os.path.isdir(folder):
            raise UsageError(f"{folder}: there is no such folder") from None
        raise UsageError("git is not installed, or not on the PATH; this needs it") from None
    except OSError as error:
        raise UsageError(f"git cannot be started: {error.strerror}") from None
    except ValueError:
        raise UsageError("no name in git holds a NUL") from None


def complaint_in(file: IO[bytes]) -> str:
    """What a call wrote into the file it was given as standard error."""
    file.seek(0)
    return _told(file.read())


def _told(complaint: bytes) -> str:
    """The first line that says something went wrong, else the first."""
    lines = complaint.decode("utf-8", "replace").splitlines()
    grave = [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "error: "))]
    return (grave or lines or ["it failed without saying why"])[0]


def _counted(settings: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Settings as variables, which take any key, behind those the caller has set that way."""
    if not settings:
        return {}
    written = environment.get("GIT_CONFIG_COUNT", "")
    first = int(written) if written.isdecimal() else 0
    counted = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (key, value) in enumerate(settings.items(), first):
        counted[f"GIT_CONFIG_KEY_{number}"] = key
        counted[f"GIT_CONFIG_VALUE_{number}"] = value
    return counted
