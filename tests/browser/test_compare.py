"""Two members side by side, by hand."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import LISTEN, OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PAIR = ("midnight_marrow", "subtitle_sofa")


def compare(page: Page, first: str, second: str) -> None:
    page.get_by_label("Username of the first member").fill(first)
    page.get_by_label("Username of the second member").fill(second)
    page.get_by_role("button", name="Compare").click()


def address(app: LiveApp, *names: str) -> str:
    return f"{app.url}/compare?" + "&".join(f"username={name}" for name in names)


@pytest.mark.parametrize("javascript", [True, False])
def test_two_names_lead_to_a_score_its_parts_and_films(
    live_app: LiveApp, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Compare").click()
    compare(page, *PAIR)
    heading(page, "midnight_marrow and subtitle_sofa")
    assert page.url == address(live_app, *PAIR)
    expect(page.get_by_role("img", name=re.compile(r"^\d+ of 100$"))).to_be_visible()
    parts = page.get_by_role("list", name="What the score is made of, each of 100")
    expect(parts.get_by_role("listitem")).to_have_count(4)
    expect(page.get_by_role("img", name=re.compile("^Correlation "))).to_be_visible()
    for row in ("Loved by both", "Where they part ways"):
        cards = page.get_by_role("region", name=row).locator(".film")
        expect(cards.first.get_by_role("img", name=re.compile("^gave "))).to_have_count(2)
    shown = page.get_by_role("region", name="midnight_marrow should show subtitle_sofa")
    link = shown.locator(".film").first.get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(r"^/films/[^?]+\?username=subtitle_sofa$"))


def test_the_page_tells_whose_films_are_read(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/compare")
    browser_page.evaluate(LISTEN)
    compare(browser_page, *PAIR)
    heading(browser_page, "midnight_marrow and subtitle_sofa")
    heard = browser_page.evaluate("heard")
    assert any(text.startswith("subtitle_sofa (2 of 2): ") for text in heard)


def test_one_known_member_is_filled_in(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/?username={PAIR[0]}")
    more = browser_page.get_by_role("navigation", name="More for this member")
    more.get_by_role("link", name="Compare").click()
    expect(browser_page.get_by_label("Username of the first member")).to_have_value(PAIR[0])
    expect(browser_page.get_by_label("Username of the second member")).to_have_value("")


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("midnight_marrow", "Midnight_Marrow"), "It takes two"),
        (("midnight_marrow", "private_person"), "This profile is private"),
        (("midnight_marrow", "not a name!"), "That is not a Letterboxd username"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_refusal_says_why_and_keeps_both_names(
    live_app: LiveApp, open_page: OpenPage, names: tuple[str, str], title: str, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(f"{live_app.url}/compare")
    compare(page, *names)
    heading(page, title)
    expect(page.get_by_label("Username of the first member")).to_have_value(names[0])
    expect(page.get_by_label("Username of the second member")).to_have_value(names[1])


def test_members_with_nothing_in_common_are_told_so(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(address(live_app, "empty_shelf", "midnight_marrow"))
    heading(browser_page, "empty_shelf and midnight_marrow")
    expect(browser_page.get_by_role("img", name="no score")).to_be_visible()
    expect(browser_page.get_by_role("heading", name="Nothing to compare yet")).to_be_visible()
    expect(browser_page.get_by_text("not known")).to_have_count(4)


@pytest.mark.parametrize("names", [(), PAIR, ("midnight_marrow", "midnight_marrow")])
def test_the_narrowest_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, open_page: OpenPage, names: tuple[str, ...]
) -> None:
    page = open_page(320, 640, has_touch=True)
    page.goto(address(live_app, *names))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [text for text in page.evaluate(OVERHANG) if "/statistics" not in text] == []
