"""The first journey: a username in, films worth watching out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.jobs.films import scrape_films
from app.jobs.training import train_collaborative
from app.services import Services
from app.store import film_urls
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.conftest import LiveApp, read_members, running

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MakeServices = Callable[..., Services]

# Notes down all that is said about the progress, however fast it goes.
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const text = document.querySelector("[data-status]")?.textContent;
    if (text && window.heard.at(-1) !== text) window.heard.push(text);
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
}"""

# What reaches beyond the right edge of the window, or lines too long for their paragraph.
OVERHANG = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5
    || element.matches("p, h1, h2") && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def slow_site(site: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "latency", 0.4)


def ask(page: Page, username: str) -> None:
    page.get_by_label("Letterboxd username").fill(username)
    page.get_by_role("button", name=re.compile("Pick|Try")).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_suggestion_leads_to_posters_with_stars(live_app: LiveApp, browser_page: Page) -> None:
    name = live_app.suggestions[0]
    browser_page.goto(live_app.url)
    browser_page.get_by_role("link", name=name).click()
    heading(browser_page, f"24 films for {name}")
    expect(browser_page).to_have_title(f"24 films for {name} · Projectionist")
    cards = browser_page.locator(".film")
    expect(cards).to_have_count(24)
    first = cards.first
    expect(first.get_by_role("img", name=re.compile("^Poster of "))).to_be_visible()
    expect(first.get_by_role("img", name=re.compile(r"^predicted [0-5]\.\d of 5$"))).to_be_visible()
    film = re.compile(rf"^/films/[^/?]+\?username={name}$")
    expect(first.get_by_role("link")).to_have_attribute("href", film)


def test_a_username_can_be_typed_and_sent_with_the_keyboard_alone(
    live_app: LiveApp, browser_page: Page
) -> None:
    browser_page.goto(live_app.url)
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_label("Letterboxd username")).to_be_focused()
    browser_page.keyboard.type("https://letterboxd.com/Dust_and_Spurs/")
    browser_page.keyboard.press("Enter")
    heading(browser_page, "24 films for dust_and_spurs")
    expect(browser_page.get_by_role("heading", level=1)).to_be_focused()


def test_the_address_of_a_result_can_be_shared(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900)
    page.goto(live_app.url)
    ask(page, "soft_landing")
    heading(page, "24 films for soft_landing")
    films = page.locator(".film-title").all_text_contents()
    other = open_page(1280, 900)
    other.goto(page.url)
    heading(other, "24 films for soft_landing")
    assert other.locator(".film-title").all_text_contents() == films


def test_back_and_forward_return_to_what_was_shown(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.goto(live_app.url)
    ask(browser_page, "soft_landing")
    heading(browser_page, "24 films for soft_landing")
    ask(browser_page, "rocket_larder")
    heading(browser_page, "24 films for rocket_larder")
    browser_page.go_back()
    heading(browser_page, "24 films for soft_landing")
    browser_page.go_back()
    heading(browser_page, "Tonight’s film, picked from your own ratings")
    browser_page.go_forward()
    heading(browser_page, "24 films for soft_landing")
    expect(browser_page).to_have_title("24 films for soft_landing · Projectionist")


def test_the_page_tells_how_far_the_work_is(
    live_app: LiveApp, slow_site: None, browser_page: Page
) -> None:
    browser_page.goto(live_app.url)
    browser_page.evaluate(LISTEN)
    ask(browser_page, "hard_to_please")
    heading(browser_page, "Picking films for hard_to_please")
    expect(browser_page.get_by_label("Reading your films")).to_have_attribute("max", "4")
    heading(browser_page, "24 films for hard_to_please")
    heard = browser_page.evaluate("heard")
    pages = [f"Reading your films: page {page} of 4" for page in range(1, 5)]
    assert [text for text in heard if "page" in text] == pages
    assert heard[-2:] == ["Training your forest", "Ranking"]


def test_films_that_the_catalogue_lacks_are_added_or_announced(
    make_services: MakeServices, world: BuiltinWorld, browser_page: Page
) -> None:
    services = make_services(empty=True, profile_fetch_limit=3)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(list(world.slugs())[:150]))
    scrape_films(services)
    with running(services) as app:
        browser_page.goto(app.url)
        browser_page.evaluate(LISTEN)
        ask(browser_page, "rocket_larder")
        expect(browser_page.locator(".result")).to_contain_text(
            "films of yours are not in the catalogue yet; the next film job adds them."
        )
        assert "Adding films: 3 of 3" in browser_page.evaluate("heard")


def test_a_second_username_replaces_the_first_at_once(
    live_app: LiveApp, slow_site: None, browser_page: Page
) -> None:
    browser_page.goto(live_app.url)
    ask(browser_page, "midnight_marrow")
    heading(browser_page, "Picking films for midnight_marrow")
    ask(browser_page, "pocket_change")
    heading(browser_page, "Picking films for pocket_change")
    heading(browser_page, "24 films for pocket_change")


@pytest.mark.parametrize(
    ("username", "title"),
    [
        ("nobody_of_that_name", "No such member"),
        ("private_person", "This profile is private"),
        ("not a name!", "That is not a Letterboxd username"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_refusal_says_why_and_keeps_the_username(
    live_app: LiveApp, open_page: OpenPage, username: str, title: str, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    ask(page, username)
    heading(page, title)
    expect(page.get_by_label("Letterboxd username")).to_have_value(username)


def test_everything_works_without_javascript(live_app: LiveApp, open_page: OpenPage) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(live_app.url)
    page.get_by_role("link", name=live_app.suggestions[1]).click()
    heading(page, f"24 films for {live_app.suggestions[1]}")
    ask(page, live_app.suggestions[2])
    heading(page, f"24 films for {live_app.suggestions[2]}")
    expect(page.locator(".film")).to_have_count(24)


def test_a_lost_connection_can_be_tried_again(live_app: LiveApp, browser_page: Page) -> None:
    browser_page.route("**/recommendations/stream**", lambda route: route.abort())
    browser_page.goto(live_app.url)
    ask(browser_page, "soft_landing")
    heading(browser_page, "The connection broke off")
    browser_page.unroute("**/recommendations/stream**")
    browser_page.get_by_role("button", name="Try again").click()
    heading(browser_page, "24 films for soft_landing")


@pytest.mark.parametrize("path", ["/", "/?username=soft_landing"])
def test_a_poster_that_fails_gives_way_to_a_drawn_one(
    live_app: LiveApp, browser_page: Page, path: str
) -> None:
    browser_page.route("**/posters/**", lambda route: route.abort())
    browser_page.goto(live_app.url + path)
    if path == "/":
        ask(browser_page, "soft_landing")
    first = browser_page.locator(".film").first
    expect(first.locator(".poster-blank")).to_be_visible()
    expect(first.locator("img")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        *("", "?username=soft_landing", "?username=private_person"),
        "?username=one_with_a_name_of_30_letters_",
    ],
)
def test_a_phone_needs_no_sideways_scrolling(
    live_app: LiveApp, phone_page: Page, query: str
) -> None:
    phone_page.goto(f"{live_app.url}/{query}")
    assert phone_page.evaluate("document.documentElement.scrollWidth") == 390
    assert phone_page.evaluate(OVERHANG) == []


@pytest.mark.parametrize("query", ["", "?username=soft_landing"])
def test_the_page_can_be_scrolled_to_its_end(
    live_app: LiveApp, phone_page: Page, query: str
) -> None:
    phone_page.goto(f"{live_app.url}/{query}")
    expect(phone_page.locator(".site-footer")).not_to_be_in_viewport()
    phone_page.mouse.move(200, 400)
    phone_page.mouse.wheel(0, 50_000)
    expect(phone_page.locator(".site-footer")).to_be_in_viewport()


def test_reasons_fit_on_a_phone(
    make_services: MakeServices, tmp_path: Path, world: BuiltinWorld, phone_page: Page
) -> None:
    services = make_services(data_dir=tmp_path)
    read_members(services, world, 30)
    train_collaborative(services)
    with running(services) as app:
        phone_page.goto(f"{app.url}/?username={world.suggestions()[0]}")
        reason = phone_page.locator(".because").first
        expect(reason).to_contain_text("Because you watched ")
        expect(reason.locator("cite").first).not_to_be_empty()
        assert phone_page.evaluate(OVERHANG) == []
        phone_page.get_by_role("link", name="Hidden gems").click()
        expect(phone_page.get_by_role("link", name="Hidden gems")).to_have_attribute(
            "aria-current", "true"
        )
        phone_page.get_by_role("link", name="Fans like you").click()
        assert "popularity=-1.0&model=collaborative" in phone_page.url


def test_what_a_finger_must_hit_is_large_enough(live_app: LiveApp, phone_page: Page) -> None:
    phone_page.goto(live_app.url)
    targets = phone_page.locator("header a, .suggestions a, form input, form button").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) >= 10
    assert all(box is not None and box["height"] >= 44 for box in boxes)
