"""Confidential terms in a document: what the lists match becomes findings as rules' do.

A finding of a list holds no term: the match is sensitive, and the message says the list,
the entry's label and whom to ask.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from time import thread_time
from typing import TYPE_CHECKING, NamedTuple

from postguard.budget import Clock, Limits, OutOfTimeError
from postguard.compiled import Rule
from postguard.confidential.hits import split_sentences
from postguard.confidential.match import TermMatch, TermMatcher
from postguard.confidential.sealed import SealedFile
from postguard.detectors.dates import publication_day
from postguard.document import Document, Post, Segment, SegmentKind
from postguard.errors import MissingKeyError, TermsError
from postguard.finding import Confidence, Failure, Finding, NotRun, Related, Severity
from postguard.findings import MOST
from postguard.profile import Profile, of_post
from postguard.span import LineIndex, Span
from postguard.term_rules import PACK, STAGE, TermList, TermLists, failure, reason

if TYPE_CHECKING:
    from postguard.confidential.keys import KeyRing


class TermsChecked(NamedTuple):
    """What the lists say of one document."""

    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    truncated: Mapping[str, int] = {}
    """Findings beyond the cap, counted by severity."""
    sensitive: tuple[Span, ...] = ()
    """Every source range that must not be shown, those beyond the cap included; the whole
    source if it could not be looked through."""


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
        limits: Limits | None = None,
    ) -> None:
        """Open the lists; one that no key opens is left out and told in `failures`.

        Args:
            lists: in the order findings name them.
            keys: what sealed lists are opened with.
            profile: the day and the audience where a post does not say.
            severity: severities by pack or rule that replace those of the entries.
            warn_on_missing_key: tell sealed lists without any key in `not_run` instead.
            limits: how long one document may take.
        """
        self.profile = profile or Profile()
        self._limits = limits or Limits()
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
                    not_run.append(NotRun(item.rule.id, f"{error.path}: {reason(error)}"))
                else:
                    failures.append(failure(error))
            except TermsError as error:
                failures.append(failure(error))
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

    def keys(self) -> tuple[str, ...]:
        """The keys of the sealed lists in use, as `TermsKey.reveal` writes them."""
        return self._matcher.keys()

    def unlock(self, keys: Iterable[str]) -> None:
        """Open the lists of a pickled one with their `keys`."""
        from postguard.confidential.keys import KeyRing, parse_key

        ring = KeyRing(parse_key(key, where="the parent process") for key in keys)
        self._matcher = self._matcher.unlocked(ring)

    def secret(self, rule: str) -> bytes | None:
        """What digests of a rule's matches are keyed with; None if it is no sealed list."""
        path = next((path for path, own in self._rules.items() if own.id == rule), None)
        return self._matcher.secret(path) if path is not None else None

    def matches(self, text: str, post: Post | None = None) -> list[TermMatch]:
        """The broken entries in a text that belongs to a post, or else to the whole run.

        Raises `TermsError` or `OutOfTimeError` if it cannot be told.
        """
        profile = self.profile if post is None else of_post(self.profile, post.meta)
        on = (publication_day(post.meta) if post else None) or profile.today or _today()
        tick = Ticking(Clock(self._limits.document_seconds))
        return [
            match
            for audience in profile.audience or ("",)
            for match in self._matcher.find([text], on=on, audience=audience, tick=tick)
        ]

    def check(self, document: Document) -> TermsChecked:
        """Judge every post of a document. What cannot be judged is a failure."""
        source = document.source
        found: list[_Placed] = []
        problem = ""
        tick = Ticking(Clock(self._limits.document_seconds))
        for post in document.posts:
            try:
                found += self._placed(post, tick)
            except TermsError as error:
                problem = reason(error)
            except OutOfTimeError:
                limit = self._limits.document_seconds
                problem = (
                    f"the confidential terms were not all looked for: it took over {limit:g} s"
                )
                break
            except Exception as error:  # noqa: BLE001  # its message may quote the draft
                problem = f"the confidential terms failed with {type(error).__name__}"
        failures = (Failure(source.uri, STAGE, problem),) if problem else ()
        lines = LineIndex(source.text) if found else None
        truncated: dict[str, int] = {}
        for item in found[MOST:]:
            severity = self._severity_of(item.match).value
            truncated[severity] = truncated.get(severity, 0) + 1
        sensitive = [span for item in found for span in (item.span, *item.related)]
        if problem:
            sensitive = [Span(0, len(source.text))]
        return TermsChecked(
            tuple(self._at(item, source.uri, lines) for item in found[:MOST] if lines),
            failures,
            truncated,
            tuple(sensitive),
        )

    def _placed(self, post: Post, tick: "Ticking") -> "list[_Placed]":
        """The broken entries of a post at their places, each place once for each list."""
        profile = of_post(self.profile, post.meta)
        segments = list(_each_read_once(post.segments))
        texts = [segment.text for segment in segments]
        on = publication_day(post.meta) or profile.today or _today()
        placed: list[_Placed] = []
        # Who may read it must not depend on who else does: each audience counts.
        for audience in profile.audience or ("",):
            for match in self._matcher.find(texts, on=on, audience=audience, tick=tick):
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

    def _at(self, item: "_Placed", uri: str, lines: LineIndex) -> Finding:
        related = tuple(Related(span, "stands with it") for span in item.related)
        finding = self.finding(item.match, uri, item.span, lines)
        return finding._replace(post=item.post, related=related)

    def finding(
        self, match: TermMatch, uri: str, span: Span, lines: LineIndex, what: str = "This"
    ) -> Finding:
        """The finding of a broken entry; `what` is on the list, in words."""
        rule = self._rules[match.source]
        return Finding(
            rule=rule.id,
            severity=self._severity_of(match),
            confidence=Confidence.MEDIUM if match.approximate else Confidence.HIGH,
            title=rule.title,
            message=_message(match, rule, what),
            uri=uri,
            post="",
            span=span,
            start=lines.position(span.start),
            end=lines.position(span.end),
            match=None,
            sensitive=True,
            why=rule.why,
            remedy=rule.remedy,
            owner=match.owner,
        )

    def _severity_of(self, match: TermMatch) -> Severity:
        configured = self._severity.get(self._rules[match.source].id) or self._severity.get(PACK)
        return Severity(configured) if configured else match.severity


class Ticking:
    """Takes the processor time since the last call off a clock, which raises when it is used up."""

    def __init__(self, clock: Clock, now: Callable[[], float] = thread_time) -> None:
        self._clock = clock
        self._now = now
        self._last = now()

    def __call__(self) -> None:
        now = self._now()
        self._clock.spend(now - self._last)
        self._last = now


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


def _each_read_once(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments without those that say what another says, as the source of plain text."""
    seen: set[tuple[int, str]] = set()
    for segment in segments:
        runs = segment.map.runs
        if not segment.text or (len(runs) == 1 and (runs[0].source_start, segment.text) in seen):
            continue
        if len(runs) == 1 and runs[0].literal:
            seen.add((runs[0].source_start, segment.text))
        yield segment


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


def _message(match: TermMatch, rule: Rule, what: str) -> str:
    message = f"{what}{rule.message.removeprefix('This').removesuffix('.')}"
    if match.approximate:
        message = f"{message}, misspelt"
    if match.related:
        message = f"{message}, together with what stands near it"
    return f"{message}: {match.label}." if match.label else f"{message}."


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the author's own calendar day
