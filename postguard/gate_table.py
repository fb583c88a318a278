"""What the gate has to look for, worked out from rules: plain data that a wheel can bring."""

from collections.abc import Iterable, Mapping

from postguard.compiled import SENTENCE_KINDS, Rule, Rulebook, Trigger
from postguard.gate_data import BOUND, Shaped, Table, is_whole_word, packed, packed_parts

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
    rules = tuple(rules)
    kinds = {kind for rule in rules if rule.kind in SENTENCE_KINDS for kind in rule.scope}
    listed = [
        (rule.id, number, rule.kind in SENTENCE_KINDS, trigger)
        for rule in rules
        for number, trigger in enumerate(rule.triggers)
        if not trigger.brand
    ]
    triggers = [(index, item[2], item[3]) for index, item in enumerate(listed)]
    sets: dict[tuple[str, ...], int] = {}
    for _, _, trigger in triggers:
        for literals in trigger.others:
            sets.setdefault(literals, len(sets))
    beside = len(sets)
    worded: dict[int, list[tuple[int, bool, tuple[int, ...]]]] = {}
    for index, by_sentence, trigger in triggers:
        if trigger.literals:
            first = sets.setdefault(trigger.literals, len(sets))
            others = tuple(sets[literals] for literals in trigger.others)
            worded.setdefault(first, []).append((index, by_sentence, others))
    words, parts = _literals(sets)
    unworded = [item for item in triggers if not item[2].literals]
    return Table(
        owners=tuple((rule_id, number) for rule_id, number, *_ in listed),
        words=packed(words),
        parts=packed_parts(parts),
        worded=tuple(tuple(worded.get(number, ())) for number in range(len(sets))),
        shaped=tuple(_shaped(*item) for item in unworded if item[2].shape),
        always=tuple(item[:2] for item in unworded if not item[2].shape),
        digits=tuple(
            (index, trigger.digits)
            for index, _, trigger in triggers
            if trigger.literals and trigger.digits
        ),
        beside=beside,
        sentence_kinds=tuple(sorted(kinds)),
    )


def _shaped(index: int, by_sentence: bool, trigger: Trigger) -> Shaped:
    shapes = (trigger.shape, trigger.ascii_shape or trigger.shape)
    return index, by_sentence, *shapes, trigger.digits, trigger.signs, trigger.run, trigger.lone


def _literals(
    sets: Mapping[tuple[str, ...], int],
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Whole words, and other literals, each with the sets it is a member of."""
    words: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    for literals, number in sets.items():
        for literal in dict.fromkeys(literals):
            if is_whole_word(literal):
                words.setdefault(literal.strip(BOUND), []).append(number)
            else:
                parts.setdefault(literal, []).append(number)
    return words, parts
