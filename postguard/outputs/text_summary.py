"""The closing lines of the text report: what was found, and what was not looked at."""

from collections.abc import Iterator

from postguard.finding import Disposition, Finding, Report, Severity, Status
from postguard.outcome import TERMS_IN
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line, terminal
from postguard.outputs.interface import Style
from postguard.outputs.summary import (
    Summary,
    elsewhere,
    listing,
    not_checked,
    plural,
    shown,
    skipped_by_reason,
    summarise,
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
        lines += _terms(report)
        lines += _not_run(report)
    lines += _incomplete(report, paint)
    return "".join(f"{each}\n" for each in lines)


def verdict(summary: Summary) -> str:
    """What was found, in one sentence."""
    if summary.open_total:
        counts = [plural(summary.open[each], each.value) for each in Severity if summary.open[each]]
        return f"Found {listing(counts)}."
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
            f"{plural(summary.total, 'finding')} in all; "
            f"{summary.truncated:,} beyond the cap are only counted."
        )
    hidden = [
        f"{summary.dispositions[each]:,} {_DISPOSITIONS[each]}"
        for each in Disposition
        if summary.dispositions[each] and each not in style.show
    ]
    if hidden:
        yield f"Not listed: {listing(hidden)}."
    if said := elsewhere(summary):
        yield said
    if Disposition.WAIVED not in style.show:
        yield from _waived(report)
    yield from _fixable(shown(report, frozenset({Disposition.OPEN})))


def _waived(report: Report) -> Iterator[str]:
    """What was let pass by somebody's word, so that it is seen in every run."""
    yield from _capped(
        [
            f"  waived   {terminal(each.uri)}:{each.start.line}:{each.start.column} "
            f"{line(each.rule)}: {line(each.reason)}"
            for each in report.findings
            if each.disposition is Disposition.WAIVED
        ]
    )


def _fixable(findings: list[Finding]) -> Iterator[str]:
    safe = sum(each.fix is not None and each.fix.safe for each in findings)
    unsafe = sum(each.fix is not None and not each.fix.safe for each in findings)
    offers = [
        f"{count:,} with {flag}"
        for count, flag in ((safe, "--fix"), (unsafe, "--unsafe-fixes"))
        if count
    ]
    if offers:
        yield f"Fixable: {listing(offers)}."


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
    yield from _skipped(report)
    for item in report.inputs:
        for note in item.notes:
            yield f"  note     {terminal(item.uri)}: {line(note)}"


def _terms(report: Report) -> Iterator[str]:
    for name, entries in report.statistics.items():
        if name.startswith(TERMS_IN):
            count = f"{int(entries):,} {'entry' if entries == 1 else 'entries'}"
            yield f"  terms    {terminal(name.removeprefix(TERMS_IN))}: {count}"


def _skipped(report: Report) -> Iterator[str]:
    for reason, uris in skipped_by_reason(report).items():
        named = terminal(uris[0]) if len(uris) == 1 else plural(len(uris), "input")
        yield f"  skipped  {named}: {line(reason)}"


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
            f"  {line(each.stage):<7}  {terminal(each.place)}: {line(each.reason)}"
            for each in not_checked(report)
        ]
    )


def _capped(rows: list[str]) -> list[str]:
    if len(rows) <= _MOST_ROWS:
        return rows
    return [*rows[:_MOST_ROWS], f"  … and {len(rows) - _MOST_ROWS:,} more"]
