"""The second journey: an export in, films worth watching out, and the export gone again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.browser.test_start_page import LISTEN, OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

# Drops a file on the form as a hand with a mouse would.
DROP = """(form, bytes) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(bytes)], "letterboxd.zip"));
  for (const kind of ["dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def name(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def export(world: BuiltinWorld, name: str) -> bytes:
    member = world.member(name)
    assert member is not None
    return export_zip(member)


def choose(page: Page, data: bytes) -> None:
    file = {"name": "letterboxd.zip", "mimeType": "application/zip", "buffer": data}
    page.get_by_label("Or upload your Letterboxd export").set_input_files(file)
    page.get_by_role("button", name="Upload", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_export_leads_to_films_and_can_be_deleted(
    live_app: LiveApp, open_page: Callable[..., Page], name: str, export: bytes, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    choose(page, export)
    heading(page, f"24 films for {name}")
    expect(page.locator(".film")).to_have_count(24)
    address = page.url
    assert re.search(r"/\?profile=[\w-]{43}$", address)
    page.get_by_role("link", name="Hidden gems").click()
    expect(page.get_by_role("link", name="Hidden gems")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Delete my upload").click()
    heading(page, "Tonight’s film, picked from your own ratings")
    page.goto(address)
    heading(page, "This upload is gone")


def test_an_export_can_be_dropped_and_the_page_tells_how_far_it_is(
    live_app: LiveApp, browser_page: Page, name: str, export: bytes
) -> None:
    browser_page.goto(live_app.url)
    browser_page.evaluate(LISTEN)
    browser_page.locator(".upload").evaluate(DROP, list(export))
    heading(browser_page, f"24 films for {name}")
    heard = browser_page.evaluate("heard")
    assert "Uploading your export: 100 %" in heard
    assert heard[-2:] == ["Training your forest", "Ranking"]


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_no_export_is_refused_with_the_reason_and_another_try(
    live_app: LiveApp, open_page: Callable[..., Page], name: str, export: bytes, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    choose(page, b"Date,Name\n")
    heading(page, "This is not an export we can read")
    expect(page.locator(".lead")).to_contain_text("This file is not a ZIP.")
    choose(page, export)
    heading(page, f"24 films for {name}")


def test_what_is_far_too_large_is_not_even_sent(live_app: LiveApp, browser_page: Page) -> None:
    sent: list[str] = []
    browser_page.on("request", lambda request: sent.append(request.method))
    browser_page.goto(live_app.url)
    choose(browser_page, bytes(32 * 2**20 + 1))
    heading(browser_page, "That is too large")
    assert "POST" not in sent


def test_a_phone_shows_an_upload_without_sideways_scrolling(
    live_app: LiveApp, phone_page: Page, name: str, export: bytes
) -> None:
    phone_page.goto(live_app.url)
    choose(phone_page, export)
    heading(phone_page, f"24 films for {name}")
    assert phone_page.evaluate(OVERHANG) == []
    button = phone_page.get_by_role("button", name="Delete my upload").bounding_box()
    assert button is not None and button["height"] >= 44
