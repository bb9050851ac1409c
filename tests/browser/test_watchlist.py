"""The reel of a watchlist: spun with keys, fingers, and without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import OVERHANG
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
NAME = "midnight_marrow"


def picked(page: Page) -> str:
    return page.locator(".pick h2").inner_text()


def middle(page: Page) -> str:
    """The title of the frame in the gate."""
    text: str = page.evaluate(
        """() => {
          const gate = document.querySelector(".gate").getBoundingClientRect();
          const frames = [...document.querySelectorAll(".strip .poster")];
          const there = frames.find((frame) => {
            const box = frame.getBoundingClientRect();
            return Math.abs(box.x + box.width / 2 - gate.x - gate.width / 2) < 2;
          });
          return there?.querySelector(".poster-blank").textContent ?? "";
        }"""
    )
    return text


def test_the_reel_is_spun_with_the_keyboard_and_says_where_it_stops(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(f"{live_app.url}/watchlist")
    browser_page.get_by_label("Username", exact=True).focus()
    browser_page.keyboard.type(NAME)
    browser_page.keyboard.press("Enter")
    heading = browser_page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(f"Tonight from {NAME}’s watchlist"))
    expect(browser_page.locator(".pick")).to_be_hidden()
    status = browser_page.locator("[data-announce]")
    expect(status).to_have_text(re.compile("The reel stopped at .+"))
    first = picked(browser_page)
    assert first in status.inner_text()
    assert middle(browser_page) == first
    again = browser_page.get_by_role("link", name="Spin again")
    again.focus()
    browser_page.keyboard.press("Enter")
    expect(again).to_be_focused(timeout=15_000)
    assert picked(browser_page) != first
    assert "page=2" in browser_page.url


def test_a_reload_and_the_address_in_another_window_show_the_same_film(
    live_app: LiveApp, open_page: OpenPage
) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    page.goto(f"{live_app.url}/watchlist?username={NAME}")
    first = picked(page)
    assert "seed=" in page.url
    page.reload()
    assert picked(page) == first
    other = open_page(1280, 900, java_script_enabled=False)
    other.goto(page.url)
    assert picked(other) == first


def test_back_returns_to_the_film_before_without_another_spin(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(f"{live_app.url}/watchlist?username={NAME}&seed=3")
    status = browser_page.locator("[data-announce]")
    expect(status).not_to_be_empty()
    first = picked(browser_page)
    browser_page.get_by_role("link", name="Spin again").click()
    expect(status).not_to_contain_text(first)
    expect(status).not_to_be_empty()
    browser_page.go_back()
    expect(browser_page.locator(".pick h2")).to_have_text(first)
    assert browser_page.evaluate("document.querySelector('.strip').getAnimations().length") == 0


def test_without_motion_the_film_is_there_at_once(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    page.goto(f"{live_app.url}/watchlist?username={NAME}&seed=3")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".pick")).to_be_visible()
    expect(page.locator("[data-announce]")).to_contain_text(picked(page))


def test_everything_works_without_javascript(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(f"{live_app.url}/watchlist")
    page.get_by_label("Username", exact=True).fill(NAME)
    page.get_by_label("Username of member 2").fill("subtitle_sofa")
    page.get_by_label("Username of member 8").fill("curtain_and_cel")
    page.get_by_role("radio", name="Best for me").check()
    page.get_by_role("button", name="Spin the reel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tonight from 3 watchlists")
    assert page.url.count("username=") == 3 and "by=stars" in page.url
    expect(page.locator(".pick-members li")).to_have_count(3)
    film = picked(page)
    page.get_by_role("link", name="Spin again").click()
    assert picked(page) != film


def test_members_are_added_row_by_row(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/watchlist")
    rows = browser_page.locator(".members input:visible")
    expect(rows).to_have_count(1)
    rows.first.fill(NAME)
    browser_page.get_by_role("button", name="Add somebody").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_be_focused()
    rows.nth(1).fill("subtitle_sofa")
    for _ in range(6):
        browser_page.get_by_role("button", name="Add somebody").click()
    expect(browser_page.get_by_role("button", name="Add somebody")).to_be_hidden()
    browser_page.keyboard.press("Enter")
    heading = browser_page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Tonight from 2 watchlists")
    assert browser_page.url.count("username=") == 2


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("username=private_list", "This watchlist is private"),
        ("username=nobody_of_that_name", "No such member"),
        ("username=empty_shelf", "The watchlist is empty"),
        (f"username={NAME}&year_from=2100", "No film fits"),
        (f"username={NAME}&username=empty_shelf&together=intersection", "No film is on all lists"),
        (f"username={NAME}&page=999", "All films were shown"),
    ],
)
def test_where_there_is_no_film_the_page_says_why(
    live_app: LiveApp, phone_page: Page, query: str, title: str
) -> None:
    phone_page.goto(f"{live_app.url}/watchlist?{query}")
    expect(phone_page.get_by_role("heading", name=title)).to_be_visible()
    assert phone_page.evaluate(OVERHANG) == []


def test_a_filter_is_kept_from_spin_to_spin(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    page.goto(f"{live_app.url}/watchlist?username={NAME}&seed=3")
    page.get_by_text("Members and filters").click()
    genres = page.get_by_role("group", name="Genres", exact=True)
    genres.get_by_role("checkbox", name="Comedy").check()
    page.get_by_role("button", name="Spin the films that fit").click()
    for _ in range(2):
        expect(page.locator(".pick-genres")).to_contain_text("Comedy")
        page.get_by_role("link", name="Spin again").click()
        expect(page.locator(".working")).to_have_count(0)
    assert "genre=Comedy" in page.url


@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("query", ["", f"?username={NAME}&username=subtitle_sofa&seed=3"])
def test_a_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, open_page: OpenPage, width: int, query: str
) -> None:
    page = open_page(width, 700, has_touch=True, reduced_motion="reduce")
    page.goto(f"{live_app.url}/watchlist{query}")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    targets = page.locator(".choices a, .picker button:visible, .pick-next a").all()
    boxes = [target.bounding_box() for target in targets]
    assert boxes and all(box is not None and box["height"] >= 44 for box in boxes)
    if query:
        assert middle(page) == picked(page)
