"""Inputs that are broken, hostile or absent: each ends in an answer, never in a crash.

The numbers are those of the list of inputs that every release answers. Each call is a
process of its own, since exit codes and streams are what is promised.
"""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.git.repo import Repo

ROOT = Path(__file__).parent.parent
RULE = """\
id: mine/{name}
kind: pattern
severity: error
title: Mine
message: "Found."
why: Because.
remedy: Do not.
scope: [prose, raw]
any:
  - pattern: '{pattern}'
examples:
  flag: ["{flag}"]
  pass: ["fine"]
"""
SECRET = "gh" + "p_" + "Zk3mQ9xT2vLw8RbN5sYc7HdJ4fGpA1eUo6iX"
GUARANTEE = "Invest now: guaranteed returns of 12% a year on your portfolio."


FORMATS = (
    "text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "csv", "html",
)  # fmt: skip
# The same in every test: compiling them anew takes seconds.
_OWN = {"aaa": "(a+)+$", "bad": r"\bbad\b"}

_LONG_RUN = 24


class Place:
    """A folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def rules(self, **patterns: str) -> None:
        """A pack of rules beside the built-in ones, and no other in force."""
        for name, pattern in {**patterns, **_OWN}.items():
            flag = f"**{name}**"
            text = RULE.format(name=name, pattern=pattern, flag=flag)
            self.write(f"rules/mine/{name}.yaml", text)
        self.write("postguard.toml", 'select = ["mine"]\n[rules]\npaths = ["rules"]\n')

    def run(
        self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command(*arguments),
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env=environment(variables),
        )

    def report(self, *arguments: str, stdin: bytes = b"") -> tuple[int, dict[str, object]]:
        done = self.run("check", "--output-format", "json", *arguments, stdin=stdin)
        assert done.stdout, done.stderr
        parsed: dict[str, object] = json.loads(done.stdout)
        return done.returncode, parsed


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "postguard", *arguments]


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = ("PATH", "POSTGUARD_CACHE_DIR")
    base = {name: os.environ[name] for name in kept if name in os.environ}
    return {**base, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(variables or {})}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def rules_of(report: Mapping[str, object]) -> list[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [item["rule"] for item in findings]


def test_1_a_pattern_that_runs_away(place: Place) -> None:
    place.rules()
    place.write("post.txt", "a" * 40 + "!\n")
    code, report = place.report("post.txt")
    failures = report["failures"]
    assert isinstance(failures, list)
    # Either it is decided within its time, or the rule is named as unfinished.
    assert (code, failures) == (0, []) or (
        code == 3 and [item["stage"] for item in failures] == ["rule"]
    )


def test_2_a_pattern_that_does_not_compile(place: Place) -> None:
    place.rules(x="(unclosed")
    done = place.run("check", "rules")
    assert done.returncode == 2
    first = done.stderr.decode().splitlines()[0]
    assert first.startswith("postguard: rules/mine/x.yaml:10:14: [any.0.pattern] ")
    assert done.stdout == b""


@pytest.mark.slow
def test_4_a_million_findings(place: Place) -> None:
    place.rules()
    for number in range(20):
        place.write(f"posts/{number:02}.txt", "bad bad bad bad bad bad bad bad bad bad\n" * 5_000)
    done = place.run("check", "posts", "--output-format=json=out.json", "--output-format=text")
    report = json.loads((place.folder / "out.json").read_text())
    counts = report["summary"]["findings"]
    assert done.returncode == 1
    assert counts["total"] == 1_000_000
    assert counts["open"] == {"error": 1_000_000, "warning": 0, "note": 0}
    assert counts["listed"] == len(rules_of(report)) == 20_000
    said = done.stdout.decode()
    assert "Found 1,000,000 errors." in said
    assert "980,000 beyond the cap are only counted." in said


def test_5_a_pack_that_would_run_code(place: Place) -> None:
    place.rules()
    witness = place.folder / "ran"
    place.write("rules/mine/worse.yaml", f"id: !!python/object/apply:os.mkdir ['{witness}']\n")
    done = place.run("check", "rules")
    assert done.returncode == 2
    assert b"rules/mine/worse.yaml:1:5" in done.stderr
    assert not witness.exists()


def test_6_a_pack_that_doubles_and_doubles(place: Place) -> None:
    place.rules()
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    place.write("rules/mine/bomb.yaml", "\n".join(lines))
    done = place.run("check", "rules")
    assert done.returncode == 2
    assert b"rules/mine/bomb.yaml:1:5" in done.stderr


def test_9_a_link_to_a_file_elsewhere(
    place: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "private.md"
    outside.write_text(GUARANTEE)
    place.write("posts/good.md", "All is well.\n")
    (place.folder / "posts" / "draft.md").symlink_to(outside)
    for named in ("posts", "posts/draft.md"):
        code, report = place.report(named)
        assert code == 3
        assert rules_of(report) == []
        assert {
            "path": "posts/draft.md",
            "stage": "discover",
            "reason": "a link out of the root is not followed; copy the file in, or exclude it",
        } in report["failures"]  # type: ignore[operator]


def test_12_a_draft_that_would_retitle_the_terminal(place: Place) -> None:
    place.write("post.md", f"\x1b]0;owned\x07 {GUARANTEE}\n")
    for name in FORMATS:
        shown = place.run("check", "--output-format", name, "post.md").stdout
        assert b"\x1b" not in shown
        assert b"\x07" not in shown
        assert b"guaranteed returns" in shown or name == "junit"


def test_13_a_file_name_that_would_be_an_annotation(place: Place) -> None:
    name = "a\n::error::owned.md"
    place.write(name, f"{GUARANTEE}\n")
    done = place.run("check", "--output-format", "github", name)
    lines = done.stdout.decode().splitlines()
    assert [line.partition(" ")[0] for line in lines if "::" in line] == ["::error"]
    assert "file=a%0A%3A%3Aerror%3A%3Aowned.md," in lines[0]
    text = place.run("check", name).stdout.decode()
    assert not [line for line in text.splitlines() if line.startswith("::")]


def test_14_markup_is_inert_in_a_page(place: Place) -> None:
    place.write("post.md", f"<img src=x onerror=alert(1)> {GUARANTEE}\n")
    page = place.run("check", "--output-format", "html", "post.md").stdout.decode()
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_15_a_formula_is_a_quoted_cell(place: Place) -> None:
    place.write('=HYPERLINK("x").md', f"{GUARANTEE}\n")
    done = place.run("check", "--output-format", "csv", '=HYPERLINK("x").md')
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert [row[0] for row in rows] == ["record", "finding", "input"]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_16_a_secret_is_in_no_output(place: Place, cache_folder: Path) -> None:
    place.write("post.md", f"Our {GUARANTEE} The token is {SECRET} and `{SECRET}`.\n")
    formats = [option for name in FORMATS for option in ("--output-format", f"{name}=out.{name}")]
    done = place.run("check", *formats, "post.md")
    assert done.returncode == 1
    folders = (place.folder, cache_folder)
    written = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {f"out.{name}" for name in FORMATS} <= {path.name for path in written}
    for path in written:
        if path.name != "post.md":
            assert SECRET[4:].encode() not in path.read_bytes(), path.name
    plain = place.run("check", "post.md")
    assert SECRET.encode() not in done.stdout + done.stderr + plain.stdout + plain.stderr
    assert b"leakage/secret-token" in plain.stdout


def test_17_utf_16_reads_as_utf_8_does(place: Place) -> None:
    text = f"# Ein schöner Titel\r\n\r\n{GUARANTEE}\r\n"
    place.write("a.md", text)
    place.write("b.md", b"\xff\xfe" + text.encode("utf-16-le"))
    _, eight = place.report("a.md")
    _, sixteen = place.report("b.md")

    def found(report: Mapping[str, object], shift: int) -> list[tuple[object, ...]]:
        findings = report["findings"]
        assert isinstance(findings, list)
        return [
            (item["rule"], item["match"], item["start"]["line"], item["start"]["offset"] - shift)
            for item in findings
        ]

    # The byte-order mark is the first code point of its source.
    assert found(eight, 0) == found(sixteen, 1)
    assert found(eight, 0) == [("finance/guaranteed-return", "guaranteed returns", 3, 35)]


def test_18_a_bad_byte_in_the_middle(place: Place) -> None:
    data = f"{GUARANTEE}\n\ncaf\0\n\n{GUARANTEE}\n".encode()
    place.write("bad.txt", data.replace(b"\0", b"\x81"))
    place.write("guessed.txt", data.replace(b"\0", b"\xe9"))
    code, report = place.report("bad.txt", "guessed.txt")
    findings = report["findings"]
    assert isinstance(findings, list)
    assert code == 3
    offset = GUARANTEE.index("guaranteed")
    second = len(GUARANTEE) + len("\n\ncafe\n\n") + offset
    assert [
        (item["path"], item["start"]["line"], item["start"]["offset"]) for item in findings
    ] == [
        ("bad.txt", 1, offset),
        ("bad.txt", 5, second),
        ("guessed.txt", 1, offset),
        ("guessed.txt", 5, second),
    ]
    inputs = report["inputs"]
    assert isinstance(inputs, list)
    assert [item["status"] for item in inputs] == ["partial", "checked"]
    assert f"an undecodable byte at byte offset {len(GUARANTEE) + 5}" in inputs[0]["reason"]
    summary = report["summary"]
    assert isinstance(summary, dict)
    assert [item["path"] for item in summary["notes"]] == ["guessed.txt"]
    assert "windows-1252, a guess" in summary["notes"][0]["note"]


def test_19_text_that_runs_backwards(place: Place) -> None:
    place.write("post.md", "Open the invoice\u202efdp.exe now.\n")
    done = place.run("check", "post.md")
    shown = done.stdout.decode()
    assert "hygiene/invisible-unicode" in shown
    assert "U+202E" in shown
    assert "\u202e" not in shown


def test_23_a_reader_that_has_had_enough(place: Place) -> None:
    for number in range(200):
        place.write(f"posts/{number:03}.md", f"{GUARANTEE}\n")
    piped = subprocess.run(
        ["sh", "-c", f"{' '.join(command('check', 'posts'))} | head -1"],
        cwd=place.folder,
        capture_output=True,
        env=environment(),
    )
    assert piped.stdout == b"posts/000.md\n"
    assert piped.stderr == b""


@pytest.mark.parametrize("name", ["text", "json", "html"])
def test_23_a_report_that_cannot_be_written(place: Place, name: str) -> None:
    place.write("post.md", "All is well.\n")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command("check", "--output-format", name, "post.md"),
            cwd=place.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert b"could not be written: No space left on device" in done.stderr


def test_23_a_report_file_that_cannot_be_written(place: Place) -> None:
    place.write("post.md", "All is well.\n")
    done = place.run("check", "post.md", "--output-format", "json=none/report.json")
    assert done.returncode == 3
    assert b"none/report.json" in done.stderr


def _heeds_interrupts() -> None:
    """What a shell starts in the background ignores them, and so would what that starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_24_an_interrupted_run(place: Place) -> None:
    # A run that waits for its standard input is a run that can be interrupted in time.
    with _started(place, "check", "-", stdin=subprocess.PIPE) as process:
        _wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    assert err == b"postguard: interrupted\n"


def test_22_a_worker_that_is_killed(place: Place) -> None:
    _long_run(place)
    with _started(place, "check", "--jobs", "2", "--output-format", "json", "posts") as process:
        os.kill(_children(process.pid)[0], signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    report = json.loads(out)
    assert [item["status"] for item in report["inputs"]] == ["checked"] * _LONG_RUN
    assert report["failures"] == []


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, b"postguard: interrupted\n"), (signal.SIGTERM, 143, b"")],
)
def test_24_a_run_of_several_processes_is_told_to_end(
    place: Place, number: signal.Signals, code: int, said: bytes
) -> None:
    _long_run(place)
    arguments = ("check", "--jobs", "2", "--output-format", "json=report.json", "posts")
    with _started(place, *arguments) as process:
        workers = _children(process.pid)
        # As a terminal sends it: to every process of the run.
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (code, b"", said)
    assert not (place.folder / "report.json").exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_24_a_run_that_is_killed_leaves_no_process(place: Place) -> None:
    _long_run(place)
    with _started(place, "check", "--jobs", "2", "posts") as process:
        workers = _children(process.pid)
        process.kill()
        process.communicate(timeout=20)
    for _ in range(600):
        if not any(_is_running(pid) for pid in workers):
            return
        time.sleep(0.05)
    raise AssertionError("a worker outlives its run")


def _long_run(place: Place) -> None:
    """Posts that take several processes some seconds."""
    place.rules()
    for number in range(_LONG_RUN):
        place.write(f"posts/{number}.md", "We sell very very fine tea.\n\n" * 4_000)


def _started(
    place: Place, *arguments: str, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*arguments),
        cwd=place.folder,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        preexec_fn=_heeds_interrupts,  # noqa: PLW1509  # there is one thread
    )


def _children(pid: int) -> list[int]:
    """The processes a run has started, as soon as there are two that are at work."""
    for _ in range(600):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(found) == 2 and all(_has_worked(int(child)) for child in found):
            return [int(child) for child in found]
        time.sleep(0.05)
    raise AssertionError("no process was started")


def _has_worked(pid: int) -> bool:
    """Whether a process has used a tenth of a second."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system) >= 10


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until_it_reads(pid: int) -> None:
    """Until the process sleeps in a read of its standard input (which is a pipe)."""
    for _ in range(600):
        where = Path(f"/proc/{pid}/wchan").read_text()
        if "pipe" in where:
            return
        time.sleep(0.05)
    raise AssertionError("it never came to read")


def test_25_the_hook_judges_what_is_staged(place: Place) -> None:
    place.rules()
    repo = Repo(place.folder)
    check = f"'{sys.executable}' -m postguard check --staged"
    hook = place.write(".git/hooks/pre-commit", f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec {check}\n")
    hook.chmod(0o755)
    place.write("post.md", "This is bad.\n")
    repo.git("add", "--all")
    place.write("post.md", "This is fine.\n")
    refused = repo.git("commit", "--message=A post", check=False)
    assert "post.md\n  1:9 error mine/bad\n" in refused
    assert repo.git("log", "--all") == ""
    repo.git("add", "--all")
    place.write("post.md", "This is bad.\n")
    passed = repo.git("commit", "--message=A post", check=False)
    assert "Nothing found.\n" in passed
    assert repo.git("log", "--format=%s") == "A post"


def test_26_an_empty_file_is_checked(place: Place) -> None:
    place.write("empty.md", "")
    code, report = place.report("empty.md")
    assert code == 0
    assert report["inputs"] == [{"path": "empty.md", "status": "checked", "reason": "", "posts": 1}]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check", "empty"], 2, "nothing to check: the folder holds no file"),
        (["check", "none.md"], 2, "none.md: there is no such file or folder"),
        (["check", "--quiet"], 2, "nothing to check: name files or folders"),
        (["check", "--allow-empty"], 0, "Nothing was given to check."),
        (["check", "--allow-empty", "empty"], 0, "Nothing was given to check."),
    ],
)
def test_26_nothing_to_check(place: Place, arguments: list[str], code: int, said: str) -> None:
    (place.folder / "empty").mkdir()
    done = place.run(*arguments)
    assert done.returncode == code
    assert said in (done.stdout + done.stderr).decode()


def test_27_half_a_surrogate_pair(place: Place) -> None:
    place.write("post.json", '{"text": "Half \\ud83d a face. ' + GUARANTEE + '"}')
    code, report = place.report("post.json")
    assert code in (1, 3)
    assert rules_of(report) == ["finance/guaranteed-return"]
    text = place.run("check", "post.json")
    assert text.returncode == code
    assert b"guaranteed returns" in text.stdout


@pytest.mark.slow
def test_3_ten_megabytes_on_one_line(place: Place) -> None:
    sentence = "We build small tools for people who write, and we keep at it. "
    place.write("post.txt", sentence * (10_000_000 // len(sentence)))
    code, report = place.report("post.txt")
    inputs = report["inputs"]
    assert isinstance(inputs, list)
    # Either all of it was judged, or what was not is named.
    assert (code, inputs[0]["status"]) in ((0, "checked"), (3, "partial"))
    assert bool(report["failures"]) is (code == 3)


def test_a_crash_is_never_findings(place: Place) -> None:
    script = textwrap.dedent(
        """
        import sys
        from unittest import mock
        from postguard.cli.entry import main
        error = RuntimeError("the " + "draft")
        with mock.patch("postguard.engine.Engine.check", side_effect=error):
            main(sys.argv[1:])
        """
    )
    place.write("post.md", "All is well.\n")

    def crash(*options: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", script, *options, "check", "post.md"],
            cwd=place.folder,
            capture_output=True,
            env=environment(),
        )

    quiet, loud = crash(), crash("--debug")
    assert (quiet.returncode, loud.returncode) == (4, 4)
    assert b"internal error: RuntimeError in post.md. The run has no verdict." in quiet.stderr
    assert b"RuntimeError at\n  File " in loud.stderr
    assert b"the draft" not in quiet.stderr + loud.stderr
