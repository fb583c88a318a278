"""What a team has said of findings beforehand: approved for a time, or known already.

Applied to one input's findings after the ignores of the draft itself. An ignored finding
stays ignored; of the rest, a waiver comes before the baseline, for it names somebody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from postguard.finding import Disposition, Finding
from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from postguard.baseline import Baseline
    from postguard.waivers import Waiver, Waivers

_WILD = frozenset("*?[!\\")


class Settled(NamedTuple):
    """One input's findings, and what they drew on."""

    findings: tuple[Finding, ...]
    used: frozenset[int] = frozenset()
    """Numbers of the waivers that covered any of them."""


class Looked(NamedTuple):
    """Where a run has looked, by paths relative to the folder of the configuration."""

    folders: Collection[str] = ()
    """Walked from top to bottom; ``.`` is everything."""
    files: Collection[str] = ()
    """Checked in full."""
    every_rule: bool = True
    """Whether all rules the configuration puts in force did run."""


class Dispositions(NamedTuple):
    """Waivers and baseline of a run. Can be sent to another process."""

    baseline: Baseline | None = None
    waivers: Waivers | None = None
    today: date | None = None
    """The day to judge waivers by; None for the real one."""

    def settle(
        self, findings: Sequence[Finding], path: str, before: Collection[int] = ()
    ) -> Settled:
        """The findings of the input at this path, those waived or known marked so.

        `before` holds the numbers of waivers that covered some of them already.
        """
        if self.baseline is None and self.waivers is None:
            return Settled(tuple(findings))
        used = set(before)
        return Settled(
            tuple(self._settled(finding, path, used) for finding in findings), frozenset(used)
        )

    def complaints(self, used: Collection[int], looked: Looked) -> list[Finding]:
        """What is wrong with the waivers: those that expired, and those nothing needs."""
        if self.waivers is None:
            return []
        from postguard.waivers import complaints

        return complaints(
            self.waivers, used, self._day(), lambda waiver: could_be_used(waiver, looked)
        )

    def _settled(self, finding: Finding, path: str, used: set[int]) -> Finding:
        if finding.disposition is not Disposition.OPEN:
            return finding
        if self.waivers is not None:
            number = self.waivers.covering(finding, path, self._day())
            if number is not None:
                from postguard.waivers import reason_of

                used.add(number)
                reason = reason_of(self.waivers.entries[number])
                return finding._replace(disposition=Disposition.WAIVED, reason=reason)
        if self.baseline is not None and self.baseline.knows(finding, path):
            return finding._replace(disposition=Disposition.BASELINE, reason="in the baseline")
        return finding

    def _day(self) -> date:
        from datetime import date

        return self.today or date.today()  # noqa: DTZ011  # a waiver ends with the local day


def could_be_used(waiver: Waiver, looked: Looked) -> bool:
    """Whether a run looked everywhere this waiver could be needed."""
    if not looked.every_rule:
        return False
    if "/" in waiver.path and _unescaped(waiver.path) in looked.files:
        return True
    folder = _fixed_part(waiver.path)
    return any(
        walked == "." or folder == walked or folder.startswith(f"{walked}/")
        for walked in looked.folders
    )


def _unescaped(glob: str) -> str:
    """The path a glob without wild cards names."""
    return re.sub(r"\\(.)", r"\1", glob.removeprefix("/"))


def _fixed_part(glob: str) -> str:
    """The folder or file a glob cannot match outside of; empty for none."""
    inside = glob.removeprefix("/")
    if "/" not in glob.rstrip("/"):
        # A bare name matches at any depth.
        return ""
    steps = []
    for step in inside.rstrip("/").split("/"):
        if _WILD & set(step):
            break
        steps.append(step)
    return "/".join(steps)
