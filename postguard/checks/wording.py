"""The kinds that stand or fall with wording: terms, pattern, claim, conduct."""

from collections.abc import Iterable, Iterator, Sequence

from postguard.checks.conditions import any_holds, on_topic, stated
from postguard.checks.occurrence import Frame, Match, Occurrence
from postguard.compiled import Rule
from postguard.span import Span

_RANKS = ("error", "warning", "note")


def judge(rule: Rule, occurrences: Iterable[Occurrence], frame: Frame) -> list[Match]:
    """The occurrences the rule stands by, each with its severity."""
    conditional = is_conditional(rule)
    standing = [item for item in occurrences if not conditional or stands_by(rule, item, frame)]
    if rule.adds_up is not None:
        return list(_sums(rule, rule.adds_up, standing, frame))
    return [as_match(rule, item, frame) for item in standing]


def stands_by(rule: Rule, occurrence: Occurrence, frame: Frame) -> bool:
    """Whether nothing the rule or its trigger says speaks against an occurrence."""
    trigger = occurrence.trigger
    when, unless = (rule.when, trigger.when), (rule.unless, trigger.unless)
    return stated(when, unless, occurrence, frame) and on_topic(rule.topic, occurrence, frame)


def is_conditional(rule: Rule) -> bool:
    """Whether a rule asks anything of its occurrences before it stands by them."""
    details = rule.details
    return bool(
        rule.kind in ("detector", "requires")
        or details.when
        or details.unless
        or details.topic
        or details.downgrades
        or details.adds_up
        or any(trigger.when or trigger.unless for trigger in details.triggers)
    )


def as_match(
    rule: Rule,
    occurrence: Occurrence,
    frame: Frame,
    *,
    what: str = "",
    confidence: str = "",
    related: Iterable[Occurrence] = (),
) -> Match:
    """The occurrence as a match, its severity lowered where a downgrade holds."""
    severity = occurrence.trigger.severity or rule.severity
    for downgrade in rule.downgrades:
        if any_holds(downgrade, occurrence, frame):
            severity = max(severity, downgrade.to or "note", key=_RANKS.index)
    return Match(
        rule,
        occurrence,
        severity,
        confidence or rule.confidence,
        what or occurrence.trigger.name,
        tuple(related),
    )


def _sums(
    rule: Rule, adds_up: tuple[int, str], standing: Sequence[Occurrence], frame: Frame
) -> Iterator[Match]:
    """Weak signals together: one match a window, at the strongest of them."""
    least, within = adds_up
    windows: dict[tuple[int, int], list[Occurrence]] = {}
    for item in standing:
        post = Span(0, len(item.view))
        window = post if within == "post" else item.view.window(within, item.span)[0]
        windows.setdefault((window.start, window.end), []).append(item)
    for items in windows.values():
        by_trigger = {id(item.trigger): item for item in reversed(items)}
        if sum(item.trigger.weight for item in by_trigger.values()) < least:
            continue
        first = max(by_trigger.values(), key=lambda item: (item.trigger.weight, -item.span.start))
        others = sorted(
            (item for item in by_trigger.values() if item is not first), key=lambda item: item.span
        )
        yield as_match(rule, first, frame, related=others)
