"""The configuration page shows every key there is."""

import tomllib
from typing import Any

from pydantic import BaseModel

from postguard.config_model import ConfigModel, FilesSection
from tests.docs.pages import blocks


def test_every_key_is_shown() -> None:
    (shown,) = (tomllib.loads(block.text) for block in blocks("docs/configuration.md")
                if block.language == "toml")  # fmt: skip
    files: dict[str, Any] = {}
    for section in shown["files"].values():
        files |= section

    assert _names(ConfigModel) - {"files"} <= shown.keys()
    for name, field in ConfigModel.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            assert _names(section) <= shown[name].keys(), name
    assert {"ignore", "encoding", "platform", "readers"} <= files.keys() <= _names(FilesSection)


def _names(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)
