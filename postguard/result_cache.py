"""Outcomes of earlier runs, for drafts that have not changed under rules that have not.

An outcome depends on a draft's content and path, on the rules and settings in force, on
the day, and on the code that judged; all of that goes into what it is found by, so there
is nothing to expire. Only complete outcomes are kept, and only of runs in which nothing
secret is shown and no confidential list is in use.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from postguard import __version__
from postguard.compiled import Rulebook
from postguard.config import Config
from postguard.detectors.registry import BUILT_IN
from postguard.discovery import Input, read_bytes
from postguard.dispositions import Dispositions
from postguard.engine import Engine
from postguard.errors import ReadError
from postguard.finding import Status
from postguard.language import BLANK
from postguard.outcome import Outcome
from postguard.paths import inside, relative
from postguard.plain import from_plain, to_plain
from postguard.result_store import ResultStore, UntrustedError, check_folder
from postguard.span import Span

if TYPE_CHECKING:
    from hashlib import blake2b

_LONGEST = 256 << 10
"""Bytes of an outcome that is kept."""
_SEPARATE = frozenset({"_compiled", "_rules", "__pycache__"})
"""Folders of the package whose content the rulebook's digest stands for, or that decide nothing."""
_NO_BEARING = frozenset({"path", "root", "exclude", "fail_on", "baseline", "waivers", "origin"})
"""Settings that decide nothing about a single draft, or that are digested by their content."""


class ResultCache:
    """What is known of the drafts of a configuration, and what is learnt of them."""

    def __init__(
        self,
        folder: str,
        engine: Engine,
        config: Config,
        dispositions: Dispositions,
        *,
        honour_ignores: bool = True,
    ) -> None:
        """Raises as `ResultStore` does."""
        self._root = config.root
        self._baseline = _by_path(dispositions)
        lasting = _lasting(engine, config, dispositions, honour_ignores=honour_ignores)
        name = f"{os.path.abspath(config.root)}\0{lasting.hex()}"
        self._store = ResultStore(folder, name, lasting + _today(engine.profile.today))

    def known(self, inputs: Sequence[Input]) -> dict[int, Outcome]:
        """The outcomes of those inputs whose content was judged before, by number."""
        if not self._store:
            return {}
        found = ((number, self._find(item)) for number, item in enumerate(inputs))
        return {number: outcome for number, outcome in found if outcome is not None}

    def learn(self, item: Input, outcome: Outcome) -> None:
        """Keep an outcome, if it is one that may be kept."""
        import json

        if item != Input(item.path) or not outcome.digest or not _is_complete(outcome):
            return
        line = json.dumps(to_plain(outcome), separators=(",", ":")).encode()
        if len(line) <= _LONGEST:
            self._store.put(self._digest(item, outcome.digest), line)

    def save(self) -> None:
        """Write what was learnt, if it can be written."""
        self._store.save()

    def _find(self, item: Input) -> Outcome | None:
        import json
        from hashlib import blake2b

        if item != Input(item.path):
            return None
        try:
            content = blake2b(read_bytes(item.path, self._root), digest_size=32).hexdigest()
            line = self._store.get(self._digest(item, content))
            outcome = from_plain(Outcome, json.loads(line)) if line is not None else None
        except (ReadError, ValueError, RecursionError):
            # The input is judged as though nothing were known, and the reason told then.
            return None
        if outcome is None or not _is_complete(outcome):
            return None
        names = {outcome.result.uri, *(finding.uri for finding in outcome.findings)}
        return outcome if names == {item.path} and outcome.digest == content else None

    def _digest(self, item: Input, content: str) -> bytes:
        place = relative(item.path, self._root)
        known = self._baseline.get(place, ())
        parts = (item.path, place, content, *(part for entry in known for part in entry))
        return self._store.digest(b"draft", (_encoded(part) for part in parts))


def opened(
    folder: str,
    engine: Engine,
    config: Config,
    dispositions: Dispositions,
    *,
    honour_ignores: bool = True,
) -> ResultCache | None:
    """What is kept in a folder; None if it cannot be used."""
    try:
        return ResultCache(folder, engine, config, dispositions, honour_ignores=honour_ignores)
    except (OSError, UntrustedError):
        return None


def why_not(folder: str, config: Config, rulebook: Rulebook) -> str:
    """Why results may not be kept in a folder, in words; empty if they may."""
    if config.untrusted_below is not None:
        return "the drafts are a stranger's"
    if config.terms:
        return "confidential terms are in use"
    for path in (folder, os.path.realpath(folder)):
        if any(inside(path, place) is not None for place in (config.root, os.curdir)):
            return "it lies beside the drafts, where whoever writes them could change it"
    if config.pipeline != BLANK and os.path.exists(config.pipeline):
        return "the language pipeline is a folder, which may change unseen"
    # Rules that come with postguard name its own detectors, and to ask them all takes time.
    for rule in rulebook.rules if config.rule_paths else ():
        if rule.detector and rule.detector not in BUILT_IN:
            return f"the detector of {rule.id} is not postguard's own, and may change unseen"
    try:
        check_folder(folder)
    except FileNotFoundError:
        pass
    except (OSError, UntrustedError) as error:
        return str(error)
    return ""


def _is_complete(outcome: Outcome) -> bool:
    result = outcome.result
    return (
        result.status is Status.CHECKED
        and not result.reason
        and not outcome.failures
        and result.text is None
        and not any(finding.sensitive and finding.match for finding in outcome.findings)
    )


def _by_path(dispositions: Dispositions) -> Mapping[str, list[tuple[str, str]]]:
    """What the baseline knows of each path."""
    result: dict[str, list[tuple[str, str]]] = {}
    for entry in dispositions.baseline.entries if dispositions.baseline is not None else ():
        result.setdefault(entry.path, []).append((entry.rule, entry.fingerprint))
    return result


def _lasting(
    engine: Engine, config: Config, dispositions: Dispositions, *, honour_ignores: bool
) -> bytes:
    """A digest of all an outcome depends on but the draft, its path and the day."""
    from hashlib import blake2b

    digest = blake2b(digest_size=32)
    waivers = dispositions.waivers
    for part in (
        __version__,
        sys.version,
        *_packages(),
        engine.rulebook.digest,
        # The digest is that of all rules; these are in force, as severe as the settings say.
        repr([(rule.id, rule.severity) for rule in engine.rulebook.rules]),
        repr(engine.profile),
        repr([item for item in config._asdict().items() if item[0] not in _NO_BEARING]),
        repr([waiver._replace(span=Span(0, 0)) for waiver in waivers.entries] if waivers else None),
        repr(honour_ignores),
    ):
        _add(digest, _encoded(part))
    for module in _modules(os.path.dirname(__file__)):
        with open(module, "rb") as file:
            _add(digest, file.read())
    return digest.digest()


def _add(digest: "blake2b", data: bytes) -> None:
    digest.update(len(data).to_bytes(8, "big") + data)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _packages() -> Iterable[str]:
    """The names and versions of what is installed: parsers and word lists have a say too."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _modules(folder: str) -> Iterator[str]:
    """The files of the package, in a fixed order: in a checkout they change under one version."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - _SEPARATE)
        for name in sorted(files):
            if name.endswith((".py", ".txt")):
                yield os.path.join(parent, name)


def _today(day: date | None) -> bytes:
    """The day rules may judge by, here and in Greenwich."""
    days = (day,) if day is not None else (date.today(), datetime.now(UTC).date())  # noqa: DTZ011
    return " ".join(each.isoformat() for each in days).encode()
