"""``postguard explain``: everything about one rule, for the person it just stopped."""

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from postguard.cli.common import rule_named, setting
from postguard.cli.environment import current
from postguard.cli.rules import status
from postguard.compiled import Rule
from postguard.rulebook.library import rule_files

if TYPE_CHECKING:
    from postguard.rulebook.models import Examples

_SECRET = re.compile(r"\$\{secret:([\w.-]+)\}")


def explain(
    rule: Annotated[str, typer.Argument(help="The rule's id, such as finance/guaranteed-return.")],
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
) -> None:
    """Say why a rule exists, what it flags and lets pass, and how to fix or ignore it."""
    place = setting(current(), config)
    found = rule_named(place.book, rule)
    examples = _examples(found, [f"{place.config.root}/{path}" for path in place.config.rule_paths])
    for line in _lines(found, status(found, place), examples):
        typer.echo(line)


def _examples(rule: Rule, folders: list[str]) -> "Examples | None":
    """The rule's examples, out of its own file; a list of confidential terms has none."""
    from postguard.rulebook.models import Examples
    from postguard.safe_yaml import load

    files = (item for item in rule_files(folders) if f"{item.pack}/{item.name}" == rule.id)
    file = next(files, None)
    if file is None:
        return None
    value = load(file.text, file.path).at("examples").value
    return Examples.model_validate(value)


def _lines(rule: Rule, why_not: str, examples: "Examples | None") -> Iterator[str]:
    yield f"{rule.id} — {rule.title}"
    yield f"{rule.severity}, confidence {rule.confidence}" + (f"; {why_not}" if why_not else "")
    yield from _paragraph("Why", rule.why)
    yield from _paragraph("What to do", rule.remedy)
    if rule.cite:
        yield ""
        yield "Provisions"
        for name, url in rule.cite:
            yield f"  {name}" + (f"  {url}" if url else "")
    if examples is not None:
        yield ""
        yield "Flagged (the match in **bold**)"
        yield from _wording([example.text for example in examples.flag])
        yield ""
        yield "Passes"
        yield from _wording([example.text for example in examples.pass_])
    yield ""
    yield "To ignore it once, with a reason, before the block it is in"
    yield f"  <!-- postguard-disable-next-line {rule.id} -- REASON -->"
    yield "To ignore it in some files, in postguard.toml"
    yield f'  [files."drafts/**"]\n  ignore = ["{rule.id}"]'


def _paragraph(heading: str, text: str) -> Iterator[str]:
    yield ""
    yield heading
    yield from textwrap.wrap(
        " ".join(text.split()), 96, initial_indent="  ", subsequent_indent="  "
    )


def _wording(texts: list[str]) -> Iterator[str]:
    """Examples, made-up secrets left as their names."""
    for text in texts:
        shown = _SECRET.sub(lambda found: f"‹{found[1]}›", text)
        first, *rest = shown.rstrip().splitlines() or [""]
        yield f"  - {first}"
        for line in rest:
            yield f"    {line}"
