"""Build hook: puts the compiled rulebook into the wheel, so that no run has to make it."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MODULE = '''"""The built-in rules as plain data, made by `build_rulebook.py` for the wheel."""

RULEBOOK = {plain!r}
'''


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `rules/` for a regular wheel; an editable one reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the module beside the build and have it included."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            text = compiled_module()
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "_compiled.py"
        path.write_text(text, encoding="utf-8")
        build_data["force_include"][str(path)] = "postguard/rulebook/_compiled.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def compiled_module() -> str:
    """The source of the module that holds the built-in rulebook."""
    from postguard.compiled import to_plain
    from postguard.rulebook.files import built_in_folder, read_folder
    from postguard.rulebook.load import load_files

    loaded = load_files(read_folder(built_in_folder()))
    return _MODULE.format(plain=to_plain(loaded.rulebook))
