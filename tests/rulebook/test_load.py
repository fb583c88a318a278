"""Every kind of malformed rule stops the run with its file, line, column and key."""

# ruff: noqa: E501  (an error message is read best in one piece)

import pytest

from postguard.errors import RulebookError
from postguard.rulebook.load import load_files
from tests.rulebook.making import RULE, load_texts, rule, rule_file

_LEXICON = "lexicon: words\nabout: Words.\nwords: [free]\n"
_CONTEXT = "context: denied\nabout: Denied.\nplaces:\n  - where: before\n    any: [not]\n"


def _error(*files: tuple[str, str]) -> RulebookError:
    with pytest.raises(RulebookError) as raised:
        load_files([rule_file(text, place) for place, text in files])
    assert raised.value.exit_code == 2
    return raised.value


def _changed(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the format
        (
            _changed("why:", "wy:"),
            (
                "rules/pack/rule.yaml:1:1: [why] Field required\n"
                "  6:1 [wy] unknown key; did you mean 'why'?"
            ),
        ),
        (
            RULE + "zzz: 1\n",
            "rules/pack/rule.yaml:12:1: [zzz] unknown key",
        ),
        (
            _changed("any: [free]", "any: [{phrase: free, wieght: 2}]"),
            "rules/pack/rule.yaml:8:22: [any.0.wieght] unknown key; did you mean 'weight'?",
        ),
        (
            _changed("severity: error", "severity: fatal"),
            "rules/pack/rule.yaml:3:11: [severity] Input should be 'error', 'warning' or 'note'",
        ),
        (
            _changed("title: A title", "title: 12"),
            "rules/pack/rule.yaml:4:8: [title] Input should be a valid string",
        ),
        (
            _changed("kind: terms", "kind: trems"),
            (
                "rules/pack/rule.yaml:2:7: [kind] unknown kind 'trems'; known: 'terms', 'pattern', "
                "'claim', 'conduct', 'requires', 'metric', 'detector'"
            ),
        ),
        (_changed("kind: terms\n", ""), "rules/pack/rule.yaml:1:1: [kind] a rule needs a kind"),
        ("- a\n- b\n", "rules/pack/rule.yaml:1:1: expected a table of keys and values"),
        ("", "rules/pack/rule.yaml:1:1: expected a table of keys and values"),
        (
            _changed("any: [free]", "any: []"),
            (
                "rules/pack/rule.yaml:8:6: [any] Tuple should have at least 1 item after "
                "validation, not 0"
            ),
        ),
        (
            _changed("any: [free]", "any: [{phrase: a, pattern: b}]"),
            (
                "rules/pack/rule.yaml:8:7: [any.0] a trigger needs exactly one of phrase, pattern, "
                "tokens and brand"
            ),
        ),
        # examples
        (
            _changed('  flag: ["**free** beer"]\n', ""),
            "rules/pack/rule.yaml:10:3: [examples.flag] Field required",
        ),
        (
            _changed("  pass: [beer]\n", "  pass: []\n"),
            (
                "rules/pack/rule.yaml:11:9: [examples.pass] Tuple should have at least 1 item after "
                "validation, not 0"
            ),
        ),
        (
            _changed("pass: [beer]", "pass: [{text: a, profile: {brand: {nmaes: [x]}}}]"),
            (
                "rules/pack/rule.yaml:11:38: [examples.pass.0.profile.brand.nmaes] unknown key; did "
                "you mean 'names'?"
            ),
        ),
        (
            _changed("pass: [beer]", "pass: [{text: a, today: soon}]"),
            (
                "rules/pack/rule.yaml:11:27: [examples.pass.0.today] Input should be a valid date or "
                "datetime, input is too short"
            ),
        ),
        # place
        (
            _changed("id: pack/rule", "id: pack/other"),
            (
                "rules/pack/rule.yaml:1:5: [id] id is 'pack/other', but the file's place makes it "
                "'pack/rule'"
            ),
        ),
        (
            _changed("id: pack/rule", "id: Pack/Rule"),
            (
                "rules/pack/rule.yaml:1:5: [id] String should match pattern "
                "'^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$'"
            ),
        ),
        # wording
        (
            _changed("any: [free]", 'any:\n  - beer\n  - "(free"'),
            "rules/pack/rule.yaml:10:5: [any.1] the phrase '(free' lacks a closing ')'",
        ),
        (
            _changed("any: [free]", "any:\n  - pattern: 'a(b'"),
            (
                "rules/pack/rule.yaml:9:14: [any.0.pattern] the pattern does not compile: "
                "missing ) at position 3"
            ),
        ),
        (
            _changed("any: [free]", "any: [free]\nunless:\n  near: {any: ['[x']}"),
            "rules/pack/rule.yaml:10:16: [unless.near.any.0] the phrase '[x' lacks a closing ']'",
        ),
        (
            _changed("any: [free]", 'any: ["a {nothing}"]'),
            "rules/pack/rule.yaml:8:7: [any.0] there is no lexicon named 'nothing'",
        ),
        (
            _changed("any: [free]", "any: [free]\nunless: {context: [denied]}"),
            (
                "rules/pack/rule.yaml:1:1: there is no context named 'denied'\n"
                "  known: code, heading, question, quoted"
            ),
        ),
        (
            _changed("kind: terms", "kind: detector\ndetector: nothing"),
            "rules/pack/rule.yaml:3:11: [detector] there is no detector named 'nothing'",
        ),
        # token patterns
        (
            _changed("any: [free]", "any: [{tokens: [{POS: NOUN}]}]"),
            (
                "rules/pack/rule.yaml:8:7: [any.0] this token pattern needs tags from the language "
                "pipeline\n  Add `needs: [tags]` to the rule."
            ),
        ),
        (
            _changed("any: [free]", "any: [{tokens: [{LOWR: a}]}]"),
            (
                "rules/pack/rule.yaml:8:16: [any.0.tokens] token 1: unknown attribute 'LOWR'; did you "
                "mean 'LOWER'?"
            ),
        ),
        (
            _changed("any: [free]", "any: [{tokens: [{LOWER: a}, {lower: b}]}]"),
            (
                "rules/pack/rule.yaml:8:16: [any.0.tokens] token 2: unknown attribute 'lower'; did "
                "you mean 'LOWER'?"
            ),
        ),
        (
            _changed("any: [free]", 'any: [{tokens: [{LOWER: a, OP: "%"}]}]'),
            (
                "rules/pack/rule.yaml:8:16: [any.0.tokens] token 1: unknown operator '%'; known: "
                "! ? + * {n} {n,m}"
            ),
        ),
        (
            _changed("any: [free]", "any: [{tokens: [{LOWER: {INN: [a]}}]}]"),
            (
                "rules/pack/rule.yaml:8:16: [any.0.tokens] token 1: unknown predicate 'INN'; did you "
                "mean 'IN'?"
            ),
        ),
        (
            _changed("any: [free]", "any: [{tokens: []}]"),
            "rules/pack/rule.yaml:8:16: [any.0.tokens] a token pattern needs at least one token",
        ),
        # what must accompany
        (
            _changed("kind: terms", "kind: requires\nrequires: {any: [{tokens: [{LOWER: a}]}]}"),
            (
                "rules/pack/rule.yaml:3:17: [requires.any] what must accompany a trigger is a phrase "
                "or a pattern"
            ),
        ),
        # YAML
        ("id: [", "rules/pack/rule.yaml:1:6: did not find expected node content"),
        ("a: 1\na: 2\n", "rules/pack/rule.yaml:2:1: the key 'a' is given twice"),
        (
            "a: !!python/object/apply:os.system ['true']\n",
            "rules/pack/rule.yaml:1:4: tags are not allowed",
        ),
        ("a: &a [x]\nb: *a\n", "rules/pack/rule.yaml:1:4: anchors and aliases are not allowed"),
        ("[" * 70, "rules/pack/rule.yaml:1:65: nested more than 64 deep"),
    ],
)
def test_a_malformed_rule(text: str, expected: str) -> None:
    assert str(_error(("pack/rule", text))) == expected


def test_a_second_document_is_refused() -> None:
    error = _error(("pack/rule", RULE + "---\n" + RULE))
    assert (error.line, error.column) == (13, 1)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            [("lexicons/words", _LEXICON.replace("[free]", '["(free"]')), ("pack/rule", RULE)],
            "rules/lexicons/words.yaml:3:9: [words.0] the phrase '(free' lacks a closing ')'",
        ),
        (
            [("lexicons/words", _LEXICON + 'patterns: ["a)"]\n')],
            (
                "rules/lexicons/words.yaml:4:12: [patterns.0] the pattern does not compile: "
                "unbalanced parenthesis at position 1"
            ),
        ),
        (
            [("lexicons/words", _LEXICON + "except: ['|']\n")],
            "rules/lexicons/words.yaml:4:10: [except.0] an empty alternative in the phrase '|'",
        ),
        (
            [
                ("lexicons/one", "lexicon: one\nabout: A.\nwords: ['{two}']\n"),
                ("lexicons/two", "lexicon: two\nabout: B.\nwords: ['the {one}']\n"),
            ],
            "rules/lexicons/two.yaml:3:9: [words.0] the lexicons one → two → one form a circle",
        ),
        (
            [("lexicons/words", "lexicon: words\nabout: Words.\n")],
            "rules/lexicons/words.yaml:1:1: a lexicon needs words or patterns",
        ),
        (
            [("lexicons/other", _LEXICON)],
            (
                "rules/lexicons/other.yaml:1:10: [lexicon] lexicon is 'words', but the file's place "
                "makes it 'other'"
            ),
        ),
        (
            [("contexts/denied", _CONTEXT.replace("before", "beyond"))],
            (
                "rules/contexts/denied.yaml:4:12: [places.0.where] Input should be 'before', 'after', "
                "'adjacent-before', 'adjacent-after' or 'opens'"
            ),
        ),
        (
            [("contexts/denied", _CONTEXT.replace("not", "'(not'"))],
            (
                "rules/contexts/denied.yaml:5:11: [places.0.any.0] the phrase '(not' lacks a closing "
                "')'"
            ),
        ),
        (
            [("contexts/other", _CONTEXT)],
            (
                "rules/contexts/other.yaml:1:10: [context] context is 'denied', but the file's place "
                "makes it 'other'"
            ),
        ),
    ],
)
def test_malformed_lexicons_and_contexts(files: list[tuple[str, str]], expected: str) -> None:
    assert str(_error(*files)) == expected


def test_twins_are_refused_naming_both() -> None:
    second = rule_file(RULE)._replace(path="mine/pack/rule.yaml")
    with pytest.raises(RulebookError) as raised:
        load_files([rule_file(RULE), second])
    assert str(raised.value) == (
        "mine/pack/rule.yaml:1:5: [id] the rule pack/rule is already defined in "
        "rules/pack/rule.yaml\n"
        "  Choose another id, or change the rule's severity or ignore it in the config."
    )


def test_many_errors_are_told_up_to_a_point() -> None:
    text = RULE + "".join(f"k{number}: 1\n" for number in range(7))
    assert str(_error(("pack/rule", text))).splitlines() == [
        "rules/pack/rule.yaml:12:1: [k0] unknown key",
        *(f"  {number + 12}:1 [k{number}] unknown key" for number in range(1, 5)),
        "  and 2 more",
    ]


def test_rules_come_in_order_with_one_digest() -> None:
    other = RULE.replace("pack/rule", "pack/another")
    both = load_texts(RULE, other)
    assert [item.id for item in both.rulebook.rules] == ["pack/another", "pack/rule"]
    assert load_texts(other, RULE).rulebook == both.rulebook
    assert load_texts(RULE, other.replace("free]", "cheap]")).rulebook.digest != (
        both.rulebook.digest
    )


def test_lexicons_of_one_name_add_up() -> None:
    files = [
        rule_file(_LEXICON, "lexicons/words"),
        rule_file(_LEXICON.replace("free", "cheap"), "lexicons/words"),
        rule_file(rule("any: ['{words}']")),
    ]
    (found,) = load_files(files).rulebook.rules
    assert {literal.strip("\b") for trigger in found.triggers for literal in trigger.literals} == {
        "free",
        "cheap",
    }
