"""Build hook: puts the compiled rulebook and its compiled patterns into the wheel.

No run has to make them.
"""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from postguard.compiled import Rulebook


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `rules/` for a regular wheel; an editable one reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the module beside the build and have it included."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            files = compiled_files()
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        for name, data in files.items():
            path = Path(self._folder.name) / name
            path.write_bytes(data)
            build_data["force_include"][str(path)] = f"postguard/rulebook/_compiled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def compiled_files() -> dict[str, bytes]:
    """The files of the package that holds the built-in rulebook, by name.

    What every run needs is in its front module; the details of a rule, of which a draft
    needs few, are in a module of their own; the patterns are in a file that is read when
    the first of them is needed.
    """
    from postguard.gate_table import tabulated
    from postguard.rulebook.files import built_in_folder, read_folder
    from postguard.rulebook.load import load_files

    book = tabulated(load_files(read_folder(built_in_folder())).rulebook)
    modules = {name: text.encode() for name, text in _modules(book).items()}
    return {**modules, "patterns.bin": _patterns(book)}


def _modules(book: "Rulebook") -> dict[str, str]:
    from postguard.compiled import Rule, to_plain
    from postguard.rulebook.library import module_of

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


def _patterns(book: "Rulebook") -> bytes:
    import regex

    from postguard.precompiled import written
    from postguard.rulebook.patterns import patterns_of

    found = {}
    for text, ignore_case in patterns_of(book):
        # A detector's setting may only look like a pattern.
        with suppress(regex.error):
            found[text, ignore_case] = regex.compile(text, regex.IGNORECASE if ignore_case else 0)
    return written(found)
