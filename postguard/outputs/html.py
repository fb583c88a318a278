"""The report as one self-contained page, for people who do not use a terminal.

It holds no script at all: the filters are check boxes that a style sheet reads. The page's
own policy allows that style sheet and nothing else, so markup in a draft stays text even if
an encoder were wrong.
"""

from collections.abc import Iterator
from typing import TextIO

from postguard.finding import Disposition, Finding, InputResult, Report, Severity, Status
from postguard.outputs import html_chart, html_draft
from postguard.outputs.encode import html_attribute, html_text, link_target, visible
from postguard.outputs.interface import Style
from postguard.outputs.summary import (
    Summary,
    elsewhere,
    fix_flag,
    not_checked,
    pack,
    plural,
    shown,
    skipped_by_reason,
    summarise,
)
from postguard.outputs.text_summary import verdict


def write(report: Report, sink: TextIO, style: Style) -> None:
    """Write the report as HTML. Raises `OSError` if the sink does."""
    sink.writelines(_page(report, style))
    sink.flush()


def _page(report: Report, style: Style) -> Iterator[str]:
    summary = summarise(report)
    findings = shown(report, style.show)
    packs = {name: index for index, name in enumerate(sorted({pack(f.rule) for f in findings}))}
    sheet = _style_sheet(packs)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(sheet)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>postguard: {html_text(verdict(summary))}</title>\n"
        f"<style>{sheet}</style>\n</head>\n<body>\n"
    )
    yield f"<header>\n<h1>{html_text(verdict(summary))}</h1>\n{_facts(report, summary, style)}"
    yield "</header>\n"
    yield from _incomplete(report)
    if findings:
        yield '<section class="panel overview">\n'
        yield html_chart.by_pack(findings)
        yield from _filters(findings, packs)
        yield "</section>\n"
    yield "<main>\n"
    yield from _drafts(report, style, packs)
    yield "</main>\n"
    yield from _suppressed(report, style)
    yield from _rest(report)
    yield from _footer(report, style)
    yield "</body>\n</html>\n"


def _style_sheet(packs: dict[str, int]) -> str:
    from importlib.resources import files

    rules = [files(__package__).joinpath("page.css").read_text("utf-8")]
    names = [*(each.value for each in Severity), *(f"pack-{index}" for index in packs.values())]
    for name in names:
        off = f"body:has(#show-{name}:not(:checked))"
        rules.append(f"{off} li.{name} {{ display: none; }}\n")
        rules.append(f"{off} mark.{name} {{ background: none; border-color: transparent; }}\n")
    return "".join(rules)


def _policy(sheet: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _facts(report: Report, summary: Summary, style: Style) -> str:
    fates = ", ".join(f"{summary.inputs[each]:,} {each.value}" for each in Status)
    facts = [f"{plural(summary.inputs_total, 'input')}: {fates}."]
    if summary.truncated:
        facts.append(
            f"{plural(summary.total, 'finding')} in all; {summary.truncated:,} beyond the cap "
            "are only counted."
        )
    hidden = sum(each.disposition not in style.show for each in report.findings)
    if hidden:
        facts.append(f"{plural(hidden, 'finding')} ignored, waived or in the baseline: see below.")
    facts += filter(None, [elsewhere(summary)])
    return "".join(f'<p class="soft">{html_text(each)}</p>\n' for each in facts)


def _incomplete(report: Report) -> Iterator[str]:
    if not report.incomplete:
        return
    yield '<section class="panel incomplete">\n<h2>Incomplete</h2>\n'
    yield "<p>This was not checked, or not in full.</p>\n<ul>\n"
    for each in not_checked(report):
        stage, reason = html_text(each.stage), html_text(each.reason)
        yield f"<li>{stage}: {_path(each.place)}: {reason}</li>\n"
    yield "</ul>\n</section>\n"


def _filters(findings: list[Finding], packs: dict[str, int]) -> Iterator[str]:
    yield '<form class="filters">\n<fieldset>\n<legend>Severity</legend>\n'
    for severity in Severity:
        count = sum(each.severity is severity for each in findings)
        yield _check_box(severity.value, severity.value, count)
    yield "</fieldset>\n<fieldset>\n<legend>Pack</legend>\n"
    for name, index in packs.items():
        yield _check_box(f"pack-{index}", name, sum(pack(each.rule) == name for each in findings))
    yield "</fieldset>\n</form>\n"


def _check_box(name: str, label: str, count: int) -> str:
    return (
        f'<label><input type="checkbox" id="show-{name}" checked autocomplete="off"> '
        f'{html_text(label)} <span class="soft">{count:,}</span></label>\n'
    )


def _drafts(report: Report, style: Style, packs: dict[str, int]) -> Iterator[str]:
    grouped: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(report.findings):
        if finding.disposition in style.show:
            grouped.setdefault(finding.uri, []).append((number, finding))
    inputs = {item.uri: item for item in report.inputs}
    for uri, numbered in grouped.items():
        item = inputs.get(uri)
        draft = item if item is not None and item.text is not None else None
        yield f"<article>\n<h2>{_path(uri)}</h2>\n"
        if draft is not None:
            yield '<div class="columns">\n'
            yield from html_draft.text(draft, dict(numbered), packs)
        yield '<ol class="findings">\n'
        for number, finding in numbered:
            yield from _finding(number, finding, packs, draft)
        yield "</ol>\n"
        yield "</div>\n</article>\n" if draft is not None else "</article>\n"


def _finding(
    number: int, finding: Finding, packs: dict[str, int], draft: InputResult | None
) -> Iterator[str]:
    names = html_draft.classes(finding, packs)
    place = f"{finding.start.line}:{finding.start.column}"
    if draft is not None:
        place = f'<a href="#mark-{number}">{place}</a>'
    post = f" {html_text(finding.post)}" if finding.post else ""
    yield f'<li class="{names}" id="finding-{number}">\n'
    yield (
        f'<p class="soft">{place}{post} <span class="severity">{finding.severity.value}</span> '
        f"<code>{html_text(finding.rule)}</code></p>\n"
    )
    yield f'<p class="message">{html_text(finding.message)}</p>\n'
    if draft is None and finding.excerpt is not None:
        yield html_draft.excerpt(finding.excerpt, names)
    yield from _paragraph("What to do", finding.remedy)
    if finding.fix is not None:
        offered = finding.fix.description or f"Replace with “{finding.fix.replacement}”"
        yield from _paragraph("Fix", f"{offered} ({fix_flag(finding.fix)})")
    yield from _paragraph("Why", finding.why)
    for related in finding.related:
        yield from _paragraph("See", related.message)
    yield from _paragraph("Ask", finding.owner)
    if finding.disposition is not Disposition.OPEN:
        yield from _paragraph(finding.disposition.value.capitalize(), finding.reason)
    if finding.cite:
        cited = "; ".join(_cited(each.name, each.url) for each in finding.cite)
        yield f'<p class="soft">{cited}</p>\n'
    yield "</li>\n"


def _paragraph(label: str, text: str) -> Iterator[str]:
    if text:
        yield f'<p><span class="label">{label}:</span> {html_text(text)}</p>\n'


def _cited(name: str, url: str | None) -> str:
    if url is None or not url.startswith(("https://", "http://")):
        return html_text(name)
    return f'<a href="{html_attribute(link_target(url))}" rel="noreferrer">{html_text(name)}</a>'


def _suppressed(report: Report, style: Style) -> Iterator[str]:
    rows = [each for each in report.findings if each.disposition not in style.show]
    if not rows:
        return
    yield '<section class="panel">\n<h2>Not counted</h2>\n<table>\n'
    yield "<tr><th>As</th><th>Where</th><th>Rule</th><th>Reason</th></tr>\n"
    for each in rows:
        place = f"{_path(each.uri)} {each.start.line}:{each.start.column}"
        yield (
            f"<tr><td>{each.disposition.value}</td><td>{place}</td>"
            f"<td><code>{html_text(each.rule)}</code></td><td>{html_text(each.reason)}</td></tr>\n"
        )
    yield "</table>\n</section>\n"


def _rest(report: Report) -> Iterator[str]:
    items = [
        f"{html_text(each.rule)} was not run: {html_text(each.reason)}" for each in report.not_run
    ]
    for reason, uris in skipped_by_reason(report).items():
        named = _path(uris[0]) if len(uris) == 1 else plural(len(uris), "input")
        items.append(f"{named} skipped: {html_text(reason)}")
    for item in report.inputs:
        items += [f"{_path(item.uri)}: {html_text(note)}" for note in item.notes]
    if items:
        listed = "".join(f"<li>{each}</li>\n" for each in items)
        yield f'<section class="panel">\n<h2>Remarks</h2>\n<ul>\n{listed}</ul>\n</section>\n'


def _footer(report: Report, style: Style) -> Iterator[str]:
    from postguard import __version__

    version = html_text(style.tool_version or __version__)
    digest = html_text(report.rulebook_digest)
    yield f"<footer>postguard {version} · rulebook <code>{digest}</code></footer>\n"


def _path(uri: str) -> str:
    return f"<bdi>{html_text(visible(uri))}</bdi>"
