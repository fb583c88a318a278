"""A small house style of rules, for tests that need findings and fixes of known kinds."""

from functools import lru_cache

from postguard.checker import Checker
from postguard.config import Config
from postguard.dispositions import Dispositions
from postguard.engine import Engine
from postguard.rulebook.files import RuleFile
from postguard.rulebook.load import load_files


def rule(name: str, word: str, more: str = "", *, kind: str = "terms", flag: str = "") -> RuleFile:
    """A rule of the pack `acme` that flags one word or phrase."""
    message = "Not our style." if "sensitive" in more else "“{match}” is not our style."
    return RuleFile(
        f"house/acme/{name}.yaml",
        "acme",
        name,
        f"""\
id: acme/{name}
kind: {kind}
severity: error
title: House style, {name}
message: "{message}"
why: One voice.
remedy: Write it otherwise.
scope: [prose, heading, alt, metadata, cell, link, code]
any: [{word!r}]
{more}
examples:
  flag: ["{flag or f"We **{word}** it."}"]
  pass: ["We do it."]
""",
    )


PLAIN = rule("plain", "utilize", "fix: {replace: use, safe: true}")
"""A safe fix."""
BOLD = rule("bold", "amazing", "fix: {replace: fine, safe: false}")
"""An unsafe fix."""
QUOTED = rule("quoted", "so-called", "fix: {replace: 'what some call \"plain, old\"', safe: true}")
"""A replacement that means something else in most formats."""
STARRED = rule("starred", "gcd", "fix: {replace: 'a *b* & <c> [d]', safe: true}")
"""A replacement that is markup in Markdown and HTML."""
ENDLESS = rule("endless", "very", "fix: {replace: very very, safe: true}")
"""A fix that mends nothing."""
RELAPSE = rule("relapse", "leverage", "fix: {replace: utilize, safe: true}")
"""A fix that makes another finding."""
STEPWISE = rule("stepwise", "prior to", "fix: {replace: before, safe: true}")
NO_FIX = rule("no-fix", "synergy")
"""A finding without a fix."""
LONG = rule("long", "use it before")
"""A finding that other fixes together could make."""
SECRET = rule("secret", "bluebird", "sensitive: true")
"""A finding whose match must not be shown."""

EVERY = (PLAIN, BOLD, QUOTED, STARRED, ENDLESS, RELAPSE, STEPWISE, NO_FIX, LONG, SECRET)


def checker(
    *rules: RuleFile, config: Config | None = None, dispositions: Dispositions | None = None
) -> Checker:
    """A checker with these rules, or every rule of the house."""
    return Checker(engine(rules or EVERY), config or Config(), dispositions=dispositions)


@lru_cache(maxsize=16)
def engine(rules: tuple[RuleFile, ...]) -> Engine:
    """The engine of these rules, made once."""
    return Engine(load_files(rules).rulebook)
