"""Each term list as the rule it is, so that it can be selected, ignored and waived by name.

The rule is ``confidential/`` and the list's title or file name.
"""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postguard.compiled import Details, Rule
from postguard.confidential.load import read_list
from postguard.document import SegmentKind
from postguard.errors import TermsError
from postguard.files import DISK, Files
from postguard.finding import Failure

if TYPE_CHECKING:
    from postguard.confidential.lists import PlainList
    from postguard.confidential.sealed import SealedFile

PACK = "confidential"
STAGE = "terms"


class TermList(NamedTuple):
    """A list as it was read, and the rule it is."""

    rule: Rule
    source: "PlainList | SealedFile"


class TermLists(NamedTuple):
    """The lists of a run before any is opened."""

    lists: tuple[TermList, ...] = ()
    failures: tuple[Failure, ...] = ()
    """Lists that cannot be read or trusted; nothing can be checked against them."""


def read_terms(paths: Sequence[str], taken: Collection[str] = (), files: Files = DISK) -> TermLists:
    """Read plain and sealed lists; no key is needed.

    Args:
        paths: the lists, as the user would name them.
        taken: ids of rules that no list may have too.
        files: where the lists are.

    Raises `ConfigError` for a mistake in a plain list.
    """
    used = set(taken)
    lists: list[TermList] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            source = read_list(path, files)
        except TermsError as error:
            failures.append(failure(error))
            continue
        rule = _rule(source, used)
        used.add(rule.id)
        lists.append(TermList(rule, source))
    return TermLists(tuple(lists), tuple(failures))


def failure(error: TermsError) -> Failure:
    """What a run says of a list that cannot be used."""
    return Failure(error.path, STAGE, reason(error))


def reason(error: TermsError) -> str:
    """What is wrong with a list and what to do, without its name."""
    return f"{error.problem}. {error.remedy}" if error.remedy else error.problem


def _rule(source: "PlainList | SealedFile", used: Collection[str]) -> Rule:
    """What a list looks like to whoever selects, ignores or explains rules."""
    title = source.clear.title or os.path.basename(source.path)
    contact = source.clear.contact
    return Rule(
        id=next(name for name in _names(source) if name not in used),
        kind="terms",
        severity="error",
        confidence="high",
        enabled=True,
        sensitive=True,
        scope=tuple(kind.value for kind in SegmentKind),
        applies={},
        needs=(),
        source=Details(
            title="Confidential term",
            message=f"This is on the confidential list “{title}”.",
            why="Somebody has decided that this must not be public, or not yet.",
            remedy=f"Take it out, or ask {contact or 'the owner of the list'} to release it.",
            cite=(),
            tags=(),
        ),
    )


def _names(source: "PlainList | SealedFile") -> Iterator[str]:
    stem = os.path.basename(source.path).partition(".")[0]
    words = _slug(source.clear.title) or _slug(stem) or "list"
    yield f"{PACK}/{words}"
    number = 2
    while True:
        yield f"{PACK}/{words}-{number}"
        number += 1


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
