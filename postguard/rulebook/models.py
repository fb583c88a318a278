"""The rule format: what a YAML file of a pack may say.

Pydantic lives here and nowhere on the hot path: a rule is validated once, compiled to
plain data (`postguard.rulebook.compile`), and the engine sees only that.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from postguard.rulebook.tokens import problem_of

Severity = Literal["error", "warning", "note"]
Confidence = Literal["high", "medium", "low"]
Scope = Literal["prose", "heading", "link", "alt", "code", "comment", "metadata", "cell", "raw"]
ContextName = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
"""``question``, ``quoted``, ``code``, ``heading``, or one that a context file defines."""
Subject = Literal["self", "reader", "other", "unknown"]
Target = Literal["reader", "person", "group", "self", "thing", "unknown"]
BrandSetting = Literal[
    "names",
    "domains",
    "handles",
    "competitors",
    "internal_domains",
    "ticket_prefixes",
    "codenames",
    "clients",
]
Window = Literal["clause", "sentence", "next", "previous", "around", "paragraph", "post"]


class Model(BaseModel):
    """Base of everything here: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Citation(Model):
    """A provision a rule rests on."""

    name: str
    url: str | None = None
    """The official text."""


class Near(Model):
    """Wording that stands near a match."""

    within: Window | Annotated[int, Field(ge=1, le=50)] = "sentence"
    """A window, or a number of words on either side inside the sentence."""
    side: Literal["before", "after", "both"] = "both"
    any: tuple[str, ...] = Field(min_length=1)
    """Phrases, any one of which counts."""


class Conditions(Model):
    """What may hold at a match. Which and how many must: see where it is used."""

    context: tuple[ContextName, ...] = ()
    """How the author stands to the wording; each name is a condition of its own."""
    near: tuple[Near, ...] = ()
    """Each entry is a condition of its own."""
    evidence: bool | None = None
    """A figure with its base and a source stand in this sentence or the next."""
    offer: bool | None = None
    """The post offers something: a price, a call to action, a deadline, a benefit for "you"."""
    subject: tuple[Subject, ...] = ()
    """Whose claim it is; any of these."""
    target: tuple[Target, ...] = ()
    """Whom the wording is aimed at; any of these."""
    evaded: bool | None = None
    """The wording was disguised."""
    shorter_than: int | None = None
    """The post has fewer characters than this."""
    longer_than: int | None = None
    meta: dict[str, tuple[str, ...]] = {}
    """The post's meta field holds one of these (case ignored); an empty list: is set at all."""

    @field_validator("near", mode="before", json_schema_input_type=tuple[Near, ...] | Near)
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, dict) else value


class Downgrade(Conditions):
    """If any of these holds, the finding is less severe."""

    to: Literal["warning", "note"] = "note"


class Trigger(Model):
    """Wording that starts a rule: exactly one of phrase, pattern, tokens and brand."""

    phrase: str | None = None
    """See `postguard.rulebook.phrase`."""
    pattern: str | None = None
    """A regular expression of the ``regex`` module. Case counts unless it says ``(?i)``.
    ``{name}`` stands for a lexicon. A named group ``match`` narrows the finding to itself."""
    tokens: tuple[dict[str, Any], ...] | None = None
    """A spaCy Matcher pattern."""
    brand: BrandSetting | None = None
    """Every name under this brand setting, read as a phrase. ``clients`` leaves out those
    who agreed to be named."""
    name: str = ""
    """What it finds, for the message's ``{what}``."""
    with_: dict[str, Any] = Field(default={}, alias="with")
    """Settings for the detector."""
    severity: Severity | None = None
    when: Conditions | None = None
    """All of these must hold, beside the rule's own."""
    unless: Conditions | None = None
    """None of these may hold, beside the rule's own."""
    weight: Annotated[int, Field(ge=1, le=10)] = 1
    """What it adds where the rule says `adds_up`."""

    @model_validator(mode="after")
    def _exactly_one(self) -> "Trigger":
        given = [self.phrase, self.pattern, self.tokens, self.brand]
        if sum(value is not None for value in given) != 1:
            raise ValueError("a trigger needs exactly one of phrase, pattern, tokens and brand")
        return self

    @field_validator("tokens")
    @classmethod
    def _known_tokens(cls, value: tuple[dict[str, Any], ...] | None) -> object:
        problem = None if value is None else problem_of(value)
        if problem:
            raise ValueError(problem)
        return value


class Topic(Model):
    """What the post itself must be about for the rule to mean anything."""

    any: tuple[str, ...] = Field(min_length=1)
    """Phrases (or ``{lexicon}``) that show it, standing outside the trigger."""
    within: Window = "post"
    """Where the evidence must stand. In a post over 1,500 characters, ``post`` means the
    headings and the paragraphs around the match."""
    sector: tuple[str, ...] = ()
    """Sectors of the profile for which the topic is taken as given."""
    at_least: Annotated[int, Field(ge=1, le=9)] = 1
    """How many different pieces of evidence it takes."""


class AddsUp(Model):
    """Weak signals that count only together."""

    to: Annotated[int, Field(ge=2, le=50)]
    """The sum of the weights of different triggers in one post."""
    within: Literal["sentence", "paragraph", "post"] = "post"


class Fix(Model):
    """A replacement for the match."""

    replace: str
    """The new text; ``\\g<name>`` is a named group of the trigger."""
    safe: bool = False
    """Whether it keeps the meaning."""
    description: str = ""


class ExampleBrand(Model):
    """Brand settings of an example, as in the configuration."""

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    ticket_prefixes: tuple[str, ...] = ()
    codenames: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    approved_clients: tuple[str, ...] = ()


class ExampleProfile(Model):
    """Profile settings of an example, as in the configuration."""

    jurisdiction: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    account: Literal["brand", "employee"] = "brand"
    brand: ExampleBrand = ExampleBrand()
    options: dict[str, Any] = {}


class Example(Model):
    """A post and what the rule must find in it."""

    text: str
    """With the exact matches in **bold**, unless `spans` says them."""
    spans: tuple[str, ...] | None = None
    """The exact matches, in order; for texts that need their asterisks."""
    as_: Literal["markdown", "text", "html", "csv", "json", "image"] = Field(
        default="markdown", alias="as"
    )
    """``image``: the fields of one, a line each, as in ``Artist: Jane Doe``."""
    meta: dict[str, Any] = {}
    profile: ExampleProfile = ExampleProfile()
    """Profile and brand settings, as in the configuration, over what `applies` asks for."""
    today: date | None = None
    severity: Severity | None = None
    """The severity the finding must have here (after a downgrade, say)."""


class Examples(Model):
    """No rule without wording that it flags and wording that it lets pass."""

    flag: tuple[Example, ...] = Field(min_length=1)
    pass_: tuple[Example, ...] = Field(min_length=1, alias="pass")

    @field_validator(
        "flag", "pass_", mode="before", json_schema_input_type=tuple[Example | str, ...]
    )
    @classmethod
    def _plain_text(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return [{"text": item} if isinstance(item, str) else item for item in value]
        return value


class Applies(Model):
    """Conditions on the profile. Only for rules that would be wrong elsewhere."""

    jurisdiction: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    account: tuple[Literal["brand", "employee"], ...] = ()
    brand: tuple[BrandSetting, ...] = ()
    """Brand settings that must be configured."""


class RuleBase(Model):
    """What every rule says, whatever its kind."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$")
    """pack/name: the file's path, the config key, the ignore token, the docs anchor."""
    severity: Severity
    confidence: Confidence = "high"
    title: str = Field(max_length=80)
    message: str = Field(max_length=300)
    """One sentence. ``{match}`` is the match, ``{what}`` the trigger's name."""
    why: str
    """Why it matters, in words a colleague understands."""
    remedy: str
    """What to write or do instead."""
    cite: tuple[Citation, ...] = ()
    tags: tuple[str, ...] = ()
    enabled: bool = True
    sensitive: bool = False
    """The match is never shown, stored or digested."""
    scope: tuple[Scope, ...] = ("prose", "heading", "alt", "metadata", "cell")
    applies: Applies = Applies()
    needs: tuple[Literal["tags", "entities", "dependencies"], ...] = ()
    """What the spaCy pipeline must provide."""
    examples: Examples


class TriggerRule(RuleBase):
    """Base of the kinds that start from wording."""

    any: tuple[Trigger, ...] = Field(min_length=1)
    except_: tuple[str, ...] = Field(default=(), alias="except")
    """Phrases in which the wording means something else: "risk-free rate". They are blanked
    before the triggers are looked for."""
    topic: Topic | None = None
    when: Conditions | None = None
    """All of these must hold."""
    unless: Conditions | None = None
    """None of these may hold."""
    downgrade: tuple[Downgrade, ...] = ()
    adds_up: AddsUp | None = None
    fix: Fix | None = None

    @field_validator("any", mode="before", json_schema_input_type=tuple[Trigger | str, ...])
    @classmethod
    def _plain_phrases(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return [{"phrase": item} if isinstance(item, str) else item for item in value]
        return value

    @field_validator("topic", mode="before", json_schema_input_type=Topic | tuple[str, ...] | None)
    @classmethod
    def _plain_topic(cls, value: object) -> object:
        return {"any": value} if isinstance(value, list | tuple) else value

    @field_validator(
        "downgrade", mode="before", json_schema_input_type=tuple[Downgrade, ...] | Downgrade
    )
    @classmethod
    def _one_downgrade(cls, value: object) -> object:
        return [value] if isinstance(value, dict) else value


class TermsRule(TriggerRule):
    """A list of words, wherever they stand in a segment."""

    kind: Literal["terms"]


class PatternRule(TriggerRule):
    """A shape of text, wherever it stands in a segment."""

    kind: Literal["pattern"]


class ClaimRule(TriggerRule):
    """Something a sentence asserts, judged with its topic, subject and qualifiers."""

    kind: Literal["claim"]


class ConductRule(TriggerRule):
    """How a sentence treats people, judged with its target; disguised spelling is seen through."""

    kind: Literal["conduct"]


class Required(Model):
    """What must stand somewhere once a trigger has matched."""

    any: tuple[Trigger, ...] = Field(min_length=1)
    within: Literal["sentence", "around", "paragraph", "post", "opening", "before"] = "post"
    """``opening``: the first `characters` of the post; ``before``: anywhere before the match."""
    characters: Annotated[int, Field(ge=1)] = 125
    meta: tuple[str, ...] = ()
    """Meta fields any of which, when set, satisfies the requirement too."""

    @field_validator("any", mode="before", json_schema_input_type=tuple[Trigger | str, ...])
    @classmethod
    def _plain_phrases(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return [{"phrase": item} if isinstance(item, str) else item for item in value]
        return value

    @field_validator("any")
    @classmethod
    def _only_wording(cls, value: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
        if any(trigger.phrase is None and trigger.pattern is None for trigger in value):
            raise ValueError("what must accompany a trigger is a phrase or a pattern")
        return value


class RequiresRule(TriggerRule):
    """Wording that must be accompanied: an advert by its label, a price by its terms."""

    kind: Literal["requires"]
    requires: Required


class MetricRule(RuleBase):
    """A measure of the post against a limit."""

    kind: Literal["metric"]
    measure: Literal["length", "capitals", "emoji-run", "fancy-letters", "hashtags", "mentions"]
    limits: dict[str, int] = Field(min_length=1)
    """Highest value allowed, by platform; ``any`` for every platform."""
    weights: dict[str, Any] = {}
    """How the measure counts; see `postguard.checks.metric`."""


class DetectorRule(TriggerRule):
    """Candidates confirmed by code: checksums, number plans, look-alike names."""

    kind: Literal["detector"]
    detector: str
    """A built-in name, or an entry point of group ``postguard.detectors``."""
    with_: dict[str, Any] = Field(default={}, alias="with")


Rule = Annotated[
    TermsRule | PatternRule | ClaimRule | ConductRule | RequiresRule | MetricRule | DetectorRule,
    Field(discriminator="kind"),
]


class ContextPlace(Model):
    """Where wording must stand, relative to a match, for a stance to hold."""

    where: Literal["before", "after", "adjacent-before", "adjacent-after", "opens"]
    within: Literal["clause", "sentence"] = "clause"
    any: tuple[str, ...] = Field(min_length=1)
    """Phrases, any one of which counts."""
    never: tuple[str, ...] = ()
    """Phrases that contain such wording and mean something else ("not only")."""


class ContextFile(Model):
    """A stance an author can take to wording, for `context` conditions."""

    context: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    about: str
    places: tuple[ContextPlace, ...] = Field(min_length=1)


class LexiconFile(Model):
    """A named list of wording that phrases and patterns use as ``{name}``."""

    lexicon: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    about: str
    """What belongs in it and what does not."""
    words: tuple[str, ...] = ()
    """Phrases; may use other lexicons."""
    patterns: tuple[str, ...] = ()
    """Regular expressions that ignore case, for what phrases cannot say; may use other
    lexicons."""
    except_: tuple[str, ...] = Field(default=(), alias="except")
    """Phrases in which an entry means something else; they hold for every rule that uses it."""
    disguised: bool = False
    """Whether people disguise these words ("1d10t"), so that `conduct` rules should see through."""

    @model_validator(mode="after")
    def _not_empty(self) -> "LexiconFile":
        if not (self.words or self.patterns):
            raise ValueError("a lexicon needs words or patterns")
        return self
