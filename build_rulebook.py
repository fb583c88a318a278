"""Build hook: puts the compiled rulebook into the wheel, so that no run has to make it."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `rules/` for a regular wheel; an editable one reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the module beside the build and have it included."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            modules = compiled_modules()
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        for name, text in modules.items():
            path = Path(self._folder.name) / name
            path.write_text(text, encoding="utf-8")
            build_data["force_include"][str(path)] = f"postguard/rulebook/_compiled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def compiled_modules() -> dict[str, str]:
    """The sources of the package that holds the built-in rulebook, by file name.

    What every run needs is in its front module; the details of a rule, of which a draft
    needs few, are in a module of their own.
    """
    from postguard.compiled import Rule, to_plain
    from postguard.gate_table import tabulated
    from postguard.rulebook.files import built_in_folder, read_folder
    from postguard.rulebook.library import module_of
    from postguard.rulebook.load import load_files

    book = tabulated(load_files(read_folder(built_in_folder())).rulebook)
    rules, *others = to_plain(book)
    at = Rule._fields.index("source")
    heads = tuple((rule[:at], rule[at + 1 :]) for rule in rules)
    made = "made by `build_rulebook.py` for the wheel."
    modules = {
        f"{module_of(rule[0])}.py": f'"""The rule {rule[0]}, {made}"""\n\nDETAILS = {rule[at]!r}\n'
        for rule in rules
    }
    shared = f'"""The built-in rules as plain data, {made}"""\n\nRULEBOOK = {(heads, *others)!r}\n'
    return {"__init__.py": shared, **modules}
