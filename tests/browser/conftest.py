"""A real Chromium on the real app."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.services import Services
from tests.conftest import LiveApp, running

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("no Chromium found: apt-get install chromium, or set CHROMIUM to its path")
    expect.set_options(timeout=20_000)  # a busy machine may be slow, but not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def live_app(make_services: Callable[..., Services]) -> Iterator[LiveApp]:
    with running(make_services()) as app:
        yield app


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in windows of their own; a message in the console is a failure."""
    complaints: list[str] = []
    contexts = []

    def open_page(width: int, height: int, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [text for text in complaints if "Failed to load resource" not in text]


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    return open_page(1280, 900)


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    return open_page(390, 844, has_touch=True)
