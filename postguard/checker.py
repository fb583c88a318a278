"""One input: read, judged, and settled with what people have said of its findings."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from postguard import fingerprint, redaction, suppress
from postguard.config import Config, FileSection
from postguard.discovery import Input, read_bytes
from postguard.dispositions import Dispositions
from postguard.document import Document, Source
from postguard.engine import Checked, Engine
from postguard.errors import OutputError, ReadError
from postguard.finding import (
    Disposition,
    Failure,
    Finding,
    InputResult,
    Status,
)
from postguard.outcome import Judged, Outcome
from postguard.paths import matches, relative
from postguard.readers import decode, read
from postguard.readers.registry import reader_of
from postguard.selection import names
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.confidential_check import ConfidentialTerms
    from postguard.fixes import Fixed
    from postguard.spelling import Reread


class Checker:
    """Checks single inputs under a configuration. Can be sent to another process."""

    def __init__(
        self,
        engine: Engine,
        config: Config,
        *,
        reveal: bool = False,
        keep_text: bool = False,
        honour_ignores: bool = True,
        dispositions: Dispositions | None = None,
        terms: "ConfidentialTerms | None" = None,
    ) -> None:
        self.engine = engine
        self._terms = terms
        self._config = config
        self._dispositions = dispositions or Dispositions()
        self._reveal = reveal
        self._keep_text = keep_text
        self._honour_ignores = honour_ignores

    def keys(self) -> tuple[str, ...]:
        """The keys of its sealed term lists, which no pickle of it holds; for `unlock`."""
        return self._terms.keys() if self._terms is not None else ()

    def unlock(self, keys: Sequence[str]) -> None:
        """Give a checker that was pickled its `keys` again."""
        if self._terms is not None:
            self._terms.unlock(keys)

    def check_input(self, item: Input) -> Outcome:
        """Check a discovered input. Never raises for anything about that input."""
        data = self._bytes_of(item)
        return data if isinstance(data, Outcome) else self.check_bytes(item.path, data)

    def fix_input(self, item: Input, *, unsafe: bool = False) -> "Fixed":
        """Check a discovered input and work out what its fixes make of it; write nothing."""
        from postguard.fixes import Fixed

        data = self._bytes_of(item)
        if isinstance(data, Outcome):
            unread = Judged(None, data)
            return Fixed(unread, unread, b"", b"")
        return self.fix_bytes(item.path, data, unsafe=unsafe)

    def fix_bytes(
        self, uri: str, data: bytes, name: str | None = None, *, unsafe: bool = False
    ) -> "Fixed":
        """Check the bytes of an input and work out what its fixes make of them."""
        from postguard.fixes import fixed

        return fixed(data, partial(self.judge, uri, name=name), unsafe=unsafe)

    def write_fixed(self, item: Input, mended: "Fixed") -> Outcome:
        """Write a draft whose fixes were worked out; what came of it.

        A draft that someone else has changed since is left alone, and that is a failure.
        """
        from postguard.files import replace

        if not mended.applied:
            return mended.after.outcome
        try:
            if read_bytes(item.path, self._config.root) != mended.original:
                raise OutputError(f"{item.path}: changed while it was being checked")
            replace(item.path, mended.data)
        except (ReadError, OutputError) as error:
            failure = Failure(item.path, "output", f"the fixes were not written: {error}")
            outcome = mended.before.outcome
            return outcome._replace(failures=(*outcome.failures, failure))
        return mended.after.outcome

    def _bytes_of(self, item: Input) -> bytes | Outcome:
        if item.skipped:
            return Outcome(InputResult(item.path, Status.SKIPPED, item.skipped))
        if item.failed:
            return self._failed(item.path, ReadError(item.failed, stage="discover"))
        try:
            return read_bytes(item.path, self._config.root)
        except ReadError as error:
            return self._failed(item.path, error)

    def check_bytes(self, uri: str, data: bytes, name: str | None = None) -> Outcome:
        """Check the bytes of an input; `name` tells its type where the uri does not."""
        return self.judge(uri, data, name).outcome

    def check_source(self, source: Source, name: str | None = None) -> Outcome:
        """Check a decoded source."""
        return self._judged(source, name, self._sections_of(source.uri)).outcome

    def judge(self, uri: str, data: bytes, name: str | None = None) -> Judged:
        """Check the bytes of an input, and keep how they were read."""
        sections = self._sections_of(uri)
        encoding = next((item.encoding for item in reversed(sections) if item.encoding), None)
        try:
            source = decode(uri, data, encoding)
        except ReadError as error:
            return Judged(None, self._failed(uri, error))
        return self._judged(source, name, sections)

    def _judged(self, source: Source, name: str | None, sections: Sequence[FileSection]) -> Judged:
        options = self._config.reader
        for section in sections:
            options = options._replace(**section.reader)

        def reread(text: str) -> Document | None:
            try:
                return read(source._replace(text=text), options, name)
            except ReadError:
                return None

        try:
            document = _with_meta(read(source, options, name), sections)
        except ReadError as error:
            return Judged(None, self._failed(source.uri, error))
        return self._judged_document(document, name, sections, reread)

    def _judged_document(
        self,
        document: Document,
        name: str | None,
        sections: Sequence[FileSection],
        reread: "Reread",
    ) -> Judged:
        source = document.source
        checked = self._checked(document)
        policy = suppress.Policy(self._config.require_reason, self._config.locked)
        sensitive = redaction.merged(checked.sensitive)
        findings = list(checked.findings)
        if any(finding.fix is not None for finding in findings):
            from postguard.spelling import with_spelling

            findings = with_spelling(findings, document, reader_of(name or source.uri), reread)
        if self._honour_ignores:
            findings = suppress.apply(document, findings, policy, sensitive)
        findings = [_ignored_by_config(item, sections, self._config.locked) for item in findings]
        place = relative(source.uri, self._config.root)
        findings = fingerprint.with_fingerprints(findings, source.text, place, sensitive)
        settled = self._dispositions.settle(findings, place)
        masked = [] if self._reveal else sensitive
        shown = redaction.with_excerpts(settled.findings, source.text, masked, reveal=self._reveal)
        problems = (*source.problems, *document.problems)
        status = Status.PARTIAL if problems or checked.failures else Status.CHECKED
        reasons = (*problems, *(failure.reason for failure in checked.failures))
        result = InputResult(
            source.uri,
            status,
            "; ".join(reasons),
            posts=len(document.posts),
            notes=source.notes,
        )
        if self._keep_text:
            result = _with_text(result, shown, source.text, masked)
        failures = (
            *(Failure(source.uri, "read", reason) for reason in problems),
            *checked.failures,
        )
        truncated = tuple(checked.truncated.items())
        outcome = Outcome(result, tuple(shown), failures, truncated, settled.used, source.digest)
        return Judged(document, outcome, tuple(sensitive))

    def _checked(self, document: Document) -> Checked:
        """What the rules and the confidential terms say of a document."""
        checked = self.engine.check(document)
        if self._terms is None:
            return checked
        terms = self._terms.check(document)
        findings = sorted(
            (*checked.findings, *terms.findings),
            key=lambda item: (item.span, item.severity.rank, item.rule),
        )
        truncated = Counter(checked.truncated)
        truncated.update(terms.truncated)
        return Checked(
            tuple(findings),
            (*checked.failures, *terms.failures),
            truncated,
            (*checked.sensitive, *terms.sensitive),
        )

    def _failed(self, uri: str, error: ReadError) -> Outcome:
        return Outcome(
            InputResult(uri, Status.FAILED, error.reason),
            failures=(Failure(uri, error.stage, error.reason),),
        )

    def _sections_of(self, uri: str) -> list[FileSection]:
        if not self._config.files or uri == "-":
            return []
        place = relative(uri, self._config.root)
        return [section for section in self._config.files if matches(section.glob, place)]


def _with_meta(document: Document, sections: Sequence[FileSection]) -> Document:
    """The posts with what the configuration says of their files; their own fields win."""
    meta: dict[str, object] = {}
    for section in sections:
        meta.update(section.meta)
    if not meta:
        return document
    posts = tuple(post._replace(meta={**meta, **post.meta}) for post in document.posts)
    return document._replace(posts=posts)


def _ignored_by_config(
    finding: Finding, sections: Sequence[FileSection], locked: Sequence[str]
) -> Finding:
    if finding.disposition is not Disposition.OPEN or names(locked, finding.rule):
        return finding
    for section in sections:
        if names(section.ignore, finding.rule):
            reason = f"by the configuration, for {section.glob}"
            return finding._replace(disposition=Disposition.IGNORED, reason=reason)
    return finding


def _with_text(
    result: InputResult, findings: Sequence[Finding], text: str, sensitive: Sequence[Span]
) -> InputResult:
    whole = redaction.redact(text, Span(0, len(text)), sensitive)
    marks = tuple((whole.place(item.span), number) for number, item in enumerate(findings))
    return result._replace(text=whole.text, marks=marks)
