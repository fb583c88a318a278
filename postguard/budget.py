"""The time judging may take, and what is said when it runs out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from time import perf_counter, thread_time

from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TypeVar

    Result = TypeVar("Result")
    Item = TypeVar("Item")


class Limits(NamedTuple):
    """How long judging may take before it counts as a failure.

    Seconds of the processor, not of the day, as the ``regex`` module counts its own timeout:
    a busy machine, or several processes on a few cores, must not make a run incomplete.
    """

    rule_seconds: float = 1.0
    """For one rule on one document."""
    document_seconds: float = 30.0


class OutOfTimeError(Exception):
    """A rule used up its time on one document, or the document its own."""


_BRIEF = 0.0005
"""Seconds of a look that are taken for the processor's: to ask costs as much as most looks."""


class Clock:
    """The time one rule may still spend on one document."""

    __slots__ = ("_left", "begun")

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self.begun = 0.0
        """The thread's seconds when the rule was last set to work."""

    @property
    def left(self) -> float:
        """Seconds left; at least a millisecond, so that a timeout always is one."""
        return max(self._left, 0.001)

    def spend(self, seconds: float) -> None:
        """Take off time used. Raises `OutOfTimeError` when none is left."""
        self._left -= seconds
        if self._left <= 0:
            raise OutOfTimeError

    def ticking(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, the time spent on each taken off when the next is asked for.

        Raises `OutOfTimeError` when none is left.
        """
        for item in items:
            started, left = thread_time(), self._left
            yield item
            # What was timed by itself meanwhile is taken off already.
            self.spend(max(thread_time() - started - (left - self._left), 0))


_RUNNING: ContextVar[Clock | None] = ContextVar("running", default=None)
"""The clock of the rule at work in this thread, for whatever looks at text on its behalf."""


def timed(look: Callable[[float | None], Result]) -> Result:
    """What `look` returns, under the clock of the rule at work; it is given the seconds left.

    Outside of any rule's work there is no limit. Raises `OutOfTimeError` when the time is
    up, whether `look` says so by a `TimeoutError` or merely took it.
    """
    clock = _RUNNING.get()
    if clock is None:
        return look(None)
    started = perf_counter()
    try:
        result = look(clock.left)
    except TimeoutError:
        raise OutOfTimeError from None
    seconds = perf_counter() - started
    if seconds > _BRIEF:
        seconds = min(seconds, thread_time() - clock.begun)
    clock.spend(seconds)
    return result


class Budget:
    """The time spent on one document, and the rules that did not finish."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._started = thread_time()
        self._clocks: dict[str, Clock] = {}
        self._unfinished: dict[str, str] = {}
        self._unjudged: list[str] = []

    @property
    def reasons(self) -> list[str]:
        """Why not all of the document was judged by every rule, a line for each reason."""
        return [*self._unfinished.values(), *self._unjudged]

    def within(self, posts: Sequence[Item]) -> Iterator[Item]:
        """The posts of the document until its time is up, with a reason kept if any are left."""
        for number, post in enumerate(posts):
            if number and self._is_spent(thread_time()):
                left = f"{len(posts) - number} of {len(posts)} posts"
                limit = self._limits.document_seconds
                self._unjudged.append(
                    f"{left} were not judged: the draft took over {limit:g} s. Split it"
                )
                return
            yield post

    def _is_spent(self, now: float) -> bool:
        return now - self._started > self._limits.document_seconds

    def attempt(self, rule: str, work: Callable[[Clock], Result]) -> Result | None:
        """Do a rule's work under its clock; None, with a reason kept, if it cannot finish.

        A rule that failed once on the document is not tried on it again.
        """
        if rule in self._unfinished:
            return None
        now = thread_time()
        if self._is_spent(now):
            limit = self._limits.document_seconds
            self._unfinished[rule] = f"rule {rule} was not run: the draft took over {limit:g} s"
            return None
        clock = self._clocks.get(rule)
        if clock is None:
            clock = self._clocks[rule] = Clock(self._limits.rule_seconds)
        clock.begun = now
        outer = _RUNNING.set(clock)
        try:
            return work(clock)
        except (OutOfTimeError, TimeoutError):
            limit = self._limits.rule_seconds
            self._unfinished[rule] = f"rule {rule} was stopped: it took over {limit:g} s"
        except Exception as error:  # noqa: BLE001  # a detector may be anyone's code; its
            # message may quote the draft, so only its type is told
            self._unfinished[rule] = f"rule {rule} failed with {type(error).__name__}"
        finally:
            _RUNNING.reset(outer)
        return None
