"""``postguard rules``: what is checked, and what is not and why."""

from typing import Annotated

import typer

from postguard.cli.common import Setting, setting
from postguard.cli.environment import current
from postguard.compiled import Rule
from postguard.engine import applies


def rules(
    pack: Annotated[list[str] | None, typer.Option(help="Only these packs. Repeatable.")] = None,
    severity: Annotated[
        list[str] | None, typer.Option(help="Only these severities. Repeatable.")
    ] = None,
    in_force: Annotated[
        bool,
        typer.Option("--in-force", help="Only rules that run under the configured profile."),
    ] = False,
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
    output_format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> None:
    """List the rules, with what keeps any of them from running."""
    if output_format not in ("text", "json"):
        raise typer.BadParameter("text or json", param_hint="'--output-format'")
    place = setting(current(), config)
    listed = [
        (rule, status(rule, place))
        for rule in place.book.rules
        if (not pack or rule.pack in pack) and (not severity or rule.severity in severity)
    ]
    if in_force:
        listed = [(rule, why) for rule, why in listed if not why]
    if output_format == "json":
        import json

        rows = [
            {
                "id": rule.id,
                "kind": rule.kind,
                "severity": rule.severity,
                "confidence": rule.confidence,
                "title": rule.title,
                "in_force": not why,
                "status": why or "in force",
            }
            for rule, why in listed
        ]
        typer.echo(json.dumps(rows, indent=2))
        return
    width = max((len(rule.id) for rule, _ in listed), default=0)
    for rule, why in listed:
        note = f"  ({why})" if why else ""
        typer.echo(f"{rule.id:{width}}  {rule.severity:7}  {rule.title}{note}")
    off = sum(bool(why) for _, why in listed)
    typer.echo(f"\n{len(listed)} rules, {len(listed) - off} in force")


def status(rule: Rule, place: Setting) -> str:
    """Why a rule does not run here; empty if it does."""
    for item in place.selected.not_run:
        if item.rule == rule.id:
            return f"not run: {item.reason}"
    running = {item.id for item in place.selected.rulebook.rules}
    if rule.id not in running:
        return "off by default" if not rule.enabled else "not selected"
    if not applies(rule, place.config.profile):
        return f"waits for {conditions(rule)}"
    return ""


def conditions(rule: Rule) -> str:
    """What a rule asks of the profile, in words."""
    parts = []
    for key, wanted in rule.applies.items():
        if key == "brand":
            parts += [f"[brand] {name}" for name in wanted]
        else:
            parts.append(f"{key} {' or '.join(wanted)}")
    return ", ".join(parts)
