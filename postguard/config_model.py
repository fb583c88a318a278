"""The schema of the configuration file, for validation and for editors."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Names = tuple[str, ...]
Severity = Literal["error", "warning", "note"]
RuleName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(/[a-z0-9-]+)?$")]
"""A pack ("finance") or a rule ("finance/guaranteed-return")."""


class Section(BaseModel):
    """Base: unknown keys are errors, so that a typing mistake cannot switch a check off."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BrandSection(Section):
    """What is ours to protect."""

    names: Names = ()
    domains: Names = ()
    handles: Names = ()
    competitors: Names = ()
    internal_domains: Names = ()
    ticket_prefixes: Names = ()
    codenames: Names = ()
    clients: Names = ()
    approved_clients: Names = ()


class ProfileSection(Section):
    """The conditions posts are judged under."""

    jurisdiction: Names = ()
    sector: Names = ()
    platform: Names = ()
    account: Literal["brand", "employee"] = "brand"
    audience: Names = ()
    """Who will read the posts, for confidential terms that some may; empty: everyone."""


class RulesSection(Section):
    """Where more rules are."""

    paths: Names = ()
    """Folders of packs, relative to this file."""


class IgnoresSection(Section):
    """What may be ignored inside a draft."""

    require_reason: bool = False
    locked: tuple[RuleName, ...] = ()


class LanguageSection(Section):
    """The language pipeline."""

    pipeline: str = "blank:en"
    """``blank:en``, or the name of an installed spaCy pipeline."""


class TermsSection(Section):
    """Confidential terms."""

    lists: Names = ()
    """Plain and sealed lists, relative to this file."""
    on_missing_key: Literal["fail", "warn"] = "fail"
    """Without any key, a sealed list leaves the run incomplete, or is only warned of."""
    key_file: str | None = None
    """A file with the key, relative to this one; default: the environment."""
    keyring: bool = False
    """Whether to ask the system key ring where the environment holds no key."""


class ReadersSection(Section):
    """How drafts are read, where it differs from the defaults."""

    front_matter_fields: Names | None = None
    columns: dict[str, str] | None = None
    preset: str | None = None
    delimiter: str | None = None
    text_paths: Names | None = None
    text_fields: Names | None = None


class FilesSection(Section):
    """Settings for the files that match a glob."""

    ignore: tuple[RuleName, ...] = ()
    jurisdiction: Names = ()
    sector: Names = ()
    platform: Names = ()
    account: Literal["brand", "employee"] | None = None
    audience: Names = ()
    encoding: str | None = None
    readers: ReadersSection = ReadersSection()


class ConfigModel(Section):
    """``postguard.toml``, or ``[tool.postguard]`` in ``pyproject.toml``."""

    fail_on: Literal["error", "warning", "note", "never"] = "error"
    """The mildest severity that fails a run."""
    select: tuple[RuleName, ...] = ()
    """Packs and rules to run; empty for all that are on by default."""
    extend_select: tuple[RuleName, ...] = ()
    """Packs and rules to run beside those on by default."""
    ignore: tuple[RuleName, ...] = ()
    severity: dict[RuleName, Severity] = {}
    """Severities of packs and rules that differ from their own."""
    exclude: Names = ()
    """Globs, as in .gitignore; they hold for named paths too."""
    baseline: str | None = None
    waivers: str | None = None
    brand: BrandSection = BrandSection()
    profile: ProfileSection = ProfileSection()
    rules: RulesSection = RulesSection()
    ignores: IgnoresSection = IgnoresSection()
    language: LanguageSection = LanguageSection()
    terms: TermsSection = TermsSection()
    readers: ReadersSection = ReadersSection()
    files: dict[str, FilesSection] = {}
    """Settings by glob, relative to this file; of several that match, later ones add up."""
    options: dict[RuleName, dict[str, Any]] = {}
    """Settings of single rules."""


def known_keys() -> list[str]:
    """Every key the configuration knows, for suggestions."""
    sections: list[type[Section]] = [ConfigModel, *Section.__subclasses__()]
    return sorted({name for section in sections for name in section.model_fields})
