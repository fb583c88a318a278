"""A trained pipeline, as small as one can be, proves the path of rules that need one."""

import pickle
from pathlib import Path

import pytest
import spacy

from postguard.engine import Engine
from postguard.errors import UsageError
from postguard.finding import NotRun
from postguard.language import BLANK, Language
from postguard.selection import Choice, choose
from postguard.span import Span
from tests.rulebook.making import document, make, rule

_RULEBOOK = make(
    rule(
        "any: [{tokens: [{ENT_TYPE: ORG, OP: '+'}, {LOWER: cheats}]}]\nneeds: [entities]",
        name="pack/entity",
    ),
    rule("any: [{tokens: [{LOWER: cheats}]}]", name="other/plain"),
)
_TEXT = "So Globex Ltd *cheats*. Everybody cheats."


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline that knows one company, saved as an installed one is."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Globex Ltd"}])  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("pipeline") / "tiny"
    nlp.to_disk(folder)
    return str(folder)


def _places(language: Language) -> tuple[list[tuple[str, str]], tuple[NotRun, ...]]:
    selected = choose(_RULEBOOK, Choice(), language)
    checked = Engine(selected.rulebook, language=language).check(document(_TEXT))
    assert not checked.failures
    found = [(item.rule, _TEXT[item.span.start : item.span.end]) for item in checked.findings]
    return found, selected.not_run


def test_rules_that_need_entities_run_with_them(pipeline: str) -> None:
    assert _places(Language(pipeline)) == (
        [
            ("pack/entity", "Globex Ltd *cheats"),
            ("other/plain", "cheats"),
            ("other/plain", "cheats"),
        ],
        (),
    )


def test_and_are_listed_as_not_run_without() -> None:
    reason = "the language pipeline gives no entities"
    assert _places(Language()) == (
        [("other/plain", "cheats"), ("other/plain", "cheats")],
        (NotRun("pack/entity", reason),),
    )


def test_what_a_pipeline_provides(pipeline: str) -> None:
    tiny, blank = Language(pipeline), Language(BLANK)
    needs = ("tags", "entities", "dependencies")
    assert [tiny.provides(need) for need in needs] == [False, True, False]
    assert [blank.provides(need) for need in needs] == [False, False, False]


def test_spans_in_order_and_the_longest_of_each_place() -> None:
    tokens: list[dict[str, object]] = [
        {"LOWER": "very", "OP": "*"},
        {"LOWER": {"IN": ("good", "bad")}},
    ]
    found = Language().find("a/b", tokens, ["very 😀 very very good, BAD", "", "good"])
    assert found == [[Span(7, 21), Span(23, 26)], [], [Span(0, 4)]]


def test_equal_texts_are_read_once_and_answered_each() -> None:
    language = Language()
    assert language.find("a/b", [{"LOWER": "x"}], ["x", "y", "x"]) == [
        [Span(0, 1)],
        [],
        [Span(0, 1)],
    ]
    assert language.find("c/d", [{"LOWER": "y"}], ["x", "y", "x"]) == [[], [Span(0, 1)], []]


def test_it_travels_as_its_name(pipeline: str) -> None:
    language = Language(pipeline)
    assert language.provides("entities")
    arrived = pickle.loads(pickle.dumps(language))  # noqa: S301
    assert arrived.pipeline == pipeline
    assert arrived.provides("entities")


def test_a_pipeline_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="'no_such_pipeline' is not installed"):
        Language("no_such_pipeline").provides("tags")


def test_a_pipeline_that_is_damaged(pipeline: str, tmp_path: Path) -> None:
    config = (Path(pipeline) / "config.cfg").read_text()
    (tmp_path / "config.cfg").write_text(config.replace("entity_ruler", "no_such_component"))
    (tmp_path / "meta.json").write_text((Path(pipeline) / "meta.json").read_text())
    with pytest.raises(UsageError, match="cannot be loaded"):
        Language(str(tmp_path)).provides("tags")
