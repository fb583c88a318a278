"""How many processes a run is worth, and how many processors it may really use.

A container on a large machine sees every core and may use two: the scheduler's affinity
and the quota of its control group say how many.
"""

import os
from collections.abc import Iterator

_WORTH_A_PROCESS = 16
"""Inputs below which a process costs more than it saves: each makes gates and patterns anew."""
_GROUPS = "/sys/fs/cgroup"
_OWN_GROUP = "/proc/self/cgroup"


def processes(inputs: int, jobs: int | None) -> int:
    """How many processes should check so many inputs.

    Args:
        inputs: how many there are to check.
        jobs: how many the user wants; None: as many as make the run shorter.
    """
    if jobs is not None:
        return min(jobs, inputs)
    # A look at the system costs more than a short run should pay.
    return min(available(), inputs // _WORTH_A_PROCESS) if inputs >= 2 * _WORTH_A_PROCESS else 1


def available() -> int:
    """Cores at this process's disposal; at least 1."""
    return max(1, min((_schedulable(), *_quotas())))


def _schedulable() -> int:
    try:
        # Not on macOS and Windows.
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1


def _quotas() -> Iterator[int]:
    """What the process's control group and those above it grant, in whole cores, rounded up."""
    for hierarchy in _own_groups():
        folder = hierarchy
        while folder.startswith(_GROUPS):
            quota = _quota(folder)
            if quota is not None:
                yield quota
            folder = os.path.dirname(folder)


def _own_groups() -> Iterator[str]:
    """The process's folder in the unified hierarchy, and in that of the old CPU controller.

    Inside a container both are often mounted as though they were the top.
    """
    for line in _lines(_OWN_GROUP):
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        own = os.path.normpath(f"/{path.lstrip('/')}").rstrip("/")
        if not controllers:
            yield _GROUPS + own
        elif "cpu" in controllers.split(","):
            yield f"{_GROUPS}/{controllers}{own}"
            yield f"{_GROUPS}/cpu{own}"


def _quota(folder: str) -> int | None:
    """Cores of one group; None if it sets no limit."""
    unified = " ".join(_lines(f"{folder}/cpu.max")).split()
    old = [
        *_lines(f"{folder}/cpu.cfs_quota_us"),
        *_lines(f"{folder}/cpu.cfs_period_us"),
    ]
    for written in (unified, old):
        if len(written) == 2 and all(number.strip().isdigit() for number in written):
            granted, period = map(int, written)
            return -(-granted // period) if granted and period else None
    return None


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read().splitlines()
    except OSError:
        return []
