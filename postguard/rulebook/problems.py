"""What is wrong with a rule file, said with its place: file, line, column and key."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postguard.errors import RulebookError
from postguard.rulebook.files import RuleFile
from postguard.rulebook.phrase import PhraseError
from postguard.tree import Node

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_SHOWN_ERRORS = 5


class WordingErrors:
    """Turns an error about wording, raised inside, into one that names its place.

    Of several files, the first that holds the wording is named, or else the first.
    """

    def __init__(self, *places: tuple[RuleFile, Node]) -> None:
        self._places = places

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, PhraseError):
            raise self._error(str(error), error.phrase) from None

    def _error(self, problem: str, wording: str) -> RulebookError:
        for file, node in self._places:
            for path, place in _having(node, wording):
                return _at(problem, file, path, place)
        file, node = self._places[0]
        return _at(problem, file, (), node)


Path = tuple[str | int, ...]


def _having(node: Node, wording: str, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """The scalars that are this wording, with their paths."""
    if wording and node.value == wording:
        yield path, node
    for key, child in (node.fields or {}).items():
        yield from _having(child, wording, (*path, key))
    for number, child in enumerate(node.items):
        yield from _having(child, wording, (*path, number))


def _at(
    problem: str, file: RuleFile, path: Path, place: Node, remedy: str | None = None
) -> RulebookError:
    return RulebookError(
        problem,
        path=file.path,
        line=place.line or 1,
        column=place.column or 1,
        key=".".join(map(str, path)) or None,
        remedy=remedy,
    )


def explained(error: "ValidationError", file: RuleFile, node: Node) -> RulebookError:
    """The validation errors of a file as one, the first in the file leading."""
    problems = list(_telling(error.errors(include_url=False, include_input=False)))
    located = sorted(
        (_located(problem, node) for problem in problems),
        key=lambda item: (item[2].line, item[2].column),
    )
    message, path, place = located[0]
    rest = [
        f"{place.line}:{place.column} [{'.'.join(map(str, path))}] {text}"
        for text, path, place in located[1:_SHOWN_ERRORS]
    ]
    if len(located) > _SHOWN_ERRORS:
        rest.append(f"and {len(located) - _SHOWN_ERRORS} more")
    return _at(message, file, path, place, "\n  ".join(rest) or None)


def _telling(problems: "list[ErrorDetails]") -> "Iterator[ErrorDetails]":
    """The errors, but for a list found too short because its entries are wrong."""
    paths = [problem["loc"] for problem in problems]
    for problem in problems:
        path = problem["loc"]
        if problem["type"] == "too_short" and any(
            len(other) > len(path) and other[: len(path)] == path for other in paths
        ):
            continue
        yield problem


def _located(problem: "ErrorDetails", node: Node) -> tuple[str, Path, Node]:
    """An error's message, key and place."""
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    steps = problem["loc"][1:] if problem["loc"][:1] == (kind,) else problem["loc"]
    path = tuple(step.rstrip("_") if isinstance(step, str) else step for step in steps)
    if problem["type"] == "extra_forbidden" and isinstance(path[-1], str):
        key = node.at(*path[:-1]).keys.get(path[-1], node.at(*path))
        return f"unknown key{_suggestion(path[-1])}", path, key
    if problem["type"] in ("union_tag_invalid", "union_tag_not_found"):
        kinds = problem["ctx"].get("expected_tags") if "ctx" in problem else None
        said = f"unknown kind {kind!r}; known: {kinds}" if kinds else "a rule needs a kind"
        return said, ("kind",), node.at("kind")
    if not path and problem["type"] in ("model_type", "model_attributes_type"):
        return "expected a table of keys and values", path, node
    return problem["msg"].removeprefix("Value error, "), path, node.at(*path)


def _suggestion(key: str) -> str:
    from difflib import get_close_matches

    from postguard.rulebook import models

    known: set[str] = set()
    for model in vars(models).values():
        if isinstance(model, type) and issubclass(model, models.Model):
            known |= {field.alias or name for name, field in model.model_fields.items()}
    near = get_close_matches(re.sub(r"[\s_]", "_", key.lower()), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
