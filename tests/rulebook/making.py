"""Rules of the tests' own: YAML in, rulebooks and findings out."""

import textwrap
from collections.abc import Mapping

from postguard.compiled import Rulebook
from postguard.document import Document
from postguard.engine import Checked, Engine
from postguard.profile import Profile
from postguard.readers import decode, read
from postguard.rulebook.files import RuleFile
from postguard.rulebook.load import Loaded, load_files

RULE = """\
id: pack/rule
kind: terms
severity: error
title: A title
message: "“{match}” is here."
why: Because.
remedy: Do without.
any: [free]
examples:
  flag: ["**free** beer"]
  pass: [beer]
"""


def rule_file(text: str, place: str = "pack/rule") -> RuleFile:
    pack, _, name = place.partition("/")
    return RuleFile(f"rules/{place}.yaml", pack, name, text)


def load_texts(*rules: str, shared: Mapping[str, str] | None = None) -> Loaded:
    """Rules by their text, and lexicons and contexts by their place."""
    files = [rule_file(text, place) for place, text in (shared or {}).items()]
    for text in rules:
        place = text.partition("id: ")[2].partition("\n")[0]
        files.append(rule_file(text, place))
    return load_files(files)


def rule(
    body: str, *, name: str = "pack/rule", kind: str = "claim", severity: str = "error"
) -> str:
    """A rule's text, given what makes it special."""
    head = f"""\
id: {name}
kind: {kind}
severity: {severity}
title: A title
message: "“{{match}}” is here: {{what}}."
why: Because.
remedy: Do without.
examples: {{flag: ["**x**"], pass: ["y"]}}
"""
    return head + textwrap.dedent(body)


def make(*rules: str, shared: Mapping[str, str] | None = None) -> Rulebook:
    return load_texts(*rules, shared=shared).rulebook


def document(text: str, name: str = "a.md", meta: Mapping[str, object] | None = None) -> Document:
    found = read(decode(name, text.encode()))
    if meta is None:
        return found
    return found._replace(
        posts=tuple(post._replace(meta={**post.meta, **meta}) for post in found.posts)
    )


def check(
    rulebook: Rulebook,
    text: str,
    profile: Profile | None = None,
    name: str = "a.md",
    meta: Mapping[str, object] | None = None,
) -> Checked:
    return Engine(rulebook, profile).check(document(text, name, meta))


def found(
    rulebook: Rulebook,
    text: str,
    profile: Profile | None = None,
    name: str = "a.md",
    meta: Mapping[str, object] | None = None,
) -> list[str]:
    """The words of the source at the findings' spans; nothing may have failed."""
    checked = check(rulebook, text, profile, name, meta)
    assert not checked.failures
    return [text[item.span.start : item.span.end] for item in checked.findings]
