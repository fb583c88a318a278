import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postguard.confidential.compare import FileDifference, ListDifference, compare, diff
from postguard.confidential.keys import KeyRing, new_key
from postguard.confidential.lists import parse_plain
from postguard.confidential.seal import add, remove, rotate, seal
from postguard.confidential.sealed import Clear, SealedFile, SealedList, read_sealed
from postguard.errors import MissingKeyError, TermsError, UsageError

KEY = new_key()
LIST = parse_plain(
    """
title: Deals 2026
contact: legal@example.com
owner: Legal and Communications of the whole group
terms:
  - Blue Bird
  - term: Project Falcon Industries
    variants: [Falcon Works]
    fuzzy: 1
  - together: [Acme, takeover]
    label: deal 7
    from: 2026-01-01
    until: 2026-06-30
    audiences: [board]
    severity: note
  - together: [Acme, layoffs]
  - term: Apollo
    allow: [Apollo 11]
  - term: Mercury
    near: [launch]
""",
    "deals.yaml",
)


def opened(text: str, path: str = "deals.sealed") -> SealedList:
    return SealedFile(text.encode(), path).unlock(KeyRing([KEY]))


SEALED = seal(LIST.entries, KEY, LIST.clear)


def test_the_file_is_lines_that_say_nothing_but_what_the_owner_shows() -> None:
    lines = SEALED.text.split("\n")
    shown = re.sub(r"\b[0-9a-f]{16,}\b", "<hex>", "\n".join(lines[: lines.index("[entries]")]))
    assert shown == (
        "postguard-sealed-terms 1\ntitle Deals 2026\ncontact legal@example.com\n"
        "salt <hex>\nkey <hex>\nentries 6\nforms 95"
    )
    entries = lines[lines.index("[entries]") + 1 : lines.index("[forms]")]
    forms = lines[lines.index("[forms]") + 1 : -2]
    assert entries == sorted(entries)
    assert forms == sorted(forms)
    assert {len(line) for line in forms} == {32}
    assert (len(entries), len(forms)) == (6, 95)
    assert re.fullmatch("code [0-9a-f]{64}", lines[-2])
    assert lines[-1] == ""


def test_conditions_come_back_with_the_key() -> None:
    sealed = opened(SEALED.text)
    (found,) = [use for use in sealed.lookup("acme") if sealed.conditions(use[0]).label]  # type: ignore[union-attr]
    assert sealed.conditions(found[0]) == LIST.entries[2].conditions()
    assert compare(LIST.entries, sealed) == ListDifference(6, 0, 0, 0)


def test_sealing_says_which_lines_will_be_noisy() -> None:
    assert [(problem.line, problem.text[:13]) for problem in SEALED.problems] == [
        (6, "its words, jo"),
        (17, "a common word"),
    ]


def test_adding_keeps_every_line_and_removing_takes_back_exactly_what_was_added() -> None:
    more = parse_plain(
        "- {term: Green Harbour Holdings, fuzzy: 1}\n- together: [Acme, fraud]\n", "m.yaml"
    )
    before = SealedFile(SEALED.text.encode(), "a")
    grown = add(opened(SEALED.text), more.entries)
    after = SealedFile(grown.text.encode(), "b")
    assert grown.entries == 8
    difference = diff(before, after)
    assert (difference.entries_added, difference.entries_removed) == (2, 0)
    assert (difference.forms_removed, difference.same_seal) == (0, True)
    assert compare(more.entries, opened(grown.text)) == ListDifference(2, 0, 0, 6)
    shrunk = remove(opened(grown.text), more.entries)
    assert shrunk[1:] == (2, 0, 0)
    assert shrunk.text == SEALED.text


def test_removing_by_one_name_says_what_it_could_not_reach() -> None:
    one = parse_plain("- Falcon Works\n- Never There\n", "m.yaml").entries
    shrunk = remove(opened(SEALED.text), one)
    assert (shrunk.removed, shrunk.unknown) == (1, 1)
    assert shrunk.left_over > 0
    left = opened(shrunk.text)
    assert len(left) == 5
    stale = left.lookup("projectfalconindustry")
    assert [left.conditions(identifier) for identifier, _ in stale] == [None]


def test_removing_one_of_several_with_the_same_word_keeps_the_others_findable() -> None:
    shrunk = remove(opened(SEALED.text), [LIST.entries[2]])
    assert shrunk[1:] == (1, 0, 0)
    assert len(opened(SEALED.text).lookup("acme")) == 2
    left = opened(shrunk.text)
    ((identifier, _),) = left.lookup("acme")
    assert left.conditions(identifier) == LIST.entries[3].conditions()


def test_rotating_changes_every_line_and_loses_nothing() -> None:
    key = new_key()
    turned = rotate(opened(SEALED.text), LIST.entries, key)
    old, new = SealedFile(SEALED.text.encode(), "a"), SealedFile(turned.text.encode(), "b")
    assert diff(old, new) == FileDifference(6, 6, 0, 95, 95, same_seal=False)
    assert new.clear == old.clear == Clear("Deals 2026", "legal@example.com")
    assert compare(LIST.entries, new.unlock(KeyRing([KEY, key]))) == ListDifference(6, 0, 0, 0)
    with pytest.raises(TermsError) as caught:
        rotate(opened(SEALED.text), LIST.entries[:4], key)
    assert str(caught.value) == (
        "deals.sealed: 2 of its entries are not in the plain list\n"
        "  Add them to the plain list first; rotating would lose them."
    )


def test_a_changed_condition_is_counted_as_such() -> None:
    other = parse_plain("- {term: Blue Bird, severity: note}", "o.yaml").entries
    assert compare(other, opened(SEALED.text)) == ListDifference(1, 1, 0, 5)


def test_a_title_is_one_line() -> None:
    with pytest.raises(UsageError, match="title"):
        seal(LIST.entries, KEY, Clear("two\nlines"))


def test_no_key_and_a_wrong_key_are_told_apart() -> None:
    file = SealedFile(SEALED.text.encode(), "deals.sealed")
    with pytest.raises(MissingKeyError) as missing:
        file.unlock(KeyRing())
    assert str(missing.value).startswith(
        "deals.sealed: this sealed list cannot be checked against: no key was given\n  Set "
    )
    with pytest.raises(TermsError) as wrong:
        file.unlock(KeyRing([new_key(), new_key()]))
    assert str(wrong.value) == (
        "deals.sealed: no key given opens this sealed list\n"
        "  Give the key it was sealed with, or seal the plain list again."
    )
    assert missing.value.exit_code == wrong.value.exit_code == 3


def test_line_ends_changed_by_version_control_do_no_harm() -> None:
    assert len(opened(SEALED.text.replace("\n", "\r\n"))) == 6


def test_a_file_that_is_no_sealed_list_is_told(tmp_path: "object") -> None:
    for data, problem in (
        (b"", "not a sealed list"),
        (b"terms: []", "not a sealed list"),
        (b"postguard-sealed-terms 9\n", "another version"),
    ):
        with pytest.raises(TermsError, match=problem):
            SealedFile(data, "x.sealed")
    with pytest.raises(TermsError, match="cannot read the list"):
        read_sealed(f"{tmp_path}/none.sealed")


DATA = SEALED.text.encode()


@settings(max_examples=150)
@given(st.integers(0, len(DATA) - 1))
def test_a_list_cut_short_anywhere_is_refused(end: int) -> None:
    with pytest.raises(TermsError) as caught:
        SealedFile(DATA[:end], "deals.sealed").unlock(KeyRing([KEY]))
    assert caught.value.path == "deals.sealed"
    assert caught.value.remedy


@settings(max_examples=150)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_a_list_with_any_byte_changed_is_refused(at: int, byte: int) -> None:
    if DATA[at] == byte:
        return
    changed = DATA[:at] + bytes([byte]) + DATA[at + 1 :]
    with pytest.raises(TermsError):
        SealedFile(changed, "deals.sealed").unlock(KeyRing([KEY]))


@settings(max_examples=100)
@given(st.data())
def test_lines_left_out_repeated_or_moved_are_refused(data: st.DataObject) -> None:
    lines = DATA.split(b"\n")[:-1]
    at = data.draw(st.integers(0, len(lines) - 1))
    to = data.draw(st.integers(0, len(lines) - 1))
    kind = data.draw(st.sampled_from(["drop", "repeat", "swap"]))
    changed = list(lines)
    if kind == "drop":
        del changed[at]
    elif kind == "repeat":
        changed.insert(to, changed[at])
    else:
        changed[at], changed[to] = changed[to], changed[at]
    if changed == lines:
        return
    with pytest.raises(TermsError):
        SealedFile(b"\n".join(changed) + b"\n", "deals.sealed").unlock(KeyRing([KEY]))


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    for start in (b"", b"postguard-sealed-terms 1\n", DATA[:200]):
        with pytest.raises(TermsError):
            SealedFile(start + data, "x.sealed").unlock(KeyRing([KEY]))


def test_a_term_that_is_there_twice_is_told_by_both_lines() -> None:
    text = (
        "term,variants,near\nZorvane Quill,,\nMercury,,launch\nOther Thing,ZorvaneQuill,\n"
        "mercury,,launches\nMercury,,merger\n"
    )
    sealed = seal(parse_plain(text, "deals.csv").entries, new_key())
    assert [(problem.line, problem.text) for problem in sealed.problems] == [
        (4, "the same as line 2: both count, each with its own conditions"),
        (5, "the same as line 3: both count, each with its own conditions"),
    ]
