"""Who must wait for their turn sees how many are before them."""

from threading import Event, Thread

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LiveApp

pytestmark = pytest.mark.browser


def test_the_page_tells_the_place_in_line(live_app: LiveApp, browser_page: Page) -> None:
    leave, inside = Event(), Event()

    def compute() -> None:
        with live_app.services.cold.turn(lambda before: None):
            inside.set()
            leave.wait(60)

    other = Thread(target=compute)
    other.start()
    inside.wait(10)
    browser_page.goto(live_app.url)
    browser_page.get_by_role("link", name=live_app.suggestions[0]).click()
    status = browser_page.locator("[data-status]")
    expect(status).to_have_text("Waiting in line: 1 other is before you")
    expect(browser_page.locator("[data-stage=reading]")).to_have_class("current")
    leave.set()
    other.join()
    expect(browser_page.locator(".film").first).to_be_visible()
