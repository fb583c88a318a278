"""One run: inputs, readers, engine, ignores, and the report that comes of them."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from postguard import fingerprint, redaction, suppress
from postguard.config import Config, FileSection
from postguard.discovery import Input, Scope, discover, read_bytes
from postguard.document import Document, Source
from postguard.engine import Engine
from postguard.errors import ReadError
from postguard.finding import (
    Disposition,
    Failure,
    Finding,
    InputResult,
    NotRun,
    Report,
    RuleInfo,
    Status,
)
from postguard.findings import rule_info
from postguard.readers import decode, read
from postguard.selection import names
from postguard.span import Span

if TYPE_CHECKING:
    from pathspec import PathSpec

_MOST_FINDINGS = 20_000
"""Findings a report holds; more are counted."""


class Outcome(NamedTuple):
    """What came of one input."""

    result: InputResult
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    truncated: tuple[tuple[str, int], ...] = ()
    """(severity, count) of findings beyond the cap."""


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
    ) -> None:
        self.engine = engine
        self._config = config
        self._reveal = reveal
        self._keep_text = keep_text
        self._honour_ignores = honour_ignores

    def check_input(self, item: Input) -> Outcome:
        """Check a discovered input. Never raises for anything about that input."""
        if item.skipped:
            return Outcome(InputResult(item.path, Status.SKIPPED, item.skipped))
        if item.failed:
            return self._failed(item.path, ReadError(item.failed, stage="discover"))
        try:
            data = read_bytes(item.path, self._config.root)
        except ReadError as error:
            return self._failed(item.path, error)
        return self.check_bytes(item.path, data)

    def check_bytes(self, uri: str, data: bytes, name: str | None = None) -> Outcome:
        """Check the bytes of an input; `name` tells its type where the uri does not."""
        sections = self._sections_of(uri)
        encoding = next((item.encoding for item in reversed(sections) if item.encoding), None)
        try:
            source = decode(uri, data, encoding)
        except ReadError as error:
            return self._failed(uri, error)
        return self.check_source(source, name, sections)

    def check_source(
        self, source: Source, name: str | None = None, sections: Sequence[FileSection] = ()
    ) -> Outcome:
        """Check a decoded source."""
        options = self._config.reader
        for section in sections:
            options = options._replace(**section.reader)
        try:
            document = read(source, options, name)
        except ReadError as error:
            return self._failed(source.uri, error)
        return self._judged(_with_meta(document, sections), sections)

    def _judged(self, document: Document, sections: Sequence[FileSection]) -> Outcome:
        source = document.source
        checked = self.engine.check(document)
        policy = suppress.Policy(self._config.require_reason, self._config.locked)
        findings = list(checked.findings)
        if self._honour_ignores:
            findings = suppress.apply(document, findings, policy)
        findings = [_ignored_by_config(item, sections, self._config.locked) for item in findings]
        findings = fingerprint.with_fingerprints(findings, source.text, source.uri)
        shown = redaction.with_excerpts(findings, source.text, reveal=self._reveal)
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
            result = _with_text(result, shown, source.text, reveal=self._reveal)
        failures = (
            *(Failure(source.uri, "read", reason) for reason in problems),
            *checked.failures,
        )
        return Outcome(result, tuple(shown), failures, tuple(checked.truncated.items()))

    def _failed(self, uri: str, error: ReadError) -> Outcome:
        return Outcome(
            InputResult(uri, Status.FAILED, error.reason),
            failures=(Failure(uri, error.stage, error.reason),),
        )

    def _sections_of(self, uri: str) -> list[FileSection]:
        if not self._config.files or uri == "-":
            return []
        relative = os.path.relpath(uri, self._config.root).replace(os.sep, "/")
        return [section for section in self._config.files if _matches(section.glob, relative)]


class Project:
    """A configuration and an engine, ready to check paths or single texts."""

    def __init__(
        self,
        config: Config,
        engine: Engine,
        not_run: Sequence[NotRun] = (),
        *,
        reveal: bool = False,
        keep_text: bool = False,
        honour_ignores: bool = True,
    ) -> None:
        self.config = config
        self.engine = engine
        self._not_run = tuple(not_run)
        self.checker = Checker(
            engine, config, reveal=reveal, keep_text=keep_text, honour_ignores=honour_ignores
        )

    def inputs(self, paths: Sequence[str], exclude: Sequence[str] = ()) -> list[Input]:
        """The inputs behind some paths. Raises `UsageError` for one that does not exist."""
        scope = Scope(self.config.root, (*self.config.exclude, *exclude))
        return discover(paths, scope)

    def check(
        self, inputs: Iterable[Input], progress: Callable[[Outcome], None] | None = None
    ) -> Report:
        """Check inputs one after another, in their order."""
        outcomes = []
        for item in inputs:
            outcome = self.checker.check_input(item)
            if progress is not None:
                progress(outcome)
            outcomes.append(outcome)
        return self.report(outcomes)

    def check_bytes(self, uri: str, data: bytes, name: str | None = None) -> Report:
        """Check one text that is not, or not yet, a file."""
        return self.report([self.checker.check_bytes(uri, data, name)])

    def report(self, outcomes: Iterable[Outcome]) -> Report:
        """The report on the outcomes of a run, in their order."""
        findings: list[Finding] = []
        failures: list[Failure] = []
        results: list[InputResult] = []
        beyond: dict[str, int] = {}
        truncated = 0
        for outcome in outcomes:
            offset = len(findings)
            kept = outcome.findings[: max(_MOST_FINDINGS - offset, 0)]
            findings += kept
            for finding in outcome.findings[len(kept) :]:
                truncated += 1
                if finding.disposition is Disposition.OPEN:
                    severity = finding.severity.value
                    beyond[severity] = beyond.get(severity, 0) + 1
            for severity, count in outcome.truncated:
                truncated += count
                beyond[severity] = beyond.get(severity, 0) + count
            failures += outcome.failures
            marks = tuple((span, number + offset) for span, number in outcome.result.marks)
            results.append(outcome.result._replace(marks=marks))
        return Report(
            tuple(findings),
            tuple(failures),
            tuple(results),
            self.engine.rulebook.digest,
            rules=self._infos(),
            not_run=self._not_run,
            truncated=truncated,
            truncated_open=beyond,
        )

    def _infos(self) -> dict[str, RuleInfo]:
        return {rule.id: rule_info(rule) for rule in self.engine.rulebook.rules}


@lru_cache(maxsize=256)
def _spec(glob: str) -> "PathSpec[Any]":
    from pathspec import PathSpec

    return PathSpec.from_lines("gitignore", [glob])


def _matches(glob: str, path: str) -> bool:
    return bool(_spec(glob).match_file(path))


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
    result: InputResult, findings: Sequence[Finding], text: str, *, reveal: bool
) -> InputResult:
    sensitive = [] if reveal else [item.span for item in findings if item.sensitive]
    whole = redaction.redact(text, Span(0, len(text)), sensitive)
    marks = tuple((whole.place(item.span), number) for number, item in enumerate(findings))
    return result._replace(text=whole.text, marks=marks)
