"""One input: read, judged, and settled with what people have said of its findings."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from postguard import fingerprint, redaction, suppress
from postguard.config import Config, FileSection
from postguard.discovery import Input, opened, read_bytes
from postguard.dispositions import Dispositions
from postguard.document import Document, Source
from postguard.engine import Checked, Engine
from postguard.errors import OutputError, ReadError
from postguard.finding import (
    Failure,
    Finding,
    InputResult,
    Status,
)
from postguard.findings import in_the_file
from postguard.outcome import Judged, Outcome
from postguard.paths import relative
from postguard.per_file import sections_of, settled_by, with_meta
from postguard.readers import read
from postguard.readers.registry import IMAGE, reader_of, source_of
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.confidential_check import ConfidentialTerms
    from postguard.fixes import Fixed
    from postguard.git import Lines, Objects
    from postguard.spelling import Reread

_LARGEST = 64 << 20
"""Bytes of the largest draft that is read of a base revision."""


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
        self._objects: Objects | None = None
        self._whole_post: frozenset[str] | None = None

    def check_input(self, item: Input) -> Outcome:
        """Check a discovered input. Never raises for anything about that input."""
        if reader_of(item.path) == IMAGE and not (item.skipped or item.failed):
            return self._check_image(item)
        data = self._bytes_of(item)
        if isinstance(data, Outcome):
            return data
        judged = self.judge(item.path, data)
        if item.changed is None or judged.document is None:
            return judged.outcome
        from postguard.elsewhere import spans_of

        spans = spans_of(item.changed, data, judged.document.source.text)
        return self._narrowed(judged, spans).outcome

    def fix_input(self, item: Input, *, unsafe: bool = False) -> "Fixed":
        """Check a discovered input and work out what its fixes make of it; write nothing."""
        from postguard.fixes import Fixed

        data = self._bytes_of(item)
        if isinstance(data, Outcome):
            unread = Judged(None, data)
            return Fixed(unread, unread, b"", b"")
        if item.changed is None:
            return self.fix_bytes(item.path, data, unsafe=unsafe)
        return self._fix_lines(item.path, data, item.changed, unsafe=unsafe)

    def fix_bytes(
        self, uri: str, data: bytes, name: str | None = None, *, unsafe: bool = False
    ) -> "Fixed":
        """Check the bytes of an input and work out what its fixes make of them."""
        from postguard.fixes import fixed

        return fixed(data, partial(self.judge, uri, name=name), unsafe=unsafe)

    def _fix_lines(
        self, uri: str, data: bytes, lines: "Sequence[Lines]", *, unsafe: bool
    ) -> "Fixed":
        """Work out the fixes that change nothing but these lines."""
        from postguard.elsewhere import spans_of
        from postguard.fixes import fixed

        judge = partial(self.judge, uri)
        judged = judge(data)
        if judged.document is None:
            return fixed(data, judge, unsafe=unsafe)
        spans = spans_of(lines, data, judged.document.source.text)
        mended = fixed(data, judge, unsafe=unsafe, within=spans)
        return mended._replace(
            before=self._narrowed(mended.before, spans),
            after=self._narrowed(mended.after, mended.within or ()),
        )

    def _narrowed(self, judged: Judged, spans: Sequence[Span]) -> Judged:
        """What was judged, but for the findings elsewhere, which are counted."""
        from postguard.elsewhere import judges_whole_post, narrowed

        if self._whole_post is None:
            rules = (rule for rule in self.engine.rulebook.rules if judges_whole_post(rule))
            self._whole_post = frozenset(rule.id for rule in rules)
        return narrowed(judged, spans, self._whole_post)

    def write_fixed(self, item: Input, mended: "Fixed") -> Outcome:
        """Write a draft whose fixes were worked out; what came of it.

        A draft that someone else has changed since is left alone, and that is a failure.
        """
        from postguard.files import replace

        if not mended.applied:
            return mended.after.outcome
        try:
            if self._read(item) != mended.original:
                raise OutputError(f"{item.path}: changed while it was being checked")
            replace(item.path, mended.data)
        except (ReadError, OutputError) as error:
            failure = Failure(item.path, "output", f"the fixes were not written: {error}")
            outcome = mended.before.outcome
            return outcome._replace(failures=(*outcome.failures, failure))
        return mended.after.outcome

    def _check_image(self, item: Input) -> Outcome:
        """Check an image, of which only the bytes that hold words are read."""
        from postguard.readers.image import listed

        try:
            root, below = self._config.root, self._config.untrusted_below
            with opened(item.path, root, below) as file:
                source = listed(item.path, file)
        except ReadError as error:
            return self._failed(item.path, error)
        return self._judged(source, None, sections_of(self._config, item.path)).outcome

    def _bytes_of(self, item: Input) -> bytes | Outcome:
        if item.skipped:
            return Outcome(InputResult(item.path, Status.SKIPPED, item.skipped))
        if item.failed:
            return self._failed(item.path, ReadError(item.failed, stage="discover"))
        try:
            return self._stored(item) if item.blob else self._read(item)
        except ReadError as error:
            return self._failed(item.path, error)

    def _read(self, item: Input) -> bytes:
        return read_bytes(item.path, self._config.root, self._config.untrusted_below)

    def _stored(self, item: Input) -> bytes:
        """What git keeps of an input."""
        from postguard.git import Objects

        assert item.blob is not None
        if self._objects is None:
            self._objects = Objects()
        return self._objects.read(item.blob)

    def check_bytes(self, uri: str, data: bytes, name: str | None = None) -> Outcome:
        """Check the bytes of an input; `name` tells its type where the uri does not."""
        return self.judge(uri, data, name).outcome

    def check_source(self, source: Source, name: str | None = None) -> Outcome:
        """Check a decoded source."""
        return self._judged(source, name, sections_of(self._config, source.uri)).outcome

    def judge(self, uri: str, data: bytes, name: str | None = None) -> Judged:
        """Check the bytes of an input, and keep how they were read."""
        sections = sections_of(self._config, uri)
        encoding = next((item.encoding for item in reversed(sections) if item.encoding), None)
        try:
            source = source_of(uri, data, encoding, name)
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
            document = with_meta(read(source, options, name), self._config, sections)
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
        if not source.encoding:
            findings = in_the_file(findings, source)
        if any(finding.fix is not None for finding in findings):
            from postguard.spelling import with_spelling

            findings = with_spelling(findings, document, reader_of(name or source.uri), reread)
        if self._honour_ignores and source.encoding:
            findings = suppress.apply(document, findings, policy, sensitive)
        findings = [settled_by(sections, item, self._config.locked) for item in findings]
        place = relative(source.uri, self._config.root)
        findings = fingerprint.with_fingerprints(findings, source.text, place, sensitive)
        if self._config.untrusted_below is not None:
            found = self._new_ignores(findings, source.uri, name, sections)
            findings += fingerprint.with_fingerprints(found, source.text, place, sensitive)
            findings.sort(key=lambda item: (item.span, item.severity.rank, item.rule))
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
        outcome = Outcome(result, tuple(shown), failures, truncated, settled.used)
        return Judged(document, outcome, tuple(sensitive))

    def _new_ignores(
        self,
        findings: Sequence[Finding],
        uri: str,
        name: str | None,
        sections: Sequence[FileSection],
    ) -> list[Finding]:
        """What is said of findings that directives hide, and did not in the base revision."""
        from postguard.new_ignores import complaints, hidden

        locked = self._config.locked
        ignored = hidden(findings, sections, locked)
        if not ignored:
            return []
        try:
            data = self._config.origin.read(uri, _LARGEST)
        except OSError:
            return complaints(ignored, ())
        trusting = Checker(
            self.engine,
            self._config._replace(untrusted_below=None),
            dispositions=self._dispositions,
            terms=self._terms,
        )
        before = trusting.judge(uri, data, name).outcome.findings
        return complaints(ignored, {item.fingerprint for item in hidden(before, sections, locked)})

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


def _with_text(
    result: InputResult, findings: Sequence[Finding], text: str, sensitive: Sequence[Span]
) -> InputResult:
    whole = redaction.redact(text, Span(0, len(text)), sensitive)
    marks = tuple((whole.place(item.span), number) for number, item in enumerate(findings))
    return result._replace(text=whole.text, marks=marks)
