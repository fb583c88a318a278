"""Inputs checked by several processes at once, their outcomes in the order of the inputs.

A process can be killed: by the system for want of memory, by a crash in a parser, by hand.
That costs one input at most. Each process has one input in its hands at a time, so it is
known which; that one is tried once more while nothing else is, and only if its process
dies again does it count as failed. However the run ends, no process outlives it: they hold
nothing that could be lost, so they are killed.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from time import monotonic
from typing import NamedTuple

from postguard.checker import Checker
from postguard.discovery import Input
from postguard.finding import Failure, InputResult, Status
from postguard.outcome import MOST_FINDINGS, Outcome
from postguard.worker_process import Worker, WorkerStartError

TERMINATED = 143
"""The exit code of a run that was told to end."""

_PATIENCE = 600.0
"""Seconds a process may be silent over one input; the budgets of the rules end long before."""
_TICK = 1.0
_MOST_HELD = 2 * MOST_FINDINGS
"""Findings that wait for those of an earlier input before no further input is begun."""
_MOST_STILLBORN = 3
"""Processes in a row that may end before they are ready."""


def outcomes(
    checker: Checker,
    inputs: Sequence[Input],
    jobs: int,
    done: Callable[[Outcome], None],
    *,
    patience: float = _PATIENCE,
) -> Generator[Outcome]:
    """Check inputs in several processes.

    An error in postguard itself is raised here, whichever process it happened in. Told to
    end by SIGTERM, the run raises `SystemExit` with the code 143.

    Args:
        checker: what checks them. A subclass must be importable where processes are spawned.
        inputs: what to check; outcomes come in this order.
        jobs: processes at a time.
        done: told of each outcome as soon as there is one.
        patience: seconds after which a process that says nothing of its input is given up.
    """
    crew = _Crew(checker, inputs, jobs, patience)
    ready: dict[int, Outcome] = {}
    due = held = 0
    with _told_to_end():
        try:
            while due < len(inputs):
                for number, outcome in crew.advance(may_begin=held < _MOST_HELD):
                    done(outcome)
                    ready[number] = outcome
                    held += len(outcome.findings)
                while due in ready:
                    outcome = ready.pop(due)
                    held -= len(outcome.findings)
                    due += 1
                    yield outcome
        finally:
            crew.end()


class _Task(NamedTuple):
    number: int
    item: Input
    again: bool = False
    """Whether a process was lost over it before."""


class _Member:
    """A process and what it is at."""

    __slots__ = ("fresh", "ready", "silent", "task", "worker")

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.ready = False
        self.fresh = True
        """Whether it was never given an input."""
        self.task: _Task | None = None
        self.silent = 0.0
        """Seconds since it said anything, while something is expected of it."""

    def takes(self, tasks: deque[_Task]) -> bool:
        """Whether it is free and takes the first of some tasks."""
        if not self.ready or self.task is not None or not self.worker.give(tasks[0].item):
            return False
        self.task, self.fresh = tasks.popleft(), False
        return True


class _Crew:
    """The processes of a run and what is left to do."""

    def __init__(
        self, checker: Checker, inputs: Sequence[Input], jobs: int, patience: float
    ) -> None:
        self._checker = checker
        self._jobs = jobs
        self._patience = patience
        self._pending = deque(_Task(number, item) for number, item in enumerate(inputs))
        self._lost: deque[_Task] = deque()
        self._members: list[_Member] = []
        self._stillborn = 0

    def advance(self, *, may_begin: bool) -> list[tuple[int, Outcome]]:
        """Do what can be done now, or wait a while; the outcomes that came of it, by number."""
        self._hand_out(may_begin=may_begin)
        if self._members:
            return self._gather()
        # The system gives no process, so this one does the work.
        if self._lost:
            task = self._lost.popleft()
            return [(task.number, _lost(self._shown(task), "no other process could be started"))]
        task = self._pending.popleft()
        return [(task.number, self._checker.check_input(task.item))]

    def _shown(self, task: _Task) -> str:
        return self._checker.shown_path(task.item.path)

    def end(self) -> None:
        """End every process."""
        for member in self._members:
            member.worker.end()
        self._members.clear()

    def _hand_out(self, *, may_begin: bool) -> None:
        busy = [member.task for member in self._members if member.task is not None]
        if any(task.again for task in busy):
            return
        if self._lost:
            if not busy:
                self._begin_again()
        elif may_begin:
            for _ in range(self._jobs - len(busy)):
                if self._pending:
                    self._begin()

    def _begin(self) -> None:
        """Give the next input to a process that waits for one; start one if none does."""
        if any(member.takes(self._pending) for member in self._members):
            return
        starting = sum(not member.ready for member in self._members)
        if starting < len(self._pending) and len(self._members) < self._jobs:
            self._start()

    def _begin_again(self) -> None:
        """Give a lost input to a process that had no other: what is left of one may kill."""
        if any(member.fresh and member.takes(self._lost) for member in self._members):
            return
        if all(member.ready for member in self._members):
            if len(self._members) >= self._jobs:
                self._members.pop(0).worker.end()
            self._start()

    def _start(self) -> None:
        try:
            self._members.append(_Member(Worker(self._checker)))
        except WorkerStartError:
            self._jobs = len(self._members)

    def _gather(self) -> list[tuple[int, Outcome]]:
        """Wait for any process to speak or to end; what came of that."""
        whose = {end: member for member in self._members for end in member.worker.ends}
        before = monotonic()
        heard = [whose[end] for end in wait(list(whose), _TICK)]
        # Never more than was waited for: a run that was stopped and goes on is no silence.
        waited = min(monotonic() - before, _TICK)
        result = []
        for member in tuple(self._members):
            if member in heard:
                result += self._listen(member)
            elif member.task is not None or not member.ready:
                member.silent += waited
                if member.silent > self._patience:
                    result += self._bury(member, "given up, since it said nothing any more")
        return result

    def _listen(self, member: _Member) -> list[tuple[int, Outcome]]:
        answer = member.worker.receive()
        if answer is None:
            return self._bury(member, member.worker.fate())
        if answer.error is not None:
            raise answer.error
        task, member.task, member.silent = member.task, None, 0.0
        if answer.used_up:
            self._members.remove(member)
            member.worker.end()
        if answer.outcome is None or task is None:
            member.ready = True
            self._stillborn = 0
            return []
        return [(task.number, answer.outcome)]

    def _bury(self, member: _Member, how: str) -> list[tuple[int, Outcome]]:
        """Go on without a process; its input is tried again, or given up for lost."""
        self._members.remove(member)
        member.worker.end()
        if not member.ready:
            self._stillborn += 1
            if self._stillborn >= _MOST_STILLBORN:
                self._jobs = len(self._members)
        task = member.task
        if task is None:
            return []
        if task.again:
            return [(task.number, _lost(self._shown(task), how))]
        self._lost.append(task._replace(again=True))
        return []


def _lost(path: str, how: str) -> Outcome:
    reason = (
        f"worker lost: the process that checked it was {how}, twice; it may need more memory "
        "than there is, or crash a parser. Split the file, or leave it out by name"
    )
    return Outcome(
        InputResult(path, Status.FAILED, reason),
        failures=(Failure(path, "worker", reason),),
    )


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Let SIGTERM end the run as an exception does, so that no process is left behind."""
    if not hasattr(signal, "SIGTERM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: object) -> None:
    del number, frame
    raise SystemExit(TERMINATED)
