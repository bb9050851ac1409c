"""All years of a history, or what was watched lately."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scrapers.standin.server import Standin
from tests.browser.test_start_page import LISTEN
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser


def test_lately_shows_how_far_the_diary_is_read_and_back_leads_to_all_years(
    live_app: LiveApp, phone_page: Page, site: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = live_app.suggestions[0]
    phone_page.goto(f"{live_app.url}/?username={name}&genre=Drama&genre=Comedy")
    lately, years = (phone_page.get_by_role("link", name=n) for n in ("Lately", "All your years"))
    expect(years).to_have_attribute("aria-current", "true")
    monkeypatch.setattr(site, "latency", 0.4)
    phone_page.evaluate(LISTEN)
    lately.click()
    expect(lately).to_have_attribute("aria-current", "true")
    assert any("page 2 of" in heard for heard in phone_page.evaluate("window.heard"))
    expect(phone_page.locator(".filters .count")).to_have_text("1 set")
    phone_page.go_back()
    expect(years).to_have_attribute("aria-current", "true")


def test_without_javascript_the_choice_is_an_ordinary_link(
    live_app: LiveApp, open_page: Callable[..., Page]
) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(f"{live_app.url}/?username={live_app.suggestions[0]}")
    page.get_by_role("link", name="Lately").click()
    expect(page.get_by_text("the latest above all")).to_be_visible()
