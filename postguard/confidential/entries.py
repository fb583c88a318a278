"""What a term list says: its entries, the forms each is looked up by, and its conditions.

Anything here that holds a term has a `repr` without it, since a `repr` is what reaches
tracebacks and logs.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from postguard.confidential.common import is_common
from postguard.confidential.normalise import BREAK, LONGEST, SHORTEST, Normalised, term_forms
from postguard.finding import Severity

MAX_GROUPS = 14
"""Things an entry may ask for together, its neighbour words counted as one."""

SHORTEST_FUZZY = 8
"""Code points of the shortest form that is also found misspelt."""

MAX_FUZZY = 2
"""Greatest edit distance of a plain list. A sealed one knows distance 1, as `near_forms`."""


class Entry:
    """One entry of a plain list. Its texts are the secret; its `repr` names the line only."""

    __slots__ = (
        "allow", "audiences", "capital", "fuzzy", "groups", "label", "line", "near",
        "owner", "severity", "since", "until", "within",
    )  # fmt: skip

    def __init__(
        self,
        groups: tuple[tuple[str, ...], ...],
        *,
        line: int = 0,
        severity: Severity = Severity.ERROR,
        owner: str = "",
        label: str = "",
        since: date | None = None,
        until: date | None = None,
        audiences: tuple[str, ...] = (),
        allow: tuple[str, ...] = (),
        near: tuple[str, ...] = (),
        within: str = "sentence",
        capital: bool | None = None,
        fuzzy: int = 0,
    ) -> None:
        self.groups = groups
        """What must occur together, each as its alternative spellings. One group: a term."""
        self.line = line
        self.severity = severity
        self.owner = owner
        self.label = label
        """What an output may call the entry. The owner chose it knowing that it is shown."""
        self.since = since
        """First day on which the entry counts."""
        self.until = until
        """First day on which it may be told."""
        self.audiences = audiences
        """Audiences that may read it."""
        self.allow = allow
        """Phrases inside which it is not meant."""
        self.near = near
        """Words of which one must stand in the same sentence."""
        self.within = within
        """How close the groups must be: ``sentence`` or ``post``."""
        self.capital = capital
        """Whether it must be written as a name; None: only if it is one common word."""
        self.fuzzy = fuzzy

    def __repr__(self) -> str:
        return f"Entry(line {self.line})"

    def conditions(self) -> "Conditions":
        """What decides, once its forms are found, whether the entry is broken."""
        return Conditions(
            self.severity,
            self.owner,
            self.label,
            self.since,
            self.until,
            self.audiences,
            len(self.groups) + bool(self.near),
            "sentence" if self.near else self.within,
        )


class Conditions(NamedTuple):
    """The part of an entry that names no term."""

    severity: Severity
    owner: str = ""
    label: str = ""
    since: date | None = None
    until: date | None = None
    audiences: tuple[str, ...] = ()
    groups: int = 1
    within: str = "sentence"

    def in_force(self, day: date, audience: str) -> bool:
        """Whether a post of that day for that audience must keep it."""
        if self.since is not None and day < self.since:
            return False
        if self.until is not None and day >= self.until:
            return False
        return not audience or audience.casefold() not in (
            allowed.casefold() for allowed in self.audiences
        )


class Use(NamedTuple):
    """What finding a form means for an entry."""

    group: int
    """Which of the entry's groups it satisfies; `ALLOWED` if it clears what lies inside it."""
    capital: bool = False
    """Counts only where the writer marked it as a name."""
    approximate: bool = False
    """A misspelling: counts only where no dictionary knows every word of it."""


ALLOWED = 15
"""The group of an allowed phrase."""


class Problem(NamedTuple):
    """Something to tell the owner of a list. It names the entry's line, never the term."""

    line: int
    text: str


def uses(entry: Entry) -> "dict[tuple[str, Use], None]":
    """The forms of an entry and what each means, in order, without misspellings."""
    found: dict[tuple[str, Use], None] = {}
    for group, spellings in enumerate(entry.groups):
        for spelling in spellings:
            capital = needs_capital(entry, spelling)
            for form in term_forms(spelling):
                found[form, Use(group, capital)] = None
    for word in entry.near:
        for form in term_forms(word):
            found[form, Use(len(entry.groups))] = None
    for phrase in entry.allow:
        for form in term_forms(phrase):
            found[form, Use(ALLOWED)] = None
    return found


def near_forms(form: str) -> set[str]:
    """The form with one letter missing, or two neighbours swapped. Empty for a short form."""
    if len(form) < SHORTEST_FUZZY:
        return set()
    missing = {form[:at] + form[at + 1 :] for at in range(len(form))}
    swapped = {form[:at] + form[at + 1] + form[at] + form[at + 2 :] for at in range(len(form) - 1)}
    return {near for near in missing | swapped if near != form and BREAK not in near[:1]}


def needs_capital(entry: Entry, spelling: str) -> bool:
    """Whether this spelling counts only as a name."""
    if entry.capital is not None:
        return entry.capital
    return len(entry.groups) == 1 and not entry.near and is_single_common_word(spelling)


def is_single_common_word(spelling: str) -> bool:
    """Whether a spelling is one word, and any English text may hold it."""
    return " " not in spelling.strip() and spelling.isalpha() and is_common(spelling.lower())


def flaw(spelling: str) -> str:
    """Why a spelling cannot be looked up, or an empty string. Never quotes it."""
    forms = term_forms(spelling)
    if not forms:
        return "there is no letter or digit in it"
    shortest = min(map(len, forms))
    if shortest < (SHORTEST if forms[0].isascii() else SHORTEST - 1):
        return f"fewer than {SHORTEST} letters would be found everywhere; add a second word"
    if max(map(len, forms)) > LONGEST:
        return f"it is longer than {LONGEST} letters; a shorter part of it will do"
    return ""


def noise(entry: Entry) -> list[Problem]:
    """What will make an entry noisy: spellings that ordinary prose is full of."""
    problems: list[Problem] = []
    if len(entry.groups) > 1 or entry.near:
        return problems
    for spelling in entry.groups[0]:
        if is_single_common_word(spelling):
            if entry.capital is False:
                text = "a common word alone will be noisy; give it a neighbour (near:)"
            else:
                text = (
                    "a common word alone would be noisy, so it counts only with a capital, "
                    "# or @; a neighbour (near:) makes it sure"
                )
            problems.append(Problem(entry.line, text))
        elif all(is_common(word) for word in Normalised(spelling).text.lower().split()) and (
            is_common(term_forms(spelling)[0])
        ):
            text = "its words, joined, are a common word; it will be found there too"
            problems.append(Problem(entry.line, text))
    return problems


def repeated(entries: Iterable[Entry]) -> list[Problem]:
    """Terms that an earlier entry has too: what one of them allows, the other still finds."""
    problems: list[Problem] = []
    lines: dict[object, int] = {}
    for entry in entries:
        for key in _keys(entry):
            first = lines.setdefault(key, entry.line)
            if first != entry.line:
                text = f"the same as line {first}: both count, each with its own conditions"
                problems.append(Problem(entry.line, text))
                break
    return problems


def _keys(entry: Entry) -> set[object]:
    """What tells an entry from others: each of its spellings, or all that it asks for."""
    if len(entry.groups) == 1 and not entry.near:
        return {term_forms(spelling) for spelling in entry.groups[0]}
    things = frozenset(frozenset(map(term_forms, group)) for group in entry.groups)
    return {(things, frozenset(map(term_forms, entry.near)))}
