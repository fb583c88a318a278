"""``postguard schema``: JSON Schemas, so that editors complete rules and configurations."""

from enum import StrEnum
from typing import Annotated, Any

import typer


class What(StrEnum):
    """The things there is a schema of."""

    RULE = "rule"
    LEXICON = "lexicon"
    CONTEXT = "context"
    CONFIG = "config"
    WAIVERS = "waivers"
    REPORT = "report"


def schema(what: Annotated[What, typer.Argument(help="What to describe.")]) -> None:
    """Print the JSON Schema of a file postguard reads, or of the report it writes."""
    import json

    typer.echo(json.dumps(schema_of(what), indent=2))


def schema_of(what: What) -> dict[str, Any]:
    """The JSON Schema as data."""
    if what is What.REPORT:
        import json
        from importlib.resources import files

        text = (
            files("postguard.outputs").joinpath("schemas/report-v1.schema.json").read_text("utf-8")
        )
        result: dict[str, Any] = json.loads(text)
        return result
    from pydantic import TypeAdapter

    from postguard.config_model import ConfigModel
    from postguard.rulebook import models
    from postguard.waiver_model import WaiversModel

    kinds: dict[What, Any] = {
        What.RULE: models.Rule,
        What.LEXICON: models.LexiconFile,
        What.CONTEXT: models.ContextFile,
        What.CONFIG: ConfigModel,
        What.WAIVERS: WaiversModel,
    }
    described = TypeAdapter(kinds[what]).json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"postguard {what.value}",
        **described,
    }
