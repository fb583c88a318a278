"""Examples are run span by span; each way of being wrong is said with its line."""

import pytest

from postguard.rulebook.examples import run_examples
from tests.rulebook.making import RULE, load_texts


def _wrong(examples: str, more: str = "") -> list[tuple[int, str]]:
    head = RULE.partition("examples:")[0]
    tested = run_examples(load_texts(f"{head}{more}examples:\n{examples}"))
    assert (tested.rules, tested.not_run) == (1, ())
    return [
        (item.line - head.count("\n") - more.count("\n"), item.problem) for item in tested.wrong
    ]


@pytest.mark.parametrize(
    ("examples", "more", "wrong"),
    [
        ('  flag: ["**free** and **Free**"]\n  pass: [beer]\n', "", []),
        ('  flag: ["a **free** [**free**](x) *free*"]\n  pass: [beer]\n', "",
         [(2, "must flag ['free', 'free'], but ['free', 'free', 'free'] is flagged")]),
        ('  flag: ["free **freedom** free"]\n  pass: [beer]\n', "",
         [(2, "must flag ['freedom'], but ['free', 'free'] is flagged")]),
        ('  flag: ["free"]\n  pass: [beer]\n', "",
         [(2, "marks no span: put the match in **bold**")]),
        ('  flag: [{text: "**free**", spans: [free]}]\n  pass: [beer]\n', "", []),
        ('  flag: ["**free**"]\n  pass: [beer, so free]\n', "",
         [(3, "must pass, but ['free'] is flagged")]),
        ('  flag: [{text: "**free**", severity: note}]\n  pass: [beer]\n', "",
         [(2, "must be note, but is error")]),
        ('  flag: [{text: "**free**", severity: error}]\n  pass: [beer]\n', "", []),
        ('  flag: [{text: "**free** ${secret:nothing}"}]\n  pass: [beer]\n', "",
         [(2, "there is no sample secret named 'nothing'")]),
        ('  flag: [{text: "**free**", meta: {title: X}}]\n  pass: ["free"]\n',
         "when: {meta: {title: [x]}}\n", []),
        ('  flag: [{text: "**free**", profile: {platform: [x]}}]\n  pass: [beer]\n',
         "applies: {platform: [x]}\n", []),
        ('  flag: [{text: "<b>free</b>", as: html, spans: [free]}]\n  pass: [beer]\n', "", []),
        # the right word at the wrong place
        ('  flag: ["free\\\\-**free**"]\n  pass: [beer]\n', "except: [free-free]\n",
         [(2, "must flag ['free'], but [] is flagged")]),
    ],
)  # fmt: skip
def test_examples(examples: str, more: str, wrong: list[tuple[int, str]]) -> None:
    assert _wrong(examples, more) == wrong


def test_the_marked_place_counts_not_only_the_words() -> None:
    more = "unless: {near: {within: 1, side: before, any: [so]}}\n"
    examples = '  flag: ["so **free** but free"]\n  pass: [beer]\n'
    assert _wrong(examples, more) == [(2, "flags ['free'] at another place than the marked one")]


def test_a_rule_that_needs_a_pipeline_is_listed() -> None:
    text = RULE.replace("any: [free]", "needs: [tags]\nany: [{tokens: [{POS: NOUN}]}]")
    assert run_examples(load_texts(text)).not_run == ("pack/rule",)


def test_a_broken_rule_fails_its_examples() -> None:
    text = RULE.replace("any: [free]", "any: [{pattern: '(a|aa)+(?=b)'}]")
    text = text.replace("**free** beer", "**free** " + "a" * 40 + "!")
    (wrong,) = run_examples(load_texts(text)).wrong
    assert wrong.problem == "rule pack/rule was stopped: it took over 1 s"
