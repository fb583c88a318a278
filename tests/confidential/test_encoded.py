"""Letters written in code are read as they will be shown, each at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.confidential.encoded import decoded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("see /%42lue-bird", "see /Blue-bird"),
        ("M%C3%BCller%20Werke", "Müller%20Werke"),
        ("%42%6C%75%65%20%42ird", "Blue Bird"),
        ("&#66;l&#x75;e&nbsp;bird", "Blue\u00a0bird"),
        ("blue&shy;bird", "blue\u00adbird"),
        (r"'\u0042lue\x62ird'", "'Bluebird'"),
        ("https://xn--mller-kva.example/", "https://müller.example/"),
    ],
)
def test_what_is_encoded_is_decoded(written: str, read: str) -> None:
    plain = decoded(written)
    assert plain is not None
    assert plain.text == read
    assert repr(plain) == f"Decoded({len(read)})"


@pytest.mark.parametrize(
    "written", ["100% sure", "a%20b%2Fc", "%ff%fe", "R&D; x &zzzz; y", "\\users", "xn--", ""]
)
def test_a_text_that_has_no_encoded_letter_is_left_alone(written: str) -> None:
    assert decoded(written) is None


def test_a_decoded_letter_stands_for_all_that_spells_it() -> None:
    written = "a %C3%BCb &eacute;c"
    plain = decoded(written)
    assert plain is not None
    at = plain.text.index
    for letter, source in {"ü": "%C3%BC", "é": "&eacute;", "b": "b", "c": "c"}.items():
        span = plain.map.to_source(at(letter), at(letter) + 1)
        assert written[span.start : span.end] == source


@given(st.text(alphabet="ab%&#;x42\\uC3BC -xn", max_size=40))
def test_the_map_covers_text_and_source_from_end_to_end(written: str) -> None:
    plain = decoded(written)
    if plain is not None:
        assert plain.map.to_source(0, len(plain.text)) == (0, len(written))
        assert sum(run.source_length for run in plain.map.runs) == len(written)
