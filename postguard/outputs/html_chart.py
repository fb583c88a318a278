"""Counts per pack as a small bar chart: inline SVG, coloured by the page's style sheet."""

from postguard.finding import Finding, Severity
from postguard.outputs.encode import html_attribute, html_text, line
from postguard.outputs.summary import pack

_MOST_ROWS = 12
_ROW = 24
_LABEL = 110
_BARS = 260
_COUNT = 50


def by_pack(findings: list[Finding]) -> str:
    """One bar a pack, most findings first, each stacked by severity."""
    counts: dict[str, dict[Severity, int]] = {}
    for finding in findings:
        row = counts.setdefault(pack(finding.rule), dict.fromkeys(Severity, 0))
        row[finding.severity] += 1
    rows = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    if len(rows) > _MOST_ROWS:
        rest = rows[_MOST_ROWS - 1 :]
        merged = {each: sum(row[each] for _, row in rest) for each in Severity}
        rows = [*rows[: _MOST_ROWS - 1], (f"{len(rest)} more", merged)]
    most = max(sum(row.values()) for _, row in rows)
    drawn = "".join(_bar(index, name, row, _BARS / most) for index, (name, row) in enumerate(rows))
    width, height = _LABEL + _BARS + _COUNT, _ROW * len(rows)
    described = "; ".join(f"{name} {sum(row.values())}" for name, row in rows)
    return (
        f'<svg role="img" aria-label="Findings per pack: {html_attribute(described)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n{drawn}</svg>\n'
    )


def _bar(index: int, name: str, row: dict[Severity, int], scale: float) -> str:
    top, middle = index * _ROW, index * _ROW + 16
    label = name if len(name) <= 14 else f"{name[:13]}…"
    parts = [
        f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{html_text(line(label))}</text>'
    ]
    left = float(_LABEL)
    for severity, count in row.items():
        if count:
            width = count * scale
            parts.append(
                f'<rect class="{severity.value}" x="{left:.1f}" y="{top + 4}" '
                f'width="{width:.1f}" height="{_ROW - 8}"><title>{count} {severity.value}'
                "</title></rect>"
            )
            left += width
    parts.append(f'<text x="{left + 6:.1f}" y="{middle}">{sum(row.values()):,}</text>')
    return "".join(parts) + "\n"
