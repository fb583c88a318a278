"""The pages a newcomer reads, taken apart: fenced blocks, commands with their output, links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[2]
NAMES = sorted(
    path.relative_to(CHECKOUT).as_posix()
    for path in (
        CHECKOUT / "README.md",
        CHECKOUT / "CONTRIBUTING.md",
        CHECKOUT / "CHANGELOG.md",
        *(CHECKOUT / "docs").glob("*.md"),
    )
)

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>.*)$")
_TITLE = re.compile(r'title="([^"]+)"')
_PROMPT = "$ "


class Block(NamedTuple):
    """One fenced block."""

    page: str
    line: int
    """Of its first line of content, from 1."""
    language: str
    title: str
    """The file it is the content of; empty if it is no file's."""
    text: str


class Command(NamedTuple):
    """A command of a console block and the output the page shows for it."""

    text: str
    line: int
    shown: tuple[str, ...]
    """Lines of output; empty if the page shows none."""


def text_of(page: str) -> str:
    return (CHECKOUT / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    opened: re.Match[str] | None = None
    start = 0
    content: list[str] = []
    for number, line in enumerate(text_of(page).splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None:
            if fence:
                opened, start, content = fence, number + 1, []
        elif fence and fence["fence"] == opened["fence"] and not fence["info"]:
            language, _, rest = opened["info"].strip().partition(" ")
            title = _TITLE.search(rest)
            text = "".join(f"{item}\n" for item in content)
            yield Block(page, start, language, title[1] if title else "", text)
            opened = None
        else:
            content.append(line.removeprefix(opened["indent"]))
    if opened is not None:
        raise AssertionError(f"{page}:{start}: the block is not closed")


def commands(block: Block) -> list[Command]:
    """The commands of a console block. A backslash at a line's end continues it."""
    found: list[Command] = []
    lines = block.text.splitlines()
    at = 0
    while at < len(lines):
        if not lines[at].startswith(_PROMPT):
            raise AssertionError(f"{block.page}:{block.line + at}: expected a line with '$ '")
        first = at
        command = lines[at].removeprefix(_PROMPT)
        while command.endswith("\\"):
            at += 1
            command += "\n" + lines[at]
        at += 1
        start = at
        while at < len(lines) and not lines[at].startswith(_PROMPT):
            at += 1
        found.append(Command(command, block.line + first, tuple(lines[start:at])))
    return found


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", text_of(page), flags=re.DOTALL | re.MULTILINE)
