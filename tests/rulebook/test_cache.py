"""A cache may be damaged, poisoned, read-only or of another version: the rulebook is the same."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from postguard import compiled
from postguard.compiled import Rulebook, rulebook_from_plain, to_plain
from postguard.rulebook import cache, library
from postguard.rulebook.files import RuleFile
from tests.rulebook.making import RULE, make, rule, rule_file

_RICH = rule(
    """
    any:
      - {phrase: free, name: a price, severity: note, weight: 2}
      - {pattern: '(?P<match>buy)\\s+now', when: {shorter_than: 400}}
      - {tokens: [{LOWER: {IN: [return, returns]}}, {OP: "?"}]}
      - {brand: names}
    except: [free of]
    topic: {any: [money], sector: [finance], at_least: 2}
    when: {meta: {draft: [], title: [x]}, subject: [self]}
    unless: {near: [{within: 3, side: before, any: [no]}, {any: [not]}], context: [denied]}
    downgrade: [{to: note, evidence: true}, {to: warning, offer: false}]
    adds_up: {to: 3}
    fix: {replace: gratis, safe: true}
    applies: {brand: [names], jurisdiction: [us]}
    cite: [{name: A law, url: "https://example.com/"}, {name: Another}]
    """
)
_OTHERS = (
    rule(
        "any: [ad]\nrequires: {any: ['#ad', {pattern: 'Ad:'}], within: opening, meta: [ad]}",
        name="pack/label",
        kind="requires",
    ),
    rule(
        "measure: length\nlimits: {x: 280}\nweights: {x: {ranges: [[0, 4351]], url: 23}}",
        name="pack/length",
        kind="metric",
    ),
    rule(
        "detector: secret\nwith: {kinds: [a, b], deep: {list: [1, 2]}}\nany: [{pattern: 'x+'}]",
        name="pack/secret",
        kind="detector",
    ),
)
_SHARED = {
    "contexts/denied": (
        "context: denied\nabout: A.\nplaces:\n  - {where: before, any: [not], never: [not only]}\n"
    ),
    "lexicons/offers": "lexicon: offers\nabout: B.\nwords: [sale]\ndisguised: true\n",
}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    from postguard.detectors.loading import known

    others = [item.replace("detector: secret", f"detector: {_a_detector()}") for item in _OTHERS]
    assert known(_a_detector())
    return make(_RICH, *others, shared=_SHARED)


def _a_detector() -> str:
    from postguard.detectors.registry import BUILT_IN

    return min(BUILT_IN)


def test_plain_data_and_back(rulebook: Rulebook) -> None:
    plain = to_plain(rulebook)
    assert rulebook_from_plain(plain) == rulebook
    assert eval(repr(plain)) == plain  # noqa: S307  # as the wheel's compiled rules are read
    assert {type(part) for part in _parts(plain)} <= {
        str, int, bool, float, tuple, dict, type(None),
    }  # fmt: skip


def _parts(value: Any) -> list[Any]:
    inside = value.items() if isinstance(value, dict) else value if type(value) is tuple else ()
    return [value, *(part for item in inside for part in _parts(item))]


def test_through_the_cache(rulebook: Rulebook, tmp_path: Path) -> None:
    assert cache.fetch(str(tmp_path), "d") is None
    cache.store(str(tmp_path), "d", rulebook)
    assert cache.fetch(str(tmp_path), "d") == rulebook
    assert cache.fetch(str(tmp_path), "other") is None
    assert [path.name for path in tmp_path.iterdir()] == ["rules-d.jsonl"]


def _cut(content: str) -> str:
    return content[: len(content) // 2]


def _of_other_digest(content: str) -> str:
    return _sealed(content.partition("\n")[2], digest="e")


def _of_other_shape(content: str) -> str:
    shared, *details = content.splitlines()[1:]
    rules, *others = json.loads(shared)
    rules[0][0] = rules[0][0][:5]
    return _sealed("\n".join([json.dumps([rules, *others]), *details]))


def _without_a_rule(content: str) -> str:
    return _sealed("\n".join(content.splitlines()[1:-1]))


def _sealed(content: str, digest: str = "d") -> str:
    return f"{cache._check(digest, content.encode())}\n{content}"


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _of_other_digest,
        _of_other_shape,
        _without_a_rule,
        lambda _: "",
        lambda _: "[]",
        lambda _: "null",
        lambda _: '"text"',
        lambda _: "[" * 100_000,
        lambda content: content.replace("pack/length", "pack/height"),
        lambda _: "\udc80",
        lambda _: _sealed(""),
        lambda _: _sealed("[]"),
        lambda _: _sealed('[[], [], [], [], ""]'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(
    rulebook: Rulebook, tmp_path: Path, damage: Callable[[str], str]
) -> None:
    cache.store(str(tmp_path), "d", rulebook)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_text("utf-8")).encode("utf-8", "surrogateescape"))
    assert cache.fetch(str(tmp_path), "d") is None
    cache.store(str(tmp_path), "d", rulebook)
    assert cache.fetch(str(tmp_path), "d") == rulebook


def test_a_folder_that_cannot_be_written(rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    cache.store(str(file), "d", rulebook)
    cache.store(str(file / "deeper"), "d", rulebook)
    assert cache.fetch(str(file), "d") is None
    assert file.read_text() == "not a folder"


def test_a_full_disk_leaves_nothing_behind(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    cache.store(str(tmp_path), "d", rulebook)
    assert list(tmp_path.iterdir()) == []


def test_a_setting_json_has_no_word_for_is_not_kept(rulebook: Rulebook, tmp_path: Path) -> None:
    from datetime import date

    (first, *rest) = rulebook.rules
    trigger = first.triggers[0]._replace(with_={"since": date(2026, 1, 1)})
    dated = rulebook._replace(rules=(first.with_triggers((trigger,)), *rest))
    cache.store(str(tmp_path), "d", dated)
    assert cache.fetch(str(tmp_path), "d") is None


def test_many_writers_at_once(rulebook: Rulebook, tmp_path: Path) -> None:
    seen: list[compiled.Rulebook | None] = []

    def work() -> None:
        for _ in range(5):
            cache.store(str(tmp_path), "d", rulebook)
            seen.append(cache.fetch(str(tmp_path), "d"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [rulebook] * 40
    assert [path.name for path in tmp_path.iterdir()] == ["rules-d.jsonl"]


def test_the_digest_is_of_everything_that_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    file = rule_file(RULE)
    first = cache.digest_of([file])
    assert cache.digest_of([file._replace(path="elsewhere")]) == first
    others = {
        cache.digest_of([file._replace(text=RULE + " ")]),
        cache.digest_of([file._replace(name="other")]),
        cache.digest_of([file._replace(pack="other")]),
        cache.digest_of([file._replace(pack="packr", name="ule")]),
        cache.digest_of([file, file]),
    }
    monkeypatch.setattr(cache, "__version__", "0.0.0")
    others.add(cache.digest_of([file]))
    assert len(others) == 6
    assert first not in others


def test_the_library_makes_the_same_of_a_poisoned_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [rule_file(RULE)]

    def some_files(paths: object = (), files_of: object = None) -> list[RuleFile]:
        del paths, files_of
        return files

    monkeypatch.setattr(library, "rule_files", some_files)
    fresh = library.rulebook(["x"])
    folder = str(tmp_path / "cache")
    assert library.rulebook(["x"], folder) == fresh
    assert library.rulebook(["x"], folder) == fresh
    (path,) = (tmp_path / "cache").iterdir()
    path.write_text(path.read_text().replace("free", "dear"))
    assert library.rulebook(["x"], folder) == fresh
