"""A real browser on the real server that shows the demo."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright

from tests.browser.chromium import launch_kwargs
from tests.server import running

DEMO = ("-m", "coproduce.config.cli", "demo")
PHONE = ViewportSize(width=360, height=780)
DESK = ViewportSize(width=1280, height=900)


@dataclass(frozen=True)
class Site:
    """The demo as it prints itself: its address, and a way in for each role."""

    address: str
    ways_in: dict[str, str]


def demo_in(data: Path) -> Iterator[Site]:
    with running(data, program=DEMO, environment={"COPRODUCE_MODE": "demo"}) as server:
        told = server.log.read_text()
        ways = dict(re.findall(r"^  (\S.*?)\s{2,}(http\S+)$", told, re.MULTILINE))
        yield Site(server.address, ways)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One demo for a whole test process; tests that change much take `own_demo`."""
    yield from demo_in(tmp_path_factory.mktemp("demo") / "data")


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Site]:
    yield from demo_in(tmp_path / "data")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(**launch_kwargs())
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`phone(scripts=False)` is a new phone that knows nobody; whatever it asks of another origin fails the test."""
    opened: list[BrowserContext] = []
    strayed: list[str] = []

    def new_phone(*, scripts: bool = True, wide: bool = False, **more: Any) -> BrowserContext:
        context = chromium.new_context(
            viewport=DESK if wide else PHONE, java_script_enabled=scripts, locale="en-GB", **more
        )
        context.on("request", lambda request: _note_strays(request.url, strayed))
        context.on("weberror", lambda error: strayed.append(f"script error: {error.error}"))
        context.on(
            "console", lambda line: strayed.append(line.text) if "Content Security Policy" in line.text else None
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield new_phone
    for context in opened:
        context.close()
    assert strayed == []


def _note_strays(url: str, strayed: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "about:", "blob:")):
        strayed.append(url)


def sign_in(page: Page, link: str) -> None:
    """Open a sign-in link and press its one button."""
    page.goto(link)
    with page.expect_navigation():
        page.locator("main button").first.click()
