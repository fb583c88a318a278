"""Links between the pages lead somewhere, and every page can be reached from the README."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.docs.pages import CHECKOUT, NAMES, prose, text_of

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def _links(page: str) -> Iterator[tuple[str, str]]:
    """(file, fragment) of each link inside the project; an empty file is the page itself."""
    for target in _LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", target):
            place, _, fragment = target.partition("#")
            yield place, fragment


def _anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    plain = (re.sub(r"[`*]", "", heading).lower() for heading in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def _resolved(page: str, place: str) -> str:
    joined = (CHECKOUT / PurePosixPath(page).parent / place).resolve()
    return joined.relative_to(CHECKOUT.resolve()).as_posix()


@pytest.mark.parametrize("page", NAMES)
def test_links_lead_to_files_and_headings(page: str) -> None:
    for place, fragment in _links(page):
        target = _resolved(page, place) if place else page
        assert (CHECKOUT / target).exists(), f"{page} links to {target}"
        if fragment:
            assert fragment in _anchors(target), f"{page} links to {target}#{fragment}"


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[str] = set()
    waiting = ["README.md"]
    while waiting:
        page = waiting.pop()
        if page in NAMES and page not in reached:
            reached.add(page)
            waiting += [_resolved(page, place) for place, _ in _links(page) if place]

    assert reached == set(NAMES)


@pytest.mark.parametrize("page", NAMES)
def test_no_page_names_a_machine_of_ours(page: str) -> None:
    assert not re.search(r"(?<![\w.])/(?:work|opt|tmp|root|home)/", text_of(page))
