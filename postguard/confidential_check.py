"""Confidential terms in a document: what the lists match becomes findings as rules' do.

Each list is a rule, ``confidential/`` and the list's title or file name, so that it can
be selected, ignored, waived and given another severity by name. A finding of it holds no
term: the match is sensitive, and the message says the list, the entry's label and whom
to ask.
"""

import os
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from postguard.compiled import Details, Rule
from postguard.confidential.hits import split_sentences
from postguard.confidential.load import read_list
from postguard.confidential.match import TermMatch, TermMatcher
from postguard.confidential.sealed import SealedFile
from postguard.detectors.dates import publication_day
from postguard.document import Document, Post, SegmentKind
from postguard.errors import MissingKeyError, TermsError
from postguard.finding import Confidence, Failure, Finding, NotRun, Related, Severity
from postguard.findings import MOST
from postguard.profile import Profile, of_post
from postguard.span import LineIndex, Span

if TYPE_CHECKING:
    from postguard.confidential.keys import KeyRing
    from postguard.confidential.lists import PlainList

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


class TermsChecked(NamedTuple):
    """What the lists say of one document."""

    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    truncated: Mapping[str, int] = {}
    """Findings beyond the cap, counted by severity."""
    sensitive: tuple[Span, ...] = ()
    """Every source range that must not be shown, those beyond the cap included."""


def read_terms(paths: Sequence[str], taken: Collection[str] = ()) -> TermLists:
    """Read plain and sealed lists; no key is needed.

    Args:
        paths: the lists, as the user would name them.
        taken: ids of rules that no list may have too.

    Raises `ConfigError` for a mistake in a plain list.
    """
    used = set(taken)
    lists: list[TermList] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            source = read_list(path)
        except TermsError as error:
            failures.append(_failure(error))
            continue
        rule = _rule(source, used)
        used.add(rule.id)
        lists.append(TermList(rule, source))
    return TermLists(tuple(lists), tuple(failures))


class ConfidentialTerms:
    """Opened lists, ready to judge documents under a profile.

    Pickles without its keys, as `TermMatcher` does; until they are given again, every
    document fails.
    """

    def __init__(
        self,
        lists: TermLists,
        keys: "KeyRing",
        profile: Profile | None = None,
        *,
        severity: Mapping[str, str] | None = None,
        warn_on_missing_key: bool = False,
    ) -> None:
        """Open the lists; one that no key opens is left out and told in `failures`.

        Args:
            lists: in the order findings name them.
            keys: what sealed lists are opened with.
            profile: the day and the audience where a post does not say.
            severity: severities by pack or rule that replace those of the entries.
            warn_on_missing_key: tell sealed lists without any key in `not_run` instead.
        """
        self._profile = profile or Profile()
        self._severity = severity or {}
        kept: list[TermList] = []
        failures = list(lists.failures)
        not_run: list[NotRun] = []
        for item in lists.lists:
            try:
                if isinstance(item.source, SealedFile):
                    item.source.unlock(keys)
            except MissingKeyError as error:
                if warn_on_missing_key:
                    not_run.append(NotRun(item.rule.id, f"{error.path}: {_reason(error)}"))
                else:
                    failures.append(_failure(error))
            except TermsError as error:
                failures.append(_failure(error))
            else:
                kept.append(item)
        self.failures = tuple(failures)
        self.not_run = tuple(not_run)
        """Lists that the configuration allows to go unused for want of a key."""
        self._rules = {item.source.path: item.rule for item in kept}
        self._matcher = TermMatcher([item.source for item in kept], keys, split_sentences)

    def loaded(self) -> dict[str, int]:
        """The number of entries of each list in use, by path."""
        return {item.source: item.entries for item in self._matcher.lists()}

    def check(self, document: Document) -> TermsChecked:
        """Judge every post of a document. What cannot be judged is a failure."""
        found: list[_Placed] = []
        failure = ""
        for post in document.posts:
            try:
                found += self._matches(post)
            except TermsError as error:
                failure = _reason(error)
            except Exception as error:  # noqa: BLE001  # its message may quote the draft
                failure = f"the confidential terms failed with {type(error).__name__}"
        uri = document.source.uri
        failures = (Failure(uri, STAGE, failure),) if failure else ()
        if not found:
            return TermsChecked(failures=failures)
        lines = LineIndex(document.source.text)
        truncated: dict[str, int] = {}
        for item in found[MOST:]:
            severity = self._severity_of(item.match).value
            truncated[severity] = truncated.get(severity, 0) + 1
        return TermsChecked(
            tuple(self._finding(item, uri, lines) for item in found[:MOST]),
            failures,
            truncated,
            tuple(span for item in found for span in (item.span, *item.related)),
        )

    def _matches(self, post: Post) -> "list[_Placed]":
        """The broken entries of a post at their places, each place once for each list."""
        profile = of_post(self._profile, post.meta)
        segments = [segment for segment in post.segments if segment.text]
        texts = [segment.text for segment in segments]
        on = publication_day(post.meta) or profile.today or _today()
        placed: list[_Placed] = []
        # Who may read it must not depend on who else does: each audience counts.
        for audience in profile.audience or ("",):
            for match in self._matcher.find(texts, on=on, audience=audience):
                segment = segments[match.segment]
                related = tuple(
                    segments[at].map.to_source(span.start, span.end) for at, span in match.related
                )
                placed.append(
                    _Placed(
                        match,
                        segment.map.to_source(match.span.start, match.span.end),
                        segment.kind is SegmentKind.RAW,
                        related,
                        post.label,
                    )
                )
        return _each_once(placed)

    def _finding(self, item: "_Placed", uri: str, lines: LineIndex) -> Finding:
        match = item.match
        rule = self._rules[match.source]
        return Finding(
            rule=rule.id,
            severity=self._severity_of(match),
            confidence=Confidence.MEDIUM if match.approximate else Confidence.HIGH,
            title=rule.title,
            message=_message(match, rule),
            uri=uri,
            post=item.post,
            span=item.span,
            start=lines.position(item.span.start),
            end=lines.position(item.span.end),
            match=None,
            sensitive=True,
            why=rule.why,
            remedy=rule.remedy,
            related=tuple(Related(span, "stands with it") for span in item.related),
            owner=match.owner,
        )

    def _severity_of(self, match: TermMatch) -> Severity:
        configured = self._severity.get(self._rules[match.source].id) or self._severity.get(PACK)
        return Severity(configured) if configured else match.severity


class _Placed(NamedTuple):
    """A match and its place in the source."""

    match: TermMatch
    span: Span
    is_raw: bool
    related: tuple[Span, ...]
    post: str

    @property
    def rank(self) -> tuple[int, int, bool, Span]:
        """The gravest and longest, and the reader's view before the source's."""
        return (
            self.match.severity.rank,
            self.span.start - self.span.end,
            self.is_raw,
            self.span,
        )


def _each_once(placed: Iterable[_Placed]) -> list[_Placed]:
    """One finding for a thing: prose and raw segments tell the same place twice."""
    kept: dict[str, list[Span]] = {}
    result: list[_Placed] = []
    for item in sorted(placed, key=lambda item: item.rank):
        spans = kept.setdefault(item.match.source, [])
        at = bisect_left(spans, item.span)
        if not any(span.overlaps(item.span) for span in spans[max(at - 1, 0) : at + 1]):
            spans.insert(at, item.span)
            result.append(item)
    return sorted(result, key=lambda item: item.span)


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


def _message(match: TermMatch, rule: Rule) -> str:
    message = rule.message.removesuffix(".")
    if match.approximate:
        message = f"{message}, misspelt"
    if match.related:
        message = f"{message}, together with what stands near it"
    return f"{message}: {match.label}." if match.label else f"{message}."


def _failure(error: TermsError) -> Failure:
    return Failure(error.path, STAGE, _reason(error))


def _reason(error: TermsError) -> str:
    return f"{error.problem}. {error.remedy}" if error.remedy else error.problem


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the author's own calendar day
