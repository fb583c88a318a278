"""One input: read, judged, and settled with what people have said of its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from postguard.config import Config, FileSection
from postguard.discovery import Input, opened, read_bytes, unread
from postguard.dispositions import Dispositions
from postguard.document import Document, Source
from postguard.engine import Checked, Engine
from postguard.errors import InternalError, OutputError, PostguardError, ReadError
from postguard.finding import (
    Failure,
    Finding,
    InputResult,
    Status,
)
from postguard.light_typing import TYPE_CHECKING
from postguard.outcome import Judged, Outcome
from postguard.paths import relative
from postguard.per_file import sections_of, with_meta
from postguard.readers import read
from postguard.readers.registry import IMAGE, reader_of, source_of
from postguard.span import Span

if TYPE_CHECKING:
    from typing import TypeVar

    from postguard.confidential_check import ConfidentialTerms
    from postguard.fixes import Fixed
    from postguard.git import Lines, Objects
    from postguard.spelling import Reread
    from postguard.term_names import TermNames

    Result = TypeVar("Result")

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
        terms: ConfidentialTerms | None = None,
        digest_key: bytes | None = None,
    ) -> None:
        """Make a checker.

        Args:
            engine: the rules.
            config: where they are told what to look at.
            reveal: tell what is sensitive.
            keep_text: keep each draft in its result, masked.
            honour_ignores: whether drafts may ignore findings.
            dispositions: what people have said of findings.
            terms: the lists of confidential terms.
            digest_key: 32 bytes that fingerprints of sensitive matches are keyed with.
        """
        self.engine = engine
        self._terms = terms
        self._names = None if terms is None or reveal else _names_by(terms)
        self._digest_key = digest_key
        self._config = config
        self._dispositions = dispositions or Dispositions()
        self._reveal = reveal
        self._keep_text = keep_text
        self._honour_ignores = honour_ignores
        self._objects: Objects | None = None
        self._whole_post: frozenset[str] | None = None

    def keys(self) -> tuple[str, ...]:
        """The keys of its sealed term lists, which no pickle of it holds; for `unlock`."""
        return self._terms.keys() if self._terms is not None else ()

    def unlock(self, keys: Sequence[str]) -> None:
        """Give a checker that was pickled its `keys` again."""
        if self._terms is not None:
            self._terms.unlock(keys)

    def check_input(self, item: Input) -> Outcome:
        """Check a discovered input. Never raises for anything about that input.

        Raises `InternalError` for an error in postguard itself.
        """
        return self._naming(item, partial(self._input_checked, item))

    def _naming(self, item: Input, look: Callable[[], Result]) -> Result:
        """What a look at an input gives; an error in postguard is told with its name."""
        try:
            return look()
        except PostguardError:
            raise
        except Exception as error:
            path = self.shown_path(item.path)
            raise InternalError(type(error).__name__, path) from error

    def _input_checked(self, item: Input) -> Outcome:
        is_image = reader_of(item.path) == IMAGE
        if is_image and not (item.skipped or item.failed or item.blob):
            return self._check_image(item)
        data = self._bytes_of(item)
        if isinstance(data, Outcome):
            return data
        judged = self.judge(item.path, data)
        if item.changed is None or is_image or judged.document is None:
            # An image has no lines, of which some might count.
            return judged.outcome
        from postguard.elsewhere import spans_of

        spans = spans_of(item.changed, data, judged.document.source.text)
        return self._narrowed(judged, spans).outcome

    def fix_input(self, item: Input, *, unsafe: bool = False) -> Fixed:
        """Check a discovered input and work out what its fixes make of it; write nothing.

        Raises `InternalError` as `check_input` does.
        """
        return self._naming(item, partial(self._input_fixed, item, unsafe=unsafe))

    def _input_fixed(self, item: Input, *, unsafe: bool) -> Fixed:
        from postguard.fixes import Fixed

        data = self._bytes_of(item)
        if isinstance(data, Outcome):
            unread = Judged(None, data)
            return Fixed(unread, unread, b"", b"")
        if item.changed is None or reader_of(item.path) == IMAGE:
            return self.fix_bytes(item.path, data, unsafe=unsafe)
        return self._fix_lines(item.path, data, item.changed, unsafe=unsafe)

    def fix_bytes(
        self, uri: str, data: bytes, name: str | None = None, *, unsafe: bool = False
    ) -> Fixed:
        """Check the bytes of an input and work out what its fixes make of them."""
        from postguard.fixes import fixed

        return fixed(data, partial(self.judge, uri, name=name), unsafe=unsafe)

    def _fix_lines(self, uri: str, data: bytes, lines: Sequence[Lines], *, unsafe: bool) -> Fixed:
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

    def write_fixed(self, item: Input, mended: Fixed) -> Outcome:
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
            reason = self.shown(f"the fixes were not written: {error}")
            failure = Failure(self.shown_path(item.path), "output", reason)
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
        except OSError as error:
            return self._failed(item.path, unread(error))
        return self._judged(source, None, sections_of(self._config, item.path)).outcome

    def _bytes_of(self, item: Input) -> bytes | Outcome:
        if item.skipped:
            path = self.shown_path(item.path)
            return Outcome(InputResult(path, Status.SKIPPED, item.skipped))
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

    def shown(self, text: str) -> str:
        """A text about an input as it may be told: confidential terms are masked."""
        return text if self._names is None else self._names.masked(text)

    def shown_path(self, path: str) -> str:
        """An input's path as it may be told, which is how every report names the input."""
        if self._names is None:
            return path
        return self._names.path(path, relative(path, self._config.root))

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

        name = name or source.uri
        place = relative(source.uri, self._config.root)

        def understood(source: Source) -> tuple[Document, Sequence[Finding]]:
            """The document, its names as they may be told, and what is wrong with them."""
            document = with_meta(read(source, options, name), self._config, sections)
            if self._names is None:
                return document, ()
            return self._names.document(document, place)

        def reread(text: str) -> Document | None:
            try:
                return understood(source._replace(text=text))[0]
            except ReadError:
                return None

        try:
            document, named = understood(source)
        except ReadError as error:
            return Judged(None, self._failed(source.uri, error))
        checked = self._checked(document, named)
        return self._judged_document(document, checked, source.uri, name, sections, reread)

    def _judged_document(
        self,
        document: Document,
        checked: Checked,
        written_uri: str,
        name: str,
        sections: Sequence[FileSection],
        reread: Reread,
    ) -> Judged:
        source = document.source
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
        failures = (
            *(Failure(source.uri, "read", reason) for reason in problems),
            *checked.failures,
        )
        truncated = tuple(checked.truncated.items())
        if not (checked.findings or self._keep_text or may_direct(source)):
            outcome = Outcome(result, (), failures, truncated, digest=source.digest)
            return Judged(document, outcome)
        from postguard.settling import Settling, with_text

        draft = Settling(
            document,
            name,
            written_uri,
            sections,
            self._config,
            self._dispositions,
            honour_ignores=self._honour_ignores,
            reveal=self._reveal,
            secret_of=self._secret_of,
            at_base=partial(self._at_base, name=name),
        )
        settled = draft.settled(checked, reread)
        if self._keep_text:
            result = with_text(result, settled, source.text)
        outcome = Outcome(
            result, settled.findings, failures, truncated, settled.used, source.digest
        )
        return Judged(document, outcome, settled.sensitive)

    def _secret_of(self, rule: str) -> bytes | None:
        """What digests of a sensitive rule's matches are keyed with."""
        own = self._terms.secret(rule) if self._terms is not None else None
        return own or self._digest_key

    def _at_base(self, uri: str, name: str) -> Sequence[Finding] | None:
        """The findings of a draft as the base revision has it; None if it has none there."""
        try:
            data = self._config.origin.read(uri, _LARGEST)
        except OSError:
            return None
        trusting = Checker(
            self.engine,
            self._config._replace(untrusted_below=None),
            dispositions=self._dispositions,
            terms=self._terms,
            digest_key=self._digest_key,
        )
        return trusting.judge(uri, data, name).outcome.findings

    def _checked(self, document: Document, named: Sequence[Finding]) -> Checked:
        """What the rules and the confidential terms say of a document and its names."""
        checked = self.engine.check(document)
        if self._terms is None:
            return checked
        terms = self._terms.check(document)
        findings = sorted(
            (*checked.findings, *named, *terms.findings),
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
        path, reason = self.shown_path(uri), self.shown(error.reason)
        return Outcome(
            InputResult(path, Status.FAILED, reason),
            failures=(Failure(path, error.stage, reason),),
        )


def _names_by(terms: ConfidentialTerms) -> TermNames:
    from postguard.term_names import TermNames

    return TermNames(terms)


def may_direct(source: Source) -> bool:
    """Whether a draft may tell postguard to ignore something: every directive names it."""
    return "postguard" in source.text.lower()
