"""Applying fixes, so that nothing but what they mend is changed.

Fixes are made in rounds: those that do not overlap, in order of place, then the draft is
read and judged again. A fix stays only if its finding is gone, no other appears or
turns graver, and what stands elsewhere is found as before; so every round leaves fewer
findings, and a second run, which begins where the last round ended, changes nothing.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from postguard.document import Document
from postguard.edits import (
    Edit,
    Moved,
    TooManyTriesError,
    Tries,
    apart,
    applied,
    smallest,
    sound_subset,
)
from postguard.finding import Disposition, Finding, Fix, Status
from postguard.outcome import Judged, Outcome
from postguard.span import Span
from postguard.spelling import Meant, is_harmless, reads_as_meant

_FEWEST_TRIES = 32
_CHARACTERS_JUDGED = 2_000_000
_MOST_TRIES = 500

Judge = Callable[[bytes], Judged]


class Fixed(NamedTuple):
    """A draft before and after."""

    before: Judged
    after: Judged
    original: bytes
    data: bytes
    """The bytes afterwards."""
    applied: int = 0
    refused: int = 0
    """Fixes not applied because something else would have changed too."""
    reason: str = ""
    """Why nothing was tried; empty if it was, or there was nothing to do."""
    within: tuple[Span, ...] | None = None
    """Where the ranges to which fixes were confined are afterwards; None if none were."""


def fixed(
    data: bytes, judge: Judge, *, unsafe: bool = False, within: Sequence[Span] | None = None
) -> Fixed:
    """Apply the safe fixes of the open findings, or all of them if `unsafe`.

    Args:
        data: the bytes of the draft.
        judge: reads and judges bytes; what it says of the same bytes is always the same.
        unsafe: whether to apply fixes that may change the meaning.
        within: source ranges, in order and apart, outside of which nothing is changed;
            None for the whole draft.
    """
    first = judge(data)
    spans = None if within is None else tuple(within)
    wanted = _wanted(first.outcome, spans, unsafe=unsafe)
    document = first.document
    unchanged = Fixed(first, first, data, data, within=spans)
    if document is None or not wanted:
        return unchanged
    reason = _unfixable(first.outcome, document, data)
    if reason:
        return unchanged._replace(refused=len(wanted), reason=reason)
    rounds = _Rounds(_State(document, first.outcome, data, within=spans), judge)
    tries = Tries(_tries_for(document))
    try:
        count = 0
        while made := rounds.advance(rounds.wanted(unsafe=unsafe), tries):
            count += made
    except TooManyTriesError:
        reason = "too many of its fixes would change more than they mend"
        return unchanged._replace(refused=len(wanted), reason=reason)
    left = len(rounds.wanted(unsafe=unsafe))
    state = rounds.state
    after = Judged(state.document, state.outcome, state.sensitive)
    return Fixed(first, after, data, state.data, applied=count, refused=left, within=state.within)


class _State(NamedTuple):
    """A draft as far as it is mended."""

    document: Document
    outcome: Outcome
    data: bytes
    sensitive: tuple[Span, ...] = ()
    within: tuple[Span, ...] | None = None


class _Rounds:
    """The rounds of fixing one draft."""

    def __init__(self, state: _State, judge: Judge) -> None:
        self._state = state
        self._judge = judge

    @property
    def state(self) -> _State:
        """The draft as the last round left it."""
        return self._state

    def wanted(self, *, unsafe: bool) -> list[Finding]:
        """The findings whose fixes are to be applied next."""
        return _wanted(self._state.outcome, self._state.within, unsafe=unsafe)

    def advance(self, findings: Sequence[Finding], tries: Tries) -> int:
        """Apply what can be of these findings' fixes; how many were."""
        batch = [
            finding
            for finding in apart(findings, lambda finding: _fix(finding).span)
            if self._can_encode(_fix(finding).replacement)
        ]
        while batch:
            tries.take()
            result = self._attempt(batch)
            if isinstance(result, _State):
                self._state = result
                return len(batch)
            if not result:
                return self._advance_in_parts(batch, tries)
            batch = [finding for number, finding in enumerate(batch) if number not in result]
        return 0

    def _advance_in_parts(self, batch: Sequence[Finding], tries: Tries) -> int:
        """Apply what can be of a batch when nothing tells which fix is to blame."""
        last = self._state

        def is_sound(chosen: Sequence[Finding]) -> bool:
            nonlocal last
            result = self._attempt(chosen)
            if isinstance(result, _State):
                last = result
                return True
            return False

        kept = sound_subset(batch, is_sound, tries)
        self._state = last
        return len(kept)

    def _attempt(self, chosen: Sequence[Finding]) -> "_State | set[int]":
        """The draft with these findings mended, or which of them make it anything else.

        The latter is empty if that cannot be told.
        """
        document, outcome, *_, within = self._state
        text = document.source.text
        edits = [_edit(finding) for finding in chosen]
        changed = applied(text, edits)
        data = changed.encode(document.source.encoding)
        judged = self._judge(data)
        after = judged.document
        if after is None or after.source.text != changed or not _is_whole(judged.outcome):
            return set()
        if not reads_as_meant(document, after, [_meant(finding) for finding in chosen]):
            return set()
        strange = _strange(outcome.findings, judged.outcome.findings, chosen, text)
        if strange is None:
            moved = None if within is None else tuple(map(Moved(edits).place, within))
            return _State(after, judged.outcome, data, judged.sensitive, moved)
        return _to_blame(strange, chosen)

    def _can_encode(self, text: str) -> bool:
        try:
            text.encode(self._state.document.source.encoding)
        except UnicodeEncodeError:
            return False
        return True


def _wanted(outcome: Outcome, within: Sequence[Span] | None, *, unsafe: bool) -> list[Finding]:
    return [
        finding
        for finding in outcome.findings
        if finding.fix is not None
        and (finding.fix.safe or unsafe)
        and finding.disposition is Disposition.OPEN
        and (within is None or _lies_in(finding.fix.span, within))
    ]


def _lies_in(span: Span, ranges: Sequence[Span]) -> bool:
    last = bisect_right(ranges, span.start, key=attrgetter("start")) - 1
    return last >= 0 and ranges[last].contains(span)


def _unfixable(outcome: Outcome, document: Document, data: bytes) -> str:
    """Why a draft must be left alone; empty if it need not be."""
    if outcome.truncated:
        return "it has more findings than are kept of one file"
    if not _is_whole(outcome):
        return "it could not be checked in full"
    try:
        same = document.source.text.encode(document.source.encoding) == data
    except (UnicodeEncodeError, LookupError):
        same = False
    return "" if same else f"it cannot be written back as {document.source.encoding}"


def _is_whole(outcome: Outcome) -> bool:
    return (
        outcome.result.status is Status.CHECKED and not outcome.failures and not outcome.truncated
    )


def _tries_for(document: Document) -> int:
    """Attempts by the size of the draft: the outcome must not hang on the machine's speed."""
    by_size = _CHARACTERS_JUDGED // (len(document.source.text) + 1)
    return min(_FEWEST_TRIES + by_size, _MOST_TRIES)


def _strange(
    before: Sequence[Finding], after: Sequence[Finding], mended: Sequence[Finding], text: str
) -> list[Span] | None:
    """Findings that came although nothing but the mended ones should have changed.

    A finding that overlaps a fix may go with it or change its edges; none may come, and
    none that no fix touches may go. None if all is as it should be; the spans are those of
    the changed text, and there are none of a finding that went.
    """
    moved = Moved([piece for finding in mended for piece in _pieces(finding, text)])
    now = Counter(_seen(finding, finding.span) for finding in after)
    gone = set(mended)
    lost: list[tuple[Finding, _Seen]] = []
    for finding in before:
        if finding not in gone:
            key = _seen(finding, moved.place(finding.span))
            if now[key]:
                now[key] -= 1
            else:
                lost.append((finding, key))
    now = +now
    is_sound = True
    for finding, key in lost:
        # A place that measures the post, an excess of length, moves without being touched.
        follower = next((other for other in now if now[other] and key.could_be(other)), None)
        if follower is not None:
            now[follower] -= 1
        elif not moved.touches(finding.span):
            is_sound = False
    came = [key.span for key in (+now).elements()]
    return None if is_sound and not came else came


def _to_blame(strange: Sequence[Span], chosen: Sequence[Finding]) -> set[int]:
    """The fixes that touch what came: of several at one place, the last."""
    spans = [_fix(finding).span for finding in chosen]
    moved = Moved([_edit(finding) for finding in chosen])
    places = [moved.place(span) for span in spans]
    starts = [place.start for place in places]
    blamed = set()
    for span in strange:
        last = bisect_right(starts, span.end) - 1
        if last >= 0 and places[last].end >= span.start:
            blamed.add(last)
    return blamed


def _edit(finding: Finding) -> Edit:
    return Edit(_fix(finding).span, _fix(finding).replacement)


def _pieces(finding: Finding, text: str) -> list[Edit]:
    edit = _edit(finding)
    return [edit] if edit.span == finding.span else smallest(text, edit)


class _Seen(NamedTuple):
    """A finding as far as it can be told from another once the text has moved."""

    span: Span
    rule: str
    severity: str
    disposition: str
    post: str

    def could_be(self, other: "_Seen") -> bool:
        """Whether the other is this one with new edges."""
        return self[1:] == other[1:] and self.span.overlaps(other.span)


def _seen(finding: Finding, span: Span) -> _Seen:
    return _Seen(
        span, finding.rule, finding.severity.value, finding.disposition.value, finding.post
    )


def _meant(finding: Finding) -> Meant:
    fix = _fix(finding)
    if fix.span == finding.span and is_harmless(fix.replacement):
        return Meant(fix.span, fix.replacement)
    return Meant(finding.span, None)


def _fix(finding: Finding) -> Fix:
    if finding.fix is None:
        raise ValueError("a finding without a fix")
    return finding.fix
