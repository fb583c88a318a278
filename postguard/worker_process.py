"""A process that checks one input after another, and the end of it that its parent holds.

Where a process may be forked safely, it shares everything its parent has made ready, and
nothing is sent to it but names of inputs. Elsewhere the checker travels as a pickle, which
holds no key; the keys of sealed term lists go beside it.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, NamedTuple

from postguard.checker import Checker
from postguard.discovery import Input
from postguard.errors import PostguardError
from postguard.outcome import Outcome

_MOST_MEMORY = 640 << 20
"""Bytes at its peak after which a process is given no further input: what a large one took
is not handed back, and a gibibyte is what each may have."""
_FOR_PARENT = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)
)
"""Signals a parent answers for its workers, too: a terminal sends them to all."""


class WorkerStartError(Exception):
    """The system gives no further process."""


class Answer(NamedTuple):
    """What a process says: that it is ready, or what came of an input."""

    outcome: Outcome | None = None
    error: Exception | None = None
    """An error in postguard itself, to be raised as though it had happened in the parent."""
    used_up: bool = False
    """Whether it should be given no further input."""


class Worker:
    """A running process, from its parent's side."""

    def __init__(self, checker: Checker) -> None:
        """Raises `WorkerStartError` if there can be none."""
        method = "fork" if can_fork() else "spawn"
        context: Any = get_context(method)
        self.connection, theirs = context.Pipe()
        keys = checker.keys() if method == "spawn" else ()
        self._process = context.Process(target=serve, args=(theirs, checker, keys), daemon=True)
        try:
            with _signals_held():
                self._process.start()
        except OSError as error:
            raise WorkerStartError from error
        finally:
            theirs.close()
        self.ends = (self.connection, self._process.sentinel)
        """What to wait for: it speaks, or it is no more."""

    def give(self, item: Input) -> bool:
        """Have it check an input; whether it is still there to take it."""
        try:
            self.connection.send(item)
        except OSError:
            return False
        return True

    def receive(self) -> Answer | None:
        """What it has to say; None if it is no more, or speaks nonsense."""
        try:
            answer = self.connection.recv() if self.connection.poll() else None
        except Exception:  # noqa: BLE001  # half a message unpickles to any error
            return None
        return answer if isinstance(answer, Answer) else None

    def fate(self) -> str:
        """How a process that is no more came to its end, in words."""
        self._process.join(1)
        code = self._process.exitcode
        if code is None:
            return "cut off"
        return f"killed by {_signal_name(-code)}" if code < 0 else f"ended with code {code}"

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.join(1)
        self.connection.close()


def can_fork() -> bool:
    """Whether a fork is safe: on Linux, in a process with one thread of any kind."""
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def serve(connection: Connection, checker: Checker, keys: Sequence[str]) -> None:
    """Check inputs as they come, in a process of its own, until it is killed."""
    try:
        _leave_signals_to_parent()
        _end_with_parent()
        if keys:
            checker.unlock(keys)
        connection.send(Answer())
        while True:
            connection.send(_answer(checker, connection.recv()))
    finally:
        # What is left to tidy up, flush or report belongs to the parent.
        os._exit(1)


def _answer(checker: Checker, item: Input) -> Answer:
    try:
        outcome = checker.check_input(item)
    except Exception as error:  # noqa: BLE001  # raised again in the parent
        return Answer(error=_portable(error))
    return Answer(outcome, used_up=_peak_memory() > _MOST_MEMORY)


def _portable(error: Exception) -> Exception:
    """The error as it can be raised in another process, its traceback for ``--debug`` beside it."""
    import pickle
    import traceback

    note = "".join(traceback.format_exception(error))
    sent: Exception = error
    try:
        if type(pickle.loads(pickle.dumps(error))) is not type(error):  # noqa: S301  # our own
            raise TypeError
    except Exception:  # noqa: BLE001  # an exception may refuse in any way
        if isinstance(error, PostguardError):
            sent = PostguardError(str(error))
            sent.exit_code = error.exit_code
        else:
            sent = RuntimeError(type(error).__name__)
    sent.add_note(note)
    return sent


def _leave_signals_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _FOR_PARENT)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Keep signals waiting: a child must not meet one before it knows whose they are."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """End at once when the parent does, even if that was killed and can say nothing."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _peak_memory() -> int:
    """Bytes this process ever had in memory; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
