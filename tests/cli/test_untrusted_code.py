"""``check --untrusted`` loads nothing from a stranger's files and calls nobody but git.

The interpreter itself is watched, through its audit events, from before the first line
of postguard on.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import house
from tests.cli.house import ROOT
from tests.cli.stranger import BASE_CONFIG, PullRequest

WATCH = """\
import os
import sys

_tree = os.path.realpath(os.environ["WATCHED"])
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_code = (".py", ".pyc", ".so", ".pth", ".pkl", ".cfg")
# A library that spaCy brings opens a socket of its own to see whether there is IPv6; none
# of them may talk to anybody.
_others = (
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"),
    *("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "urllib.Request"),
)


def _inside(path):
    if not isinstance(path, (str, bytes)) or path[:1] in ("<", b"<"):
        return False
    return os.path.join(os.getcwd(), os.fsdecode(path)).startswith(_tree)


def _broken(event, args):
    if event in ("exec", "compile"):
        name = args[0].co_filename if event == "exec" else args[1]
        return _inside(name) and name
    if event == "open":
        return _inside(args[0]) and os.fsdecode(args[0]).endswith(_code) and args[0]
    if event == "import":
        return _inside(args[1]) and args[1]
    if event == "ctypes.dlopen":
        return _inside(args[0]) and args[0]
    if event == "subprocess.Popen":
        return os.fsdecode(args[1][0]) != "git" and args[1]
    return event in _others and args


def _watch(event, args):
    broken = _broken(event, args)
    if broken:
        os.write(_log, f"{event} {broken!r}\\n".encode("utf-8", "backslashreplace"))


sys.addaudithook(_watch)
"""
PROGRAM = """\
import postguard.rulebook.files

postguard.rulebook.files.built_in_folder = lambda: {built_in!r}
from postguard.cli.entry import main

main()
"""
"""As the installed `postguard` is: its own folder is where Python looks first."""

MODULES = (
    *("sitecustomize", "usercustomize", "plugin", "typing", "re", "json", "tomllib", "subprocess"),
    *("tempfile", "shutil", "datetime", "hashlib", "typer", "rich", "click", "yaml", "regex"),
    *("pydantic", "pathspec", "spacy", "thinc", "catalogue", "en_core_web_sm", "ahocorasick_rs"),
)
_TOKENS = house.rule(
    "tokens", "unused", "", kind="terms", flag="Such **synergies** last."
).text.replace("any: ['unused']", "any: [{tokens: [{LOWER: synergies}]}]")


class Watched:
    """A change full of code, and a Python that is watched while it is checked."""

    def __init__(self, change: PullRequest) -> None:
        self.change = change
        self.ran = change.folder / "ran"
        self.log = change.folder / "log"
        watch = change.folder / "watch"
        watch.mkdir()
        (watch / "sitecustomize.py").write_text(WATCH)
        self.program = change.folder / "bin" / "program.py"
        self.program.parent.mkdir()
        self.program.write_text(PROGRAM.format(built_in=str(change.built_in)))
        change.update_base({"rules/acme/tokens.yaml": _TOKENS, "posts/c.md": "Synergies.\n"})
        code = f"open({str(self.ran)!r}, 'a').write(__name__ + '\\n')\n"
        package = "posts/evil-1.0.dist-info"
        change.propose(
            {
                **{f"{name}.py": code for name in MODULES},
                "posts/spacy/__init__.py": code,
                "evil.pth": f"import os; {code}",
                "posts/en_core_web_sm/config.cfg": "[nlp]\nlang = 'en'\n",
                f"{package}/METADATA": "Name: evil\nVersion: 1.0\n",
                f"{package}/entry_points.txt": (
                    "[postguard.detectors]\nfind = plugin:find\n[spacy_factories]\nx = plugin:x\n"
                ),
                "evil-1.0.dist-info/METADATA": "Name: evil\nVersion: 1.0\n",
                "evil-1.0.dist-info/entry_points.txt": "[postguard.detectors]\nx = plugin:x\n",
                "postguard.toml": f"{BASE_CONFIG}[options]\nplugin = {{}}\n",
                ".gitattributes": "*.md filter=evil diff=evil\n",
                "conftest.py": code,
            }
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run Python in the change's folder."""
        return subprocess.run(
            [sys.executable, "-B", *arguments],
            cwd=self.change.top,
            capture_output=True,
            text=True,
            env={
                **self.change.variables(),
                "PYTHONPATH": f"{self.change.folder / 'watch'}:{ROOT}",
                "WATCHED": str(self.change.top),
                "WATCH_LOG": str(self.log),
            },
            check=False,
        )

    @property
    def broken(self) -> list[str]:
        """What it did that it must not."""
        told = self.log.read_text().splitlines()
        return told + (self.ran.read_text().splitlines() if self.ran.exists() else [])


@pytest.fixture
def watched(change: PullRequest) -> Watched:
    return Watched(change)


_CHECK = ("check", "--untrusted", "--base", "main")


def test_a_run_loads_nothing_from_the_files_it_checks(watched: Watched) -> None:
    done = watched.run(str(watched.program), *_CHECK, "--statistics", "posts")
    assert "acme/tokens" in done.stdout
    assert "confidential/terms" in done.stdout
    assert (done.returncode, watched.broken) == (1, [])


def test_nor_does_it_where_python_itself_would_look_there_first(watched: Watched) -> None:
    done = watched.run("-m", "postguard", *_CHECK, "--terms", "none.yaml", "posts")
    assert done.stderr.splitlines()[-1] == "postguard: --terms none.yaml: there is no such file"
    assert (done.returncode, watched.broken) == (2, [])


def test_the_watch_sees_what_a_trusting_run_loads(watched: Watched) -> None:
    watched.run("-m", "postguard", "check", "--terms", "none.yaml", "posts")
    assert "typing" in watched.broken
    assert any(told.startswith("exec ") for told in watched.broken)


def test_the_watch_sees_connections_and_other_programs(watched: Watched) -> None:
    watched.run("-P", "-c", "import _socket; _socket.socket().connect_ex(('127.0.0.1', 9))")
    assert any(told.startswith("socket.connect") for told in watched.broken)
    here = Path(sys.executable)
    watched.run("-P", "-c", f"import subprocess; subprocess.run([{str(here)!r}, '-V'])")
    assert any(told.startswith("subprocess.Popen") for told in watched.broken)
