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

import os
from collections.abc import Iterator
from typing import NamedTuple

from postguard.errors import RulebookError

LEXICONS = "lexicons"
CONTEXTS = "contexts"
_LARGEST = 1 << 20


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


def read_folder(folder: str) -> Iterator[RuleFile]:
    """Every rule file of a rules folder, in order of path.

    Raises `RulebookError` for a folder that is missing or holds no rule, and for files
    that are not where rule files go: a rule that is not read would look like a clean post.
    """
    found = False
    for pack in _listed(folder):
        place = os.path.join(folder, pack)
        if not os.path.isdir(place):
            if pack.endswith((".yaml", ".yml")):
                raise RulebookError(
                    "a rule file must be in a pack, a folder inside the rules folder",
                    path=place,
                    remedy=f"Move it to {os.path.join(folder, 'my-pack', pack)}.",
                )
            continue
        for name in _listed(place):
            stem, ending = os.path.splitext(name)
            path = os.path.join(place, name)
            if os.path.isdir(path):
                _refuse_rules_in(path)
            elif ending in (".yaml", ".yml"):
                found = True
                yield RuleFile(path, pack, stem, _read(path))
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
        pack: RuleFile(path, pack, "_about", _read(path))
        for pack, path in places.items()
        if os.path.isfile(path)
    }


def _listed(folder: str) -> list[str]:
    """What is in a folder, in order, but for hidden and private things."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise RulebookError(
            f"cannot read the rules folder: {error.strerror}", path=folder
        ) from None
    return [name for name in names if not name.startswith((".", "_"))]


def _refuse_rules_in(folder: str) -> None:
    """Refuse rule files deeper than a pack, which no id could name."""
    for name in _listed(folder):
        path = os.path.join(folder, name)
        if name.endswith((".yaml", ".yml")):
            raise RulebookError(
                "a rule file must be in a pack, a folder inside the rules folder",
                path=path,
                remedy=f"Move it to {os.path.join(os.path.dirname(folder), name)}.",
            )
        if os.path.isdir(path) and not os.path.islink(path):
            _refuse_rules_in(path)


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise RulebookError(f"cannot read the rule: {error.strerror}", path=path) from None
    if len(data) > _LARGEST:
        raise RulebookError("the file is larger than 1 MiB", path=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulebookError(f"not UTF-8 at byte {error.start}", path=path) from None
