"""The shipped rulebook is plain data, and comes back from it unchanged."""

from postguard.compiled import rule_from_plain, rulebook_from_plain, to_plain
from postguard.rulebook.library import rulebook


def test_the_built_in_rulebook_there_and_back() -> None:
    loaded = rulebook()
    plain = to_plain(loaded)
    assert rulebook_from_plain(plain) == loaded
    assert [rule_from_plain(rule) for rule in plain[0]] == list(loaded.rules)
    assert [rule.id for rule in loaded.rules] == sorted({rule.id for rule in loaded.rules})
    assert all(rule.pack == rule.id.split("/")[0] for rule in loaded.rules)
