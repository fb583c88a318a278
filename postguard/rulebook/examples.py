"""Every rule's own examples through the real engine, span by span."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from postguard.compiled import Rulebook
from postguard.document import Document
from postguard.engine import Engine
from postguard.profile import Brand, Profile
from postguard.readers import ReaderOptions, decode, read
from postguard.rulebook.load import Loaded, LoadedRule
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.language import Language
    from postguard.rulebook import models

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SECRET = re.compile(r"\$\{secret:([\w.-]+)\}")
_SUFFIX = {
    "markdown": ".md",
    "text": ".txt",
    "html": ".html",
    "csv": ".csv",
    "json": ".json",
    "image": ".jpg",
}
_BRAND: Mapping[str, tuple[str, ...]] = {
    "names": ("Acme",),
    "domains": ("acme.example",),
    "handles": ("acme",),
    "competitors": ("Globex",),
    "internal_domains": ("corp.acme.example",),
    "ticket_prefixes": ("ACME",),
    "codenames": ("Bluebird",),
    "clients": ("Initech",),
}
"""What an example's brand is where the rule asks for one and the example names none."""


class Wrong(NamedTuple):
    """An example that does not come out as its rule says."""

    rule: str
    path: str
    line: int
    text: str
    problem: str


class Tested(NamedTuple):
    """What came of testing rules."""

    rules: int
    examples: int
    wrong: tuple[Wrong, ...]
    not_run: tuple[str, ...]
    """Rules whose language needs the pipeline does not meet."""


def run_examples(loaded: Loaded, language: "Language | None" = None) -> Tested:
    """Run the examples of every rule, each rule alone in its rulebook."""
    wrong: list[Wrong] = []
    not_run: list[str] = []
    examples = 0
    for item, rule in zip(loaded.rules, loaded.rulebook.rules, strict=True):
        if any(language is None or not language.provides(need) for need in rule.needs):
            not_run.append(rule.id)
            continue
        alone = loaded.rulebook._replace(rules=(rule._replace(enabled=True),))
        for path, example in _examples(item):
            examples += 1
            problem = _problem(item, example, path[1] == "flag", alone, language)
            if problem:
                line = item.node.at(*path).line
                wrong.append(Wrong(rule.id, item.file.path, line, example.text, problem))
    return Tested(len(loaded.rules), examples, tuple(wrong), tuple(not_run))


def _examples(item: LoadedRule) -> Iterator[tuple[tuple[str, str, int], "models.Example"]]:
    for kind, examples in (("flag", item.model.examples.flag), ("pass", item.model.examples.pass_)):
        for number, example in enumerate(examples):
            yield ("examples", kind, number), example


def _problem(
    item: LoadedRule,
    example: "models.Example",
    flag: bool,
    rulebook: Rulebook,
    language: "Language | None",
) -> str | None:
    """What is wrong with an example; None if nothing."""
    try:
        text, expected = _expectation(example)
    except KeyError as error:
        return f"there is no sample secret named {error}"
    if flag and not expected:
        return "marks no span: put the match in **bold**"
    document = _document(item, example, text)
    checked = Engine(rulebook, _profile(item, example), language=language).check(document)
    if checked.failures:
        return checked.failures[0].reason
    places = [finding.span for finding in checked.findings]
    found = [text[start:end] for start, end in places]
    if not flag:
        return f"must pass, but {found!r} is flagged" if found else None
    wanted = [text[start:end] for start, end in expected]
    if found != wanted:
        return f"must flag {wanted!r}, but {found!r} is flagged"
    if places != expected:
        return f"flags {found!r} at another place than the marked one"
    severities = {finding.severity.value for finding in checked.findings}
    if example.severity and severities != {example.severity}:
        return f"must be {example.severity}, but is {', '.join(sorted(severities))}"
    return None


def _expectation(example: "models.Example") -> tuple[str, list[Span]]:
    """The example's text as a draft, and the spans that must be found in it, in order."""
    text = _SECRET.sub(_sample, example.text)
    if example.spans is not None:
        return text, list(_named_spans(text, example.spans))
    marked = list(_BOLD.finditer(text))
    asterisks = len("**")
    spans = [
        Span(*bold.span(1)).shift(-asterisks * (2 * number + 1))
        for number, bold in enumerate(marked)
    ]
    return _BOLD.sub(r"\1", text), spans


def _named_spans(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Where each of the words stands, behind the one before."""
    at = 0
    for name in names:
        written = _SECRET.sub(_sample, name)
        start = text.find(written, at)
        at = start + len(written)
        yield Span(start, at)


def _sample(found: re.Match[str]) -> str:
    from postguard.detectors.samples import sample

    return sample(found[1])


def _document(item: LoadedRule, example: "models.Example", text: str) -> Document:
    name = item.file.path + _SUFFIX[example.as_]
    document = read(decode(name, text.encode("utf-8", "surrogatepass")), ReaderOptions(), name)
    posts = tuple(
        post._replace(meta={**post.meta, **example.meta}) if example.meta else post
        for post in document.posts
    )
    return document._replace(posts=posts)


def _profile(item: LoadedRule, example: "models.Example") -> Profile:
    """A profile under which the rule applies, with what the example says of its own."""
    applies = item.model.applies
    brand = Brand(**{name: _BRAND[name] for name in applies.brand})
    given = example.profile.model_dump(exclude_unset=True)
    brand = brand._replace(**given.pop("brand", {}))
    profile = Profile(
        jurisdiction=applies.jurisdiction,
        sector=applies.sector,
        platform=applies.platform,
        account=applies.account[0] if applies.account else "brand",
        brand=brand,
        today=example.today,
    )
    return profile._replace(**given)
