"""How many processes a run is worth, on machines of all sorts."""

import os
from pathlib import Path

import pytest

from postguard import cores


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of 64 cores whose control groups lie in a folder."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    monkeypatch.setattr(cores, "_GROUPS", str(tmp_path / "cgroup"))
    monkeypatch.setattr(cores, "_OWN_GROUP", str(tmp_path / "own"))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_every_core_where_nothing_is_limited(machine: Path) -> None:
    assert cores.available() == 64
    write(machine / "own", "0::/user.slice\n")
    write(machine / "cgroup/user.slice/cpu.max", "max 100000\n")
    write(machine / "cgroup/cpu.max", "nonsense\n")
    assert cores.available() == 64


def test_affinity(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5})
    assert machine.is_dir()
    assert cores.available() == 2


@pytest.mark.parametrize(("quota", "number"), [("200000", 2), ("150000", 2), ("5000", 1)])
def test_the_quota_of_the_own_group(machine: Path, quota: str, number: int) -> None:
    write(machine / "own", "0::/build/job\n")
    write(machine / "cgroup/build/job/cpu.max", f"{quota} 100000\n")
    assert cores.available() == number


def test_the_quota_of_a_group_above(machine: Path) -> None:
    write(machine / "own", "0::/build/job\n")
    write(machine / "cgroup/build/job/cpu.max", "800000 100000\n")
    write(machine / "cgroup/build/cpu.max", "300000 100000\n")
    assert cores.available() == 3


def test_a_container_that_sees_its_group_as_the_top(machine: Path) -> None:
    write(machine / "own", "0::/../../elsewhere\n")
    write(machine / "cgroup/cpu.max", "400000 100000\n")
    assert cores.available() == 4


@pytest.mark.parametrize("place", ["cpu", "cpu,cpuacct", "cpu/docker/1f"])
def test_the_quota_of_the_old_controller(machine: Path, place: str) -> None:
    write(machine / "own", "5:devices:/\n4:cpu,cpuacct:/docker/1f\n0::/\n")
    write(machine / "cgroup" / place / "cpu.cfs_quota_us", "600000\n")
    write(machine / "cgroup" / place / "cpu.cfs_period_us", "100000\n")
    assert cores.available() == 6


def test_no_quota_of_the_old_controller(machine: Path) -> None:
    write(machine / "own", "4:cpu,cpuacct:/\n")
    write(machine / "cgroup/cpu/cpu.cfs_quota_us", "-1\n")
    write(machine / "cgroup/cpu/cpu.cfs_period_us", "100000\n")
    assert cores.available() == 64


def test_a_system_without_affinity(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.is_dir()
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert cores.available() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores.available() == 1


@pytest.mark.parametrize(
    ("inputs", "jobs", "number"),
    [(1, 8, 1), (3, 8, 3), (500, 8, 8), (5, 1, 1), (1, None, 1), (31, None, 1), (32, None, 2),
     (160, None, 10), (5000, None, 64)],
)  # fmt: skip
def test_processes(machine: Path, inputs: int, jobs: int | None, number: int) -> None:
    assert machine.is_dir()
    assert cores.processes(inputs, jobs) == number
