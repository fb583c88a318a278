"""What a stranger's change ignores that was not ignored before.

An ignore inside a draft is honoured, unless the rule is locked: that is what locks are
for. But whoever reviews the change shall see it, so each finding it hides is told.
"""

from collections.abc import Collection, Iterable, Sequence

from postguard.config import FileSection
from postguard.finding import Disposition, Finding, Severity
from postguard.per_file import settled_by

NEW_IGNORE = "postguard/new-ignore"


def hidden(
    findings: Iterable[Finding], sections: Sequence[FileSection], locked: Sequence[str]
) -> list[Finding]:
    """The findings that directives hide, and the configuration would not ignore anyway."""
    ignored = (item for item in findings if item.disposition is Disposition.IGNORED)
    return [
        item
        for item in ignored
        if settled_by(sections, item._replace(disposition=Disposition.OPEN), locked).disposition
        is Disposition.OPEN
    ]


def complaints(ignored: Iterable[Finding], before: Collection[str]) -> list[Finding]:
    """A warning for each ignored finding that was not ignored in the base revision.

    Args:
        ignored: the findings that directives of a draft hide, with their fingerprints.
        before: the fingerprints of those hidden in the draft as the base revision has it.
    """
    return [_complaint(finding) for finding in ignored if finding.fingerprint not in before]


def _complaint(finding: Finding) -> Finding:
    reason = f": “{finding.reason}”." if finding.reason else ", and no reason is given."
    return Finding(
        rule=NEW_IGNORE,
        severity=Severity.WARNING,
        confidence=finding.confidence,
        title="New ignore",
        message=f"{finding.rule} is ignored here, and was not in the base revision{reason}",
        uri=finding.uri,
        post=finding.post,
        span=finding.span,
        start=finding.start,
        end=finding.end,
        match=None,
        sensitive=finding.sensitive,
        why="Whoever writes a change can ignore in it what no lock protects.",
        remedy="Accept the reason, or have the directive removed; lock rules nobody may ignore.",
    )
