"""What the gate has to look for, worked out from rules: plain data that a wheel can bring."""

from collections.abc import Iterable

from postguard.compiled import BOUND, SENTENCE_KINDS, Rule, Rulebook, Table, is_whole_word, packed

_RAW = "raw"


def tabulated(book: Rulebook) -> Rulebook:
    """The rulebook with gate tables for all its rules."""
    tables = (table_of(filter(flows, book.rules)), table_of(filter(is_raw, book.rules)))
    return book._replace(
        rules=tuple(rule._replace(tabled=True) for rule in book.rules), tables=tables
    )


def flows(rule: Rule) -> bool:
    """Whether a rule looks at what a reader meets as text."""
    return set(rule.scope) != {_RAW}


def is_raw(rule: Rule) -> bool:
    """Whether a rule looks at the source as it stands."""
    return _RAW in rule.scope


def table_of(rules: Iterable[Rule]) -> Table:
    """The table of all triggers of some rules, but for those that wait for a brand's names."""
    owners: list[tuple[str, int]] = []
    sets: dict[tuple[str, ...], int] = {}
    worded: dict[int, list[tuple[int, bool, tuple[int, ...]]]] = {}
    shaped: list[tuple[int, bool, str, str, int]] = []
    always: list[tuple[int, bool]] = []
    rules = tuple(rules)
    for rule in rules:
        for trigger in rule.triggers:
            for item in trigger.others:
                sets.setdefault(item, len(sets))
    beside = len(sets)
    for rule in rules:
        by_sentence = rule.kind in SENTENCE_KINDS
        for number, trigger in enumerate(rule.triggers):
            if trigger.brand:
                continue
            index = len(owners)
            owners.append((rule.id, number))
            if trigger.literals:
                first, *others = (
                    sets.setdefault(item, len(sets)) for item in (trigger.literals, *trigger.others)
                )
                worded.setdefault(first, []).append((index, by_sentence, tuple(others)))
            elif trigger.shape:
                ascii_shape = trigger.ascii_shape
                shaped.append((index, by_sentence, trigger.shape, ascii_shape, trigger.digits))
            else:
                always.append((index, by_sentence))
    words: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    for literals, number in sets.items():
        for literal in dict.fromkeys(literals):
            if is_whole_word(literal):
                words.setdefault(literal.strip(BOUND), []).append(number)
            else:
                parts.setdefault(literal, []).append(number)
    return Table(
        tuple(owners),
        packed(words),
        packed(parts),
        tuple(tuple(worded.get(number, ())) for number in range(len(sets))),
        tuple(shaped),
        tuple(always),
        beside,
        any(by_sentence for items in worded.values() for _, by_sentence, _ in items),
    )
