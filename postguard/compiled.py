"""Rules as the engine sees them: plain data, no pydantic, no YAML.

Every value is a str, int, bool, None, tuple or dict, so that a whole rulebook can be
written out as a Python literal when the wheel is built (`to_plain`) and read back
without parsing anything (`rule_from_plain`).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

SENTENCE_KINDS = frozenset({"claim", "conduct", "requires"})
"""Kinds whose triggers match inside one sentence; the others', inside one segment."""

BOUND = "\b"
"""Marks an end of a gate literal at which no word goes on. (A backspace: texts hold none.)"""


def is_whole_word(literal: str) -> bool:
    """Whether a gate literal is letters and digits between two boundaries."""
    if not literal[0] == literal[-1] == BOUND:
        return False
    bare = literal[1:-1]
    return bare.isalnum() or bare.replace("_", "a").isalnum()


NEUTRAL = "\x01"
"""What `Trigger.ascii_shape` reads for a character that is no letter, digit, mark or space."""


class Near(NamedTuple):
    """Wording that stands near a match."""

    within: str | int
    """A window name, or a number of words inside the sentence."""
    side: str
    regex: str


class Conditions(NamedTuple):
    """What may hold at a match; see `postguard.rulebook.models.Conditions`."""

    context: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    evidence: bool | None = None
    offer: bool | None = None
    subject: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    evaded: bool | None = None
    shorter_than: int | None = None
    longer_than: int | None = None
    meta: Mapping[str, tuple[str, ...]] = {}
    to: str | None = None
    """For a downgrade: the lower severity."""


class Trigger(NamedTuple):
    """Wording that starts a rule."""

    regex: str
    """For the ``regex`` module; empty for a token pattern."""
    ignore_case: bool
    tokens: tuple[Mapping[str, Any], ...] | None
    literals: tuple[str, ...]
    """Lower-case ASCII; every match contains one. Empty: see `shape`. A `BOUND` at an end
    says that no word goes on there."""
    shape: str
    """RE2 pattern found wherever the trigger is. Empty with no literals: always tried."""
    ascii_shape: str = ""
    """The same for a text of ASCII alone, and exacter."""
    region_shape: str = ""
    """The same for a sentence or segment of ASCII; also of a trigger that has literals."""
    others: tuple[tuple[str, ...], ...] = ()
    """Further sets of literals; every match contains one of each."""
    digits: int = 0
    """How many decimal digits every match of a shape holds at least."""
    name: str = ""
    with_: Mapping[str, Any] = {}
    severity: str | None = None
    when: Conditions | None = None
    unless: Conditions | None = None
    weight: int = 1
    brand: str = ""
    """A brand setting whose names are the wording; see `postguard.brand_triggers`."""


class Topic(NamedTuple):
    """What the post must be about."""

    regex: str
    within: str
    sector: tuple[str, ...]
    at_least: int


class Required(NamedTuple):
    """What must accompany a trigger."""

    regexes: tuple[tuple[str, bool], ...]
    """(pattern, ignore case)."""
    within: str
    characters: int
    meta: tuple[str, ...]


class Metric(NamedTuple):
    """A measure and its limits by platform."""

    measure: str
    limits: Mapping[str, int]
    weights: Mapping[str, Any]


class Rule(NamedTuple):
    """One rule, ready to run."""

    id: str
    kind: str
    severity: str
    confidence: str
    title: str
    message: str
    why: str
    remedy: str
    cite: tuple[tuple[str, str | None], ...]
    tags: tuple[str, ...]
    enabled: bool
    sensitive: bool
    scope: tuple[str, ...]
    applies: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    triggers: tuple[Trigger, ...] = ()
    excepted: str = ""
    """A regex whose matches are blanked first; empty for none."""
    topic: Topic | None = None
    when: Conditions | None = None
    unless: Conditions | None = None
    downgrades: tuple[Conditions, ...] = ()
    adds_up: tuple[int, str] | None = None
    """(sum of weights, window)."""
    fix: tuple[str, bool, str] | None = None
    """(replacement, safe, description)."""
    required: Required | None = None
    metric: Metric | None = None
    detector: str = ""

    @property
    def pack(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


class Place(NamedTuple):
    """Where the wording of a stance must stand for it to hold for a match."""

    where: str
    """"before", "after", "adjacent-before", "adjacent-after" or "opens" (the sentence)."""
    within: str
    """"clause" or "sentence"."""
    regex: str
    never: str
    """A regex of wording that looks like it and is not; empty for none."""


class Rulebook(NamedTuple):
    """A set of rules with unique ids, in order of id, and the language they share."""

    rules: tuple[Rule, ...]
    contexts: Mapping[str, tuple[Place, ...]]
    lexicons: Mapping[str, str]
    """Regexes of the lexicons that judgements in code refer to by name."""
    disguised: tuple[str, ...]
    """Plain words that people disguise, from the lexicons that say so."""
    digest: str
    """BLAKE2b-256 over the rules as plain data, hex: the same rules, the same digest."""


def to_plain(value: Any) -> Any:
    """The value with every NamedTuple as a bare tuple: marshal- and literal-safe."""
    if isinstance(value, tuple | list):
        return tuple(to_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value


def rule_from_plain(plain: tuple[Any, ...]) -> Rule:
    """The inverse of `to_plain` for one rule."""
    rule = Rule(*plain)
    return rule._replace(
        triggers=tuple(_trigger(item) for item in rule.triggers),
        topic=Topic(*rule.topic) if rule.topic else None,
        when=_conditions(rule.when),
        unless=_conditions(rule.unless),
        downgrades=tuple(
            Conditions(*item)._replace(near=_near(item[1])) for item in rule.downgrades
        ),
        required=Required(*rule.required) if rule.required else None,
        metric=Metric(*rule.metric) if rule.metric else None,
    )


def _trigger(plain: tuple[Any, ...]) -> Trigger:
    trigger = Trigger(*plain)
    if trigger.when is None and trigger.unless is None:
        return trigger
    return trigger._replace(when=_conditions(trigger.when), unless=_conditions(trigger.unless))


def _conditions(plain: tuple[Any, ...] | None) -> Conditions | None:
    return Conditions(*plain)._replace(near=_near(plain[1])) if plain else None


def _near(plain: tuple[Any, ...]) -> tuple[Near, ...]:
    return tuple(Near(*item) for item in plain)


def rulebook_from_plain(plain: Any) -> Rulebook:
    """The inverse of `to_plain` for a rulebook; lists are taken for tuples."""
    rules, contexts, lexicons, disguised, digest = plain
    return Rulebook(
        tuple(rule_from_plain(rule) for rule in rules),
        {name: tuple(Place(*place) for place in places) for name, places in contexts.items()},
        lexicons,
        tuple(disguised),
        digest,
    )
