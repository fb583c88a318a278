"""What is kept of earlier runs: nobody else's word, nothing half, never in the way."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postguard import result_store
from postguard.result_store import ResultStore, UntrustedError

SETTING = b"\x01\x02"


def store(folder: Path, name: str = "posts", setting: bytes = SETTING) -> ResultStore:
    return ResultStore(str(folder), name, setting)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which two lines are kept."""
    folder = tmp_path / "results"
    first = store(folder)
    assert not first
    first.put(b"aa", b"[1]")
    first.put(b"bb", b"[2]")
    first.save()
    return folder


def kept(folder: Path) -> Path:
    (path,) = folder.glob("results-*")
    return path


def test_what_was_put_is_found_by_the_next(folder: Path) -> None:
    again = store(folder)
    assert again
    assert (again.get(b"aa"), again.get(b"bb"), again.get(b"cc")) == (b"[1]", b"[2]", None)
    assert {path.name for path in folder.iterdir()} == {"key", kept(folder).name}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_other_settings_and_other_names_know_nothing(folder: Path) -> None:
    assert not store(folder, setting=b"\x03")
    assert not store(folder, name="notes")


def test_names_and_digests_tell_nothing_without_the_key(folder: Path, tmp_path: Path) -> None:
    mine, other = store(folder), store(tmp_path / "other")
    assert mine.digest(b"draft", [b"a", b"b"]) == store(folder).digest(b"draft", [b"a", b"b"])
    assert mine.digest(b"draft", [b"a", b"b"]) != mine.digest(b"draft", [b"ab"])
    assert mine.digest(b"draft", [b"a", b"b"]) != other.digest(b"draft", [b"a", b"b"])


def _poisons() -> dict[str, Callable[[bytes], bytes]]:
    other = b"postguard results 1 0102 " + b"0" * 64
    return {
        "nothing": lambda data: data[:0],
        "half": lambda data: data[: len(data) // 2],
        "all but the last byte": lambda data: data[:-1],
        "a line more": lambda data: data + b"\ncc [3]",
        "another verdict": lambda data: data.replace(b"[1]", b"[9]"),
        "another setting": lambda data: data.replace(b"0102", b"0103", 1),
        "another version": lambda data: data.replace(b"results 1", b"results 2", 1),
        "a code by guess": lambda data: other + data[data.index(b"\n") :],
        "no head": lambda data: data.partition(b"\n")[2],
        "a pickle": lambda data: b"\x80\x04\x95" + data,
        "zeros": lambda data: bytes(len(data)),
        "no text": lambda data: os.urandom(len(data)),
        "twice": lambda data: data + data,
    }


@pytest.mark.parametrize("name", _poisons())
def test_a_poisoned_file_is_as_good_as_none(folder: Path, name: str) -> None:
    path = kept(folder)
    path.write_bytes(_poisons()[name](path.read_bytes()))
    poisoned = store(folder)
    assert not poisoned
    poisoned.put(b"cc", b"[3]")
    poisoned.save()
    again = store(folder)
    assert (again.get(b"aa"), again.get(b"cc")) == (None, b"[3]")


def test_a_file_made_with_another_key_is_not_believed(folder: Path, tmp_path: Path) -> None:
    forged = store(tmp_path / "forged")
    forged.put(b"aa", b"[9]")
    forged.save()
    kept(folder).write_bytes(kept(tmp_path / "forged").read_bytes())
    assert not store(folder)


def test_a_link_in_place_of_a_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    kept(folder).rename(elsewhere)
    before = elsewhere.read_bytes()
    (folder / kept_name(folder)).symlink_to(elsewhere)
    linked = store(folder)
    assert not linked
    linked.put(b"cc", b"[3]")
    linked.save()
    assert elsewhere.read_bytes() == before
    assert store(folder).get(b"cc") == b"[3]"


def kept_name(folder: Path) -> str:
    name = store(folder).digest(b"name", [b"posts"]).decode()
    return f"results-{name}"


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o720])
def test_a_folder_others_can_write_is_not_used(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(UntrustedError, match=f"mode {mode:04o}"):
        store(folder)


def test_a_folder_or_key_of_somebody_else_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(UntrustedError, match="somebody else"):
        store(folder)


def test_a_key_others_can_read_is_not_used(folder: Path) -> None:
    (folder / "key").chmod(0o640)
    with pytest.raises(UntrustedError, match="mode 0640"):
        store(folder)


def test_a_key_cut_short_is_made_anew(folder: Path) -> None:
    (folder / "key").write_bytes(b"short")
    assert not store(folder)
    assert len((folder / "key").read_bytes()) == 32


def test_a_folder_that_is_a_link_or_a_file_is_not_used(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(UntrustedError, match="no folder"):
        store(link)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OSError, match="exists"):
        store(file)


def test_a_full_disk_leaves_what_was_there(folder: Path) -> None:
    full = store(folder)
    full.put(b"cc", b"x" * 4096)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limit[1]))
    try:
        full.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    again = store(folder)
    assert (again.get(b"aa"), again.get(b"cc")) == (b"[1]", None)
    assert {path.name for path in folder.iterdir()} == {"key", kept(folder).name}


def test_a_folder_that_cannot_be_written_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    closed = store(folder)
    closed.put(b"cc", b"[3]")
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    closed.save()
    assert store(folder).get(b"aa") == b"[1]"
    with pytest.raises(PermissionError):
        store(folder / "inside")


def test_what_was_not_used_for_longest_makes_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_store, "_MOST_BYTES", result_store._HEAD_BYTES + 27)
    used = store(folder)
    assert used.get(b"aa") == b"[1]"
    used.put(b"cc", b"x" * 15)
    used.save()
    again = store(folder)
    assert [again.get(key) for key in (b"aa", b"bb", b"cc")] == [b"[1]", None, b"x" * 15]


def test_what_somebody_else_saved_meanwhile_is_kept(folder: Path) -> None:
    mine, other = store(folder), store(folder)
    other.put(b"cc", b"[3]")
    other.save()
    mine.put(b"dd", b"[4]")
    mine.save()
    again = store(folder)
    assert [again.get(key) for key in (b"aa", b"cc", b"dd")] == [b"[1]", b"[3]", b"[4]"]


def test_old_and_surplus_files_are_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    month = 31 * 24 * 3600
    ages = {
        "results-old": month,
        "results-new": 60,
        "unfinished-old": 7200,
        "unfinished-new": 60,
        "unknown": month,
    }
    now = kept(folder).stat().st_mtime
    for name, age in ages.items():
        (folder / name).write_bytes(b"x" * 1000)
        os.utime(folder / name, (now - age, now - age))
    mine = kept_name(folder)
    _put_and_save(folder)
    left = {path.name for path in folder.iterdir()}
    assert left == {"key", mine, "results-new", "unfinished-new", "unknown"}
    monkeypatch.setattr(result_store, "_MOST_IN_ALL", 1000)
    _put_and_save(folder)
    left = {path.name for path in folder.iterdir()}
    assert left == {"key", mine, "unfinished-new", "unknown"}


def _put_and_save(folder: Path) -> None:
    mine = store(folder)
    mine.put(b"zz", b"[0]")
    mine.save()


_RUN = """
import sys
from postguard.result_store import ResultStore
for turn in range(5):
    store = ResultStore(sys.argv[1], "posts", b"\\1")
    for number in range(50):
        digest = b"%d-%d" % (int(sys.argv[2]), number)
        line = store.get(digest)
        assert line in (None, digest * 20), line
        store.put(digest, digest * 20)
    store.save()
"""


def test_32_processes_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _RUN, str(folder), str(number)],
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for number in range(32)
    ]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert said == [b""] * 32
    assert [process.returncode for process in running] == [0] * 32
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"key", "results"}
    left = ResultStore(str(folder), "posts", b"\1")
    lines = [left.get(b"%d-%d" % (one, two)) for one in range(32) for two in range(50)]
    assert any(lines)
    assert all(line is None or line == line[: len(line) // 20] * 20 for line in lines)
