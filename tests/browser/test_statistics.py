"""The statistics page: charts that are drawn, tables without the script, images to keep."""

import io
from collections.abc import Callable

import pytest
import requests
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_start_page import OVERHANG, heading
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
INKED = """(canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data
    .filter((value, place) => place % 4 === 3 && value > 0).length;
}"""


def open_figures(page: Page, app: LiveApp, username: str = "", **more: str) -> None:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    page.goto(f"{app.url}/statistics?username={username or app.suggestions[0]}{query}")


def inked(page: Page, name: str) -> int:
    """How many pixels of a chart are painted."""
    page.wait_for_timeout(700)  # the bars grow for half a second
    return int(page.locator(f"canvas[data-chart={name}]").evaluate(INKED))


def test_the_form_leads_to_charts_with_progress_on_the_way(
    live_app: LiveApp, browser_page: Page
) -> None:
    name = live_app.suggestions[0]
    browser_page.goto(live_app.url)
    browser_page.get_by_role("link", name="Statistics").first.click()
    heading(browser_page, "Your films in figures")
    browser_page.get_by_label("Letterboxd username").fill(name)
    browser_page.get_by_role("button", name="Show my figures").click()
    heading(browser_page, f"{name} in figures")
    expect(browser_page).to_have_title(f"{name} in figures · Projectionist")
    assert browser_page.url == f"{live_app.url}/statistics?username={name}"
    for chart in ("histogram", "genres", "decades"):
        assert inked(browser_page, chart) > 5_000
    expect(browser_page.get_by_role("link", name="Films", exact=True).last).to_have_attribute(
        "href", f"/?username={name}"
    )


def test_the_charts_are_drawn_again_on_the_way_back(live_app: LiveApp, browser_page: Page) -> None:
    first, second = live_app.suggestions[:2]
    open_figures(browser_page, live_app, first)
    browser_page.get_by_label("Letterboxd username").fill(second)
    browser_page.get_by_role("button", name="Show figures").click()
    heading(browser_page, f"{second} in figures")
    browser_page.go_back()
    heading(browser_page, f"{first} in figures")
    assert inked(browser_page, "genres") > 5_000
    browser_page.go_forward()
    heading(browser_page, f"{second} in figures")
    assert inked(browser_page, "genres") > 5_000


def test_a_bar_that_is_pointed_at_tells_its_figures(live_app: LiveApp, browser_page: Page) -> None:
    open_figures(browser_page, live_app)
    before = inked(browser_page, "genres")
    browser_page.locator("canvas[data-chart=genres]").hover()
    assert inked(browser_page, "genres") != before


def test_the_years_come_with_the_diary(live_app: LiveApp, browser_page: Page) -> None:
    open_figures(browser_page, live_app)
    expect(browser_page.locator("canvas[data-chart=years]")).to_have_count(0)
    browser_page.get_by_role("link", name="Read the diary, too").click()
    expect(browser_page.locator("canvas[data-chart=years]")).to_be_visible()
    assert inked(browser_page, "years") > 5_000


def test_the_figures_of_a_chart_are_a_table_too(live_app: LiveApp, browser_page: Page) -> None:
    open_figures(browser_page, live_app)
    genres = browser_page.get_by_role("region", name="Genres")
    genres.get_by_text("The same as a table").click()
    expect(genres.get_by_role("columnheader")).to_have_text(["Genre", "Films", "Mean stars"])
    expect(genres.get_by_role("row")).to_have_count(13)


def test_everything_can_be_read_without_javascript(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(f"{live_app.url}/statistics")
    page.get_by_label("Letterboxd username").fill(live_app.suggestions[0])
    page.get_by_role("button", name="Show my figures").click()
    heading(page, f"{live_app.suggestions[0]} in figures")
    expect(page.locator("canvas:visible")).to_have_count(0)
    decades = page.get_by_role("region", name="Decades")
    decades.get_by_text("The same as a table").click()
    expect(decades.get_by_role("row", name="1990s")).to_be_visible()


def test_a_card_is_saved_as_an_image(live_app: LiveApp, browser_page: Page) -> None:
    open_figures(browser_page, live_app)
    links = browser_page.get_by_role("link", name="Save as image").all()
    assert len(links) >= 7  # and more where the days of the films are known
    for link in links:
        address = live_app.url + (link.get_attribute("href") or "")
        image = requests.get(address, timeout=60)
        assert image.headers["Content-Type"] == "image/png"
        assert "max-age" in image.headers["Cache-Control"]
        assert Image.open(io.BytesIO(image.content)).size == (1200, 630)
    with browser_page.expect_download() as download:
        links[1].click()
    assert download.value.suggested_filename == "projectionist-histogram.png"


def test_who_has_logged_nothing_or_rated_nothing_is_told_so(
    live_app: LiveApp, browser_page: Page
) -> None:
    open_figures(browser_page, live_app, "empty_shelf")
    expect(browser_page.get_by_text("The reel is still empty")).to_be_visible()
    open_figures(browser_page, live_app, "no_ratings")
    expect(browser_page.get_by_text("how you rate cannot be told")).to_be_visible()
    expect(browser_page.get_by_text("It takes ratings to show this")).to_be_visible()


def test_a_member_who_does_not_exist_leads_back_to_the_form(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(f"{live_app.url}/statistics")
    browser_page.get_by_label("Letterboxd username").fill("nobody_at_all")
    browser_page.get_by_role("button", name="Show my figures").click()
    heading(browser_page, "No such member")
    expect(browser_page.get_by_label("Letterboxd username")).to_have_value("nobody_at_all")
    expect(browser_page.locator("form.ask")).to_have_attribute("action", "/statistics")


def test_charts_are_loaded_on_this_page_alone(live_app: LiveApp, browser_page: Page) -> None:
    loaded: list[str] = []
    browser_page.on("request", lambda request: loaded.append(request.url))
    browser_page.goto(live_app.url)
    assert not [url for url in loaded if "chart" in url]
    open_figures(browser_page, live_app)
    assert [url for url in loaded if url.endswith("/assets/vendor/chart.umd.min.js")]
    assert all(url.startswith(live_app.url) for url in loaded)


@pytest.mark.parametrize("username", ["", "empty_shelf", "no_ratings", "nobody_at_all"])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_narrowest_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, open_page: OpenPage, username: str, scheme: str
) -> None:
    page = open_page(320, 640, has_touch=True, color_scheme=scheme)
    open_figures(page, live_app, username)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(OVERHANG) == []
