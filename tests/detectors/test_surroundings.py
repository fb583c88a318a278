import pytest

from postguard.detectors import surroundings
from postguard.detectors.interface import Candidate
from postguard.span import Span

from .support import candidates

TEXT = "First words.\n\nMy card is 4711 today.\n\nLast words."


def _number(with_: dict[str, object] | None = None) -> Candidate:
    (candidate,) = candidates(r"\d{4}", TEXT, with_)
    return candidate


def test_what_stands_around_ends_with_the_paragraph() -> None:
    assert surroundings.before(_number()) == "My card is "
    assert surroundings.before(_number(), 5) == "d is "
    assert surroundings.after(_number()) == " today."
    assert surroundings.after(_number(), 3) == " to"


def test_a_label_on_a_line_of_its_own_stands_before() -> None:
    (candidate,) = candidates(r"\d{4}", "Phone:\n\n4711")
    assert surroundings.before(candidate).strip() == "Phone:"


def test_a_pattern_is_mentioned_near_or_not() -> None:
    assert surroundings.mentioned(_number({"near": "card"}), "near")
    assert surroundings.mentioned(_number({"near": "today"}), "near")
    assert not surroundings.mentioned(_number({"near": "First"}), "near")
    assert not surroundings.mentioned(_number({"near": "card", "window": 3}), "near")
    assert not surroundings.mentioned(_number({"near": "4711"}), "near")
    assert surroundings.mentioned(_number({"near": "4711"}), "near", inside=True)
    assert not surroundings.mentioned(_number(), "near")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("see https://example.com/4711/x", True),
        ("see www.example.com/4711", True),
        ("4711 https://example.com", False),
        ("https://example.com 4711", False),
    ],
)
def test_places_inside_web_addresses(text: str, inside: bool) -> None:
    at = text.index("4711")
    assert surroundings.in_url(text, Span(at, at + 4)) is inside


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("4711", False),
        ("(4711)", False),
        ("4711.", False),
        ("no-4711", True),
        ("4711-b", True),
        ("a4711", True),
        ("_4711", True),
        ("x=4711", False),
        ("= 4711", False),
    ],
)
def test_pieces_of_longer_identifiers(text: str, piece: bool) -> None:
    at = text.index("4711")
    assert surroundings.glued(text, Span(at, at + 4)) is piece


def test_a_host_is_widened_to_its_beginning() -> None:
    text = "at ..ci-1.corp.example now"
    assert surroundings.whole_host(text, Span(10, 22)) == Span(5, 22)
    assert surroundings.whole_host(text, Span(0, 2)) == Span(0, 2)
