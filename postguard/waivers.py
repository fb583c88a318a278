"""Exceptions somebody approved, for a reason and until a day.

``waivers.yaml`` is reviewed like code, so a waiver can cover what no directive in a draft
can: a rule that is locked. Each names a rule or pack, a path or a fingerprint; of
several, all must agree. One that has expired fails the run and says who approved it; one
that nothing needs is reported, since it would hide what comes later.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from postguard.errors import ConfigError
from postguard.files import DISK, Files, read_text
from postguard.finding import Confidence, Excerpt, Finding, Severity
from postguard.paths import matches
from postguard.selection import names
from postguard.span import LineIndex, Span

if TYPE_CHECKING:
    from pydantic import ValidationError

    from postguard.tree import Node

EXPIRED = "postguard/expired-waiver"
UNUSED = "postguard/unused-waiver"
FILE_NAME = "waivers.yaml"
"""Where waivers go if the configuration names no other place."""

NOUN = "the waivers"
"""What errors call the file."""

_OWN = "postguard/"


class Waiver(NamedTuple):
    """One approved exception."""

    reason: str
    approver: str
    until: date
    """The last day it holds."""
    rule: str = ""
    """A pack or a rule; empty for any."""
    path: str = ""
    """A glob relative to the folder of the configuration; empty for any path."""
    fingerprint: str = ""
    span: Span = Span(0, 0)
    """Where it stands in its file."""

    def covers(self, finding: Finding, path: str) -> bool:
        """Whether the finding, at this path, is what was approved.

        What postguard says of the safety net itself ("this ignores a locked rule") is
        covered only if it is named, not by a path that happens to hold it.
        """
        if self.fingerprint and self.fingerprint != finding.fingerprint:
            return False
        if self.rule and not names([self.rule], finding.rule):
            return False
        if finding.rule.startswith(_OWN) and not (self.rule or self.fingerprint):
            return False
        return not self.path or matches(self.path, path)

    def holds(self, today: date) -> bool:
        """Whether it has not expired."""
        return today <= self.until

    @property
    def named(self) -> str:
        """What it covers, in words."""
        parts = [self.rule, f"finding {self.fingerprint[:12]}" if self.fingerprint else ""]
        what = ", ".join(part for part in parts if part) or "every rule"
        return f"{what} in {self.path}" if self.path else what


class Waivers(NamedTuple):
    """A file of waivers."""

    uri: str
    """The file, as the user would type it."""
    text: str
    entries: tuple[Waiver, ...]

    def covering(self, finding: Finding, path: str, today: date) -> int | None:
        """The number of the first waiver that holds for a finding; None if none does."""
        for number, waiver in enumerate(self.entries):
            if waiver.holds(today) and waiver.covers(finding, path):
                return number
        return None


def reason_of(waiver: Waiver) -> str:
    """Why a waived finding does not count, and by whose word."""
    return f"{waiver.reason} (approved by {waiver.approver}, until {waiver.until})"


def complaints(
    waivers: Waivers,
    used: Collection[int],
    today: date,
    could_be_used: Callable[[Waiver], bool],
) -> list[Finding]:
    """What is wrong with the waivers themselves, as findings in their file.

    Args:
        waivers: the file.
        used: the numbers of those that covered a finding of the run.
        today: the day the run judges by.
        could_be_used: whether the run looked everywhere a waiver could be needed. If it
            did not, nothing can be said about its use.
    """
    return list(_complaints(waivers, used, today, could_be_used))


def _complaints(
    waivers: Waivers,
    used: Collection[int],
    today: date,
    could_be_used: Callable[[Waiver], bool],
) -> Iterator[Finding]:
    lines = LineIndex(waivers.text)
    for number, waiver in enumerate(waivers.entries):
        if not waiver.holds(today):
            yield _complaint(
                EXPIRED,
                Severity.ERROR,
                "Expired waiver",
                f"This waiver of {waiver.named} expired on {waiver.until}; "
                f"{waiver.approver} approved it.",
                "What was approved for a time is published beyond it.",
                f"Repair what it covers and remove it, or ask {waiver.approver} to renew it.",
                waiver,
                waivers,
                lines,
            )._replace(owner=waiver.approver)
        elif number not in used and could_be_used(waiver):
            yield _complaint(
                UNUSED,
                Severity.WARNING,
                "Unused waiver",
                f"This waives {waiver.named}, but nothing there needs it.",
                "A waiver that hides nothing today hides a finding that comes later.",
                "Remove the waiver.",
                waiver,
                waivers,
                lines,
            )


def _complaint(
    rule: str,
    severity: Severity,
    title: str,
    message: str,
    why: str,
    remedy: str,
    waiver: Waiver,
    waivers: Waivers,
    lines: LineIndex,
) -> Finding:
    start = lines.position(waiver.span.start)
    line = lines.line_span(start.line)
    end = min(waiver.span.end, line.end)
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        title=title,
        message=message,
        uri=waivers.uri,
        post="",
        span=Span(waiver.span.start, end),
        start=start,
        end=lines.position(end),
        match=None,
        why=why,
        remedy=remedy,
        excerpt=Excerpt(
            start.line,
            waivers.text[line.start : line.end],
            Span(waiver.span.start - line.start, end - line.start),
        ),
    )


def load(path: str, files: Files = DISK) -> Waivers:
    """Read a file of waivers; `path` is as the user would type it.

    Raises `ConfigError` with line and key of what is wrong.
    """
    return parse(read_text(path, NOUN, ConfigError, files=files), path)


def parse(text: str, path: str) -> Waivers:
    """The waivers a text holds. Raises `ConfigError` as `load` does."""
    from pydantic import ValidationError

    from postguard.safe_yaml import YamlError
    from postguard.safe_yaml import load as load_yaml
    from postguard.waiver_model import WaiversModel

    try:
        root = load_yaml(text, path)
    except YamlError as error:
        raise ConfigError(
            error.problem, path=path, line=error.line, column=error.column, remedy=error.remedy
        ) from None
    try:
        model = WaiversModel.model_validate(root.value)
    except ValidationError as error:
        raise _explained(error, root, path) from None
    nodes = root.at("waivers").items
    for number, waiver in enumerate(model.waivers):
        if waiver.path is not None:
            _refuse_bad_glob(waiver.path, root.at("waivers", number, "path"), path)
    entries = (_waiver(each, node) for each, node in zip(model.waivers, nodes, strict=True))
    return Waivers(path, text, tuple(entries))


def _refuse_bad_glob(glob: str, node: "Node", path: str) -> None:
    try:
        matches(glob, "a")
    except ValueError as error:
        problem = f"not a glob: {error}"
        raise ConfigError(problem, path=path, line=node.line, column=node.column) from None


def _waiver(model: Any, node: "Node") -> Waiver:
    return Waiver(
        reason=" ".join(model.reason.split()),
        approver=" ".join(model.approver.split()),
        until=model.until,
        rule=model.rule or "",
        path=model.path or "",
        fingerprint=model.fingerprint or "",
        span=Span(node.start, node.end),
    )


def _explained(error: "ValidationError", root: "Node", path: str) -> ConfigError:
    """The first problem, at its place in the file."""
    first = error.errors(include_url=False, include_input=False)[0]
    steps = first["loc"]
    place = root.at(*steps)
    problem = first["msg"].removeprefix("Value error, ")
    remedy = None
    if first["type"] == "extra_forbidden":
        problem = f"unknown key {str(steps[-1])!r}"
        remedy = "Known: rule, path, fingerprint, reason, approver and until."
        place = root.at(*steps[:-1]).keys.get(str(steps[-1]), place)
    elif first["type"] == "missing":
        problem = f"{str(steps[-1])!r} is missing"
    return ConfigError(
        problem,
        path=path,
        line=place.line or 1,
        column=place.column or 1,
        key=".".join(map(str, steps)) or None,
        remedy=remedy,
    )
