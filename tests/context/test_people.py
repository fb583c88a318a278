"""Whom wording is aimed at, with small word lists of the test's own."""

import pickle

import pytest

from postguard.context.patterns import Patterns
from postguard.context.people import LEXICONS, People
from postguard.span import Span

_WORDS = {
    "self-words": "i|me|my|we|our|us|i'm|we're|myself",
    "reader-words": "you|u|ya|your|yours|yourself|you're",
    "other-words": "he|she|they|his|her|their|them|competitors?",
    "person-words": "he|she|him|her|his|who|woman|man|guys?|reporters?|manager|someone|anyone",
    "group-words": "women|muslims?|immigrants?|(?:gay|trans|black) people",
    "thing-words": "it|this|that|which|bug|code|idea|question|server|servers|mistake|website",
    "insult-nouns": "idiots?|morons?|scum",
}


@pytest.fixture(scope="module")
def people() -> People:
    lexicons = {name: rf"(?<!\w)(?:{words})(?!\w)" for name, words in _WORDS.items()}
    assert set(lexicons) == set(LEXICONS)
    return People(lexicons, Patterns())


def _target(people: People, marked: str, previous: str = "") -> str:
    """The target of what stands between square brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    return people.target(marked.replace("[", "").replace("]", ""), Span(start, end), previous)


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("reader", "You are [stupid]."),
        ("reader", "you're such an [idiot]"),
        ("reader", "Are you really that [dumb]?"),
        ("reader", "How [stupid] are you?"),
        ("reader", "What [idiots] like you write."),
        ("reader", "I [despise] you."),
        ("reader", "Nice try, [idiot]."),
        ("reader", "[Moron]!"),
        ("reader", "You absolute [moron]"),
        ("self", "I am so [stupid]."),
        ("self", "An [idiot] like me needs a checklist."),
        ("person", "She is [pathetic]."),
        ("person", "A [stupid] woman."),
        ("person", "Only a [moron] would ask."),
        ("person", "What an [idiot]."),
        ("person", "This [moron] again."),
        ("person", "People who write this are [stupid]."),
        ("person", "I'm watching these [idiots] dance."),
        ("person", "He is a [stupid] idiot."),
        ("person", "@dana is [pathetic]"),
        ("person", "Dana Whitlock is [pathetic]"),
        ("group", "Women are [stupid]."),
        ("group", "Those [filthy] trans people."),
        ("group", "I know some immigrants but they are [vile]."),
        ("thing", "This bug is [stupid]."),
        ("thing", "It is [idiotic]."),
        ("thing", "Your idea is [stupid]."),
        ("thing", "The bug you found is [stupid]."),
        ("thing", "We made a [stupid] mistake."),
        ("thing", "A [dumb] pipe moves bytes."),
        ("thing", "The servers are old and they are [dumb]."),
        ("group", "Women in this town are [stupid]."),
        ("thing", "The code on branch seven is [dumb]."),
        ("thing", "The oven is old and the timer is really [stupid]."),
        ("group", "Anyone who says that women are [stupid] is wrong."),
        ("unknown", "Politics is [stupid]."),
        ("unknown", "Your average member is an [idiot]."),
    ],
)
def test_target_of(people: People, expected: str, sentence: str) -> None:
    assert _target(people, sentence) == expected


@pytest.mark.parametrize(
    ("expected", "previous"),
    [
        ("group", "Immigrants moved in next door."),
        ("person", "The manager came down."),
        ("thing", "The servers restart at night."),
        ("person", ""),
    ],
)
def test_they_carries_on_from_the_sentence_before(
    people: People, expected: str, previous: str
) -> None:
    assert _target(people, "They are [stupid].", previous) == expected


def test_nothing_is_known_without_word_lists() -> None:
    assert _target(People({}, Patterns()), "Politics is [stupid].") == "unknown"


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("self", "We are the [leading] bank."),
        ("reader", "You are the [leading] bank."),
        ("other", "Harrow Bank is the [leading] bank."),
        ("self", "Acme Bank is the [leading] bank."),
        ("unknown", "The [leading] bank in town."),
    ],
)
def test_subject_of(people: People, expected: str, sentence: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    plain = sentence.replace("[", "").replace("]", "")
    assert people.subject(plain, Span(start, end), ["Acme"]) == expected


def test_survives_pickling(people: People) -> None:
    again = pickle.loads(pickle.dumps(people))  # noqa: S301  # our own bytes
    assert _target(again, "You are [stupid].") == "reader"


def test_a_noun_with_an_article_of_its_own_is_not_what_an_insult_stands_before(
    people: People,
) -> None:
    assert _target(people, "You are an [idiot] and your server deserves better") == "reader"
