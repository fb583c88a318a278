"""Several processes: one input lost at most, order kept, nothing left behind."""

import faulthandler
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from postguard import worker_process, workers
from postguard.checker import Checker
from postguard.config import Config
from postguard.discovery import Input
from postguard.errors import PostguardError, RulebookError, UsageError
from postguard.finding import Failure, Status
from postguard.outcome import Outcome
from postguard.worker_process import WorkerStartError
from tests import house

# Where tests themselves are shared by processes, there is a second thread.
FORKS_BESIDE_THREADS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


class Chaotic(Checker):
    """Does to its own process what the name of an input says; a stand-in for bad luck."""

    def check_input(self, item: Input) -> Outcome:
        deed, _, rest = Path(item.path).stem.partition("-")
        once = deed == "once"
        if once:
            deed = rest.partition("-")[0]
            mark = Path(f"{item.path}.met")
            if mark.exists():
                return super().check_input(item)
            mark.touch()
        if deed == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif deed == "crash":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        elif deed == "exit":
            os._exit(7)
        elif deed == "sleep":
            time.sleep(600)
        elif deed == "slow":
            time.sleep(0.3)
        elif deed == "error":
            raise ZeroDivisionError(item.path)
        elif deed == "usage":
            raise UsageError("the pipeline is not installed")
        elif deed == "rules":
            raise RulebookError("does not parse", path="r.yaml", line=3)
        return super().check_input(item)


@pytest.fixture(autouse=True, scope="module")
def no_core_files() -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.fixture
def chaotic(tmp_path: Path) -> Chaotic:
    return Chaotic(house.engine((house.PLAIN,)), Config(root=str(tmp_path)))


def written(folder: Path, *names: str) -> list[Input]:
    for number, name in enumerate(names):
        (folder / name).write_text(f"We utilize it, {number} times.\n")
    return [Input(str(folder / name)) for name in names]


def ran(checker: Checker, inputs: list[Input], jobs: int = 2) -> list[Outcome]:
    found = list(workers.outcomes(checker, inputs, jobs, lambda _: None))
    assert [outcome.result.uri for outcome in found] == [item.path for item in inputs]
    return found


def test_outcomes_are_those_of_one_process_in_the_order_of_the_inputs(
    chaotic: Chaotic, tmp_path: Path
) -> None:
    inputs = written(tmp_path, "slow-a.md", *(f"{number}.md" for number in range(20)))
    inputs[3:3] = [Input("b.md", skipped="excluded"), Input("c.md", failed="a link")]
    inputs.append(Input(str(tmp_path / "vanished.md")))
    done: list[str] = []
    found = list(
        workers.outcomes(chaotic, inputs, 3, lambda outcome: done.append(outcome.result.uri))
    )
    assert found == [chaotic.check_input(item) for item in inputs]
    assert sorted(done) == sorted(item.path for item in inputs)
    assert done[0] != inputs[0].path


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("kill.md", "killed by SIGKILL"),
        ("crash.md", "killed by SIGSEGV"),
        ("exit.md", "ended with code 7"),
    ],
)
def test_a_lost_process_costs_its_input_alone(
    chaotic: Chaotic, tmp_path: Path, name: str, how: str
) -> None:
    inputs = written(tmp_path, "a.md", name, *(f"{number}.md" for number in range(8)))
    found = ran(chaotic, inputs)
    statuses = [outcome.result.status for outcome in found]
    assert statuses == [Status.CHECKED, Status.FAILED, *[Status.CHECKED] * 8]
    reason = (
        f"worker lost: the process that checked it was {how}, twice; it may need more memory "
        "than there is, or crash a parser. Split the file, or leave it out by name"
    )
    assert found[1].failures == (Failure(inputs[1].path, "worker", reason),)
    assert found[1].result.reason == reason


def test_what_a_killed_process_had_is_checked_again_and_nothing_beside_it(
    chaotic: Chaotic, tmp_path: Path
) -> None:
    names = ["slow-0.md", "once-kill-.md", *(f"slow-{number}.md" for number in range(1, 5))]
    inputs = written(tmp_path, *names)
    found = ran(chaotic, inputs)
    assert [outcome.result.status for outcome in found] == [Status.CHECKED] * 6
    assert all(len(outcome.findings) == 1 and not outcome.failures for outcome in found)


class Noting(Chaotic):
    """Notes when it is at work."""

    def check_input(self, item: Input) -> Outcome:
        with open(f"{item.path}.times", "a") as file:
            print("begin", time.monotonic(), file=file, flush=True)
            try:
                return super().check_input(item)
            finally:
                print("end", time.monotonic(), file=file)


def test_the_second_attempt_is_alone(tmp_path: Path) -> None:
    checker = Noting(house.engine((house.PLAIN,)), Config(root=str(tmp_path)))
    inputs = written(tmp_path, "slow-0.md", "once-kill-.md", *(f"slow-{n}.md" for n in range(1, 9)))
    ran(checker, inputs, jobs=4)

    def times(item: Input) -> list[float]:
        lines = Path(f"{item.path}.times").read_text().splitlines()
        return [float(line.split()[-1]) for line in lines]

    *_, began, ended = times(inputs[1])
    others = [times(item) for item in inputs if item is not inputs[1]]
    assert all(last <= began or ended <= first for first, *_, last in others)


def test_every_process_lost_again_and_again(chaotic: Chaotic, tmp_path: Path) -> None:
    names = [f"{'kill-' if number % 3 else 'once-exit-'}{number}.md" for number in range(12)]
    found = ran(chaotic, written(tmp_path, *names))
    expected = [Status.FAILED if number % 3 else Status.CHECKED for number in range(12)]
    assert [outcome.result.status for outcome in found] == expected


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("error.md", ZeroDivisionError, "error.md"),
        ("usage.md", UsageError, "the pipeline is not installed"),
        ("rules.md", PostguardError, "r.yaml:3: does not parse"),
    ],
)
def test_an_error_of_postguard_is_raised_as_in_one_process(
    chaotic: Chaotic, tmp_path: Path, name: str, kind: type[Exception], said: str
) -> None:
    inputs = written(tmp_path, "a.md", name, "b.md")
    with pytest.raises(kind, match=said) as raised:
        ran(chaotic, inputs)
    assert "in check_input" in "".join(raised.value.__notes__)
    if isinstance(raised.value, PostguardError):
        assert raised.value.exit_code == 2
    assert processes() == []


def test_a_process_that_says_nothing_is_given_up(chaotic: Chaotic, tmp_path: Path) -> None:
    inputs = written(tmp_path, "sleep.md", "a.md")
    first, second = workers.outcomes(chaotic, inputs, 2, lambda _: None, patience=0.2)
    assert second.result.status is Status.CHECKED
    (failure,) = first.failures
    assert "given up, since it said nothing any more, twice" in failure.reason


def test_where_there_is_no_further_process_this_one_does_the_work(
    chaotic: Chaotic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Checker) -> None:
        raise WorkerStartError

    monkeypatch.setattr(workers, "Worker", refuse)
    found = ran(chaotic, written(tmp_path, "a.md", "b.md", "c.md"))
    assert [outcome.result.status for outcome in found] == [Status.CHECKED] * 3


@FORKS_BESIDE_THREADS
def test_processes_that_never_come_to_work(
    chaotic: Chaotic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "_end_with_parent", lambda: os._exit(1))
    monkeypatch.setattr(worker_process, "can_fork", lambda: True)
    found = ran(chaotic, written(tmp_path, "a.md", "b.md", "c.md"))
    assert [outcome.result.status for outcome in found] == [Status.CHECKED] * 3


@FORKS_BESIDE_THREADS
def test_a_process_that_has_grown_too_large_is_replaced(
    chaotic: Chaotic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = worker_process.Worker.__init__

    def counted(self: worker_process.Worker, checker: Checker) -> None:
        started.append(1)
        start(self, checker)

    monkeypatch.setattr(worker_process.Worker, "__init__", counted)
    monkeypatch.setattr(worker_process, "_peak_memory", lambda: 1 << 30)
    monkeypatch.setattr(worker_process, "can_fork", lambda: True)
    found = ran(chaotic, written(tmp_path, "a.md", "b.md", "c.md", "d.md"), jobs=1)
    assert [outcome.result.status for outcome in found] == [Status.CHECKED] * 4
    assert len(started) == 4


def test_processes_may_be_spawned(
    chaotic: Chaotic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "can_fork", lambda: False)
    inputs = written(tmp_path, "a.md", "once-kill-.md", "kill.md", "b.md")
    found = ran(chaotic, inputs)
    expected = [Status.CHECKED, Status.CHECKED, Status.FAILED, Status.CHECKED]
    assert [outcome.result.status for outcome in found] == expected
    assert [len(outcome.findings) for outcome in found] == [1, 1, 0, 1]
    assert processes() == []


def test_a_run_left_early_leaves_no_process(chaotic: Chaotic, tmp_path: Path) -> None:
    found = workers.outcomes(
        chaotic, written(tmp_path, "a.md", "sleep.md", "b.md"), 2, lambda _: None
    )
    assert next(found).result.status is Status.CHECKED
    assert processes() != []
    found.close()
    assert processes() == []


def processes() -> list[object]:
    """The children of this process that are alive."""
    return list(multiprocessing.active_children())
