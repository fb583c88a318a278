"""From a validated rule to plain data: phrases and lexicons become regular expressions."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from postguard import compiled
from postguard.compiled import SENTENCE_KINDS
from postguard.lazy import lazy_pattern
from postguard.rulebook import models
from postguard.rulebook.inflect import inflections
from postguard.rulebook.literals import (
    NOTHING,
    Requirements,
    in_region,
    literal_requirements,
    requirements,
)
from postguard.rulebook.phrase import (
    PhraseError,
    Piece,
    any_of,
    compile_phrase,
    unbounded_phrase,
)
from postguard.rulebook.rates import cost, is_telling, rate_of_parts

_PRIVATE_USE = 0xE000
_MOST_HITS = 60.0
"""In a thousand words, of the parts of a further set: beyond it, it rules nothing out."""

_MOST_OTHERS = 8
"""Further sets asked for; the rarest rule out most."""

_SHORTEST = 2
"""Characters a literal must have, the marks of its boundaries included."""

_SLOT = lazy_pattern(r"(?<!\\)(?<![pP])\{([a-z][a-z0-9-]*)\}")


class Lexicons:
    """The lexicons of all rules folders, compiled on first use.

    Files of the same name in different folders add up.
    """

    def __init__(self, files: Iterable[models.LexiconFile]) -> None:
        self._files: dict[str, list[models.LexiconFile]] = {}
        for file in files:
            self._files.setdefault(file.lexicon, []).append(file)
        self._pieces: dict[str, Piece] = {}
        self._compiling: list[str] = []
        self.used: set[str] = set()
        """Names looked up since the set was last cleared."""

    def __call__(self, name: str) -> Piece:
        """The alternatives of a lexicon. Raises `PhraseError` if unknown or circular."""
        if name not in self._files:
            raise PhraseError(f"there is no lexicon named {name!r}", "")
        if name in self._compiling:
            circle = " → ".join([*self._compiling, name])
            raise PhraseError(f"the lexicons {circle} form a circle", "")
        self.used.add(name)
        if name not in self._pieces:
            self._compiling.append(name)
            try:
                files = self._files[name]
                pieces = [unbounded_phrase(word, self) for file in files for word in file.words]
                pieces += [_shape(item, self) for file in files for item in file.patterns]
                self._pieces[name] = any_of(pieces)
            finally:
                self._compiling.pop()
        return self._pieces[name]

    def check(self, name: str) -> None:
        """Compile all of a lexicon. Raises `PhraseError` for the first entry that is wrong."""
        self(name)
        for file in self._files[name]:
            for phrase in file.except_:
                compile_phrase(phrase, self)

    @property
    def names(self) -> frozenset[str]:
        """Every lexicon there is."""
        return frozenset(self._files)

    def has_patterns(self, name: str) -> bool:
        """Whether a lexicon holds regular expressions, which are no entries to sort."""
        return any(file.patterns for file in self._files.get(name, ()))

    def sorted_entries(self, name: str) -> tuple[list[str], list[str]]:
        """A lexicon's entries: those with a telling literal, and the others.

        Raises `PhraseError` as looking it up does.
        """
        self(name)
        telling: list[str] = []
        common: list[str] = []
        for word in (word for file in self._files[name] for word in file.words):
            found = is_telling(compile_phrase(word, self).literals)
            (telling if found else common).append(word)
        return telling, common

    def exceptions(self, names: Iterable[str]) -> tuple[str, ...]:
        """What the lexicons of these names must not be read into."""
        return tuple(
            phrase
            for name in sorted(names)
            for file in self._files[name]
            for phrase in file.except_
        )

    def disguised(self) -> tuple[str, ...]:
        """The plain words of the lexicons whose words people disguise."""
        words = {
            form
            for files in self._files.values()
            for file in files
            if file.disguised
            for word in file.words
            for form in _plain_forms(word)
        }
        return tuple(sorted(words))


def _plain_forms(word: str) -> tuple[str, ...]:
    """The spellings of an entry, if it is plain words; none for one with phrase syntax."""
    stem = word.removesuffix("~")
    if re.search(r"[()\[\]{}|*~\\]|\.\.\.", stem):
        return ()
    return inflections(stem) if word.endswith("~") and " " not in stem else (stem,)


def _shape(pattern: str, lexicons: Lexicons) -> Piece:
    """A lexicon entry written as a regular expression."""
    _check(pattern)
    regex = expand(pattern, lexicons)
    return Piece(f"(?:{regex})", literal_requirements(regex, {}).literals)


def compile_rule(rule: models.Rule, lexicons: Lexicons) -> compiled.Rule:
    """Compile one rule.

    Raises `PhraseError` for a phrase that does not parse or a pattern that does not compile.
    """
    lexicons.used.clear()
    base = compiled.Rule(
        id=rule.id,
        kind=rule.kind,
        severity=rule.severity,
        confidence=rule.confidence,
        enabled=rule.enabled,
        sensitive=rule.sensitive,
        scope=rule.scope,
        applies={key: value for key, value in rule.applies.model_dump().items() if value},
        needs=rule.needs,
        source=_details(rule, lexicons),
    )
    brands = dict.fromkeys(trigger.brand for trigger in base.triggers if trigger.brand)
    return base._replace(brands=tuple(brands))


def _details(rule: models.Rule, lexicons: Lexicons) -> compiled.Details:
    base = compiled.Details(
        title=rule.title,
        message=rule.message,
        why=rule.why.strip(),
        remedy=rule.remedy.strip(),
        cite=tuple((item.name, item.url) for item in rule.cite),
        tags=rule.tags,
    )
    if isinstance(rule, models.MetricRule):
        return base._replace(
            metric=compiled.Metric(rule.measure, rule.limits, compiled.to_plain(rule.weights))
        )
    rule_with = rule.with_ if isinstance(rule, models.DetectorRule) else {}
    anchored = rule.kind not in SENTENCE_KINDS
    triggers = tuple(
        _trigger(part, lexicons, rule_with, anchored=anchored)
        for item in rule.any
        for part in (_parts(item, lexicons) if rule.adds_up is None else (item,))
    )
    used = frozenset(lexicons.used)
    exceptions = (*rule.except_, *lexicons.exceptions(used))
    excepted = _phrases(exceptions, lexicons) if exceptions else ""
    return base._replace(
        triggers=triggers,
        excepted=excepted,
        excepted_shape=in_region(excepted)[0] if excepted else "",
        topic=_topic(rule.topic, lexicons),
        when=_conditions(rule.when, lexicons),
        unless=_conditions(rule.unless, lexicons),
        downgrades=tuple(filter(None, (_conditions(item, lexicons) for item in rule.downgrade))),
        adds_up=(rule.adds_up.to, rule.adds_up.within) if rule.adds_up else None,
        fix=(rule.fix.replace, rule.fix.safe, rule.fix.description) if rule.fix else None,
        required=_required(rule, lexicons),
        detector=rule.detector if isinstance(rule, models.DetectorRule) else "",
    )


def _parts(trigger: models.Trigger, lexicons: Lexicons) -> Iterable[models.Trigger]:
    """A trigger that is one lexicon, as one of its telling entries and one for each other.

    An entry of common words alone ("who do you think you are") is only found by asking
    for all of them; in one pattern with the rest it would have every sentence tried.
    """
    whole = re.fullmatch(r"\{([a-z][a-z0-9-]*)\}", trigger.phrase or "")
    if whole is None or lexicons.has_patterns(whole[1]):
        return (trigger,)
    telling, common = lexicons.sorted_entries(whole[1])
    phrases = [f"({'|'.join(telling)})", *common] if telling else common
    return [trigger.model_copy(update={"phrase": phrase}) for phrase in phrases]


def _phrases(phrases: Iterable[str], lexicons: Lexicons) -> str:
    return any_of([compile_phrase(phrase, lexicons) for phrase in phrases]).regex


def expand(pattern: str, lexicons: Lexicons) -> str:
    """A pattern with its ``{lexicon}`` slots filled."""
    return _SLOT.sub(lambda slot: f"(?i:{lexicons(slot[1]).regex})", pattern)


def _trigger(
    trigger: models.Trigger,
    lexicons: Lexicons,
    rule_with: Mapping[str, Any],
    *,
    anchored: bool,
) -> compiled.Trigger:
    regex, ignore_case, needed = _wording(trigger, lexicons, anchored=anchored)
    region_shape, digits = in_region(regex) if regex else ("", 0)
    return compiled.Trigger(
        regex=regex,
        ignore_case=ignore_case,
        tokens=compiled.to_plain(trigger.tokens),
        literals=tuple(sorted(needed.literals or ())),
        others=_worth_asking(needed.others),
        shape=needed.shape or "",
        ascii_shape=needed.ascii_shape or "",
        region_shape=region_shape,
        digits=digits,
        signs=needed.needs.signs,
        run=needed.needs.run,
        lone=needed.needs.lone,
        name=trigger.name,
        with_=compiled.to_plain({**rule_with, **trigger.with_}),
        severity=trigger.severity,
        when=_conditions(trigger.when, lexicons),
        unless=_conditions(trigger.unless, lexicons),
        weight=trigger.weight,
        brand=trigger.brand or "",
    )


def _wording(
    trigger: models.Trigger, lexicons: Lexicons, *, anchored: bool
) -> tuple[str, bool, Requirements]:
    """(regex, ignore case, what the gate may ask for) of a trigger."""
    if trigger.brand is not None:
        return "", True, NOTHING
    if trigger.tokens is not None:
        return "", False, NOTHING._replace(literals=_token_literals(trigger.tokens))
    if trigger.pattern is not None:
        _check(trigger.pattern)
        regex = expand(trigger.pattern, lexicons)
        return regex, False, _pattern_requirements(trigger.pattern, regex, lexicons, anchored)
    piece = compile_phrase(trigger.phrase or "", lexicons)
    if piece.literals and all(len(item) >= _SHORTEST for item in piece.literals):
        needed = NOTHING._replace(literals=piece.literals, others=piece.others)
        return piece.regex, True, needed
    return piece.regex, True, requirements(piece.regex)


def _pattern_requirements(
    pattern: str, regex: str, lexicons: Lexicons, anchored: bool
) -> Requirements:
    """What a pattern needs, its lexicons' own literals included."""
    slots: dict[str, list[frozenset[str]]] = {}

    def stand_in(slot: re.Match[str]) -> str:
        piece = lexicons(slot[1])
        char = chr(_PRIVATE_USE + len(slots))
        slots[char] = [item for item in (piece.literals, *piece.others) if item is not None]
        return f"(?:{char})"

    found = literal_requirements(_SLOT.sub(stand_in, pattern), slots)
    return requirements(regex, anchored=anchored) if found is NOTHING else found


def _check(pattern: str) -> None:
    """Raise `PhraseError` for a pattern that does not compile.

    What fills its slots, like every phrase, is correct by construction, and takes longer
    to compile than all the rest.
    """
    import regex

    try:
        regex.compile(_SLOT.sub("(?:)", pattern))
    except regex.error as error:
        raise PhraseError(f"the pattern does not compile: {error}", pattern) from None


def _worth_asking(sets: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """The sets that rule enough out to be asked for in every sentence."""
    worth = [item for item in sets if rate_of_parts(item) < _MOST_HITS]
    return tuple(tuple(sorted(item)) for item in worth[:_MOST_OTHERS])


def _token_literals(tokens: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Words one of which a token pattern's match must contain, from its required tokens."""
    sets: list[frozenset[str]] = []
    for token in tokens:
        if token.get("OP", "1") not in ("1", "+"):
            continue
        lower = token.get("LOWER")
        if isinstance(lower, str):
            words = frozenset({lower})
        elif isinstance(lower, Mapping) and isinstance(lower.get("IN"), list | tuple):
            words = frozenset(lower["IN"])
        else:
            continue
        if all(word.isascii() and len(word) > 1 for word in words):
            sets.append(words)
    return min(sets, key=cost, default=frozenset())


def _topic(topic: models.Topic | None, lexicons: Lexicons) -> compiled.Topic | None:
    if topic is None:
        return None
    return compiled.Topic(_phrases(topic.any, lexicons), topic.within, topic.sector, topic.at_least)


def _conditions(
    conditions: models.Conditions | None, lexicons: Lexicons
) -> compiled.Conditions | None:
    if conditions is None:
        return None
    return compiled.Conditions(
        context=conditions.context,
        near=tuple(
            compiled.Near(near.within, near.side, _phrases(near.any, lexicons))
            for near in conditions.near
        ),
        evidence=conditions.evidence,
        offer=conditions.offer,
        subject=conditions.subject,
        target=conditions.target,
        evaded=conditions.evaded,
        shorter_than=conditions.shorter_than,
        longer_than=conditions.longer_than,
        meta=conditions.meta,
        to=conditions.to if isinstance(conditions, models.Downgrade) else None,
    )


def _required(rule: models.TriggerRule, lexicons: Lexicons) -> compiled.Required | None:
    if not isinstance(rule, models.RequiresRule):
        return None
    required = rule.requires
    regexes = []
    for trigger in required.any:
        regex, ignore_case, _ = _wording(trigger, lexicons, anchored=False)
        regexes.append((regex, ignore_case))
    return compiled.Required(tuple(regexes), required.within, required.characters, required.meta)


def compile_context(file: models.ContextFile, lexicons: Lexicons) -> tuple[compiled.Place, ...]:
    """Compile a stance. Raises `PhraseError` for wording that does not parse."""
    return tuple(
        compiled.Place(
            place.where,
            place.within,
            _phrases(place.any, lexicons),
            _phrases(place.never, lexicons) if place.never else "",
        )
        for place in file.places
    )


def compile_lexicon(name: str, lexicons: Lexicons) -> str:
    """A whole lexicon as one regex with word boundaries."""
    return compile_phrase(f"{{{name}}}", lexicons).regex
