"""The form of a plain list, as pydantic checks it. Imported only when one is read."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr

Text = Annotated[StrictStr, Field(min_length=1, max_length=500)]
Texts = list[Text]
# One spelling may stand for a list of one, and a bare term for an entry that only has a term.
Spellings = Annotated[
    Texts,
    Field(min_length=1),
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
]
SeverityName = Literal["error", "warning", "note"]


class _Model(BaseModel):
    # An error must not quote its input: the input is the secret.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, populate_by_name=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


class EntryModel(_Model):
    """One entry: a `term`, or several things `together`."""

    term: Text | None = None
    """The name as it is best written: with its spaces and capitals."""
    variants: Texts = []
    """Other names of the same thing, such as a former one or an abbreviation."""
    together: list[Spellings] = []
    """Things that are harmless alone; each may be a list of alternatives."""
    within: Literal["sentence", "post"] = "sentence"
    """How near each other the things of `together` must stand."""
    severity: SeverityName | None = None
    owner: StrictStr | None = None
    """Who decides about the term; shown in findings."""
    label: StrictStr = ""
    """What findings may call the entry without naming it ("deal 7")."""
    note: StrictStr = ""
    """For the owner; used nowhere and never sealed."""
    from_: date | None = Field(None, alias="from")
    """First day on which it is confidential."""
    until: date | None = None
    """First day on which it may be told."""
    audiences: Texts | None = None
    """Audiences that may read it."""
    allow: Texts = []
    """Phrases that hold the term and mean something else."""
    near: Texts = []
    """Neighbours: the term counts only with one of them in its sentence."""
    capital: StrictBool | None = None
    """Whether it counts only as a name: with a capital, ``#`` or ``@``."""
    fuzzy: Annotated[StrictInt, Field(ge=0, le=2)] | None = None
    """Misspellings that count, as edits."""


class ListModel(_Model):
    """A plain list: what its entries say unless they say otherwise, and the entries."""

    title: StrictStr = ""
    """Shown to anyone, in a sealed list too."""
    contact: StrictStr = ""
    """Whom to ask about the list; shown to anyone, in a sealed list too."""
    severity: SeverityName = "error"
    owner: StrictStr = ""
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    audiences: Texts = []
    fuzzy: Annotated[StrictInt, Field(ge=0, le=2)] = 0
    terms: list[
        Annotated[
            EntryModel,
            BeforeValidator(lambda value: {"term": value} if isinstance(value, str) else value),
        ]
    ]
