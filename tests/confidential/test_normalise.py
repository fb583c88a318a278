import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.confidential.common import is_common
from postguard.confidential.inside import inside_words
from postguard.confidential.normalise import HEAD, Heads, Normalised, singular, term_forms
from postguard.confidential.pieces import APART, BROKEN, JOINED, cut
from postguard.span import Span


class AllHeads(dict[str, bool]):
    def __missing__(self, head: str) -> bool:
        return True


class NoHeads(dict[str, bool]):
    def __missing__(self, head: str) -> bool:
        return False


def candidates(text: Normalised, heads: Heads) -> dict[str, list[tuple[int, int]]]:
    return {
        form: at
        for part in text.stretches()
        for form, at in part.places(heads, part.forms(heads)).items()
    }


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("Blue Bird", ("bluebird",)),
        ("BlueBirds", ("bluebird",)),
        ("Acme, Inc.", ("acmeinc", "acme,inc")),
        ("St. Ives", ("stive", "st,ive")),
        ("AT&T", ("att",)),
        ("Zürich Straße", ("zurichstrass",)),
        ("Falcon 9", ("falcon9",)),
        ("東京計画", ("東京計画",)),
        ("Синий Кит", ("cиhииkиt",)),
        ("!?", ()),
    ],
)
def test_the_forms_of_a_term(term: str, forms: tuple[str, ...]) -> None:
    assert term_forms(term) == forms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("bird", "birds"),
        ("house", "houses"),
        ("bus", "buses"),
        ("church", "churches"),
        ("cache", "caches"),
        ("box", "boxes"),
        ("movie", "movies"),
        ("butterfly", "butterflies"),
        ("congress", "congresses"),
        ("tie", "ties"),
        ("zeus", "zeus"),
    ],
)
def test_one_and_many_have_one_form(one: str, many: str) -> None:
    assert singular(one) == singular(many)


@pytest.mark.parametrize(
    ("gap", "means"),
    [
        (" ", JOINED),
        ("", JOINED),
        ("-", JOINED),
        (" - ", JOINED),
        ("_", JOINED),
        (".", JOINED),
        ("/", JOINED),
        ("%20", JOINED),
        ("\n", JOINED),
        ("\n   ", JOINED),
        ("**", JOINED),
        (" #", JOINED),
        (". ", BROKEN),
        (", ", BROKEN),
        (": ", BROKEN),
        (" (", BROKEN),
        ("'s ", BROKEN),
        ("\n- ", BROKEN),
        ("\n\n", APART),
        (" ----- ", APART),
    ],
)
def test_what_stands_between_two_pieces(gap: str, means: int) -> None:
    assert cut(f"Blue{gap}Bird").gaps[1] == means


def test_pieces_part_at_case_changes_and_digits() -> None:
    pieces = cut("parseHTMLDoc2 BLUE_bird")
    assert pieces.forms == ["parse", "html", "doc", "2", "blue", "bird"]
    assert list(zip(pieces.starts, pieces.ends, strict=True)) == [
        (0, 5), (5, 9), (9, 12), (12, 13), (14, 18), (19, 23)
    ]  # fmt: skip


def test_a_form_longer_than_a_head_is_only_made_where_its_head_is_known() -> None:
    text = Normalised("a quite extraordinarily long name")
    assert all(len(form) <= HEAD for form in candidates(text, NoHeads()))
    assert "quiteextraordinarilylongnam" not in candidates(text, NoHeads())
    assert "extraordinarilylong" in candidates(text, AllHeads())


def test_a_place_in_folded_text_leads_back_to_the_source() -> None:
    text = Normalised("an Ｂｌｕｅ\u200b Bi\u0301rd’s ﬁle")
    start, end = candidates(text, AllHeads())["bluebird"][0]
    assert text.to_source(start, end) == Span(3, 14)


def test_masked_letters_are_read_in_both_ways() -> None:
    forms = candidates(Normalised("Blu3b1rd and F4lc0n1"), NoHeads())
    assert {"bluebird", "blueblrd", "falconi", "falconl"} <= set(forms)


def test_a_masked_word_at_the_end_of_another_ones_surroundings_has_its_own() -> None:
    text = "F4lcon " + "x" * 30 + " Blu3 Bird and more"
    assert "bluebird" in candidates(Normalised(text), NoHeads())


def test_the_capital_or_sign_of_a_name() -> None:
    text = Normalised("Apollo #apollo apollo")
    assert [text.named(at) for at in (0, 8, 15)] == [True, True, False]


def test_common_words_in_their_regular_forms() -> None:
    assert all(map(is_common, ["apollo", "houses", "planned", "making", "quickly", "phoenix"]))
    assert not any(map(is_common, ["quintessa", "zorvane", "xq"]))


@given(st.text(max_size=80))
def test_every_form_of_any_text_stands_where_it_says(text: str) -> None:
    normal = Normalised(text)
    for form, places in candidates(normal, AllHeads()).items():
        for start, end in places:
            assert form
            span = normal.to_source(start, end)
            assert 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="aBc9 -_.,’é\u200b#\n東", max_size=40))
def test_a_text_that_is_a_term_is_found_whole(text: str) -> None:
    forms = term_forms(text)
    found = candidates(Normalised(text), AllHeads())
    apart = APART in Normalised(text).pieces.gaps[1:]
    if forms and len(forms[0]) >= (3 if forms[0].isascii() else 2) and not apart:
        assert forms[-1] in found


@given(st.text(max_size=60))
def test_no_repr_holds_the_text(text: str) -> None:
    normal = Normalised("q7z" + text)
    assert "q7z" not in repr(normal) + repr(normal.pieces) + repr(
        list(inside_words(normal, AllHeads()))
    )


@pytest.mark.parametrize(
    "data", ["aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0", "QmxVZSs/Ymx+QmlSZC8vK2JsVWVi/SVJkQjFyRA=="]
)
def test_encoded_data_is_one_piece_to_names(data: str) -> None:
    pieces = cut(f"see {data} there")
    (place,) = pieces.data
    assert place[0] == 4
    inside = [at for at, start in enumerate(pieces.starts) if place[0] < start < place[1]]
    assert inside
    assert not any(pieces.breaks[at] for at in inside)


@pytest.mark.parametrize(
    "text", ["#WeAreSoGladToTellYouThatTheNewBlueBirdIsOutNowInAllOfEurope", "東京計画" * 9]
)
def test_long_words_and_spaceless_scripts_are_no_data(text: str) -> None:
    assert cut(text).data == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Plan B b.l.u.e", ["plan", "b", "blue"]),
        ("b.l-u.e", ["blue"]),
        ("B l u e", ["blue"]),
        ("U.S. B.l.u.e", ["us", "blue"]),
    ],
)
def test_where_words_that_are_spelt_out_begin(text: str, names: list[str]) -> None:
    pieces = cut(text)
    words: list[str] = []
    for form, begins in zip(pieces.forms, pieces.breaks, strict=False):
        if begins:
            words.append(form)
        else:
            words[-1] += form
    assert words == names
