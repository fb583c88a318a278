from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard import safe_yaml
from postguard.safe_yaml import YamlError, load, load_all
from postguard.tree import Node, Style

RULE = """\
id: pack/name
any:
  - phrase: "risk-free"
    weight: 2
on: yes
off: false
when: 2026-01-02
empty:
"""


def test_values_are_plain_and_know_their_places() -> None:
    root = load(RULE, "rule.yaml")
    assert root.value == {
        "id": "pack/name",
        "any": [{"phrase": "risk-free", "weight": 2}],
        "on": "yes",
        "off": False,
        "when": date(2026, 1, 2),
        "empty": None,
    }
    phrase = root.at("any", 0, "phrase")
    assert (phrase.line, phrase.column, phrase.style) == (3, 13, Style.DOUBLE)
    assert RULE[phrase.start : phrase.end] == '"risk-free"'
    key = root.at("any", 0).keys["weight"]
    assert (key.value, key.line, key.column) == ("weight", 4, 5)


def test_a_path_that_does_not_exist_leads_as_far_as_it_can() -> None:
    root = load(RULE, "rule.yaml")
    assert root.at("any", 4, "phrase") is root.at("any")
    assert root.at("id", "x").value == "pack/name"
    assert root.at("nope") is root


@pytest.mark.parametrize("text", ["", "\ufeff", "# only a comment\n", "---\n"])
def test_an_empty_text_is_null(text: str) -> None:
    assert load(text, "x.yaml").value is None


def test_a_mark_and_wide_characters_count_as_one() -> None:
    root = load("\ufeffé: 🚀\nb: c\n", "x.yaml")
    assert (root.at("é").start, root.at("é").column) == (4, 5)
    assert (root.at("b").line, root.at("b").column) == (2, 4)


def test_a_part_of_a_text_keeps_the_places_of_the_whole() -> None:
    text = "---\na: b\n---\nbody"
    node = load(text, "x", start=4, end=9).at("a")
    assert (node.start, node.line, node.column) == (7, 2, 4)


def test_every_document_is_given() -> None:
    assert [node.value for node in load_all("a: 1\n---\n- b\n", "x")] == [{"a": 1}, ["b"]]


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("a: b: c", (1, 5), "mapping values are not allowed in this context"),
        ("a: [1", (1, 6), "did not find expected ',' or ']'"),
        ("a: 1\na: 2", (2, 1), "the key 'a' is given twice"),
        ("? [x]\n: y", (1, 3), "a key must be plain text"),
        ("a: &b 1", (1, 4), "anchors and aliases are not allowed"),
        ("a: 1\nb: *a", (2, 4), "anchors and aliases are not allowed"),
        ("a: !!python/name:os.system x", (1, 4), "tags are not allowed"),
        ("--- !x\na: b", (1, 5), "tags are not allowed"),
        ("a: 2026-13-45", (1, 4), "'2026-13-45' is no valid value: month must be in 1..12"),
        ("a\n---\nb", (3, 1), "a second document begins here; one was expected"),
        ("[" * 65, (1, 65), "nested more than 64 deep"),
        ("a: 0x" + "f" * 6000, (1, 4), "a number of 6002 digits"),
        ("a: [" + "59:" * 3000 + "59]", (1, 5), "a number of 9002 digits"),
    ],
)
def test_what_is_refused_says_where(text: str, place: tuple[int, int], problem: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text, "pack/rule.yaml")
    error = caught.value
    assert (error.path, (error.line, error.column), error.problem) == (
        "pack/rule.yaml",
        place,
        problem,
    )


@pytest.mark.parametrize("text", ["a: \x07", "a: \ud800"])
def test_characters_that_are_no_text_are_refused(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text, "x.yaml")
    assert (caught.value.line, caught.value.column) == (1, 4)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{name}: &{name} [*{before},*{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlError, match="anchors and aliases are not allowed"):
        load(bomb, "x.yaml")


def test_size_and_number_of_parts_are_bounded() -> None:
    with pytest.raises(YamlError, match="larger than 1048576 bytes of YAML"):
        load("é" * (safe_yaml.MAX_BYTES // 2 + 1), "x.yaml")
    with pytest.raises(YamlError, match="more than 200000 parts"):
        load("- a\n" * safe_yaml.MAX_EVENTS, "x.yaml")


@given(st.text(max_size=80))
def test_any_text_gives_nodes_inside_it_or_an_error_with_a_place(text: str) -> None:
    try:
        roots = load_all(text, "x.yaml")
    except YamlError as refusal:
        place = (refusal.line or 0, refusal.column or 0)
        roots = []
    else:
        place = (1, 1)
    assert place >= (1, 1)
    for root in roots:
        _assert_inside(root, text)


def _assert_inside(node: Node, text: str) -> None:
    assert 0 <= node.start <= node.end <= len(text)
    for child in (*(node.fields or {}).values(), *node.items):
        _assert_inside(child, text)
