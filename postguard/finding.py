"""What a run says: findings with a place, failures with a reason, and the report.

Nothing here holds the text of a sensitive match: `Finding.match` is None for it, and
excerpts are redacted before they are made, so no output, cache or traceback can leak
what was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from postguard.light_typing import NamedTuple
from postguard.span import Position, Span


class Severity(Enum):
    """How much it matters. Order by `rank`."""

    ERROR = "error"
    """Must not be published like this."""
    WARNING = "warning"
    """Needs a person's decision before publication."""
    NOTE = "note"
    """Worth knowing."""

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for note."""
        return _RANK[self.value]


_RANK = {"error": 0, "warning": 1, "note": 2}


class Confidence(Enum):
    """How sure the rule is that it read the text right."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Disposition(Enum):
    """What the run made of a finding. Only open findings fail a run."""

    OPEN = "open"
    IGNORED = "ignored"
    """By a directive, front matter or per-file configuration."""
    WAIVED = "waived"
    """By an approved waiver."""
    BASELINE = "baseline"
    """Known before."""


class Citation(NamedTuple):
    """A provision a rule rests on."""

    name: str
    url: str | None = None


class Fix(NamedTuple):
    """A replacement of one source range. Unsafe fixes may change the meaning."""

    span: Span
    replacement: str
    safe: bool = False
    description: str = ""


class Related(NamedTuple):
    """A second place that explains a finding."""

    span: Span
    message: str


class Excerpt(NamedTuple):
    """The source line of a finding, with every sensitive span on it redacted."""

    line: int
    text: str
    mark: Span
    """The finding's part of `text`, in code points of `text`."""


class Finding(NamedTuple):
    """One thing that would hurt once public, at one place."""

    rule: str
    severity: Severity
    confidence: Confidence
    title: str
    message: str
    """One sentence; for a sensitive rule without the match."""
    uri: str
    post: str
    """`Post.label`; empty if the file is the post."""
    span: Span
    """In code points of the source."""
    start: Position
    end: Position
    match: str | None
    """The matched text as a reader sees it; None if it is sensitive."""
    sensitive: bool = False
    why: str = ""
    remedy: str = ""
    cite: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    fingerprint: str = ""
    disposition: Disposition = Disposition.OPEN
    reason: str = ""
    """Why it is ignored, waived or in the baseline, and by whom."""
    excerpt: Excerpt | None = None
    owner: str = ""
    """Who to ask, where the rule or term list names someone."""


class Failure(NamedTuple):
    """Something that did not finish. A run with one is incomplete, never clean."""

    uri: str
    stage: str
    """"discover", "decode", "parse", "read", "rule", "worker", "terms" or "output"."""
    reason: str


class Status(Enum):
    """What became of an input."""

    CHECKED = "checked"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    """By choice: excluded, or an unsupported type met while walking a folder."""
    FAILED = "failed"


class InputResult(NamedTuple):
    """One input's fate. Statuses sum to the inputs."""

    uri: str
    status: Status
    reason: str = ""
    posts: int = 0
    notes: tuple[str, ...] = ()
    text: str | None = None
    """The draft with every sensitive span redacted; kept only where an output shows drafts."""
    marks: tuple[tuple[Span, int], ...] = ()
    """With `text`: the span in it of finding number i of `Report.findings`."""


class NotRun(NamedTuple):
    """A rule that could not run, and why. Degrading is visible, never silent."""

    rule: str
    reason: str


class RuleInfo(NamedTuple):
    """What an output may say of a rule, beside its findings."""

    id: str
    severity: Severity
    confidence: Confidence
    title: str
    why: str
    remedy: str
    cite: tuple[Citation, ...] = ()
    tags: tuple[str, ...] = ()
    sensitive: bool = False


class Report(NamedTuple):
    """A whole run. `findings` are ordered by uri, place, severity and rule."""

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    inputs: tuple[InputResult, ...]
    rulebook_digest: str
    rules: Mapping[str, RuleInfo] = {}
    """The rules in force, by id."""
    not_run: tuple[NotRun, ...] = ()
    truncated: int = 0
    """Findings counted but left out of `findings` by the cap."""
    truncated_open: Mapping[str, int] = {}
    """Of those, the open ones by severity value, so that the verdict still holds."""
    statistics: Mapping[str, float] = {}

    @property
    def incomplete(self) -> bool:
        """Whether anything that should have been judged was not."""
        return bool(self.failures) or any(
            item.status in (Status.PARTIAL, Status.FAILED) for item in self.inputs
        )
