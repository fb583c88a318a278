"""Which lines a patch adds: told by the patch alone, whatever the lines look like."""

import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.git.patch import Lines, lines_by_path
from tests.git.repo import environment

_LINES = st.lists(
    st.sampled_from(
        ["a", "b", "", "+++ b/x", "--- a/x", "@@ -1 +1 @@", "\\ No newline", "diff --git a/x b/x"]
    ),
    max_size=12,
)


def _patch(folder: Path, old: bytes, new: bytes) -> list[bytes]:
    (folder / "old").write_bytes(old)
    (folder / "new").write_bytes(new)
    done = subprocess.run(
        ["git", "diff", "--no-index", "--unified=0", "--text", "old", "new"],
        cwd=folder,
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines(keepends=True)


@settings(max_examples=40, deadline=None)
@given(old=_LINES, new=_LINES, ends=st.booleans())
def test_what_is_not_added_was_there_before(old: list[str], new: list[str], *, ends: bool) -> None:
    end = "\n" if ends else ""
    before, after = ("\n".join(lines) + end for lines in (old, new))
    with tempfile.TemporaryDirectory() as folder:
        found = lines_by_path(_patch(Path(folder), before.encode(), after.encode()))
    assert set(found) <= {"new"}
    ranges = found.get("new", ())
    added = {number for first, last in ranges for number in range(first, last + 1)}
    written = after.split("\n")
    kept = [line for number, line in enumerate(written, 1) if number not in added]
    remaining = iter(before.split("\n"))
    assert all(line in remaining for line in kept if line)
    assert sorted(ranges) == list(ranges)
    assert bool(ranges) is (before != after)


def test_only_deleted_lines_leave_an_empty_range() -> None:
    patch = [b"+++ b/a b.md\t\n", b"@@ -3,2 +2,0 @@\n", b"-x\n", b"-y\n", b"@@ -7 +5 @@ z\n"]
    assert lines_by_path(patch) == {"a b.md": (Lines(3, 2), Lines(5, 5))}
