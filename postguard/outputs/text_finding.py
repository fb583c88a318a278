"""One finding of the text report: the line it stands in, with the span underlined."""

from collections.abc import Iterator

from postguard.finding import Disposition, Excerpt, Finding
from postguard.outputs.ansi import Paint
from postguard.outputs.encode import line, terminal
from postguard.outputs.interface import Style
from postguard.outputs.layout import columns, head, window, wrap
from postguard.outputs.summary import fix_flag

_INDENT = "    "
# More of a very long line than any terminal shows is not looked at.
_REACH = 2000


def render(finding: Finding, style: Style, paint: Paint) -> str:
    """The finding in lines: place and rule, message, excerpt, and what to do."""
    return "".join(f"{each}\n" for each in _lines(finding, style, paint))


def _lines(finding: Finding, style: Style, paint: Paint) -> Iterator[str]:
    place = f"{finding.start.line}:{finding.start.column}"
    severity = paint.severity(finding.severity, finding.severity.value)
    yield f"  {paint.strong(place)} {severity} {paint.strong(line(finding.rule))}{_aside(finding)}"
    for each in wrap(line(finding.message), style.width - len(_INDENT)):
        yield _INDENT + each
    if finding.excerpt is not None:
        yield from _excerpt(finding, finding.excerpt, style, paint)
    yield from _labelled("help", finding.remedy, style, paint)
    if finding.fix is not None:
        room = style.width // 2
        replacement = head(terminal(finding.fix.replacement[:_REACH]), room)
        what = f"replace with “{replacement}”" if replacement else "delete this"
        described = finding.fix.description or what
        yield from _labelled("fix", f"{described} ({fix_flag(finding.fix)})", style, paint)
    for related in finding.related:
        yield from _labelled("see", related.message, style, paint)
    if finding.owner:
        yield from _labelled("ask", finding.owner, style, paint)


def _aside(finding: Finding) -> str:
    """What the run made of a finding that is listed and yet does not count."""
    if finding.disposition is Disposition.OPEN:
        return ""
    reason = f": {line(finding.reason)}" if finding.reason else ""
    return f" ({finding.disposition.value}{reason})"


def _labelled(label: str, text: str, style: Style, paint: Paint) -> Iterator[str]:
    start = f"{_INDENT}{label}: "
    for index, each in enumerate(wrap(line(text), style.width - len(start))):
        yield (f"{_INDENT}{paint.help(f'{label}:')} " if index == 0 else " " * len(start)) + each


def _excerpt(finding: Finding, excerpt: Excerpt, style: Style, paint: Paint) -> Iterator[str]:
    number = str(excerpt.line)
    gutter = _INDENT + " " * len(number) + " "
    before, mark, after = _parts(excerpt)
    before, mark, after = window(before, mark, after, style.width - len(gutter) - 2)
    bar = paint.faint("|")
    under = paint.severity(finding.severity, "^" * max(columns(mark), 1))
    marked = paint.severity(finding.severity, mark)
    yield f"{gutter}{bar}"
    yield f"{_INDENT}{paint.faint(number)} {bar} {before}{marked}{after}".rstrip(" ")
    yield f"{gutter}{bar} {' ' * columns(before)}{under}"


def _parts(excerpt: Excerpt) -> tuple[str, str, str]:
    text, (start, end) = excerpt.text, excerpt.mark
    # A byte-order mark opens the file; it is not part of what the author wrote.
    first = 1 if excerpt.line == 1 and text.startswith("\ufeff") and start > 0 else 0
    before = terminal(text[max(start - _REACH, first) : start])
    return (
        before,
        terminal(text[start : min(end, start + _REACH)]),
        terminal(text[end : end + _REACH]),
    )
