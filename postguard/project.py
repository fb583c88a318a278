"""One run: inputs found, each checked, and the report that comes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

from postguard.checker import Checker
from postguard.config import Config, own_files
from postguard.discovery import Input, Scope, discover
from postguard.dispositions import Dispositions, Looked
from postguard.engine import Engine
from postguard.finding import NotRun, Report, Status
from postguard.light_typing import TYPE_CHECKING
from postguard.outcome import ELSEWHERE, TERMS_IN, Gathered, Outcome
from postguard.paths import relative
from postguard.rule_infos import RuleInfos

if TYPE_CHECKING:
    from postguard.confidential_check import ConfidentialTerms
    from postguard.result_cache import ResultCache


def _unheard(outcome: Outcome) -> None:
    """For whoever does not want to know how far a run has come."""
    del outcome


Find = Callable[[Sequence[str], Scope], list[Input]]
"""Makes inputs of the paths of a call."""


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
        terms: ConfidentialTerms | None = None,
        digest_key: bytes | None = None,
    ) -> None:
        self.config = config
        self.engine = engine
        self._not_run = tuple(not_run)
        self._terms = terms
        self._dispositions = dispositions or Dispositions()
        self._honour_ignores = honour_ignores
        self._shows_drafts = reveal or keep_text
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
            digest_key=digest_key,
        )

    def inputs(
        self, paths: Sequence[str], exclude: Sequence[str] = (), find: Find = discover
    ) -> list[Input]:
        """The inputs behind some paths.

        Args:
            paths: files and folders of the call.
            exclude: globs beside those of the configuration.
            find: makes inputs of paths; anything but `discover` may pass files over.

        Raises `UsageError` for a path that does not exist.
        """
        config = self.config
        scope = Scope(config.root, (*config.exclude, *exclude), config.untrusted_below)
        found = find(paths, scope)
        folders = [path for path in paths if os.path.isdir(path)] if find is discover else []
        self._walked = [relative(path, self.config.root) for path in folders]
        own = own_files(self.config)
        return [_unless_own(item, own) for item in found] if own else found

    def check(
        self,
        inputs: Sequence[Input],
        progress: Callable[[Outcome], None] = _unheard,
        *,
        jobs: int | None = 1,
        results: ResultCache | None = None,
    ) -> Report:
        """Check inputs; see `outcomes`."""
        outcomes = self.outcomes(inputs, progress, jobs=jobs, results=results)
        try:
            return self.report(outcomes)
        finally:
            outcomes.close()

    def outcomes(
        self,
        inputs: Sequence[Input],
        progress: Callable[[Outcome], None] = _unheard,
        *,
        jobs: int | None = 1,
        results: ResultCache | None = None,
    ) -> Generator[Outcome]:
        """What comes of each input, in their order.

        Args:
            inputs: as `inputs` finds them.
            progress: told of each outcome as soon as there is one, in any order.
            jobs: processes to share the work; 1 does it here. None: as many as are worth it.
            results: what earlier runs found, and what this one finds for later ones.
        """
        known = results.known(inputs) if results is not None else {}
        for outcome in known.values():
            progress(outcome)
        unknown = [item for number, item in enumerate(inputs) if number not in known]
        judged = self._judged(unknown, progress, jobs)
        try:
            for number, item in enumerate(inputs):
                if number in known:
                    yield known[number]
                    continue
                outcome = next(judged)
                if results is not None:
                    results.learn(item, outcome)
                yield outcome
        finally:
            judged.close()
        if results is not None:
            results.save()

    def _judged(
        self, inputs: Sequence[Input], progress: Callable[[Outcome], None], jobs: int | None
    ) -> Generator[Outcome]:
        if len(inputs) > 1 and jobs != 1:
            from postguard.cores import processes

            number = processes(len(inputs), jobs)
            if number > 1:
                from postguard import workers

                yield from workers.outcomes(self.checker, inputs, number, progress)
                return
        for item in inputs:
            outcome = self.checker.check_input(item)
            progress(outcome)
            yield outcome

    def results(self, folder: str) -> ResultCache | None:
        """What earlier runs of this project found, kept in a folder; None if it may not be used."""
        from postguard import result_cache

        if self._shows_drafts or result_cache.why_not(folder, self.config, self.engine.rulebook):
            return None
        return result_cache.opened(
            folder,
            self.engine,
            self.config,
            self._dispositions,
            honour_ignores=self._honour_ignores,
        )

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
        gathered.findings += [
            item._replace(message=self.checker.shown(item.message))
            for item in self._dispositions.complaints(gathered.waivers, looked)
        ]
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
            statistics={
                **{f"{TERMS_IN}{path}": entries for path, entries in loaded.items()},
                **{f"{ELSEWHERE}{severity}": n for severity, n in gathered.elsewhere.items()},
            },
        )


def _unless_own(item: Input, own: Mapping[str, str]) -> Input:
    """The input, skipped if it is no draft: what steers postguard quotes what it looks for."""
    path = os.path.abspath(item.path)
    for place, what in own.items():
        if path == place or path.startswith(place + os.sep):
            return item._replace(skipped=what)
    return item
