"""What has been said of an input's findings, and how much of them may be told.

Apart from the checker, which asks for it only where there is something to settle.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postguard import fingerprint, redaction, suppress
from postguard.config import Config, FileSection
from postguard.dispositions import Dispositions
from postguard.document import Document
from postguard.engine import Checked
from postguard.finding import Finding, InputResult
from postguard.findings import in_the_file
from postguard.paths import relative
from postguard.per_file import settled_by
from postguard.readers.registry import reader_of
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.spelling import Reread


class Settled(NamedTuple):
    """One input's findings as a report may tell them."""

    findings: tuple[Finding, ...]
    used: frozenset[int]
    """Numbers of the waivers that covered any of them."""
    sensitive: tuple[Span, ...]
    """Every range of the source that must not be shown, in order and apart."""
    masked: tuple[Span, ...]
    """Those of them that this run does not show."""


class Settling(NamedTuple):
    """A draft, and everything that bears on its findings."""

    document: Document
    name: str
    """What tells its type."""
    written_uri: str
    """Its path as it is, where reports name it by a masked one."""
    sections: Sequence[FileSection]
    config: Config
    dispositions: Dispositions
    honour_ignores: bool
    reveal: bool
    secret_of: Callable[[str], bytes | None]
    """What digests of a rule's sensitive matches are keyed with."""
    at_base: Callable[[str], Sequence[Finding] | None]
    """The findings of the draft in the base revision, for a stranger's run."""

    def settled(self, checked: Checked, reread: "Reread") -> Settled:
        """The findings marked as ignored, waived or known, with fingerprints and excerpts."""
        source = self.document.source
        sensitive = redaction.merged(checked.sensitive)
        findings = list(checked.findings)
        if not source.encoding:
            findings = in_the_file(findings, source)
        if any(finding.fix is not None for finding in findings):
            from postguard.spelling import with_spelling

            findings = with_spelling(findings, self.document, reader_of(self.name), reread)
        if self.honour_ignores and source.encoding:
            policy = suppress.Policy(self.config.require_reason, self.config.locked)
            findings = suppress.apply(self.document, findings, policy, sensitive)
        locked = self.config.locked
        findings = [settled_by(self.sections, item, locked) for item in findings]
        findings = self._with_fingerprints(findings, sensitive)
        if self.config.untrusted_below is not None:
            findings += self._with_fingerprints(self._new_ignores(findings), sensitive)
            findings.sort(key=lambda item: (item.span, item.severity.rank, item.rule))
        place = relative(source.uri, self.config.root)
        written_place = relative(self.written_uri, self.config.root)
        known = self.dispositions.settle(findings, place)
        if place != written_place:
            # A waiver may have been written by hand, with the path as it is.
            known = self.dispositions.settle(known.findings, written_place, known.used)
        masked = [] if self.reveal else sensitive
        shown = redaction.with_excerpts(known.findings, source.text, masked, reveal=self.reveal)
        return Settled(tuple(shown), known.used, tuple(sensitive), tuple(masked))

    def _with_fingerprints(
        self, findings: Sequence[Finding], sensitive: Sequence[Span]
    ) -> list[Finding]:
        source = self.document.source
        place = relative(source.uri, self.config.root)
        return fingerprint.with_fingerprints(
            findings, source.text, place, sensitive, self.secret_of
        )

    def _new_ignores(self, findings: Sequence[Finding]) -> list[Finding]:
        """What is said of findings that directives hide, and did not in the base revision."""
        from postguard.new_ignores import complaints, hidden

        locked = self.config.locked
        ignored = hidden(findings, self.sections, locked)
        if not ignored:
            return []
        before = self.at_base(self.written_uri) or ()
        known = {item.fingerprint for item in hidden(before, self.sections, locked)}
        return complaints(ignored, known)


def with_text(result: InputResult, settled: Settled, text: str) -> InputResult:
    """The result with its draft, masked, and where the findings stand in it."""
    whole = redaction.redact(text, Span(0, len(text)), settled.masked)
    marks = tuple((whole.place(item.span), at) for at, item in enumerate(settled.findings))
    return result._replace(text=whole.text, marks=marks)
