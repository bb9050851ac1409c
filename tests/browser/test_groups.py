"""Several members at one screen, and on a phone each."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import LISTEN, OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture
def two(live_app: LiveApp) -> list[str]:
    return live_app.suggestions[:2]


def name_members(page: Page, names: list[str]) -> None:
    for place, name in enumerate(names):
        if not page.locator("[name=username]").nth(place).is_visible():
            page.get_by_role("button", name="Add somebody").click()
        page.locator("[name=username]").nth(place).fill(name)


def join(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Letterboxd username").fill(name)
    page.get_by_role("button", name="Join").first.click()
    expect(page.get_by_text(f"You are in as {name}.")).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".shared .film-title").all_text_contents()


@pytest.mark.parametrize("javascript", [True, False])
def test_two_names_give_films_with_the_stars_of_both(
    live_app: LiveApp, open_page: OpenPage, two: list[str], javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(f"{live_app.url}/group")
    name_members(page, two)
    page.get_by_role("button", name="Find our films").click()
    heading(page, f"24 films for {two[0]} and {two[1]}")
    card = page.locator(".shared").first
    expect(card.locator(".voice-name")).to_have_text(two)
    expect(card.get_by_role("img", name=re.compile("^predicted"))).to_have_count(2)
    page.get_by_role("link", name="Taking turns").click()
    expect(page.get_by_role("link", name="Taking turns")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile("/group.*rule=fairness"))


def test_the_page_tells_whose_turn_it_is(
    live_app: LiveApp, browser_page: Page, two: list[str]
) -> None:
    browser_page.goto(f"{live_app.url}/group")
    browser_page.evaluate(LISTEN)
    name_members(browser_page, two)
    browser_page.get_by_role("button", name="Find our films").click()
    heading(browser_page, f"24 films for {two[0]} and {two[1]}")
    heard = browser_page.evaluate("heard")
    for place, name in enumerate(two, 1):
        assert any(text.startswith(f"{name} ({place} of 2): Reading") for text in heard)
    assert heard[-1] == "Ranking"


def test_a_problem_names_its_member_and_keeps_the_others(
    live_app: LiveApp, browser_page: Page, two: list[str]
) -> None:
    browser_page.goto(f"{live_app.url}/group")
    name_members(browser_page, [two[0], "nobody_of_that_name"])
    browser_page.get_by_role("button", name="Find our films").click()
    heading(browser_page, "No such member")
    expect(browser_page.locator(".lead")).to_contain_text("“nobody_of_that_name”")
    for place, name in enumerate([two[0], "nobody_of_that_name"]):
        expect(browser_page.locator("[name=username]").nth(place)).to_have_value(name)


def test_a_spin_stops_at_a_film_says_so_and_does_so_again(
    live_app: LiveApp, browser_page: Page, two: list[str]
) -> None:
    browser_page.goto(f"{live_app.url}/group?username={two[0]}&username={two[1]}")
    browser_page.get_by_role("link", name="Let the reel decide").click()
    picked = browser_page.locator(".pick h2")
    expect(picked).to_be_visible(timeout=15_000)
    film = picked.text_content() or ""
    assert film in [title.strip() for title in titles(browser_page)]
    expect(browser_page.locator("[data-announce]")).to_contain_text(f"stopped at {film}")
    browser_page.reload()
    expect(picked).to_have_text(film)


def test_who_wants_no_motion_has_the_film_at_once(
    live_app: LiveApp, open_page: OpenPage, two: list[str]
) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    page.goto(f"{live_app.url}/group?username={two[0]}&username={two[1]}&spin=3")
    expect(page.locator("[data-announce]")).to_contain_text("The reel stopped at", timeout=1000)


def test_two_phones_join_and_see_the_same_films_and_the_same_spin(
    live_app: LiveApp, open_page: OpenPage, two: list[str]
) -> None:
    mine, yours = (open_page(390, 844, has_touch=True) for _ in two)
    mine.goto(f"{live_app.url}/group")
    mine.get_by_role("button", name="Let everybody join by phone").click()
    expect(mine.locator(".share a")).to_have_text(
        re.compile(f"^{live_app.url}/group/[2-9A-Z]{{8}}$")
    )
    address = mine.locator(".share a").text_content() or ""
    join(mine, address, two[0])
    expect(mine.get_by_role("button", name="Show our films")).to_be_disabled()
    join(yours, address, two[1])
    expect(mine.locator(".place").nth(1)).to_have_text(two[1])
    mine.get_by_role("button", name="Show our films").click()
    for phone in (mine, yours):
        expect(phone.locator(".shared").first).to_be_visible(timeout=20_000)
        assert phone.evaluate(OVERHANG) == []
    assert titles(mine) == titles(yours) != []
    yours.get_by_role("button", name="Let the reel decide").click()
    for phone in (mine, yours):
        expect(phone.locator("[data-announce]")).to_contain_text("stopped at", timeout=15_000)
    assert mine.locator(".pick h2").text_content() == yours.locator(".pick h2").text_content()
    yours.get_by_role("button", name="Leave").click()
    expect(mine.locator(".place").nth(1)).to_have_text("free")


def test_without_javascript_a_group_can_be_joined_and_asked(
    live_app: LiveApp, open_page: OpenPage, two: list[str]
) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(f"{live_app.url}/group")
    page.get_by_role("button", name="Let everybody join by phone").click()
    address = page.url
    for name in two:
        join(page, address, name)
    page.get_by_role("button", name="Show our films").click()
    expect(page.locator(".shared").first).to_be_visible()
    page.get_by_role("button", name="Let the reel decide").click()
    expect(page.locator(".pick h2")).to_be_visible()


def test_a_group_that_is_gone_says_so(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(f"{live_app.url}/group/2345ABCD")
    heading(browser_page, "This group is gone")
    browser_page.get_by_role("button", name="Let everybody join by phone").click()
    heading(browser_page, "Film night")


@pytest.mark.parametrize("path", ["/group", "/group?username=midnight_marrow&username=x", "spun"])
def test_a_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, phone_page: Page, two: list[str], path: str
) -> None:
    spun = f"/group?username={two[0]}&username={two[1]}&spin=1"
    phone_page.goto(live_app.url + (spun if path == "spun" else path))
    assert phone_page.evaluate("document.documentElement.scrollWidth") == 390
