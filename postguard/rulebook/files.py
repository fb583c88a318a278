"""Where rules live, and which files make up a rulebook.

A rules folder holds packs, each a folder of rule files, beside `lexicons` and
`contexts`, which every pack shares::

    rules/
      finance/guaranteed-return.yaml     the rule finance/guaranteed-return
      lexicons/investment.yaml           the lexicon {investment}
      contexts/negated.yaml              the stance `negated`

A name that begins with an underscore is no rule: ``_about.yaml`` introduces a pack in the
handbook.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from postguard.errors import RulebookError
from postguard.files import DISK, Files, read_text
from postguard.light_typing import NamedTuple

LEXICONS = "lexicons"
CONTEXTS = "contexts"


class RuleFile(NamedTuple):
    """One YAML file of a rules folder."""

    path: str
    """As a user would type it."""
    pack: str
    """The folder it is in: a pack's name, `lexicons` or `contexts`."""
    name: str
    text: str


def built_in_folder() -> str:
    """The rules that come with postguard: beside the code in a wheel, in `rules/` of a checkout.

    Raises `RulebookError` if the installation has none.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (
        os.path.join(package, "_rules"),
        os.path.join(os.path.dirname(package), "rules"),
    ):
        if os.path.isdir(folder):
            return folder
    raise RulebookError(
        "the built-in rules are missing", path=package, remedy="Install postguard again."
    )


def read_folder(folder: str, files: Files = DISK) -> Iterator[RuleFile]:
    """Every rule file of a rules folder, in order of path.

    Raises `RulebookError` for a folder that is missing or holds no rule, and for files
    that are not where rule files go: a rule that is not read would look like a clean post.
    """
    found = False
    for pack in _listed(folder, files):
        place = os.path.join(folder, pack)
        if not files.is_folder(place):
            if pack.endswith((".yaml", ".yml")):
                raise RulebookError(
                    "a rule file must be in a pack, a folder inside the rules folder",
                    path=place,
                    remedy=f"Move it to {os.path.join(folder, 'my-pack', pack)}.",
                )
            continue
        for name in _listed(place, files):
            stem, ending = os.path.splitext(name)
            path = os.path.join(place, name)
            if files.is_folder(path):
                _refuse_rules_in(path, files)
            elif ending in (".yaml", ".yml"):
                found = True
                yield RuleFile(path, pack, stem, _read(path, files))
    if not found:
        raise RulebookError("there is no rule in this folder", path=folder)


def read_abouts(folder: str) -> dict[str, RuleFile]:
    """The texts that introduce the packs of a rules folder, by pack; the whole's under "".

    They are ``_about.yaml`` in a pack and ``_handbook.yaml`` in the folder; both may be
    missing.
    """
    places = {"": os.path.join(folder, "_handbook.yaml")}
    for pack in sorted(os.listdir(folder)):
        places[pack] = os.path.join(folder, pack, "_about.yaml")
    return {
        pack: RuleFile(path, pack, "_about", _read(path, DISK))
        for pack, path in places.items()
        if os.path.isfile(path)
    }


def _listed(folder: str, files: Files) -> list[str]:
    """What is in a folder, in order, but for hidden and private things."""
    try:
        names = sorted(files.names(folder))
    except OSError as error:
        raise RulebookError(
            f"cannot read the rules folder: {error.strerror}", path=folder
        ) from None
    return [name for name in names if not name.startswith((".", "_"))]


def _refuse_rules_in(folder: str, files: Files) -> None:
    """Refuse rule files deeper than a pack, which no id could name."""
    for name in _listed(folder, files):
        path = os.path.join(folder, name)
        if name.endswith((".yaml", ".yml")):
            raise RulebookError(
                "a rule file must be in a pack, a folder inside the rules folder",
                path=path,
                remedy=f"Move it to {os.path.join(os.path.dirname(folder), name)}.",
            )
        if files.is_folder(path) and not os.path.islink(path):
            _refuse_rules_in(path, files)


def _read(path: str, files: Files) -> str:
    return read_text(path, "the rule", RulebookError, files=files)
