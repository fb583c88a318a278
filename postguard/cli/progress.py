"""A progress bar on standard error, for runs long enough to wonder about."""

from time import monotonic
from typing import Any, Self, TextIO

_PATIENCE = 1.0
"""Seconds before the bar appears: a short run needs none."""
_PAUSE = 0.1
"""Seconds between two looks of the bar."""


class Progress:
    """Counts inputs; shows itself only if the run takes a while."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._started = monotonic()
        self._done = 0
        self._shown = 0.0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, name: str) -> None:
        """One more input is done."""
        self._done += 1
        now = monotonic()
        if self._bar is None and now - self._started > _PATIENCE:
            self._show()
        if self._bar is not None and now - self._shown > _PAUSE:
            from postguard.outputs.encode import visible

            self._shown = now
            self._bar.update(self._task, completed=self._done, name=visible(name)[-40:])
            self._bar.refresh()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}", markup=False),
            console=Console(file=self._stream),
            transient=True,
            # A thread of its own would forbid the run to fork.
            auto_refresh=False,
        )
        self._task = self._bar.add_task("", total=self._total, name="")
        self._bar.start()
