"""From rule files to a rulebook, or to an error that says where and what was expected."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from postguard import compiled
from postguard.checks.conditions import LEXICONS as CONDITION_LEXICONS
from postguard.context.people import LEXICONS as PEOPLE_LEXICONS
from postguard.context.stance import BUILT_IN as BUILT_IN_STANCES
from postguard.detectors.loading import known as is_detector
from postguard.errors import RulebookError
from postguard.rulebook.files import CONTEXTS, LEXICONS, RuleFile
from postguard.rulebook.problems import WordingErrors, explained
from postguard.rulebook.tokens import needs
from postguard.safe_yaml import YamlError, load
from postguard.tree import Node

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from postguard.rulebook import models
    from postguard.rulebook.compile import Lexicons


class LoadedRule(NamedTuple):
    """A rule with the file it came from."""

    file: RuleFile
    model: "models.Rule"
    node: Node


class Loaded(NamedTuple):
    """Everything that rule files said, validated."""

    rules: tuple[LoadedRule, ...]
    rulebook: compiled.Rulebook


def load_files(files: Iterable[RuleFile]) -> Loaded:
    """Validate and compile rule files.

    Raises `RulebookError` for the first file that is wrong: a rulebook with a hole in it
    would let posts pass.
    """
    from pydantic import TypeAdapter

    from postguard.rulebook import models
    from postguard.rulebook.compile import Lexicons, compile_context, compile_lexicon

    rule_adapter: TypeAdapter[models.Rule] = TypeAdapter(models.Rule)
    lexicon_adapter = TypeAdapter(models.LexiconFile)
    context_adapter = TypeAdapter(models.ContextFile)
    rules: dict[str, LoadedRule] = {}
    lexicon_files: list[tuple[RuleFile, models.LexiconFile, Node]] = []
    context_files: list[tuple[RuleFile, models.ContextFile, Node]] = []
    for file in files:
        node = _parse(file)
        if file.pack == LEXICONS:
            lexicon = _validate(lexicon_adapter, file, node)
            _same_name(file, node, "lexicon", lexicon.lexicon, file.name)
            lexicon_files.append((file, lexicon, node))
        elif file.pack == CONTEXTS:
            context = _validate(context_adapter, file, node)
            _same_name(file, node, "context", context.context, file.name)
            context_files.append((file, context, node))
        else:
            rule = _validate(rule_adapter, file, node)
            _same_name(file, node, "id", rule.id, f"{file.pack}/{file.name}")
            _refuse_twin(rules.get(rule.id), file, node)
            rules[rule.id] = LoadedRule(file, rule, node)

    lexicons = Lexicons(lexicon for _, lexicon, _ in lexicon_files)
    every_lexicon = [(file, node) for file, _, node in lexicon_files]
    for file, lexicon, node in lexicon_files:
        with WordingErrors((file, node), *every_lexicon):
            lexicons.check(lexicon.lexicon)
    contexts: dict[str, tuple[compiled.Place, ...]] = {}
    for file, context, node in context_files:
        with WordingErrors((file, node)):
            contexts[context.context] = compile_context(context, lexicons)
    ordered = tuple(rules[rule_id] for rule_id in sorted(rules))
    compiled_rules = tuple(_compile(item, contexts, lexicons) for item in ordered)
    by_name = {
        name: compile_lexicon(name, lexicons)
        for name in (*CONDITION_LEXICONS, *PEOPLE_LEXICONS)
        if name in lexicons.names
    }
    disguised = lexicons.disguised()
    plain = compiled.to_plain((compiled_rules, contexts, by_name, disguised))
    digest = hashlib.blake2b(repr(plain).encode(), digest_size=32).hexdigest()
    lines = "\n".join(disguised)
    return Loaded(ordered, compiled.Rulebook(compiled_rules, contexts, by_name, lines, digest))


def _parse(file: RuleFile) -> Node:
    try:
        return load(file.text, file.path)
    except YamlError as error:
        raise RulebookError(
            error.problem,
            path=file.path,
            line=error.line,
            column=error.column,
            remedy=error.remedy,
        ) from None


def _validate(adapter: "TypeAdapter[Any]", file: RuleFile, node: Node) -> Any:
    from pydantic import ValidationError

    try:
        return adapter.validate_python(node.value)
    except ValidationError as error:
        raise explained(error, file, node) from None


def _same_name(file: RuleFile, node: Node, key: str, said: str, expected: str) -> None:
    if said != expected:
        place = node.at(key)
        raise RulebookError(
            f"{key} is {said!r}, but the file's place makes it {expected!r}",
            path=file.path,
            line=place.line,
            column=place.column,
            key=key,
        )


def _refuse_twin(twin: LoadedRule | None, file: RuleFile, node: Node) -> None:
    if twin is not None:
        raise RulebookError(
            f"the rule {twin.model.id} is already defined in {twin.file.path}",
            path=file.path,
            line=node.at("id").line,
            column=node.at("id").column,
            key="id",
            remedy="Choose another id, or change the rule's severity or ignore it in the config.",
        )


def _compile(loaded: LoadedRule, contexts: Iterable[str], lexicons: "Lexicons") -> compiled.Rule:
    from postguard.rulebook.compile import compile_rule

    file, node = loaded.file, loaded.node
    with WordingErrors((file, node)):
        rule = compile_rule(loaded.model, lexicons)
    known = {*contexts, *BUILT_IN_STANCES}
    for name in _stances(rule):
        if name not in known:
            raise _wrong(
                loaded, f"there is no context named {name!r}", "known: " + ", ".join(sorted(known))
            )
    if rule.detector and not is_detector(rule.detector):
        raise _wrong(loaded, f"there is no detector named {rule.detector!r}", None, "detector")
    for number, trigger in enumerate(rule.triggers):
        for needed in sorted(needs(trigger.tokens)):
            if needed not in rule.needs:
                raise _wrong(
                    loaded,
                    f"this token pattern needs {needed} from the language pipeline",
                    f"Add `needs: [{needed}]` to the rule.",
                    "any",
                    number,
                )
    return rule


def _wrong(loaded: LoadedRule, problem: str, remedy: str | None, *path: str | int) -> RulebookError:
    place = loaded.node.at(*path)
    return RulebookError(
        problem,
        path=loaded.file.path,
        line=place.line or 1,
        column=place.column or 1,
        key=".".join(map(str, path)) or None,
        remedy=remedy,
    )


def _stances(rule: compiled.Rule) -> Iterator[str]:
    for conditions in (rule.when, rule.unless, *rule.downgrades):
        if conditions is not None:
            yield from conditions.context
    for trigger in rule.triggers:
        for conditions in (trigger.when, trigger.unless):
            if conditions is not None:
                yield from conditions.context
