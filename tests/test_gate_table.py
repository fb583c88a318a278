"""What a gate looks for is plain data, the same whether it was brought or made."""

from postguard.compiled import Details, Rule, Rulebook, Trigger
from postguard.gate_data import Table, packed, packed_parts, unpacked
from postguard.gate_table import flows, is_raw, table_of, tabulated

_WORDED = Trigger("x", True, None, ("\bfree\b", "fre"), "", others=(("\bnow\b",),), digits=1)
_SHAPED = Trigger("x", True, None, (), "a+", "b+", digits=2, signs="#", run=3)
_ALWAYS = Trigger("x", True, None, (), "")
_NAMED = Trigger("", True, None, (), "", brand="clients")


def _rule(*triggers: Trigger, scope: tuple[str, ...], kind: str = "terms") -> Rule:
    details = Details("", "", "", "", (), (), triggers)
    return Rule("/".join(scope), kind, "error", "high", True, False, scope, {}, (), details)


def test_a_table_holds_every_trigger_that_waits_for_no_name() -> None:
    rules = [
        _rule(_NAMED, _WORDED, scope=("prose",)),
        _rule(_SHAPED, _ALWAYS, _WORDED, scope=("raw",), kind="claim"),
    ]
    assert table_of(rules) == Table(
        owners=(("prose", 1), ("raw", 0), ("raw", 1), ("raw", 2)),
        words=packed({"now": [0], "free": [1]}),
        parts=("fre", "fre\x1f1"),
        worded=((), ((0, False, (0,)), (3, True, (0,)))),
        shaped=((1, True, "a+", "b+", 2, "#", 3, False),),
        always=((2, True),),
        digits=((0, 1), (3, 1)),
        beside=1,
        sentence_kinds=("raw",),
    )


def test_a_rulebook_has_a_table_for_flowing_text_and_one_for_the_source() -> None:
    rules = tuple(_rule(_WORDED, scope=scope) for scope in (("prose",), ("raw",), ("prose", "raw")))
    book = tabulated(Rulebook(rules, {}, {}, "", ""))
    assert [flows(rule) for rule in rules] == [True, False, True]
    assert [is_raw(rule) for rule in rules] == [False, True, True]
    assert [[owner for owner, _ in table.owners] for table in book.tables] == [
        ["prose", "prose/raw"],
        ["raw", "prose/raw"],
    ]
    assert all(rule.tabled for rule in book.rules)


def test_numbers_are_packed_and_found_again() -> None:
    assert packed({}) == "\x1e"
    assert packed_parts({}) == ("", "")
    assert packed_parts({"\ba": [1, 20], "b": [3], "a": [4]}) == (
        "a\x1eb",
        "\ba\x1f1 20\x1da\x1f4\x1eb\x1f3",
    )
    assert unpacked(packed({"a b": [1, 20], "c": []})) == {"a b": "1 20", "c": ""}
