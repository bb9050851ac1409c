"""The third journey: no account, a few films rated here, films worth watching out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_start_page import OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
STARTERS = "Films that many have seen"


def begin(page: Page, app: LiveApp) -> None:
    page.goto(app.url)
    page.get_by_role("link", name="Rate a few films").click()
    heading(page, "Start without an account")


def starters(page: Page) -> Locator:
    return page.get_by_role("region", name=STARTERS).locator(".rating-row")


def picks(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Your films").get_by_role("listitem")


def give(row: Locator, stars: str) -> None:
    row.get_by_role("radio", name=stars, exact=True).check()


def test_films_are_found_by_a_wrong_title_and_rated_with_the_keyboard_alone(
    live_app: LiveApp, browser_page: Page
) -> None:
    begin(browser_page, live_app)
    browser_page.get_by_label("Film title").focus()
    browser_page.keyboard.type("godfahter")
    expect(browser_page.get_by_text("3 films found")).to_be_visible()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Tab")
    stars = browser_page.get_by_role("group", name="Stars for The Godfather", exact=True).first
    expect(stars.get_by_role("radio", name="0.5 stars", exact=True)).to_be_focused()
    browser_page.keyboard.press("Space")
    for _ in range(7):
        browser_page.keyboard.press("ArrowRight")
    expect(stars.get_by_role("radio", name="4 stars", exact=True)).to_be_checked()
    expect(picks(browser_page)).to_have_count(1)
    expect(picks(browser_page).first).to_contain_text("The Godfather 1972")
    expect(picks(browser_page).get_by_role("img", name="4 of 5 stars")).to_be_visible()
    expect(browser_page.get_by_text("1 of 5 films")).to_be_visible()


def test_five_films_lead_to_recommendations_and_are_forgotten_here(
    live_app: LiveApp, browser_page: Page
) -> None:
    begin(browser_page, live_app)
    button = browser_page.get_by_role("button", name="Pick my films")
    for place in range(4):
        give(starters(browser_page).nth(place), "3.5 stars")
    expect(button).to_be_hidden()
    browser_page.reload()
    expect(picks(browser_page)).to_have_count(4)
    expect(
        starters(browser_page).nth(3).get_by_role("radio", name="3.5 stars", exact=True)
    ).to_be_checked()
    give(starters(browser_page).nth(4), "1 star")
    expect(browser_page.get_by_text("5 films", exact=True)).to_be_visible()
    button.click()
    heading(browser_page, "24 films for you")
    assert re.search(r"/\?profile=[\w-]{43}$", browser_page.url)
    browser_page.goto(f"{live_app.url}/rate")
    expect(picks(browser_page)).to_have_count(0)


def test_a_film_can_be_rated_anew_and_removed(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/rate")
    first, second = starters(browser_page).nth(0), starters(browser_page).nth(1)
    give(first, "2 stars")
    give(second, "4.5 stars")
    give(first, "5 stars")
    expect(picks(browser_page)).to_have_count(2)
    expect(picks(browser_page).first.get_by_role("img")).to_have_attribute(
        "aria-label", "5 of 5 stars"
    )
    picks(browser_page).first.get_by_role("button", name=re.compile("^Remove ")).click()
    expect(picks(browser_page)).to_have_count(1)
    expect(first.get_by_role("radio", name="5 stars", exact=True)).not_to_be_checked()
    expect(picks(browser_page).first.get_by_role("button")).to_be_focused()
    expect(browser_page.get_by_text("1 of 5 films")).to_be_visible()


def test_a_title_that_is_not_known_and_a_search_that_fails_are_told(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(f"{live_app.url}/rate")
    browser_page.get_by_label("Film title").fill("xqzzyw")
    expect(browser_page.get_by_text("No such film here.")).to_be_visible()
    browser_page.route("**/api/v1/films**", lambda route: route.abort())
    browser_page.get_by_label("Film title").fill("heat")
    expect(browser_page.get_by_text("The search does not answer.")).to_be_visible()


def test_everything_works_without_javascript(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    begin(page, live_app)
    page.get_by_label("Film title").fill("godfahter")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("3 films found")).to_be_visible()
    row = page.get_by_role("list", name="Films found").locator(".rating-row").first
    give(row, "4.5 stars")
    row.get_by_role("button", name="Rate").click()
    for place in range(5):
        row = starters(page).nth(place)
        give(row, "3 stars")
        row.get_by_role("button", name="Rate").click()
    expect(picks(page)).to_have_count(6)
    picks(page).nth(1).get_by_role("button").click()
    expect(picks(page)).to_have_count(5)
    expect(page.get_by_label("Film title")).to_have_value("godfahter")
    page.get_by_role("button", name="Pick my films").click()
    heading(page, "24 films for you")


@pytest.mark.parametrize("query", ["", "?q=the&film=10001:4.5&film=10002:3&film=10003:3"])
@pytest.mark.parametrize("path", ["/", "/rate"])
def test_the_narrowest_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, open_page: OpenPage, path: str, query: str
) -> None:
    page = open_page(320, 640, has_touch=True)
    page.goto(live_app.url + path + query)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(OVERHANG) == []


def test_stars_are_large_enough_for_a_finger(live_app: LiveApp, phone_page: Page) -> None:
    phone_page.goto(f"{live_app.url}/rate")
    boxes = [star.bounding_box() for star in starters(phone_page).first.get_by_role("radio").all()]
    assert len(boxes) == 10
    assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    give(starters(phone_page).first, "4 stars")
    remove = picks(phone_page).first.get_by_role("button").bounding_box()
    assert remove is not None and remove["height"] >= 44
