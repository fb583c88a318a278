"""Which rules are in force, at which severity, and which cannot run and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postguard.compiled import Rule, Rulebook
from postguard.errors import UsageError
from postguard.finding import NotRun
from postguard.light_typing import NamedTuple, Protocol


class Pipeline(Protocol):
    """What a language pipeline can say of itself."""

    def provides(self, need: str) -> bool:
        """Whether it gives tags, entities or dependencies."""


class Choice(NamedTuple):
    """What the configuration and the command line say about rules."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = {}


class Selected(NamedTuple):
    """The rules in force, and those that should be but cannot."""

    rulebook: Rulebook
    not_run: tuple[NotRun, ...]


def choose(rulebook: Rulebook, choice: Choice, pipeline: Pipeline | None) -> Selected:
    """Apply a choice to a rulebook.

    Raises `UsageError` for a name that is neither a pack nor a rule: a rule nobody runs
    because its name is misspelt would look like a clean post.
    """
    named = (*choice.select, *choice.extend_select, *choice.ignore, *choice.severity)
    _refuse_unknown(rulebook.rules, named)
    in_force: list[Rule] = []
    not_run: list[NotRun] = []
    for rule in rulebook.rules:
        if not _is_on(rule, choice):
            continue
        missing = rule.needs and _missing(rule.needs, pipeline)
        if missing:
            not_run.append(
                NotRun(rule.id, f"the language pipeline gives no {' and no '.join(missing)}")
            )
            continue
        in_force.append(_at_severity(rule, choice.severity) if choice.severity else rule)
    return Selected(rulebook._replace(rules=tuple(in_force)), tuple(not_run))


def _missing(needs: Sequence[str], pipeline: Pipeline | None) -> list[str]:
    return [need for need in needs if pipeline is None or not pipeline.provides(need)]


def names(patterns: Sequence[str], rule_id: str) -> bool:
    """Whether a rule is one of, or in one of, these rules and packs."""
    return any(
        pattern == rule_id or rule_id.startswith(f"{pattern.removesuffix('/*')}/")
        for pattern in patterns
    )


def _is_on(rule: Rule, choice: Choice) -> bool:
    if not (choice.select or choice.extend_select or choice.ignore):
        return rule.enabled
    if rule.id in choice.ignore:
        return False
    if names(choice.ignore, rule.id):
        return rule.id in choice.select or rule.id in choice.extend_select
    if choice.select:
        if not names((*choice.select, *choice.extend_select), rule.id):
            return False
        return rule.enabled or rule.id in choice.select or _pack_is_asked(rule, choice.select)
    return rule.enabled or names(choice.extend_select, rule.id)


def _pack_is_asked(rule: Rule, select: Sequence[str]) -> bool:
    return rule.pack in select or f"{rule.pack}/*" in select


def _at_severity(rule: Rule, severities: Mapping[str, str]) -> Rule:
    """The rule at the severity chosen for it or its pack, its triggers' own included."""
    severity = severities.get(rule.id) or severities.get(rule.pack)
    if not severity:
        return rule
    triggers = (trigger._replace(severity=None) for trigger in rule.triggers)
    return rule.with_triggers(triggers)._replace(severity=severity, tabled=rule.tabled)


def _refuse_unknown(rules: Iterable[Rule], named: Iterable[str]) -> None:
    named = tuple(named)
    known = {name for rule in rules for name in (rule.id, rule.pack)} if named else set()
    for name in named:
        if name.removesuffix("/*") not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "; `postguard rules` lists them all"
            raise UsageError(f"there is no rule or pack named {name!r}{hint}")
