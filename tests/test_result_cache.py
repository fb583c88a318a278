"""What is known of a draft holds for the same draft under the same rules, and no other."""

import random
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from postguard import result_cache
from postguard.baseline import Baseline, entry_of
from postguard.checker import Checker
from postguard.compiled import Rulebook
from postguard.config import Config, FileSection
from postguard.discovery import Input
from postguard.dispositions import Dispositions
from postguard.engine import Engine
from postguard.finding import Disposition, Failure, Report, Status
from postguard.outcome import Outcome
from postguard.profile import Brand, Profile
from postguard.project import Project
from postguard.readers.options import ReaderOptions
from postguard.result_store import ResultStore
from postguard.waivers import Waiver, Waivers
from tests import house

DAY = date(2026, 5, 1)
PROFILE = Profile(today=DAY)


class Counting(Checker):
    """Counts the inputs that it judges."""

    judged: list[str]

    def check_input(self, item: Input) -> Outcome:
        self.judged.append(Path(item.path).name)
        return super().check_input(item)


class Setting:
    """A folder of posts, and runs over it that remember."""

    def __init__(self, folder: Path) -> None:
        self.posts = folder / "posts"
        self.results = folder / "results"
        self.posts.mkdir()

    def write(self, name: str, text: str) -> None:
        (self.posts / name).write_text(text)

    def run(
        self,
        *,
        config: Config | None = None,
        rulebook: Rulebook | None = None,
        profile: Profile = PROFILE,
        dispositions: Dispositions | None = None,
        honour_ignores: bool = True,
        results: bool = True,
    ) -> tuple[Report, list[str]]:
        """A run's report, and the drafts it judged itself."""
        config = config or Config(root=str(self.posts))
        engine = Engine(rulebook or house.engine(house.EVERY).rulebook, profile)
        project = Project(config, engine, dispositions=dispositions, honour_ignores=honour_ignores)
        project.checker = Counting(
            engine, config, dispositions=dispositions, honour_ignores=honour_ignores
        )
        project.checker.judged = []
        kept = project.results(str(self.results)) if results else None
        assert (kept is not None) is results
        report = project.check(project.inputs([str(self.posts)]), results=kept)
        return report, project.checker.judged


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    # Results are not kept below the current folder either.
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    setting = Setting(tmp_path)
    setting.write("a.md", "We utilize bluebird.\n\nA so-called <b>amazing</b> synergy.\n")
    setting.write("b.md", "All is well.\n")
    setting.write("c.txt", "Naïve, so-called, \U0001f426 very amazing.\n")
    return setting


def test_a_second_run_judges_nothing_and_says_the_same(setting: Setting) -> None:
    first, judged = setting.run()
    assert judged == ["a.md", "b.md", "c.txt"]
    second, judged = setting.run()
    assert judged == []
    assert second == first
    # Equality does not tell a named tuple from a bare one.
    assert repr(second.findings) == repr(first.findings)
    assert repr(second.inputs) == repr(first.inputs)
    assert {item.rule for item in first.findings} >= {"acme/plain", "acme/secret", "acme/bold"}


def test_a_draft_that_changed_is_judged(setting: Setting) -> None:
    setting.run()
    setting.write("b.md", "We utilize it.\n")
    setting.write("d.md", "New.\n")
    (setting.posts / "c.txt").unlink()
    report, judged = setting.run()
    assert judged == ["b.md", "d.md"]
    assert report == setting.run(results=False)[0]


def test_the_same_content_under_another_name_is_another_draft(setting: Setting) -> None:
    setting.run()
    (setting.posts / "b.md").rename(setting.posts / "b.html")
    assert setting.run()[1] == ["b.html"]


def _one_rule_less() -> Rulebook:
    book = house.engine(house.EVERY).rulebook
    return book._replace(rules=book.rules[1:])


def _graver() -> Rulebook:
    book = house.engine(house.EVERY).rulebook
    return book._replace(rules=tuple(rule._replace(severity="warning") for rule in book.rules))


def _other_settings(root: str) -> dict[str, dict[str, object]]:
    waiver = Waiver("fine", "Ann", date(2026, 6, 1), rule="acme/bold")
    return {
        "rules": {"rulebook": house.engine((house.PLAIN, house.NO_FIX)).rulebook},
        "a selection": {"rulebook": _one_rule_less()},
        "a severity": {"rulebook": _graver()},
        "the day": {"profile": PROFILE._replace(today=date(2026, 5, 2))},
        "a platform": {"profile": PROFILE._replace(platform=("x",))},
        "a brand": {"profile": PROFILE._replace(brand=Brand(names=("Acme",)))},
        "no ignores": {"honour_ignores": False},
        "a locked rule": {"config": Config(root=root, locked=("acme",))},
        "reasons": {"config": Config(root=root, require_reason=True)},
        "a section": {"config": Config(root=root, files=(FileSection("*.md", ("acme/bold",)),))},
        "a reader": {"config": Config(root=root, reader=ReaderOptions(text_fields=("t",)))},
        "waivers": {"dispositions": Dispositions(waivers=Waivers("w", "", (waiver,)), today=DAY)},
    }


@pytest.mark.parametrize("what", _other_settings(""))
def test_other_settings_know_nothing_of_these(setting: Setting, what: str) -> None:
    setting.run()
    other = _other_settings(str(setting.posts))[what]
    report, judged = setting.run(**other)  # type: ignore[arg-type]
    assert judged == ["a.md", "b.md", "c.txt"]
    assert setting.run(**other) == (report, [])  # type: ignore[arg-type]


def test_other_code_knows_nothing_of_these(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.run()
    with monkeypatch.context() as patch:
        patch.setattr(result_cache, "_modules", lambda _: iter([__file__]))
        assert len(setting.run()[1]) == 3
    with monkeypatch.context() as patch:
        patch.setattr(result_cache, "_packages", lambda: ["regex-1.0.dist-info"])
        assert len(setting.run()[1]) == 3
    monkeypatch.setattr(result_cache, "__version__", "0.0.0")
    assert len(setting.run()[1]) == 3


def test_settings_that_decide_nothing_do_not_matter(setting: Setting) -> None:
    root = str(setting.posts)
    setting.run()
    config = Config(root=root, path="postguard.toml", fail_on="note", exclude=("none/",))
    assert setting.run(config=config)[1] == []


def test_a_baseline_matters_where_it_says_something(setting: Setting) -> None:
    report, _ = setting.run()
    known = [item for item in report.findings if item.uri.endswith("a.md")]
    baseline = Baseline(entry_of(item, "a.md") for item in known)
    known_report, judged = setting.run(dispositions=Dispositions(baseline=baseline))
    assert judged == ["a.md"]
    dispositions = {item.uri[-4:]: item.disposition for item in known_report.findings}
    assert dispositions == {"a.md": Disposition.BASELINE, ".txt": Disposition.OPEN}


def test_waivers_that_were_used_stay_used(setting: Setting) -> None:
    waivers = Waivers(
        "waivers.yaml",
        "x",
        (
            Waiver("fine", "Ann", date(2026, 6, 1), rule="acme/quoted"),
            Waiver("fine", "Ann", date(2026, 6, 1), rule="acme/bold"),
        ),
    )
    dispositions = Dispositions(waivers=waivers, today=DAY)
    first, _ = setting.run(dispositions=dispositions)
    second, judged = setting.run(dispositions=dispositions)
    assert (second, judged) == (first, [])
    assert not any(item.rule.startswith("postguard/") for item in second.findings)


@pytest.mark.parametrize(
    "name", ["failed", "partial", "shown", "unread", "from elsewhere", "of a part", "too large"]
)
def test_what_is_not_a_whole_outcome_of_a_whole_draft_is_not_kept(
    setting: Setting, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(setting.posts / "b.md")
    checker = house.checker()
    whole = checker.check_input(Input(path))
    result = whole.result
    failure = Failure(path, "rule", "slow")
    partial = result._replace(status=Status.PARTIAL, reason="a bad byte")
    item, outcome_of = (
        Input(path),
        {
            "failed": whole._replace(failures=(failure,)),
            "partial": whole._replace(result=partial),
            "shown": whole._replace(result=result._replace(text="All is well.\n")),
            "unread": whole._replace(digest=""),
            "from elsewhere": whole,
            "of a part": whole,
            "too large": whole,
        },
    )
    if name == "of a part":
        item = Input(path, skipped="of a part")
    if name == "too large":
        monkeypatch.setattr(result_cache, "_LONGEST", 10)
    kept = _opened(setting)
    kept.learn(item, outcome_of[name])
    kept.save()
    asked = Input("b.md") if name == "from elsewhere" else Input(path)
    assert _opened(setting).known([asked]) == {}


def _opened(setting: Setting) -> result_cache.ResultCache:
    engine = house.engine(house.EVERY)
    config = Config(root=str(setting.posts))
    kept = result_cache.opened(str(setting.results), engine, config, Dispositions())
    assert kept is not None
    return kept


POISONS: dict[str, Callable[[bytes], bytes]] = {
    "no json": lambda line: line[:-1],
    "another shape": lambda line: b"[" + line + b"]",
    "a null": lambda line: line[:0] + b"null",
    "a number": lambda line: line[:0] + b"1",
    "another name": lambda line: line.replace(b"b.md", b"x.md"),
    "another draft": lambda line: line[:-3] + b'z"]',
    "a failure": lambda line: line.replace(b'"checked"', b'"failed"'),
    "a fate unheard of": lambda line: line.replace(b'"checked"', b'"fine"'),
    "a text for a number": lambda line: line.replace(b',"",1,', b',"","1",'),
    "depth": lambda line: b"[" * len(line) * 100,
}


@pytest.mark.parametrize("name", POISONS)
def test_a_line_that_is_no_outcome_is_passed_over(
    setting: Setting, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even from somebody who has the key."""
    expected, _ = setting.run()
    find = ResultStore.get

    def poisoned(self: ResultStore, digest: bytes) -> bytes | None:
        line = find(self, digest)
        if line is None or b"b.md" not in line:
            return line
        changed = POISONS[name](line)
        assert changed != line
        return changed

    monkeypatch.setattr(ResultStore, "get", poisoned)
    assert setting.run() == (expected, ["b.md"])


def test_no_secret_is_kept(setting: Setting) -> None:
    chance = random.SystemRandom()
    canary = "".join(chance.choice(string.ascii_lowercase) for _ in range(20))
    secret = house.rule("canary", canary, "sensitive: true")
    around = "".join(chance.choice(string.ascii_lowercase) for _ in range(20))
    setting.write("s.md", f"We said {canary} amazing {canary}, {around}.\n\n[a]: <{canary}>\n")
    book = house.engine((secret, house.BOLD)).rulebook
    _, judged = setting.run(rulebook=book)
    assert "s.md" in judged
    written = b"".join(path.read_bytes() for path in setting.results.iterdir())
    assert around.encode() in written
    assert canary.encode() not in written.lower()


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (Config(terms=("clients.yaml",)), "confidential terms"),
        (Config(untrusted_below="/"), "a stranger's"),
        (Config(pipeline="/"), "pipeline is a folder"),
        (Config(root="/"), "beside the drafts"),
    ],
)
def test_runs_that_keep_nothing(setting: Setting, config: Config, said: str) -> None:
    book = house.engine(house.EVERY).rulebook
    assert said in result_cache.why_not(str(setting.results), config, book)
    root = config.root if config.root != "." else str(setting.posts)
    project = Project(config._replace(root=root), house.engine(house.EVERY))
    assert project.results(str(setting.results)) is None
    assert not setting.results.exists()


def test_a_detector_from_elsewhere_may_change_unseen(setting: Setting) -> None:
    book = house.engine(house.EVERY).rulebook
    first = book.rules[0]
    details = first.details._replace(detector="acme_numbers")
    foreign = book._replace(rules=(first._replace(source=details),))
    config = Config(root=str(setting.posts), rule_paths=("house",))
    said = result_cache.why_not(str(setting.results), config, foreign)
    assert said == f"the detector of {first.id} is not postguard's own, and may change unseen"
    assert result_cache.why_not(str(setting.results), config, book) == ""


@pytest.mark.parametrize("shows", ["reveal", "keep_text"])
def test_a_run_that_shows_drafts_keeps_nothing(setting: Setting, shows: str) -> None:
    project = Project(
        Config(root=str(setting.posts)),
        house.engine(house.EVERY),
        reveal=shows == "reveal",
        keep_text=shows == "keep_text",
    )
    assert project.results(str(setting.results)) is None


def test_a_folder_others_can_write_is_not_used(setting: Setting) -> None:
    setting.run()
    setting.results.chmod(0o777)
    project = Project(Config(root=str(setting.posts)), house.engine(house.EVERY))
    assert project.results(str(setting.results)) is None
