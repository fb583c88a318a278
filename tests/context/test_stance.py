"""How the author stands to wording, through the stances that postguard ships."""

import pytest

from postguard.context.patterns import Patterns
from postguard.context.stance import Stances, quoted
from postguard.folding.plain import plain
from postguard.rulebook.compile import Lexicons, compile_context
from postguard.rulebook.files import CONTEXTS, LEXICONS, built_in_folder, read_folder
from postguard.rulebook.models import ContextFile, LexiconFile
from postguard.safe_yaml import load
from postguard.span import Span


@pytest.fixture(scope="module")
def stances() -> Stances:
    files = list(read_folder(built_in_folder()))
    lexicons = Lexicons(
        LexiconFile.model_validate(load(file.text, file.path).value)
        for file in files
        if file.pack == LEXICONS
    )
    contexts = {
        file.name: compile_context(
            ContextFile.model_validate(load(file.text, file.path).value), lexicons
        )
        for file in files
        if file.pack == CONTEXTS
    }
    return Stances(contexts, Patterns())


_HOLDS = {
    "negated": [
        "Returns are not [guaranteed].",
        "Returns aren’t [guaranteed].",
        "There is no [cure] for it.",
        "Nothing is [risk-free].",
        "No plan is ever [risk-free].",
        "We never promise [guaranteed returns].",
        "It works without [side effects].",
        "We cannot offer a [guarantee].",
        "This is far from [risk-free].",
        "We refuse to sell [miracle cures].",
        "Beware of [guaranteed returns].",
        "A [guaranteed return] is a myth.",
        "[Guaranteed returns] are not a thing.",
        "[Guaranteed returns] do not exist.",
        "[Guaranteed returns] sound too good to be true.",
        "It hardly counts as [free].",
        "Not only slow, this is not [free].",
    ],
    "not negated": [
        "Returns are [guaranteed].",
        "It is not only [guaranteed], it is free.",
        "No doubt it is [guaranteed].",
        "It is not slow, and it is [guaranteed].",
        "It is slow, not [guaranteed]".replace("not ", ""),
        "Nothing beats [guaranteed returns].",
        "Don't miss our [guaranteed returns].",
        "You can't go wrong with [guaranteed returns].",
        "Never been better: [guaranteed returns].",
        "No other fund gives [guaranteed returns].",
        "You won't believe these [guaranteed returns].",
        "Why not take [guaranteed returns]?",
        "Get [guaranteed returns], not excuses.",
        "We do not wait because we have [guaranteed returns].",
        "Without a doubt [guaranteed].",
        "[Guaranteed returns], don't wait.",
    ],
    "question": [
        "Are returns [guaranteed]?",
        "Is it [risk-free]?",
        "Are there [guaranteed returns]?",
        "How can returns be [guaranteed]?",
        "Who said it was [guaranteed]?",
        "Does [risk-free] exist?",
        'Is it really "[risk-free]?"',
        "Was it [guaranteed]?)",
    ],
    "not question": [
        "Want [guaranteed returns]?",
        "Do you want [guaranteed returns]?",
        "Ready for [guaranteed returns]?",
        "Tired of risk and looking for [guaranteed returns]?",
        "Looking for [guaranteed returns]?",
        "Who wants [guaranteed returns]?",
        "Why settle for less than [guaranteed returns]?",
        "It is [guaranteed].",
        "It is [guaranteed]!",
    ],
    "quoted": [
        'They call it "[risk-free]" today.',
        "They call it “[risk-free]” today.",
        "They call it '[risk-free]' today.",
        "They call it ‘[risk-free]’ today.",
        "They call it `[risk-free]` today.",
        'The ad said "get [risk-free] money" in bold.',
        "They call it «[risk-free]» today.",
    ],
    "not quoted": [
        '"It is [risk-free]."',
        'They say "hello", it is [risk-free], and "goodbye".',
        'It is [risk-free] and "fast".',
        "It's [risk-free] and it's fast.",
        "Our customers' [risk-free] choice isn't dear.",
        'An unclosed " before [risk-free].',
        '5" pipes are [risk-free].',
    ],
    "attributed": [
        "The report says it is [risk-free].",
        "According to Globex it is [risk-free].",
        "It is [risk-free], he claimed.",
        "It is [risk-free], said the minister.",
        "She said it was [risk-free].",
        "Analysts said it is [risk-free].",
    ],
    "not attributed": [
        "We say it is [risk-free].",
        "I say it is [risk-free].",
        "As we said, it is [risk-free].",
        "Find out why it is [risk-free].",
        "It is [risk-free].",
        "Let's say it is [risk-free].",
    ],
    "conditional": [
        "If it were [risk-free], all would buy.",
        "It might be [risk-free].",
        "It could become [risk-free].",
        "Unless it is [risk-free] we pass.",
        "Perhaps it is [risk-free].",
        "Potentially [risk-free] money.",
        "Suppose it is [risk-free].",
    ],
    "not conditional": [
        "It is [risk-free].",
        "It is [risk-free], if you ask me.",
        "If you want [risk-free] money".replace("If you want", "We have"),
        "If you need it [risk-free], call.",
        "It might rain, but it is [risk-free].",
    ],
    "hoped": [
        "We aim to be [risk-free].",
        "Our goal is [risk-free] money.",
        "We want to become the [leading] bank.",
        "Our vision: the [leading] bank".replace(":", " is"),
        "One day we will be the [leading] bank.",
        "We strive to be the [leading] bank.",
        "We are working towards [risk-free] money.",
        "We hope to be the [leading] bank.",
    ],
    "not hoped": [
        "We are the [leading] bank.",
        "Try our [risk-free] account.",
        "You want the [leading] bank.",
        "We hope you slept, because we are the [leading] bank.",
        "The [leading] bank aims high.",
    ],
    "mentioned": [
        "The phrase [risk-free] is banned.",
        "How to spot [guaranteed returns].",
        "Be careful of [guaranteed returns].",
        "Anyone who promises [guaranteed returns] lies.",
        "Never say [risk-free].",
        "Don't use [risk-free] in adverts.",
        "What does [risk-free] mean?",
        "What [guaranteed returns] really means.",
        "[Guaranteed returns] scams are back.",
        "Words like [risk-free] need proof.",
        "If someone offers [guaranteed returns] run.",
    ],
    "not mentioned": [
        "It is [risk-free].",
        "We give [guaranteed returns].",
        "[Guaranteed returns] by all means.",
        "Our word is good, and it is [risk-free].",
        "Handle it, it is [risk-free].",
    ],
    "condemned": [
        "It is wrong to say [women can't drive].",
        "Saying [women can't drive] is unacceptable.",
        "Stop calling people [idiots].",
        "People who say [women can't drive] should learn.",
        "We condemn [idiots].",
        "No one should be called [idiot].",
        "[Women can't drive] is just a stereotype.",
        "[Women can't drive] is a myth.",
        "If anyone tells you [women can't drive] report it.",
    ],
    "not condemned": [
        "You are an [idiot].",
        "[Women can't drive].",
        "All of them are [idiots].",
        "Go home, [idiot].",
    ],
    "called": [
        "I was called an [idiot].",
        "They called me a [moron].",
        "The word [idiot] hurts.",
        "Insults like [idiot] hurt.",
        "[Idiot] is a slur.",
        "The definition of [idiot].",
    ],
    "not called": [
        "You are an [idiot].",
        "Call me back, [idiot].",
        "He is a [moron].",
    ],
    "denied": [
        "You are not [stupid].",
        "You're not an [idiot].",
        "Nobody is [stupid].",
        "She is no [fool].",
        "[Stupid] you are not.",
        "Never call anyone an [idiot].",
    ],
    "not denied": [
        "I can't believe how [stupid] you are.",
        "You are so [stupid].",
        "Not now, [idiot].",
    ],
}


@pytest.mark.parametrize(
    ("name", "marked"), [(name, marked) for name, rows in _HOLDS.items() for marked in rows]
)
def test_stance(stances: Stances, name: str, marked: str) -> None:
    """The stance that holds, or does not, for what stands between square brackets."""
    sentence = plain(marked.replace("[", "").replace("]", ""))
    match = Span(marked.index("["), marked.index("]") - 1)
    stance = name.removeprefix("not ")
    assert stances.holds(stance, sentence, match) is (stance == name)


def test_an_unknown_stance_is_an_error(stances: Stances) -> None:
    with pytest.raises(KeyError):
        stances.holds("nothing", "x", Span(0, 1))


def test_a_whole_quotation_is_the_sentence_itself() -> None:
    assert not quoted('"It is free"', Span(7, 11))
    assert quoted('Ad: "It is free"', Span(11, 15))
