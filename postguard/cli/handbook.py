"""``postguard handbook``: the rules in force, as a book to share."""

import os
from enum import StrEnum
from typing import Annotated

import typer

from postguard.cli.common import setting
from postguard.cli.environment import current
from postguard.cli.rules import status
from postguard.cli.writing import replace_file
from postguard.handbook import as_html, as_markdown
from postguard.handbook import handbook as make
from postguard.rulebook.files import built_in_folder, read_abouts
from postguard.rulebook.library import rule_files


class Form(StrEnum):
    """What the handbook is written as."""

    HTML = "html"
    MARKDOWN = "markdown"


def handbook(
    output_file: Annotated[
        str | None, typer.Option("--output-file", "-o", help="Default: standard output.")
    ] = None,
    output_format: Annotated[Form, typer.Option(help="html or markdown.")] = Form.HTML,
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
) -> None:
    """Write the handbook of the rules in force, to share with everybody who posts."""
    place = setting(current(), config)
    folders = [os.path.join(place.config.root, path) for path in place.config.rule_paths]
    abouts = {}
    for folder in (built_in_folder(), *folders):
        abouts.update(read_abouts(folder))
    rules = [rule for rule in place.selected.rulebook.rules if not status(rule, place)]
    book = make(rules, rule_files(folders), abouts)
    text = as_html(book) if output_format is Form.HTML else as_markdown(book)
    if output_file is None:
        typer.echo(text, nl=False)
    else:
        replace_file(output_file, text)
        typer.echo(f"wrote {output_file}: {len(rules)} rules in {len(book.chapters)} chapters")
