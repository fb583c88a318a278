"""One run: inputs found, each checked, and the report that comes of them."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from postguard.checker import Checker
from postguard.config import Config, own_files
from postguard.discovery import Input, Scope, discover
from postguard.dispositions import Dispositions, Looked
from postguard.engine import Engine
from postguard.finding import NotRun, Report, Status
from postguard.outcome import TERMS_IN, Gathered, Outcome
from postguard.paths import relative
from postguard.rule_infos import RuleInfos

if TYPE_CHECKING:
    from postguard.confidential_check import ConfidentialTerms


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
        dispositions: Dispositions | None = None,
        every_rule: bool = True,
        terms: "ConfidentialTerms | None" = None,
    ) -> None:
        self.config = config
        self.engine = engine
        self._not_run = tuple(not_run)
        self._terms = terms
        self._dispositions = dispositions or Dispositions()
        self._every_rule = every_rule
        """Whether the call left all rules of the configuration in force."""
        self._walked: list[str] = []
        self.checker = Checker(
            engine,
            config,
            reveal=reveal,
            keep_text=keep_text,
            honour_ignores=honour_ignores,
            dispositions=self._dispositions,
            terms=terms,
        )

    def inputs(self, paths: Sequence[str], exclude: Sequence[str] = ()) -> list[Input]:
        """The inputs behind some paths. Raises `UsageError` for one that does not exist."""
        scope = Scope(self.config.root, (*self.config.exclude, *exclude))
        found = discover(paths, scope)
        self._walked = [relative(path, self.config.root) for path in paths if os.path.isdir(path)]
        own = own_files(self.config)
        return [_unless_own(item, own) for item in found] if own else found

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
        gathered = Gathered()
        for outcome in outcomes:
            gathered.add(outcome)
        checked = {
            relative(item.uri, self.config.root)
            for item in gathered.results
            if item.status is Status.CHECKED
        }
        looked = Looked(self._walked, checked, self._every_rule and not gathered.failures)
        gathered.findings += self._dispositions.complaints(gathered.waivers, looked)
        terms = self._terms
        loaded = terms.loaded() if terms is not None else {}
        return Report(
            tuple(gathered.findings),
            (*(terms.failures if terms is not None else ()), *gathered.failures),
            tuple(gathered.results),
            self.engine.rulebook.digest,
            rules=RuleInfos(self.engine.rulebook.rules),
            not_run=(*self._not_run, *(terms.not_run if terms is not None else ())),
            truncated=gathered.truncated,
            truncated_open=gathered.truncated_open,
            statistics={f"{TERMS_IN}{path}": entries for path, entries in loaded.items()},
        )


def _unless_own(item: Input, own: Mapping[str, str]) -> Input:
    """The input, skipped if it is no draft: what steers postguard quotes what it looks for."""
    path = os.path.abspath(item.path)
    for place, what in own.items():
        if path == place or path.startswith(place + os.sep):
            return item._replace(skipped=what)
    return item
