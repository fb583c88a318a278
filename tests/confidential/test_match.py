import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.confidential.entries import Conditions
from postguard.confidential.hits import Hit, resolve, split_sentences
from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.lists import parse_plain
from postguard.confidential.load import load_lists, read_list
from postguard.confidential.match import ListSummary, TermMatch, TermMatcher
from postguard.confidential.seal import seal
from postguard.confidential.sealed import SealedFile
from postguard.errors import MissingKeyError, TermsError
from postguard.finding import Severity
from postguard.span import Span

KEY = new_key()
DAY = date(2026, 3, 1)


def matchers(text: str) -> list[TermMatcher]:
    """The same list, plain and sealed."""
    read = parse_plain(text, "t.yaml")
    sealed = SealedFile(seal(read.entries, KEY, read.clear).text.encode(), "t.sealed")
    return [TermMatcher([source], KeyRing([KEY])) for source in (read, sealed)]


def found(text: str, *posts: str, on: date = DAY, audience: str = "") -> list[str]:
    """What is found, marked with its segment; the same by plain and sealed lists."""
    plain, sealed = (
        [
            f"{match.segment}:{posts[match.segment][match.span.start : match.span.end]}"
            + "".join(f"+{posts[at][span.start : span.end]}" for at, span in match.related)
            for match in matcher.find(posts, on=on, audience=audience)
        ]
        for matcher in matchers(text)
    )
    assert plain == sealed
    return plain


def test_a_match_says_where_whose_and_how_bad_and_nothing_else() -> None:
    text = "- {term: Blue Bird, owner: legal@example.com, label: deal 7, severity: warning}"
    for matcher in matchers(text):
        (match,) = matcher.find(["", "Our #bluebird."], on=DAY)
        assert match == TermMatch(
            segment=1,
            span=Span(5, 13),
            source=match.source,
            entry=match.entry,
            severity=Severity.WARNING,
            owner="legal@example.com",
            label="deal 7",
            approximate=False,
        )
        assert "bird" not in repr(match).lower()


def test_allowed_phrases_clear_what_lies_inside_them() -> None:
    text = "- {term: Project Falcon, variants: [Falcon], capital: true, allow: [Falcon 9]}"
    assert found(text, "Falcon 9 flew, Falcon9 too; Falcon did not. A falcon.") == ["0:Falcon"]
    assert found(text, "Project Falcon 9") == ["0:Project Falcon"]


def test_a_common_word_counts_only_as_a_name() -> None:
    assert found("- Apollo", "Apollo, apollo, #apollo, @apollo, APOLLO") == [
        "0:Apollo", "0:apollo", "0:apollo", "0:APOLLO"
    ]  # fmt: skip
    assert found("- {term: Apollo, capital: false}", "An apollo.") == ["0:apollo"]
    assert found("- Zorvane", "A zorvane.") == ["0:zorvane"]


def test_a_term_with_neighbours_counts_only_beside_one_in_its_sentence() -> None:
    text = "- {term: Mercury, near: [launch, merger]}"
    posts = "The mercury rose. Mercury launches soon! Mercury again; no merger."
    assert found(text, posts) == ["0:Mercury+launches", "0:Mercury+merger"]


def test_things_that_must_not_stand_together() -> None:
    text = "- together: [Acme, [takeover, acquisition]]"
    assert found(text, "Acme grows. A takeover looms.") == []
    assert found(text, "The acquisition of Acme is on.") == ["0:Acme+acquisition"]
    assert found(text, "Acme", "takeover") == []
    post = text + "\n  within: post"
    assert found(post, "A takeover looms.", "", "Acme grows. Acme!") == ["2:Acme+takeover"]
    assert found(post, "Acme grows.") == []
    same = "- together: [Acme, Acme Holdings]"
    assert found(same, "Acme Holdings grows") == []
    assert found(same, "Acme Holdings owns Acme") == ["0:Acme+Acme Holdings"]


def test_dates_count_by_the_day_of_publication() -> None:
    text = "- {term: Blue Bird, from: 2026-02-01, until: 2026-04-01}"
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [len(found(text, "Blue Bird", on=day)) for day in days] == [0, 1, 1, 0]


def test_audiences_that_may_know() -> None:
    text = "- {term: Blue Bird, audiences: [Board, partners]}"
    assert [len(found(text, "Blue Bird", audience=who)) for who in ("", "board", "press")] == [
        1,
        0,
        1,
    ]


def test_the_longest_of_overlapping_spellings_is_the_match() -> None:
    text = "- {term: Blue Bird, variants: [Blue Bird Holdings, Bird Holdings Group]}"
    assert found(text, "Blue Bird Holdings Group, Blue Bird") == [
        "0:Bird Holdings Group", "0:Blue Bird"
    ]  # fmt: skip


def test_hits_that_overlap_resolve_as_if_each_were_compared_with_each() -> None:
    spans = [(0, 4), (2, 9), (3, 5), (9, 12), (8, 10), (11, 20), (30, 31), (30, 33), (0, 2)]
    hits = [Hit(segment, Span(*span), 0) for segment in (0, 1) for span in spans]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.span.start - hit.span.end, hit)):
        if not any(o.segment == hit.segment and o.span.overlaps(hit.span) for o in kept):
            kept.append(hit)
    conditions = Conditions(Severity.ERROR)
    resolved = resolve(hits, conditions, ["", ""], split_sentences)
    assert [broken.hit for broken in resolved] == sorted(kept)


def test_a_term_glued_to_other_words_in_a_tag_or_address_but_not_in_a_word() -> None:
    text = "- Zorvane\n- Blue Bird"
    assert found(text, "#zorvanelaunch on thebluebirdapp.example.com") == [
        "0:zorvane", "0:bluebird"
    ]  # fmt: skip
    assert found(text, "#zorvaneqx, zorvanelaunch and bluebirdlike.") == []


def test_scripts_without_spaces_are_searched_everywhere() -> None:
    assert found("- 東京計画\n- Синий Кит", "来年の東京計画です。 СИНИЙ-КИТ") == [
        "0:東京計画",
        "0:СИНИЙ-КИТ",
    ]


def test_misspellings_count_unless_every_word_is_a_word() -> None:
    text = "- {term: Quintessa Mill, fuzzy: 1}\n- {term: Silver Fox, fuzzy: 1}"
    posts = "Quintesa Mill, Qiuntessa mill, Quintessa Mil; silver ox, Silver Fx, sivler fox"
    assert found(text, posts) == [
        "0:Quintesa Mill", "0:Qiuntessa mill", "0:Quintessa Mil", "0:Silver Fx", "0:sivler fox"
    ]  # fmt: skip
    plain, sealed = matchers("- {term: Quintessa Mill, fuzzy: 2}")
    wrong = ["Quintexsa Mill, Quuintessa Mill, Qintessa Mil, Quxntexsa Mzll"]
    assert [match.span for match in plain.find(wrong, on=DAY)] == [
        Span(0, 14), Span(16, 31), Span(33, 45)
    ]  # fmt: skip
    assert all(match.approximate for match in plain.find(wrong, on=DAY))
    assert sealed.find(wrong, on=DAY) == ()


def test_sentences_may_be_cut_by_the_caller() -> None:
    read = parse_plain("- together: [Acme, takeover]", "t.yaml")
    whole = TermMatcher([read], KeyRing(), sentences=lambda text: [Span(0, len(text))])
    assert len(whole.find(["Acme. A takeover."], on=DAY)) == 1
    assert split_sentences("One. Two? “Three!” Four") == [
        Span(0, 5), Span(5, 10), Span(10, 19), Span(19, 23)
    ]  # fmt: skip


def test_a_pickle_holds_no_key_and_gives_a_locked_matcher() -> None:
    plain, sealed = matchers("- Blue Bird")
    data = pickle.dumps(sealed)
    secret = KEY._secret
    assert secret not in data
    (source,) = sealed._sources
    assert isinstance(source, SealedFile)
    for purpose in (b"pg-forms", b"pg-conditions", b"pg-file"):
        assert KEY.derive(purpose, source.salt) not in data
    locked = pickle.loads(data)  # noqa: S301
    with pytest.raises(MissingKeyError):
        locked.find(["Blue Bird"], on=DAY)
    assert len(locked.unlocked(KeyRing([KEY])).find(["Blue Bird"], on=DAY)) == 1
    assert len(pickle.loads(pickle.dumps(plain)).find(["Blue Bird"], on=DAY)) == 1  # noqa: S301


WORDS = [
    "Blue",
    "Bird",
    "bluebird",
    "Zorvane",
    "apollo",
    "Apollo",
    "Acme",
    "takeover",
    "9",
    "o",
    "X",
]
GAPS = [" ", "-", "", ". ", ", ", "\n\n", "#", "_", "\u200b", "/", "'s "]
PLAIN, SEALED = matchers(
    """
- Blue Bird
- {term: Zorvane Blue Acme Holdings, variants: [Zorvane Apollo], allow: [Zorvane Apollo 9]}
- Apollo
- together: [Acme, takeover]
- {term: "Bird, Apollo", near: [Blue]}
"""
)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=14))
def test_a_sealed_list_finds_what_the_plain_one_finds(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    found = [
        [(match.span, match.related) for match in matcher.find([text, text[3:]], on=DAY)]
        for matcher in (PLAIN, SEALED)
    ]
    assert sorted(found[0]) == sorted(found[1])


def test_lists_are_loaded_by_what_they_are(tmp_path: Path) -> None:
    plain = tmp_path / "a.yaml"
    plain.write_text("title: Deals\nterms: [Blue Bird]\n")
    sealed = tmp_path / "b.sealed"
    sealed.write_text(seal(read_list(str(plain)).entries, KEY).text)  # type: ignore[arg-type]
    renamed = tmp_path / "c.terms"
    renamed.write_text(sealed.read_text())
    loaded = load_lists([str(plain), str(sealed), str(renamed)], KeyRing([KEY]))
    assert loaded.matcher.lists() == (
        ListSummary(str(plain), "Deals", "", 1, sealed=False),
        ListSummary(str(sealed), "", "", 1, sealed=True),
        ListSummary(str(renamed), "", "", 1, sealed=True),
    )
    assert loaded.missing == ()
    with pytest.raises(MissingKeyError):
        load_lists([str(sealed)], KeyRing())
    lenient = load_lists([str(plain), str(sealed)], KeyRing(), warn_on_missing_key=True)
    assert [item.source for item in lenient.matcher.lists()] == [str(plain)]
    assert [error.path for error in lenient.missing] == [str(sealed)]
    with pytest.raises(TermsError, match="no key given opens"):
        load_lists([str(sealed)], KeyRing([new_key()]), warn_on_missing_key=True)
    sealed.write_text("")
    with pytest.raises(TermsError, match="not a sealed list"):
        load_lists([str(sealed)], KeyRing([KEY]))


def test_a_sign_after_a_masked_word_is_punctuation_not_a_letter() -> None:
    text = "- {term: Zorvane, capital: false}"
    assert found(text, "Thanks Z0rvane! Hello z0rv4ne!! or zorv4ne| and !") == [
        "0:Z0rvane",
        "0:z0rv4ne",
        "0:zorv4ne",
    ]
