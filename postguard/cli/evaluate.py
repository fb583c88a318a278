"""``postguard eval``: how well the rules tell an organisation's own posts apart."""

import math
from collections.abc import Iterator
from typing import Annotated

import typer

from postguard.cli.common import setting
from postguard.cli.environment import current
from postguard.engine import Engine
from postguard.errors import UsageError
from postguard.evaluation import Evaluation, Interval, Judged, Row, Score, evaluate, parse_rows
from postguard.finding import Severity
from postguard.outputs.encode import visible

_WIDTH = 160


def evaluation(
    files: Annotated[
        list[str],
        typer.Argument(help="JSON Lines: {text, should_flag, category?, context?} a row."),
    ],
    level: Annotated[
        str, typer.Option(help="The mildest severity that counts as flagged.")
    ] = "warning",
    errors: Annotated[int, typer.Option(help="How many wrong rows of each kind to print.")] = 10,
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
    output_format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> int:
    """Score the rules in force on labelled posts: precision, recall, F1, false alarms."""
    if level not in ("error", "warning", "note"):
        raise typer.BadParameter("error, warning or note", param_hint="'--level'")
    if output_format not in ("text", "json"):
        raise typer.BadParameter("text or json", param_hint="'--output-format'")
    place = setting(current(), config)
    engine = Engine(place.selected.rulebook, place.config.profile, language=place.language)
    rows = [row for path in files for row in _rows(path)]
    result = evaluate(rows, engine, Severity(level))
    if output_format == "json":
        import json

        typer.echo(json.dumps(_as_data(result, errors), indent=2, allow_nan=False))
    else:
        for line in _lines(result, errors):
            typer.echo(line)
    return 3 if result.failures else 0


def _rows(path: str) -> list[Row]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}") from None
    return parse_rows(text, path)


def _lines(result: Evaluation, errors: int) -> Iterator[str]:
    yield from _table("set", result.sets)
    if len(result.categories) > 1:
        yield ""
        yield from _table("category", result.categories)
    yield ""
    yield "rule                                      right  wrong  precision"
    for rule in result.rules:
        yield f"{rule.rule:40}  {rule.right:5}  {rule.wrong:5}  {_percent(rule.precision)}"
    for heading, items in (("False alarms", result.false_alarms), ("Misses", result.misses)):
        if items:
            yield ""
            yield f"{heading}: {len(items)}" + (f", the first {errors}" * (len(items) > errors))
            for item in items[:errors]:
                yield f"  {visible(_described(item))}"
    for failure in result.failures:
        yield f"not judged in full: {visible(failure.uri)}: {failure.reason}"


def _described(item: Judged) -> str:
    text = item.shown()
    shown = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    rules = ", ".join(sorted({finding.rule for finding in item.findings}))
    return f"{item.row.id}: {shown}" + (f"  [{rules}]" if rules else "")


def _table(name: str, scores: tuple[Score, ...]) -> Iterator[str]:
    width = max(len(name), *(len(score.name) for score in scores))
    yield (
        f"{name:{width}}   rows  precision         recall            F1                "
        "false alarms/1,000"
    )
    for score in scores:
        rows = sum(score[1:])
        alarms = "-" if math.isnan(score.false_alarms) else f"{score.false_alarms:.1f}"
        yield (
            f"{score.name:{width}}  {rows:5}  {_percent(score.precision):16}  "
            f"{_percent(score.recall):16}  {_percent(score.f1):16}  {alarms}"
        )


def _percent(interval: Interval) -> str:
    if math.isnan(interval.value):
        return "-"
    return f"{interval.value:.3f} {interval.low:.2f}–{interval.high:.2f}"


def _as_data(result: Evaluation, errors: int) -> dict[str, object]:
    return {
        "version": 1,
        "sets": [_score_data(score) for score in result.sets],
        "categories": [_score_data(score) for score in result.categories],
        "rules": [
            {
                "rule": rule.rule,
                "right": rule.right,
                "wrong": rule.wrong,
                "precision": _interval_data(rule.precision),
            }
            for rule in result.rules
        ],
        "false_alarms": [_error_data(item) for item in result.false_alarms[:errors]],
        "misses": [_error_data(item) for item in result.misses[:errors]],
        "failures": [{"row": item.uri, "reason": item.reason} for item in result.failures],
    }


def _score_data(score: Score) -> dict[str, object]:
    alarms = score.false_alarms
    return {
        "name": score.name,
        "true_positives": score.true_positives,
        "false_positives": score.false_positives,
        "false_negatives": score.false_negatives,
        "true_negatives": score.true_negatives,
        "precision": _interval_data(score.precision),
        "recall": _interval_data(score.recall),
        "f1": _interval_data(score.f1),
        "false_alarms_per_1000": None if math.isnan(alarms) else alarms,
    }


def _interval_data(interval: Interval) -> dict[str, float] | None:
    return None if math.isnan(interval.value) else interval._asdict()


def _error_data(item: Judged) -> dict[str, object]:
    return {
        "id": item.row.id,
        "text": item.shown(),
        "rules": sorted({finding.rule for finding in item.findings}),
    }
