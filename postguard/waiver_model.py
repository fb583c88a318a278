"""The schema of ``waivers.yaml``, for validation and for editors."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _as_date(value: object) -> object:
    """A quoted date is a date; a number or a time of day is none."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _or_empty(value: object) -> object:
    """A list whose last entry was removed is an empty one."""
    return () if value is None else value


Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Day = Annotated[date, Field(strict=True), BeforeValidator(_as_date)]


class Model(BaseModel):
    """Base: unknown keys are errors, so that a typing mistake cannot widen a waiver."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WaiverModel(Model):
    """An approved exception. What it names must all agree with a finding."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": [key]} for key in ("rule", "path", "fingerprint")]
        }
    )

    rule: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(/[a-z0-9-]+)?$")] | None = None
    """A pack ("finance") or a rule ("finance/guaranteed-return")."""
    path: Words | None = None
    """A path or glob, as in .gitignore, relative to the folder of the configuration."""
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    """One finding, by the fingerprint that reports give it."""
    reason: Words
    """Why it may be published."""
    approver: Words
    """Who said so."""
    until: Day
    """The last day it holds."""

    @model_validator(mode="after")
    def _names_something(self) -> "WaiverModel":
        if self.rule is None and self.path is None and self.fingerprint is None:
            raise ValueError("a waiver needs a rule, a path or a fingerprint")
        return self


class WaiversModel(Model):
    """``waivers.yaml``."""

    version: Literal[1]
    waivers: Annotated[tuple[WaiverModel, ...], BeforeValidator(_or_empty)] = ()
