"""What holds for every page, whatever it shows."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from playwright.sync_api import Page, Response

from app import create_app
from app.config import Settings
from tests.browser.test_start_page import OVERHANG
from tests.conftest import LiveApp

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
NO_PAGES = ("/api/", "/healthz", "/readyz", "/leaderboard.svg")
TWO_MEMBERS = "?username=midnight_marrow&username=subtitle_sofa"
START_PAGE_BYTES = 100_000

VIOLATIONS = """async () => (await axe.run()).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .flatMap((found) => found.nodes.map((node) => [found.id, node.html.slice(0, 120)]))"""
WATCH_SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({ type: "layout-shift", buffered: true });"""
REMOVE_BOXES = """() => [...document.querySelectorAll("body *")]
  .filter((box) => getComputedStyle(box).overflowX !== "visible")
  .forEach((box) => box.remove())"""
FOCUSED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return { tag: document.activeElement.tagName, seen: box.width > 0 && box.height > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}"""


def pages() -> list[str]:
    """Every page that has an address of its own, and those of members with two of them."""
    rules = [rule for rule in create_app(Settings()).url_map.iter_rules() if not rule.arguments]
    open_to_get = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    streams = {rule.removesuffix("/stream") for rule in open_to_get if rule.endswith("/stream")}
    plain = {
        rule
        for rule in open_to_get
        if not rule.startswith(NO_PAGES) and not rule.endswith("/stream")
    }
    of_members = {f"{page}{TWO_MEMBERS}" for page in streams & plain | {"/"}}
    return sorted(plain | of_members | {"/no-such-page", "/?username=nobody_at_all"})


EVERY_PAGE = pytest.mark.parametrize("path", pages())


@pytest.fixture(scope="module")
def app(shared_live: LiveApp) -> LiveApp:
    """One for all pages: a member is read once."""
    return shared_live


def settle(page: Page, address: str) -> list[Response]:
    """Open a page and wait until it is at rest; returns what was loaded for it."""
    loaded: list[Response] = []

    def note(response: Response) -> None:
        loaded.append(response)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    return loaded


@EVERY_PAGE
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_serious(
    app: LiveApp, open_page: OpenPage, path: str, scheme: str
) -> None:
    page = open_page(1280, 900, color_scheme=scheme, reduced_motion="reduce")
    settle(page, app.url + path)
    page.evaluate(f"() => {{ {AXE} }}")
    assert page.evaluate(VIOLATIONS) == []


@EVERY_PAGE
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_nothing_hangs_over_moves_or_comes_from_elsewhere(
    app: LiveApp, open_page: OpenPage, path: str, width: int
) -> None:
    page = open_page(width, 800)
    page.add_init_script(WATCH_SHIFTS)
    loaded = settle(page, app.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("window.shifts") < 0.1
    hosts = {urlsplit(it.url).netloc for it in loaded if it.request.resource_type != "image"}
    assert hosts == {urlsplit(app.url).netloc}
    # What scrolls or is cut off by itself may be wider than the window.
    page.evaluate(REMOVE_BOXES)
    assert page.evaluate(OVERHANG) == []


@EVERY_PAGE
def test_a_page_is_whole_without_javascript(app: LiveApp, open_page: OpenPage, path: str) -> None:
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(app.url + path)
    assert page.get_by_role("heading", level=1).inner_text().strip()
    assert len(page.get_by_role("main").inner_text()) > 80
    assert page.get_by_role("navigation", name="Main").get_by_role("link").count() >= 3


@EVERY_PAGE
def test_a_page_says_what_it_is(app: LiveApp, path: str) -> None:
    page = BeautifulSoup(requests.get(app.url + path, timeout=60).text, "lxml")
    assert page.title is not None
    assert "Projectionist" in page.title.text
    description = page.select_one("meta[name=description]")
    assert description is not None
    assert len(str(description["content"])) > 20
    assert page.select_one("html[lang=en]")
    assert len(page.select("h1")) == 1


@EVERY_PAGE
def test_the_keyboard_skips_to_the_content_and_sees_where_it_is(
    app: LiveApp, open_page: OpenPage, path: str
) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    settle(page, app.url + path)
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    page.evaluate("document.activeElement.blur()")  # a page may begin in a field
    page.locator(".skip").focus()
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(15):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] or focused["tag"] == "BODY", focused


def test_the_skip_link_is_the_first_stop(app: LiveApp, browser_page: Page) -> None:
    settle(browser_page, f"{app.url}/faq")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"


def test_the_start_page_is_light(app: LiveApp, browser_page: Page) -> None:
    loaded = settle(browser_page, app.url)
    sent = [it.request for it in loaded if it.request.resource_type != "image"]
    sizes = {request.url: request.sizes()["responseBodySize"] for request in sent}  # compressed
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) < START_PAGE_BYTES, sizes


@pytest.mark.parametrize("width", [375, 320])
def test_the_header_of_a_phone_has_two_rows(app: LiveApp, open_page: OpenPage, width: int) -> None:
    page = open_page(width, 800)
    settle(page, app.url)
    tops = [link.bounding_box() for link in page.locator(".site-header a").all()]
    assert len({round(box["y"]) for box in tops if box is not None}) == 2
    nav = page.locator(".site-nav")
    assert nav.evaluate("nav => nav.scrollWidth <= nav.clientWidth")


@pytest.mark.parametrize("path", ["/", "/group", "/models", "/metrics", "/privacy/remove"])
def test_the_navigation_says_where_one_is(app: LiveApp, path: str) -> None:
    page = BeautifulSoup(requests.get(app.url + path, timeout=10).text, "lxml")
    current = page.select(
        "nav[aria-label=Main] [aria-current], nav[aria-label=About] [aria-current]"
    )
    assert [path.startswith(str(link["href"])) for link in current] == [True]
