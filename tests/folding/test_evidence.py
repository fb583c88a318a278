import pytest

from postguard.folding.evidence import Disguise, Evasion, folded_evidence
from postguard.span import Span


@pytest.mark.parametrize(
    ("text", "span", "disguise"),
    [
        ("so f\u200buck it", (3, 8), Disguise.INVISIBLE),
        ("so \u200bfuc\ufeffk\u200b it", (4, 9), Disguise.INVISIBLE),
        ("f\u00adu\u00adc\u00adk", (0, 7), Disguise.INVISIBLE),
        ("hi\U000e0041\U000e0042", (2, 4), Disguise.INVISIBLE),
        ("\U0001f3f4" + "\U000e0041" * 40, (1, 41), Disguise.INVISIBLE),
        ("an idi\u043et.", (3, 8), Disguise.HOMOGLYPH),
        ("\u0430\u0455\u0455hole", (0, 7), Disguise.HOMOGLYPH),
        ("an idi\u03bft.", (3, 8), Disguise.HOMOGLYPH),
        ("\uff46\uff55\uff43\uff4b", (0, 4), Disguise.FULL_WIDTH),
        ("fu\uff43k", (0, 4), Disguise.FULL_WIDTH),
        ("f\U0001d42eck", (0, 4), Disguise.STYLED),
        ("\U0001f171itch", (0, 5), Disguise.STYLED),
    ],
)
def test_disguised(text: str, span: tuple[int, int], disguise: Disguise) -> None:
    assert folded_evidence(text).evasions == (Evasion(Span(*span), disguise),)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "caf\u00e9 na\u00efve \u0142\u00f3d\u017a \u0131ss\u0131z \u00f8re",
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
        "PDF\u044b \u0438 CEO\u0430",
        "\u03b1\u03b2 TNF\u03b1 \u03b2-carotene 5 \u03bcm",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f 1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627 \u0915\u094d\u200d\u0937",
        "\u202b\u05e9\u05dc\u05d5\u05dd\u202c hello\u200e",
        "re\u00adspon\u00adsi\u00adble",
        "and/\u200bor words\u200b apart",
        "\u65e5\u672c\uff21\uff22\uff23\u793e",
        "\U0001d5ef\U0001d5fc\U0001d5f9\U0001d5f1 d\U0001d465",
        "slovo\u2014\u0441\u043b\u043e\u0432\u043e",
    ],
)
def test_honest(text: str) -> None:
    assert folded_evidence(text).evasions == ()


def test_within_a_span() -> None:
    evidence = folded_evidence("f\u200bool and idi\u043et")
    first, second = evidence.evasions
    assert evidence.within(Span(0, 3)) == (first,)
    assert evidence.within(Span(6, 9)) == ()
    assert evidence.within(Span(0, 20)) == (first, second)
