"""Triggers that a rule leaves to the brand's own lists: code names, clients, competitors.

The rulebook is the same for everyone; the names come from the configuration. When an
engine is made, each such trigger becomes one trigger a name, gated like any other.
"""

from postguard.compiled import Rule, Trigger
from postguard.folding.plain import plain
from postguard.lazy import lazy_pattern
from postguard.profile import Brand, Profile

_SYNTAX = lazy_pattern(r"[()\[\]{}|*~\\.…]")
"""What the phrase language would not read as itself."""

_SHORTEST = 3
"""Shorter words are in too many texts to gate by."""


def expand(rule: Rule, profile: Profile) -> Rule:
    """The rule with its brand triggers spelled out for a profile.

    Where every list is empty, they stay as they are: no gate lets them through.
    """
    if not any(names(profile.brand, setting) for setting in rule.brands):
        return rule
    return rule.with_triggers(
        expanded
        for trigger in rule.triggers
        for expanded in (_named(trigger, profile.brand) if trigger.brand else (trigger,))
    )


def names(brand: Brand, setting: str) -> tuple[str, ...]:
    """The names of a brand setting, each once; clients without those who agreed to be named."""
    allowed = {_key(name) for name in brand.approved_clients} if setting == "clients" else set()
    listed: tuple[str, ...] = getattr(brand, setting)
    by_key: dict[str, str] = {}
    for name in listed:
        by_key.setdefault(_key(name), name)
    return tuple(name for key, name in by_key.items() if key and key not in allowed)


def _named(trigger: Trigger, brand: Brand) -> tuple[Trigger, ...]:
    listed = names(brand, trigger.brand)
    if not listed:
        return ()
    from postguard.rulebook.literals import NOTHING, requirements
    from postguard.rulebook.phrase import PhraseError, Piece, compile_phrase

    def no_lexicon(name: str) -> Piece:
        raise PhraseError(f"there is no lexicon named {name!r}", name)

    expanded = []
    for name in listed:
        piece = compile_phrase(_as_phrase(name), no_lexicon)
        needed = requirements(piece.regex)
        if piece.literals and min(map(len, piece.literals)) >= _SHORTEST:
            needed = NOTHING._replace(literals=piece.literals)
        expanded.append(
            trigger._replace(
                regex=piece.regex,
                ignore_case=True,
                literals=tuple(sorted(needed.literals or ())),
                shape=needed.shape or "",
                ascii_shape=needed.ascii_shape or "",
                digits=needed.needs.digits,
                brand="",
            )
        )
    return tuple(expanded)


def _as_phrase(name: str) -> str:
    """The name as a phrase: apart as written, or joined ("Blue Bird", "BlueBird")."""
    words = [_SYNTAX.sub(lambda found: "\\" + found.group(), word) for word in plain(name).split()]
    if len(words) == 1:
        return words[0]
    return f"({' '.join(words)}|{'-'.join(words)})"


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
