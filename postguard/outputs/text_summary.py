"""The closing lines of the text report: what was found, and what was not looked at."""

from collections.abc import Iterator

from postguard.finding import Disposition, Finding, InputResult, Report, Severity, Status
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line, terminal
from postguard.outputs.interface import Style
from postguard.outputs.summary import (
    Summary,
    extra_failures,
    plural,
    shown,
    summarise,
    unsound_inputs,
)

_MOST_ROWS = 100
_DISPOSITIONS = {
    Disposition.OPEN: "open",
    Disposition.IGNORED: "ignored",
    Disposition.WAIVED: "waived",
    Disposition.BASELINE: "in the baseline",
}


def render(report: Report, style: Style, paint: Paint) -> str:
    """The closing lines. `style.quiet` leaves only what makes the run incomplete."""
    summary = summarise(report)
    lines: list[str] = []
    if not style.quiet:
        lines += _counts(report, summary, style, paint)
        lines += _inputs(report, summary)
        lines += _not_run(report)
    lines += _incomplete(report, paint)
    return "".join(f"{each}\n" for each in lines)


def verdict(summary: Summary) -> str:
    """What was found, in one sentence."""
    if summary.open_total:
        counts = [plural(summary.open[each], each.value) for each in Severity if summary.open[each]]
        return f"Found {_listing(counts)}."
    if not summary.inputs_total:
        return "Nothing was given to check."
    nothing = "Nothing open" if summary.total else "Nothing found"
    return f"{nothing}." if summary.complete else f"{nothing} in what could be checked."


def _counts(report: Report, summary: Summary, style: Style, paint: Paint) -> Iterator[str]:
    said = verdict(summary)
    worst = next((each for each in Severity if summary.open[each]), None)
    if worst is not None:
        yield paint.severity(worst, said)
    elif summary.complete and summary.inputs_total:
        yield paint.good(said)
    else:
        yield paint.strong(said)
    if summary.truncated:
        yield (
            f"{plural(summary.total, 'finding')} in all; the last "
            f"{summary.truncated:,} are counted but not kept."
        )
    hidden = [
        f"{summary.dispositions[each]:,} {_DISPOSITIONS[each]}"
        for each in Disposition
        if summary.dispositions[each] and each not in style.show
    ]
    if hidden:
        yield f"Not listed: {_listing(hidden)}."
    yield from _fixable(shown(report, frozenset({Disposition.OPEN})))


def _fixable(findings: list[Finding]) -> Iterator[str]:
    safe = sum(each.fix is not None and each.fix.safe for each in findings)
    unsafe = sum(each.fix is not None and not each.fix.safe for each in findings)
    offers = [f"{safe:,} with --fix"] * bool(safe) + [f"{unsafe:,} with --unsafe-fixes"] * bool(
        unsafe
    )
    if offers:
        yield f"Fixable: {_listing(offers)}."


def _inputs(report: Report, summary: Summary) -> Iterator[str]:
    if not summary.inputs_total:
        return
    fates = [
        f"{summary.inputs[each]:,} {each.value}"
        for each in Status
        if summary.inputs[each] or each is Status.CHECKED
    ]
    posts = f" ({plural(summary.posts, 'post')})" if summary.posts else ""
    yield f"{plural(summary.inputs_total, 'input')}{posts}: {', '.join(fates)}."
    yield from _skipped([each for each in report.inputs if each.status is Status.SKIPPED])
    for item in report.inputs:
        for note in item.notes:
            yield f"  note     {terminal(item.uri)}: {line(note)}"


def _skipped(items: list[InputResult]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.reason, []).append(item.uri)
    for reason, uris in reasons.items():
        named = terminal(uris[0]) if len(uris) == 1 else plural(len(uris), "input")
        yield f"  skipped  {named}: {line(reason) or 'no reason given'}"


def _not_run(report: Report) -> Iterator[str]:
    if report.not_run:
        yield f"{plural(len(report.not_run), 'rule')} not run:"
        yield from _capped([f"  {line(each.rule)}: {line(each.reason)}" for each in report.not_run])


def _incomplete(report: Report, paint: Paint) -> Iterator[str]:
    if not report.incomplete:
        return
    yield paint.bad("Incomplete: this was not checked, or not in full.")
    yield from _capped(
        [
            f"  {item.status.value:<7}  {terminal(item.uri)}: "
            f"{line(item.reason) or 'no reason given'}"
            for item in unsound_inputs(report)
        ]
    )
    yield from _capped(
        [
            f"  {line(each.stage):<7}  {terminal(each.uri)}: {line(each.reason)}"
            for each in extra_failures(report)
        ]
    )


def _capped(rows: list[str]) -> list[str]:
    if len(rows) <= _MOST_ROWS:
        return rows
    return [*rows[:_MOST_ROWS], f"  … and {len(rows) - _MOST_ROWS:,} more"]


def _listing(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
