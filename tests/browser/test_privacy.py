"""The last journey: what is kept is read about, and then removed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.profiles import read_profile
from app.services import Services
from app.store import members
from scrapers.standin.export import export_zip
from scrapers.standin.server import serve
from tests.browser.test_start_page import OVERHANG, heading
from tests.chatty_world import ChattyWorld
from tests.conftest import LiveApp, running

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
NAME = "pocket_change"


@pytest.fixture
def chatty() -> ChattyWorld:
    return ChattyWorld()


@pytest.fixture
def app(make_services: Callable[..., Services], chatty: ChattyWorld) -> Iterator[LiveApp]:
    """It has read one member."""
    with serve(chatty) as standin, running(make_services(standin)) as app:
        read_profile(app.services, NAME, lambda done, total: None)
        yield app


def is_stored(app: LiveApp) -> bool:
    with app.services.engine.connect() as connection:
        return members.load(connection, NAME) is not None


def go_to_the_code(page: Page, app: LiveApp) -> None:
    page.goto(f"{app.url}/privacy/remove")
    page.get_by_label("Your Letterboxd username").fill(NAME)
    page.get_by_role("button", name="Go on").click()
    heading(page, "Show that it is you")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_start_page_to_nothing_kept(
    app: LiveApp, chatty: ChattyWorld, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(app.url)
    page.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    heading(page, "Privacy")
    expect(page.get_by_role("region", name="On this server")).to_contain_text("one hour")
    page.get_by_role("link", name="Remove what is kept of me").click()
    page.get_by_label("Your Letterboxd username").fill(f"https://letterboxd.com/{NAME}/")
    page.keyboard.press("Enter")
    heading(page, "Show that it is you")
    confirm = page.get_by_role("button", name="I have put it there: remove everything")
    confirm.click()
    expect(page.get_by_role("alert")).to_contain_text("It is not proved that you are this member.")
    assert is_stored(app)
    chatty.bios[NAME] = f"Films. {page.locator('.code').inner_text()}"
    confirm.click()
    heading(page, "It is all gone")
    assert not is_stored(app)


def test_an_export_is_shown_instead(app: LiveApp, chatty: ChattyWorld, browser_page: Page) -> None:
    member = chatty.member(NAME)
    assert member is not None
    file = {"name": "letterboxd.zip", "mimeType": "application/zip", "buffer": export_zip(member)}
    go_to_the_code(browser_page, app)
    browser_page.get_by_label("Or show your Letterboxd export").set_input_files(file)
    browser_page.get_by_role("button", name="Remove everything", exact=True).click()
    heading(browser_page, "It is all gone")
    assert not is_stored(app)


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_a_wide_table_scrolls_by_itself_and_nothing_else_sideways(
    app: LiveApp, open_page: OpenPage, width: int
) -> None:
    page = open_page(width, 800)
    for path in ("/privacy", "/releases"):
        page.goto(app.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for table in page.get_by_role("region", name="Table").all():
            scrolls = table.evaluate("box => box.scrollWidth > box.clientWidth")
            assert scrolls == (width < 640)
            table.evaluate("box => box.remove()")
        assert page.evaluate(OVERHANG) == []


@pytest.mark.parametrize("width", [375, 320])
def test_the_code_stays_on_one_line_on_a_phone(
    app: LiveApp, open_page: OpenPage, width: int
) -> None:
    page = open_page(width, 800)
    go_to_the_code(page, app)
    assert page.evaluate(OVERHANG) == []
    assert page.locator(".code code").evaluate("code => code.getClientRects().length") == 1


def test_what_a_finger_must_hit_is_large_enough(app: LiveApp, phone_page: Page) -> None:
    go_to_the_code(phone_page, app)
    phone_page.wait_for_load_state("load")  # with its style
    targets = phone_page.locator("main button, .site-links a").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) >= 4
    assert all(box is not None and box["height"] >= 44 for box in boxes)
