"""The filters of the result page, by hand."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LiveApp

pytestmark = pytest.mark.browser


def open_filters(page: Page, live: LiveApp) -> None:
    page.goto(f"{live.url}/?username={live.suggestions[0]}")
    page.get_by_text("Filters").click()


def test_filters_set_on_the_page_are_in_its_address_and_can_be_cleared(
    browser_page: Page, live_app: LiveApp
) -> None:
    open_filters(browser_page, live_app)
    browser_page.get_by_role("group", name="Genres", exact=True).get_by_label("Western").check()
    browser_page.get_by_label("Year to").fill("1970")
    browser_page.get_by_role("button", name="Show the films that fit").click()
    expect(browser_page.locator(".filters .count")).to_have_text("2 set")
    assert "genre=Western" in browser_page.url
    years = browser_page.locator(".film-credit").all_inner_texts()
    assert years
    assert all(int(text[:4]) <= 1970 for text in years)
    browser_page.get_by_text("Filters").click()
    browser_page.get_by_role("link", name="Clear all").click()
    expect(browser_page.locator(".filters .count")).to_have_count(0)


def test_more_films_are_other_films(browser_page: Page, live_app: LiveApp) -> None:
    browser_page.goto(f"{live_app.url}/?username={live_app.suggestions[0]}")
    first = set(browser_page.locator(".film-title").all_inner_texts())
    browser_page.get_by_role("link", name="Show me others").click()
    expect(browser_page.locator(".film")).to_have_count(24)
    assert not first & set(browser_page.locator(".film-title").all_inner_texts())


def test_an_empty_answer_says_which_filter_emptied_it(
    browser_page: Page, live_app: LiveApp
) -> None:
    browser_page.goto(f"{live_app.url}/?username={live_app.suggestions[0]}&year_to=1880")
    expect(browser_page.get_by_text("nothing was left after the filter “year to”")).to_be_visible()
    expect(browser_page.get_by_label("Year to")).to_have_value("1880")


def test_a_list_from_a_file_limits_the_films(browser_page: Page, live_app: LiveApp) -> None:
    open_filters(browser_page, live_app)
    table = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"Title,Year\nRan,1985\n"}
    browser_page.get_by_label("Only films of a list").set_input_files(table)
    browser_page.get_by_role("button", name="Choose from it").click()
    expect(browser_page.locator(".film-title")).to_have_text(["Ran"])


def test_the_form_fits_a_narrow_phone(browser_page: Page, live_app: LiveApp) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 700})
    open_filters(browser_page, live_app)
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
