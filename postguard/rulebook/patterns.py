"""Every pattern that judging by a rulebook may ask for, but for those made of brands' names."""

from collections.abc import Iterator
from itertools import chain

from postguard.compiled import Conditions, Details, Rulebook, Trigger
from postguard.context.stance import pattern_at
from postguard.precompiled import Key

_MARKS = frozenset("\\([|")
"""A detector's setting without one of these is a name or a number, or is compiled in no time."""


def patterns_of(rulebook: Rulebook) -> dict[Key, None]:
    """The patterns of the rules and of the language they share, each once, in order."""
    rules = chain.from_iterable(_of_rule(rule.details) for rule in rulebook.rules)
    return dict.fromkeys(chain(rules, _of_language(rulebook)))


def _of_language(rulebook: Rulebook) -> Iterator[Key]:
    for place in chain.from_iterable(rulebook.contexts.values()):
        yield pattern_at(place), True
        if place.never:
            yield place.never, True
    for regex in rulebook.lexicons.values():
        yield regex, True


def _of_rule(details: Details) -> Iterator[Key]:
    for trigger in details.triggers:
        yield from _of_trigger(trigger)
    for conditions in (details.when, details.unless, *details.downgrades):
        yield from _of_conditions(conditions)
    if details.excepted:
        yield details.excepted, True
    if details.topic is not None:
        yield details.topic.regex, True
    if details.required is not None:
        yield from details.required.regexes


def _of_trigger(trigger: Trigger) -> Iterator[Key]:
    if trigger.regex:
        yield trigger.regex, trigger.ignore_case
    for setting in trigger.with_.values():
        texts = setting if isinstance(setting, tuple) else (setting,)
        yield from (
            (text, False) for text in texts if isinstance(text, str) and not _MARKS.isdisjoint(text)
        )
    yield from _of_conditions(trigger.when)
    yield from _of_conditions(trigger.unless)


def _of_conditions(conditions: Conditions | None) -> Iterator[Key]:
    for near in conditions.near if conditions is not None else ():
        yield near.regex, True
