"""Rules as the engine sees them: plain data, no pydantic, no YAML.

Every value is a str, int, bool, None, tuple or dict, so that a whole rulebook can be
written out as a Python literal when the wheel is built (`to_plain`) and read back
without parsing anything (`rule_from_plain`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter

from postguard.gate_data import Table
from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

SENTENCE_KINDS = frozenset({"claim", "conduct", "requires"})
"""Kinds whose triggers match inside one sentence; the others', inside one segment."""


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
    """How many decimal digits every match holds at least."""
    signs: str = ""
    """Of a shape: signs one of which stands in every match in a text of ASCII and `NEUTRAL`."""
    run: int = 0
    """Of a shape: how many characters in a row, none white space, every match holds at least."""
    lone: bool = False
    """Of a shape: whether a match is a whole segment, and but for its ends no white space."""
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


class Details(NamedTuple):
    """What of a rule is needed only once it may match, or is shown: its words and judgement."""

    title: str
    message: str
    why: str
    remedy: str
    cite: tuple[tuple[str, str | None], ...]
    tags: tuple[str, ...]
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
    excepted_shape: str = ""
    """What `Trigger.region_shape` is to a trigger, to the excepted phrases."""


class Deferred:
    """Details that are read when they are first asked for: most posts ask for few rules'."""

    __slots__ = ("_details", "_read")

    def __init__(self, read: Callable[[], Details]) -> None:
        self._read = read
        self._details: Details | None = None

    def get(self) -> Details:
        """The details."""
        if self._details is None:
            self._details = self._read()
        return self._details

    def __eq__(self, other: object) -> bool:
        return self.get() == (other.get() if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self.get().title)

    def __reduce__(self) -> tuple[object, ...]:
        """It travels as what it stands for."""
        return (Details, tuple(self.get()))


def _detail(name: str) -> Any:
    """A detail, as a field of its rule."""
    return property(attrgetter(f"details.{name}"))


class Head(NamedTuple):
    """What every run asks of a rule, and the way to the rest."""

    id: str
    kind: str
    severity: str
    confidence: str
    enabled: bool
    sensitive: bool
    scope: tuple[str, ...]
    applies: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    source: Details | Deferred
    """Where the details are: ask `details`, or a field of them, instead."""
    brands: tuple[str, ...] = ()
    """The brand settings whose names its triggers wait for."""
    tabled: bool = False
    """Whether its triggers are in the gate tables of its rulebook."""


class Rule(Head):
    """One rule, ready to run."""

    __slots__ = ()

    @property
    def details(self) -> Details:
        """Its words and its judgement."""
        return self.source.get() if isinstance(self.source, Deferred) else self.source

    title: str = _detail("title")
    message: str = _detail("message")
    why: str = _detail("why")
    remedy: str = _detail("remedy")
    cite: tuple[tuple[str, str | None], ...] = _detail("cite")
    tags: tuple[str, ...] = _detail("tags")
    triggers: tuple[Trigger, ...] = _detail("triggers")
    excepted: str = _detail("excepted")
    topic: Topic | None = _detail("topic")
    when: Conditions | None = _detail("when")
    unless: Conditions | None = _detail("unless")
    downgrades: tuple[Conditions, ...] = _detail("downgrades")
    adds_up: tuple[int, str] | None = _detail("adds_up")
    fix: tuple[str, bool, str] | None = _detail("fix")
    required: Required | None = _detail("required")
    metric: Metric | None = _detail("metric")
    detector: str = _detail("detector")
    excepted_shape: str = _detail("excepted_shape")

    @property
    def pack(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]

    def with_triggers(self, triggers: Iterable[Trigger]) -> Rule:
        """The rule with other triggers, which no gate table knows."""
        details = self.details._replace(triggers=tuple(triggers))
        return self._replace(source=details, tabled=False)


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
    disguised: str
    """Plain words that people disguise, from the lexicons that say so, a line each."""
    digest: str
    """BLAKE2b-256 over the rules as plain data, hex: the same rules, the same digest."""
    tables: tuple[Table, ...] = ()
    """What the gate looks for of the rules that are `tabled`: in flowing text, in raw source."""


def to_plain(value: Any) -> Any:
    """The value with every NamedTuple as a bare tuple: marshal- and literal-safe."""
    if isinstance(value, Deferred):
        value = value.get()
    if isinstance(value, tuple | list):
        return tuple(to_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value


_SOURCE = Rule._fields.index("source")


def rule_from_plain(plain: tuple[Any, ...]) -> Rule:
    """The inverse of `to_plain` for one rule; its details may be a function that reads them."""
    source: Any = plain[_SOURCE]
    read = source if callable(source) else partial(tuple, source)
    details = Deferred(lambda: _details(read()))
    return Rule._make((*plain[:_SOURCE], details, *plain[_SOURCE + 1 :]))


def _details(plain: tuple[Any, ...]) -> Details:
    details = Details._make(plain)
    return details._replace(
        triggers=tuple(_trigger(item) for item in details.triggers),
        topic=Topic(*details.topic) if details.topic else None,
        when=_conditions(details.when),
        unless=_conditions(details.unless),
        downgrades=tuple(
            Conditions._make(item)._replace(near=_near(item[1])) for item in details.downgrades
        ),
        required=Required(*details.required) if details.required else None,
        metric=Metric(*details.metric) if details.metric else None,
    )


def _trigger(plain: tuple[Any, ...]) -> Trigger:
    trigger = Trigger._make(plain)
    if trigger.when is None and trigger.unless is None:
        return trigger
    return trigger._replace(when=_conditions(trigger.when), unless=_conditions(trigger.unless))


def _conditions(plain: tuple[Any, ...] | None) -> Conditions | None:
    return Conditions._make(plain)._replace(near=_near(plain[1])) if plain else None


def _near(plain: tuple[Any, ...]) -> tuple[Near, ...]:
    return tuple(map(Near._make, plain))


def rulebook_from_plain(plain: Any) -> Rulebook:
    """The inverse of `to_plain` for a rulebook; lists are taken for tuples."""
    rules, contexts, lexicons, disguised, digest, tables = plain
    return Rulebook(
        tuple(rule_from_plain(rule) for rule in rules),
        {name: tuple(map(Place._make, places)) for name, places in contexts.items()},
        lexicons,
        disguised,
        digest,
        tuple(map(Table._make, tables)),
    )
