"""How well a rulebook tells posts that should be stopped from posts that should pass.

Given rows labelled by people, each is judged like any post and counted. Proportions come
with 95 % intervals: Wilson's for precision and recall, and for F1 the percentiles of
resampled counts (fixed seed, so that the same rows give the same figures).
"""

import math
import random
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postguard.document import Document
from postguard.engine import Engine
from postguard.errors import LocatedError
from postguard.finding import Failure, Finding, Severity
from postguard.readers import decode, read
from postguard.redaction import redact
from postguard.span import Span

_Z = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""
_RESAMPLES = 1000
_SEED = 20_240_229


class RowError(LocatedError):
    """A labelled row that is not one. Nothing was evaluated."""


class Row(NamedTuple):
    """One labelled post."""

    id: str
    text: str
    should_flag: bool
    set: str
    category: str
    context: dict[str, object]
    """Meta fields of the post: platform, sector, jurisdiction, account…"""


class Judged(NamedTuple):
    """A row and what the engine found in it at or above the level."""

    row: Row
    findings: tuple[Finding, ...]

    @property
    def is_error(self) -> bool:
        """Whether the verdict is not the label."""
        return bool(self.findings) != self.row.should_flag

    def shown(self) -> str:
        """The row's text on one line, what is sensitive in it masked."""
        sensitive = [item.span for item in self.findings if item.sensitive]
        text = redact(self.row.text, Span(0, len(self.row.text)), sensitive).text
        return " ".join(text.split())


class Interval(NamedTuple):
    """An estimate with its 95 % interval. NaN where there is nothing to estimate from."""

    value: float
    low: float
    high: float


class Score(NamedTuple):
    """The counts of a group of rows, and what follows from them."""

    name: str
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> Interval:
        """Of the posts flagged, how many should have been."""
        return wilson(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> Interval:
        """Of the posts that should be flagged, how many were."""
        return wilson(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> Interval:
        """The harmonic mean of precision and recall."""
        return _resampled_f1(self)

    @property
    def false_alarms(self) -> float:
        """Posts flagged wrongly per 1,000 posts that should pass; NaN if none should."""
        clean = self.false_positives + self.true_negatives
        return 1000 * self.false_positives / clean if clean else math.nan


class RuleScore(NamedTuple):
    """One rule's share: rows it flagged that should be, and that should not."""

    rule: str
    right: int
    wrong: int

    @property
    def precision(self) -> Interval:
        """Of the rows the rule flagged, how many should have been."""
        return wilson(self.right, self.right + self.wrong)


class Evaluation(NamedTuple):
    """What came of the rows."""

    sets: tuple[Score, ...]
    categories: tuple[Score, ...]
    rules: tuple[RuleScore, ...]
    false_alarms: tuple[Judged, ...]
    """Gravest first."""
    misses: tuple[Judged, ...]
    """Shortest first: what a short text hides is read soonest."""
    failures: tuple[Failure, ...]


def evaluate(rows: Iterable[Row], engine: Engine, level: Severity) -> Evaluation:
    """Judge the rows; a finding below `level` does not count as flagging."""
    judged: list[Judged] = []
    failures: list[Failure] = []
    for row in rows:
        checked = engine.check(_document(row))
        failures += checked.failures
        found = tuple(item for item in checked.findings if item.severity.rank <= level.rank)
        judged.append(Judged(row, found))
    wrong = [item for item in judged if item.is_error]
    return Evaluation(
        sets=_scores(judged, [item.row.set for item in judged]),
        categories=_scores(judged, [item.row.category for item in judged]),
        rules=_rule_scores(judged),
        false_alarms=tuple(
            sorted(
                (item for item in wrong if item.findings),
                key=lambda item: (min(one.severity.rank for one in item.findings), item.row.id),
            )
        ),
        misses=tuple(
            sorted(
                (item for item in wrong if not item.findings),
                key=lambda item: (len(item.row.text), item.row.id),
            )
        ),
        failures=tuple(failures),
    )


def parse_rows(text: str, path: str) -> list[Row]:
    """The rows of a JSON Lines text.

    Raises `RowError` with line and key for the first row that is not one.
    """
    rows = []
    name = path.replace("\\", "/").rpartition("/")[2].removesuffix(".jsonl")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            rows.append(_row(line, path, number, name))
    if not rows:
        raise RowError("there is no row in this file", path=path)
    return rows


def _row(line: str, path: str, number: int, name: str) -> Row:
    import json

    try:
        value = json.loads(line)
    except ValueError as error:
        raise RowError(f"not JSON: {error}", path=path, line=number) from None
    if not isinstance(value, dict):
        raise RowError("a row must be an object", path=path, line=number)
    expected = {"text": str, "should_flag": bool}
    for key, kind in expected.items():
        if not isinstance(value.get(key), kind):
            words = {str: "text", bool: "true or false"}[kind]
            raise RowError(f"must be {words}", path=path, line=number, key=key)
    context = value.get("context") or {}
    if not isinstance(context, dict):
        raise RowError("must be an object of meta fields", path=path, line=number, key="context")
    return Row(
        id=str(value.get("id", f"{name}:{number}")),
        text=value["text"],
        should_flag=value["should_flag"],
        set=str(value.get("dataset", name)),
        category=str(value.get("category", "")),
        context=context,
    )


def _document(row: Row) -> Document:
    data = row.text.encode("utf-8", "replace")
    document = read(decode(row.id, data, "utf-8"), name="row.txt")
    posts = tuple(post._replace(meta=row.context) for post in document.posts)
    return document._replace(posts=posts)


def _scores(judged: Sequence[Judged], names: Sequence[str]) -> tuple[Score, ...]:
    """A score for each name, in order of name, and one for all if there are several."""
    groups: dict[str, list[Judged]] = {}
    for item, name in zip(judged, names, strict=True):
        groups.setdefault(name or "(none)", []).append(item)
    scores = [_score(name, items) for name, items in sorted(groups.items())]
    return (*scores, _score("all", judged)) if len(scores) > 1 else tuple(scores)


def _score(name: str, items: Sequence[Judged]) -> Score:
    counts = {(label, flagged): 0 for label in (True, False) for flagged in (True, False)}
    for item in items:
        counts[item.row.should_flag, bool(item.findings)] += 1
    return Score(
        name, counts[True, True], counts[False, True], counts[True, False], counts[False, False]
    )


def _rule_scores(judged: Sequence[Judged]) -> tuple[RuleScore, ...]:
    right: dict[str, int] = {}
    wrong: dict[str, int] = {}
    for item in judged:
        counts = right if item.row.should_flag else wrong
        for rule in {finding.rule for finding in item.findings}:
            counts[rule] = counts.get(rule, 0) + 1
    return tuple(
        RuleScore(rule, right.get(rule, 0), wrong.get(rule, 0)) for rule in sorted({*right, *wrong})
    )


def wilson(hits: int, total: int) -> Interval:
    """Wilson's 95 % interval of a proportion."""
    if not total:
        return Interval(math.nan, math.nan, math.nan)
    share = hits / total
    square = _Z * _Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = (
        _Z
        / (1 + square / total)
        * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    )
    return Interval(share, max(0.0, centre - spread), min(1.0, centre + spread))


def _resampled_f1(score: Score) -> Interval:
    relevant = 2 * score.true_positives + score.false_positives + score.false_negatives
    if not relevant:
        return Interval(math.nan, math.nan, math.nan)
    value = 2 * score.true_positives / relevant
    counts = (score.true_positives, score.false_positives + score.false_negatives)
    # Rows that are neither flagged nor should be do not enter F1, so they are not drawn.
    draw = random.Random(_SEED)  # noqa: S311  # statistics, not secrets
    total, share = sum(counts), counts[0] / sum(counts)
    spread = math.sqrt(share * (1 - share) / total)
    samples = []
    for _ in range(_RESAMPLES):
        hits = (
            sum(draw.random() < share for _ in range(total))
            if total <= _RESAMPLES
            else min(max(draw.gauss(share, spread), 0.0), 1.0) * total
        )
        samples.append(2 * hits / (2 * hits + (total - hits)) if total else math.nan)
    samples.sort()
    return Interval(value, samples[int(0.025 * _RESAMPLES)], samples[int(0.975 * _RESAMPLES) - 1])
