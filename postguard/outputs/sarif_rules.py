"""Rules as SARIF reporting descriptors, within the limits of GitHub code scanning."""

from postguard.finding import Report, RuleInfo, Severity
from postguard.outputs import encode
from postguard.outputs.interface import Style
from postguard.outputs.summary import pack

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
"""SARIF's level of a severity."""

_MOST_CHARACTERS = 1024
_MOST_TAGS = 20
_PROBLEM = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "recommendation",
}
# GitHub reads 7.0 to 8.9 as high, 4.0 to 6.9 as medium and less as low.
_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.NOTE: "2.0"}
_LEAKS = frozenset({"leakage", "identity"})


def rules_in(report: Report) -> list[RuleInfo]:
    """The rules in force and, for findings of other rules, what the finding tells of its own."""
    rules = dict(report.rules)
    for finding in report.findings:
        if finding.rule not in rules:
            rules[finding.rule] = RuleInfo(
                finding.rule,
                finding.severity,
                finding.confidence,
                finding.title,
                finding.why,
                finding.remedy,
                finding.cite,
                (pack(finding.rule),),
                finding.sensitive,
            )
    return [rules[each] for each in sorted(rules)]


def descriptor(rule: RuleInfo, style: Style) -> dict[str, object]:
    """One rule as GitHub shows it beside its alerts."""
    leak = rule.sensitive or not _LEAKS.isdisjoint(rule.tags)
    tags = dict.fromkeys(["security", *rule.tags] if leak else rule.tags)
    properties: dict[str, object] = {
        "tags": list(tags)[:_MOST_TAGS],
        "precision": rule.confidence.value,
        "problem.severity": _PROBLEM[rule.severity],
    }
    if leak:
        properties["security-severity"] = _SECURITY[rule.severity]
    described: dict[str, object] = {
        "id": rule.id,
        "shortDescription": {"text": _limited(rule.title or rule.id)},
        "fullDescription": {"text": _limited(rule.why or rule.title or rule.id)},
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": properties,
    }
    if style.rule_uri:
        described["helpUri"] = style.rule_uri + rule.id
    return described


def _limited(text: str) -> str:
    said = encode.sarif_message(encode.line(text))
    return said if len(said) <= _MOST_CHARACTERS else f"{said[: _MOST_CHARACTERS - 1]}…"


def _help_text(rule: RuleInfo) -> str:
    parts = [encode.line(rule.why), encode.line(rule.remedy)]
    parts += [f"{each.name} {each.url or ''}".strip() for each in rule.cite]
    return "\n".join(encode.sarif_message(part) for part in parts if part) or rule.id


def _help_markdown(rule: RuleInfo) -> str:
    parts = [encode.markdown(rule.why)]
    if rule.remedy:
        parts.append(f"**What to do:** {encode.markdown(rule.remedy)}")
    if rule.cite:
        parts.append("\n".join(f"- {_cited(each.name, each.url)}" for each in rule.cite))
    return "\n\n".join(part for part in parts if part) or encode.markdown(rule.id)


def _cited(name: str, url: str | None) -> str:
    if url is None or not url.startswith(("https://", "http://")):
        return encode.markdown(name)
    return f"[{encode.markdown(name)}](<{encode.link_target(url)}>)"
