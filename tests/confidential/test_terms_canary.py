"""Random terms go through everything here; nothing that comes out holds them."""

import base64
import hashlib
import io
import logging
import pickle
import random
import string
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import typer

from postguard.cli.terms import app
from postguard.confidential.keys import VARIABLE, KeyRing, new_key, parse_key
from postguard.confidential.lists import parse_plain, read_plain
from postguard.confidential.load import load_lists
from postguard.confidential.normalise import Normalised, Stretch, term_forms
from postguard.confidential.sealed import SealedList, read_sealed

CHANCE = random.SystemRandom()


def _word() -> str:
    return "".join(CHANCE.choice(string.ascii_lowercase) for _ in range(8)).title() + "n"


TERMS = [f"{_word()} {_word()}" for _ in range(12)]
NEEDLES = {
    needle
    for term in TERMS
    for spelt in (term, *term.split(), term.lower(), *term.lower().split(), term_forms(term)[0])
    for needle in (
        spelt.lower().encode(),
        base64.b64encode(spelt.encode()).lower().rstrip(b"="),
        *(
            getattr(hashlib, kind)(spelt.encode()).hexdigest()[:16].encode()
            for kind in ("md5", "sha1", "sha256", "blake2b", "blake2s")
        ),
    )
}


def assert_silent(data: bytes) -> None:
    low = data.lower()
    assert not [needle for needle in NEEDLES if needle in low]


def plain_lists() -> Iterator[tuple[str, str]]:
    """Lists in good order and in every kind of disorder, each full of terms."""
    yield (
        "good.yaml",
        "terms:\n"
        + "".join(
            f"  - {{term: {term}, variants: [{term} Group], fuzzy: 1, note: {term}}}\n"
            for term in TERMS
        ),
    )
    yield "good.csv", "term,allow\n" + "".join(f"{term},{term} Ltd\n" for term in TERMS)
    for at, term in enumerate(TERMS):
        broken = [
            f"terms:\n  - {term}: [\n",
            f"terms:\n  - &{term.split()[0]} x\n  - *{term.split()[1]}\n",
            f"{term}: 1\n{term}: 2\n",
            f"terms:\n  - term: {term}\n    {term}: {term}\n",
            f"terms:\n  - term: [{term}]\n",
            f"terms:\n  - term: {term}\n    severity: {term}\n    from: {term}\n",
            f"terms:\n  - {term}\n  - '?'\n",
            f"terms: {term}\n",
            f"terms: !!python/name:{term.split()[0]} x\n",
            f"- {term}\n- together: [{term}, 3]\n",
            f"- {term}\n\t- {term}\n",
            f"- 2026-99-99\n- {term}\n",
        ][at]
        yield f"bad{at}.yaml", broken
    yield "bad.csv", f"{TERMS[0]}\n{TERMS[1]}\n"
    yield "bad2.csv", f"term\n{TERMS[0]},{TERMS[1]}\n"
    yield "bad3.csv", f'term\n"{TERMS[0]}"{TERMS[1]}\n'
    yield "bad4.csv", f"term,until\n{TERMS[0]},{TERMS[1]}\n"


def run(*arguments: str) -> str:
    """A command; what a crash would print."""
    try:
        typer.main.get_command(app).main(list(arguments), standalone_mode=False)
    except BaseException as error:  # noqa: BLE001
        return traceback.format_exc() + repr(error) + str(error)
    return ""


def test_no_command_tells_a_term(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    key = new_key()
    monkeypatch.setenv(VARIABLE, key.reveal())
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    lists = dict(plain_lists())
    for name, text in lists.items():
        Path(name).write_text(text)
    said.append(run("seal", "good.yaml", "-o", "deals.sealed"))
    sealed = Path("deals.sealed").read_text()
    for name in lists:
        said.append(run("seal", name, "-o", f"{name}.sealed"))
        said.append(run("verify", "deals.sealed", "--list", name))
        said.append(run("diff", name, "deals.sealed"))
        said.append(run("rotate", "deals.sealed", name, "--new-key-file", "none"))
        said.append(run("remove", "deals.sealed", name))
        said.append(run("add", "deals.sealed", name))
    for term in TERMS:
        for command in ("add", "remove"):
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{term}\n?".encode())))
            said.append(run(command, "deals.sealed", "-"))
    Path("deals.sealed").write_text(sealed[:-40])
    said.append(run("verify", "deals.sealed"))
    said.append(run("verify", "deals.sealed", "--key-file", "good.csv"))
    out, err = capfd.readouterr()
    assert "deals.sealed: 12 entries sealed.\n" in out
    for text in (out, err, caplog.text, *said):
        assert_silent(text.encode())
        assert key.reveal()[9:] not in text
    for path in tmp_path.iterdir():
        if path.name not in lists:
            assert_silent(path.read_bytes())


def test_no_object_shows_a_term_and_no_cacheable_one_holds_it(tmp_path: Path) -> None:
    key = new_key()
    for name, text in plain_lists():
        if name.startswith("good"):
            read = parse_plain(text, name)
            assert_silent(repr([read, read.entries, *read.entries]).encode())
            (tmp_path / name).write_text(text)
    from postguard.confidential.seal import seal

    draft = seal(read_plain(str(tmp_path / "good.yaml")).entries, key)
    (tmp_path / "a.sealed").write_text(draft.text)
    both = load_lists([str(tmp_path / name) for name in ("good.yaml", "a.sealed")], KeyRing([key]))
    posts = [f"We met {term}, #{term.replace(' ', '')} and {term}s." for term in TERMS]
    found = both.matcher.find(posts, on=date(2026, 1, 1))
    assert len(found) == 6 * len(TERMS)
    opened = read_sealed(str(tmp_path / "a.sealed")).unlock(KeyRing([key]))
    shown = [both, both.matcher, both.matcher.lists(), found, opened, opened.file, draft, key]
    assert_silent(repr([*shown, Normalised(posts[0])]).encode())
    assert_silent(pickle.dumps(load_lists([str(tmp_path / "a.sealed")], KeyRing([key])).matcher))
    assert_silent(pickle.dumps(found))


def _fails(*_: object) -> list[object]:
    raise RuntimeError("a defect")


@pytest.mark.parametrize(
    "place",
    [
        (SealedList, "lookup"),
        (SealedList, "conditions"),
        (SealedList, "has_head"),
        (Stretch, "forms"),
        (Stretch, "places"),
        (Normalised, "to_source"),
    ],
)
def test_a_crash_while_matching_tells_no_term(
    place: tuple[type, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from postguard.confidential.match import TermMatcher
    from postguard.confidential.seal import seal
    from postguard.confidential.sealed import SealedFile

    key = new_key()
    entries = parse_plain(dict(plain_lists())["good.yaml"], "good.yaml").entries
    matcher = TermMatcher([SealedFile(seal(entries, key).text.encode(), "x")], KeyRing([key]))
    monkeypatch.setattr(*place, _fails)
    shown = ""
    try:
        matcher.find(TERMS, on=date(2026, 1, 1))
    except RuntimeError as error:
        shown = "".join(traceback.format_exception(error)) + repr(error)
    assert "a defect" in shown
    assert_silent(shown.encode())


@pytest.mark.parametrize("act", [parse_key])
def test_a_wrong_key_is_not_repeated(act: Callable[..., object]) -> None:
    shown = ""
    try:
        act(TERMS[0], where="here")
    except Exception as error:  # noqa: BLE001
        shown = "".join(traceback.format_exception(error))
    assert "here" in shown
    assert_silent(shown.encode())
