"""Writes what the commands print today into the pages: ``python -m tests.docs.renew``.

Output that agrees with what is shown, placeholders included, stays as it is. Read the
difference before committing it.
"""

import sys
import tempfile
from pathlib import Path

from tests.docs.pages import CHECKOUT, NAMES, text_of
from tests.docs.session import agrees, play


def renew(page: str, folder: Path) -> bool:
    """Bring one page up to date; whether it changed."""
    lines = text_of(page).splitlines()
    changed = False
    for outcome in reversed(play(page, folder / "sandbox", folder / "cache")):
        shown = outcome.command.shown
        if shown and not agrees(shown, outcome.printed):
            start = outcome.command.line + outcome.command.text.count("\n")
            lines[start : start + len(shown)] = outcome.printed
            changed = True
    if changed:
        (CHECKOUT / page).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return changed


def main() -> None:
    """Renew every page."""
    for page in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            if renew(page, Path(folder)):
                sys.stdout.write(f"renewed {page}\n")


if __name__ == "__main__":
    main()
