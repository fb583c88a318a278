"""Which patterns a rulebook may ask for."""

from postguard.rulebook.patterns import patterns_of
from tests.rulebook.making import make, rule

_CLAIM = rule("""
    any:
      - pattern: "One"
        when: {near: {within: sentence, any: [two]}}
        unless: {near: {within: next, any: [three]}}
      - tokens: [{LOWER: four}]
    except: [five]
    topic: {any: [six]}
    when: {near: {within: post, any: [seven]}}
    unless: {near: [{within: 3, any: [eight]}, {within: post, any: [nine]}]}
    downgrade: [{near: {within: post, any: [ten]}}]
""")
_ADVERT = rule(
    """
    any: [{pattern: "One"}, eleven]
    requires: {any: [twelve, {pattern: "Thirteen"}], within: post}
    """,
    name="pack/advert",
    kind="requires",
)
_NUMBER = rule(
    """
    detector: secret
    any:
      - pattern: '\\d+'
        with: {near: "fourteen|15", before: ['16\\b', '(17'], stock: [eighteen], window: 19}
    """,
    name="pack/number",
    kind="detector",
)


_SHARED = {
    "contexts/denied": """\
context: denied
about: A.
places:
  - {where: before, any: [twenty], never: [twenty one]}
  - {where: adjacent-before, any: [two]}
""",
    "lexicons/offers": "lexicon: offers\nabout: B.\nwords: [sale]\n",
}


def test_every_part_of_a_rule_is_asked() -> None:
    assert list(patterns_of(make(_CLAIM))) == [
        ("One", False),
        (r"(?<!\w)two(?!\w)", True),
        (r"(?<!\w)three(?!\w)", True),
        (r"(?<!\w)seven(?!\w)", True),
        (r"(?<!\w)eight(?!\w)", True),
        (r"(?<!\w)nine(?!\w)", True),
        (r"(?<!\w)ten(?!\w)", True),
        (r"(?<!\w)five(?!\w)", True),
        (r"(?<!\w)six(?!\w)", True),
    ]


def test_what_must_accompany_a_trigger_is_asked() -> None:
    assert list(patterns_of(make(_ADVERT))) == [
        ("One", False),
        (r"(?<!\w)eleven(?!\w)", True),
        (r"(?<!\w)twelve(?!\w)", True),
        ("Thirteen", False),
    ]


def test_settings_that_look_like_patterns_are_asked() -> None:
    assert list(patterns_of(make(_NUMBER))) == [
        (r"\d+", False),
        ("fourteen|15", False),
        (r"16\b", False),
        ("(17", False),
    ]


def test_the_language_that_rules_share_is_asked_and_nothing_twice() -> None:
    assert list(patterns_of(make(_ADVERT, shared=_SHARED)))[4:] == [
        (r"(?<!\w)twenty(?!\w)", True),
        (r"(?<!\w)twenty(?:\s+|-)one(?!\w)", True),
        (r"(?:(?<!\w)two(?!\w))[^\w.!?;\x00]*\Z", True),
        (r"(?<!\w)sale(?!\w)", True),
    ]
