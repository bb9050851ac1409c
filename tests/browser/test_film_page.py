"""The page of a film, by hand."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import LISTEN, OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
STARS = re.compile(r"^predicted [0-5]\.\d of 5$")


def test_a_recommended_film_leads_to_its_page_and_on_to_letterboxd(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(f"{live_app.url}/?username=soft_landing")
    card = browser_page.locator(".film").first
    title = card.locator(".film-title").inner_text()
    stars = card.get_by_role("img", name=STARS).get_attribute("aria-label")
    card.get_by_role("link").click()
    heading(browser_page, title)
    ticket = browser_page.get_by_role("region", name="soft_landing would give it")
    expect(ticket.get_by_role("img", name=STARS)).to_have_attribute("aria-label", stars or "")
    site = re.escape(live_app.services.settings.letterboxd_url)
    expect(browser_page.get_by_role("link", name="See it on Letterboxd")).to_have_attribute(
        "href", re.compile(rf"^{site}/film/[^/]+/$")
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_username_gets_a_prediction_and_similar_films_keep_it(
    live_app: LiveApp, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(f"{live_app.url}/films/alien")
    expect(page).to_have_title("Alien (1979) · Projectionist")
    ticket = page.get_by_role("region", name="What would I think of it?")
    ticket.get_by_label("Letterboxd username").fill("soft_landing")
    ticket.get_by_role("button", name="Predict").click()
    expect(page.get_by_role("heading", name="soft_landing would give it")).to_be_visible()
    assert page.url == f"{live_app.url}/films/alien?username=soft_landing"
    similar = page.get_by_role("region", name="Films like it").locator(".film").first
    title = similar.locator(".film-title").inner_text()
    similar.get_by_role("link").click()
    heading(page, title)
    expect(page.get_by_role("heading", name="soft_landing would give it")).to_be_visible()


def test_the_page_tells_how_far_the_prediction_is(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/films/alien")
    browser_page.evaluate(LISTEN)
    browser_page.get_by_label("Letterboxd username").fill("hard_to_please")
    browser_page.keyboard.press("Enter")
    heading(browser_page, "Alien")
    heard = browser_page.evaluate("heard")
    assert "Reading your films: page 4 of 4" in heard
    assert heard[-1] == "Training your forest"
    browser_page.go_back()
    expect(browser_page.get_by_role("heading", name="What would I think of it?")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_refusal_leaves_the_film_and_keeps_the_username(
    live_app: LiveApp, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(f"{live_app.url}/films/alien")
    page.get_by_label("Letterboxd username").fill("private_person")
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_role("region", name="This profile is private")).to_be_visible()
    heading(page, "Alien")
    expect(page.get_by_label("Letterboxd username")).to_have_value("private_person")


def test_a_film_that_is_not_there_is_told(live_app: LiveApp, browser_page: Page) -> None:
    response = browser_page.goto(f"{live_app.url}/films/no-such-film")
    assert response is not None and response.status == 404
    heading(browser_page, "No such film")


@pytest.mark.parametrize("film", ["alien", "alien?username=soft_landing", "no-such-film"])
def test_the_narrowest_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, open_page: OpenPage, film: str
) -> None:
    page = open_page(320, 640, has_touch=True)
    page.goto(f"{live_app.url}/films/{film}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [text for text in page.evaluate(OVERHANG) if "/statistics" not in text] == []


def test_poster_and_words_are_there_without_a_poster_file(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.route("**/posters/**", lambda route: route.abort())
    browser_page.goto(f"{live_app.url}/films/alien")
    expect(browser_page.locator(".film-main .poster-blank")).to_be_visible()
    expect(browser_page.locator(".film-main img")).to_have_count(0)
