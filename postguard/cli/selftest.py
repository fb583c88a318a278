"""``postguard test``: every rule's examples through the real engine, span by span."""

import os
from typing import Annotated

import typer

from postguard.cli.environment import current
from postguard.config import Config, find_config, load_config
from postguard.errors import UsageError
from postguard.language import Language
from postguard.outputs.summary import plural
from postguard.rulebook.files import RuleFile, read_folder
from postguard.rulebook.library import rule_files


def selftest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Rules folders, packs or rule files; default: the built-in rules and the "
            "configured ones.",
            show_default=False,
        ),
    ] = None,
    config: Annotated[str | None, typer.Option(help="The configuration file.")] = None,
) -> int:
    """Test rules against their own examples; fail if one comes out otherwise."""
    from postguard.rulebook.examples import run_examples
    from postguard.rulebook.load import load_files

    environment = current()
    path = config or find_config(environment.folder)
    settings = load_config(path) if path else Config(root=environment.folder)
    folders = [os.path.join(settings.root, folder) for folder in settings.rule_paths]
    files, wanted = _files(paths or [], folders)
    loaded = load_files(files)
    kept = [
        number
        for number, rule in enumerate(loaded.rules)
        if os.path.realpath(rule.file.path) in wanted
    ]
    if not kept:
        raise UsageError("there is no rule at these paths")
    loaded = loaded._replace(
        rules=tuple(loaded.rules[number] for number in kept),
        rulebook=loaded.rulebook._replace(
            rules=tuple(loaded.rulebook.rules[number] for number in kept)
        ),
    )
    tested = run_examples(loaded, Language(settings.pipeline))
    for wrong in tested.wrong:
        typer.echo(f"{wrong.path}:{wrong.line}: {wrong.rule}: {wrong.problem}")
        typer.echo(f"    {wrong.text.strip()}")
    for rule in tested.not_run:
        typer.echo(f"{rule}: not run, the language pipeline lacks what it needs")
    typer.echo(
        f"{plural(tested.rules, 'rule')}, {plural(tested.examples, 'example')}: "
        + (f"{len(tested.wrong)} wrong" if tested.wrong else "all as they should be")
    )
    return 1 if tested.wrong else 0


def _files(paths: list[str], folders: list[str]) -> tuple[list[RuleFile], set[str]]:
    """The files to load, and the real paths of those whose rules are tested."""
    known = rule_files(folders)
    if not paths:
        return known, {os.path.realpath(file.path) for file in known}
    places = {os.path.realpath(file.path) for file in known}
    asked: set[str] = set()
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"{path}: there is no such file or folder")
        for file in _below(path):
            asked.add(os.path.realpath(file.path))
            if os.path.realpath(file.path) not in places:
                known.append(file)
                places.add(os.path.realpath(file.path))
    return known, asked


def _below(path: str) -> list[RuleFile]:
    """The rule files of a rules folder, a pack or one file."""
    real = os.path.abspath(path)
    if os.path.isfile(real):
        folder = os.path.dirname(os.path.dirname(real))
        return [file for file in read_folder(folder) if os.path.abspath(file.path) == real]
    if any(name.endswith((".yaml", ".yml")) for name in os.listdir(real)):
        folder = os.path.dirname(real)
        pack = os.path.basename(real)
        return [file for file in read_folder(folder) if file.pack == pack]
    return list(read_folder(real))
