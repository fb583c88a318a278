"""The page in a real browser, opened from disk as a reader would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postguard.finding import Disposition
from tests.outputs.browser import Browser
from tests.outputs.conftest import STYLE, render
from tests.outputs.sample import sample_report

pytestmark = pytest.mark.browser

VISIBLE = "[...document.querySelectorAll('li[id]')].filter(e => e.offsetHeight).map(e => e.id)"
LIT = (
    "[...document.querySelectorAll('mark')]"
    ".filter(e => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)').map(e => e.id)"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = Path(tmp_path_factory.mktemp("page")) / "report.html"
    style = STYLE._replace(show=frozenset(Disposition) - {Disposition.BASELINE})
    path.write_text(render("html", sample_report(), style), encoding="utf-8")
    with Browser() as browser:
        browser.open(path.as_uri())
        yield browser


def click(page: Browser, name: str) -> None:
    page.evaluate(f"document.getElementById('show-{name}').click()")


def test_markup_in_a_draft_is_inert(page: Browser) -> None:
    assert page.evaluate("document.querySelectorAll('img, script, iframe').length") == 0
    assert "<img src=x onerror=alert(1)>" in page.evaluate("document.body.innerText")
    said = [event["method"] for event in page.events]
    assert "Page.javascriptDialogOpening" not in said
    assert "Runtime.exceptionThrown" not in said
    requested = [
        event["params"]["request"]["url"]
        for event in page.events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert all(url.endswith("/report.html") for url in requested)


def test_its_own_style_sheet_is_allowed_and_nothing_was_blocked(page: Browser) -> None:
    assert page.evaluate("getComputedStyle(document.querySelector('.findings')).listStyleType") == (
        "none"
    )
    assert not [event for event in page.events if event["method"] == "Log.entryAdded"]


def test_the_policy_would_stop_a_script(page: Browser) -> None:
    page.evaluate(
        "{ const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.head.append(s) }"
    )
    assert page.evaluate("window.ran === undefined") is True


def test_the_filters_hide_and_show(page: Browser) -> None:
    everything = [f"finding-{number}" for number in (0, 2, 3, 4, 5, 6, 7, 8)]
    assert page.evaluate(VISIBLE) == everything
    assert page.evaluate(LIT) == ["", *(f"mark-{number}" for number in (2, 3, 4, 5, 6, 7, 8))]

    click(page, "error")
    assert page.evaluate(VISIBLE) == [f"finding-{number}" for number in (0, 3, 5, 6, 8)]
    assert page.evaluate(LIT) == ["", *(f"mark-{number}" for number in (3, 5, 6, 8))]
    click(page, "error")

    packs = page.evaluate(
        "[...document.querySelectorAll('fieldset:nth-of-type(2) label')]"
        ".map(e => e.innerText.trim())"
    )
    assert packs == ["claims 3", "finance 1", "health 1", "hygiene 2", "leakage 1"]
    click(page, "pack-0")
    click(page, "pack-3")
    assert page.evaluate(VISIBLE) == [f"finding-{number}" for number in (2, 4, 7)]
    click(page, "pack-0")
    click(page, "pack-3")
    assert page.evaluate(VISIBLE) == everything


@pytest.mark.parametrize("width", [360, 1300])
def test_nothing_runs_off_the_side(page: Browser, width: int) -> None:
    page.ask(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    sticking_out = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML)"
    )
    assert sticking_out == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_it_prints_without_the_filters(page: Browser) -> None:
    page.ask("Emulation.setEmulatedMedia", media="print")
    assert page.evaluate("document.querySelector('.filters').offsetHeight") == 0
    assert page.evaluate(f"{VISIBLE}.length") == 8
    page.ask("Emulation.setEmulatedMedia", media="")
