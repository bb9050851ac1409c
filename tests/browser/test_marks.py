"""Films are marked on their cards: with keys, with fingers, and without a script."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import OVERHANG
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
HOME = "/?username=pocket_change&model=popular"


def titles(page: Page) -> list[str]:
    return page.locator(".films .film-title").all_inner_texts()


def opened(page: Page, app: LiveApp) -> list[str]:
    page.goto(app.url + HOME)
    return titles(page)


def test_a_film_marked_with_the_keyboard_gives_way_to_the_next_and_comes_back(
    live_app: LiveApp, browser_page: Page
) -> None:
    before = opened(browser_page, live_app)
    browser_page.get_by_role("button", name=f"Not for me: {before[1]}").focus()
    browser_page.keyboard.press("Enter")
    said = browser_page.get_by_role("status")
    expect(said).to_have_text(f"{before[1]} is not for you and stays out.")
    after = titles(browser_page)
    assert [after[0], *after[2:]] == [before[0], *before[2:]]
    assert after[1] not in before
    expect(browser_page.get_by_role("link", name=after[1], exact=True)).to_be_focused()
    undo = browser_page.get_by_role("button", name=f"Undo: {before[1]}")
    undo.focus()
    browser_page.keyboard.press("Enter")
    expect(said).to_have_text("It may be shown again.")
    expect(undo).to_have_count(0)
    assert titles(browser_page) == before
    expect(browser_page.get_by_role("link", name=before[1], exact=True)).to_be_focused()


def test_several_films_marked_at_once_give_way_to_as_many_others(
    live_app: LiveApp, browser_page: Page
) -> None:
    before = opened(browser_page, live_app)
    for title in before[:3]:
        browser_page.get_by_role("button", name=f"Seen it: {title}", exact=True).click()
    expect(browser_page.get_by_role("status")).to_contain_text(f"{before[2]} is marked as seen")
    after = titles(browser_page)
    assert len(set(after)) == len(after) == len(before)
    assert not set(after) & set(before[:3])
    browser_page.reload()
    assert set(titles(browser_page)) == set(after)


def test_a_mark_outlives_the_page_and_is_found_on_its_own(
    live_app: LiveApp, browser_page: Page
) -> None:
    before = opened(browser_page, live_app)
    browser_page.get_by_role("button", name=f"Not for me: {before[0]}").click()
    expect(browser_page.get_by_role("status")).not_to_be_empty()
    browser_page.get_by_role("link", name="Your marks").click()
    expect(browser_page.locator(".mark-list li")).to_have_count(1)
    browser_page.go_back()
    expect(browser_page.locator(".film-title").first).not_to_have_text(before[0])
    browser_page.goto(f"{live_app.url}/privacy")
    browser_page.get_by_role("button", name="Forget my marks").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Nothing is marked")
    assert opened(browser_page, live_app) == before


def test_everything_works_without_javascript(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    before = opened(page, live_app)
    address = page.url
    page.get_by_role("button", name=f"Seen it: {before[0]}", exact=True).click()
    assert page.url.split("?")[0] == address.split("?")[0]
    assert titles(page)[:-1] == before[1:]
    page.get_by_role("button", name=f"Undo: {before[0]}").click()
    assert titles(page) == before


def test_the_card_is_still_a_link_beside_its_buttons(live_app: LiveApp, browser_page: Page) -> None:
    opened(browser_page, live_app)
    browser_page.locator(".film .poster").first.click(force=True)  # the link lies above it
    browser_page.wait_for_url("**/films/*")


def test_where_the_server_is_gone_the_film_stays_and_it_is_said(
    live_app: LiveApp, browser_page: Page
) -> None:
    before = opened(browser_page, live_app)
    browser_page.route("**/marks", lambda route: route.abort())
    browser_page.get_by_role("button", name=f"Not for me: {before[0]}").click()
    expect(browser_page.get_by_role("status")).to_have_text("That did not work. Try again.")
    assert titles(browser_page) == before
    expect(browser_page.get_by_role("button", name=f"Not for me: {before[0]}")).to_be_enabled()


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_phone_the_buttons_are_large_enough_and_nothing_hangs_over(
    live_app: LiveApp, open_page: OpenPage, width: int
) -> None:
    page = open_page(width, 700, has_touch=True, reduced_motion="reduce")
    before = opened(page, live_app)
    page.get_by_role("button", name=f"Not for me: {before[0]}").tap()
    expect(page.get_by_role("status")).not_to_be_empty()
    boxes = [it.bounding_box() for it in page.locator(".mark button, .undo button, .keep a").all()]
    assert boxes and all(box is not None and box["height"] >= 44 for box in boxes)
    assert page.evaluate(OVERHANG) == []
    page.get_by_role("link", name="Your marks").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your marks")
    assert page.evaluate(OVERHANG) == []


def test_the_films_are_taken_home_as_a_table_and_as_an_image(
    live_app: LiveApp, browser_page: Page
) -> None:
    shown = opened(browser_page, live_app)
    with browser_page.expect_download() as table:
        browser_page.get_by_role("link", name="Download as CSV").click()
    text = Path(table.value.path()).read_text(encoding="utf-8")
    assert [row["Title"] for row in csv.DictReader(io.StringIO(text))] == shown
    with browser_page.expect_download() as image:
        browser_page.get_by_role("link", name="Download as image").click()
    with Image.open(image.value.path()) as picture:
        assert picture.size == (1200, 630)
