"""The second journey: an export in, films worth watching out, and the export gone again."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from app.services import Services
from app.store import films
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.server import serve
from scrapers.standin.world import Member
from tests.browser.test_start_page import LISTEN, OVERHANG, heading
from tests.conftest import LiveApp, running, standin_settings

pytestmark = pytest.mark.browser

START = "Tonight’s film, picked from your own ratings"

# Drops a file on the form as a hand with a mouse would.
DROP = """(form, bytes) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(bytes)], "letterboxd.zip"));
  for (const kind of ["dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def name(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def export(world: BuiltinWorld, name: str) -> bytes:
    member = world.member(name)
    assert member is not None
    return export_zip(member)


def choose(page: Page, data: bytes | Path) -> None:
    named = {"name": "letterboxd.zip", "mimeType": "application/zip", "buffer": data}
    file = data if isinstance(data, Path) else named
    page.get_by_label("Or upload your Letterboxd export").set_input_files(file)
    page.get_by_role("button", name="Upload", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_export_leads_to_films_and_can_be_deleted(
    live_app: LiveApp, open_page: Callable[..., Page], name: str, export: bytes, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    choose(page, export)
    heading(page, f"24 films for {name}")
    expect(page.locator(".film")).to_have_count(24)
    address = page.url
    assert re.search(r"/\?profile=[\w-]{43}$", address)
    page.get_by_role("link", name="Hidden gems").click()
    expect(page.get_by_role("link", name="Hidden gems")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Delete my upload").click()
    heading(page, START)
    page.goto(address)
    heading(page, "This upload is gone")


def test_an_export_can_be_dropped_and_the_page_tells_how_far_it_is(
    live_app: LiveApp, browser_page: Page, name: str, export: bytes
) -> None:
    browser_page.goto(live_app.url)
    browser_page.evaluate(LISTEN)
    browser_page.locator(".upload").evaluate(DROP, list(export))
    heading(browser_page, f"24 films for {name}")
    heard = browser_page.evaluate("heard")
    assert "Uploading your export: 100 %" in heard
    assert "Reading your films" in heard
    assert heard[-1] == "Ranking"


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_no_export_is_refused_with_the_reason_and_another_try(
    live_app: LiveApp, open_page: Callable[..., Page], name: str, export: bytes, javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(live_app.url)
    choose(page, b"Date,Name\n")
    heading(page, "This is not an export we can read")
    expect(page.locator(".lead")).to_contain_text("This file is not a ZIP.")
    choose(page, export)
    heading(page, f"24 films for {name}")


def test_what_is_far_too_large_is_not_even_sent(
    live_app: LiveApp, browser_page: Page, tmp_path: Path
) -> None:
    large = tmp_path / "letterboxd.zip"
    large.write_bytes(bytes(32 * 2**20 + 1))
    sent: list[str] = []
    browser_page.on("request", lambda request: sent.append(request.method))
    browser_page.goto(live_app.url)
    choose(browser_page, large)
    heading(browser_page, "That is too large")
    assert "POST" not in sent


def test_a_phone_shows_an_upload_without_sideways_scrolling(
    live_app: LiveApp, phone_page: Page, name: str, export: bytes
) -> None:
    phone_page.goto(live_app.url)
    choose(phone_page, export)
    heading(phone_page, f"24 films for {name}")
    assert phone_page.evaluate(OVERHANG) == []
    button = phone_page.get_by_role("button", name="Delete my upload").bounding_box()
    assert button is not None and button["height"] >= 44


class Journey(NamedTuple):
    """The app with a large catalogue, a member of it, and an export with a few broken rows."""

    app: LiveApp
    member: Member
    export: bytes


LARGE = GeneratedWorld(films=5000, members=500, max_history=2000)
GONE = [f"=A Film No More, Part {number}" for number in range(60)]


@pytest.fixture(scope="module")
def journey(create_database: Callable[..., str]) -> Iterator[Journey]:
    large = next(m for m in map(LARGE.member, LARGE.usernames()) if m and len(m.films) == 2000)
    with serve(LARGE) as site:
        services = Services(standin_settings(site, create_database(None)))
        known = (film for film in map(LARGE.film, LARGE.slugs()) if film)
        with services.engine.begin() as connection:
            films.upsert(connection, known, site.url)
        with running(services) as app:
            yield Journey(app, large, with_broken_rows(export_zip(large)))
        services.letterboxd.close()
        services.engine.dispose()


def with_broken_rows(export: bytes) -> bytes:
    """The export, and ratings of films that are nowhere else in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(export)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            rows = "".join(f'2026-01-01,"{title}",1999,,4\r\n' for title in GONE)
            new.writestr(name, old.read(name) + (rows.encode() if name == "ratings.csv" else b""))
    return buffer.getvalue()


def assert_all_rows(download: Download) -> None:
    assert download.suggested_filename == "unmatched.csv"
    with download.path().open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == [f"'{title}" for title in GONE]


def open_rows(page: Page) -> Locator:
    """The part of the page that tells which rows could not be used, unfolded."""
    details = page.locator(".left-out")
    details.get_by_text("60 rows of your upload could not be used").click()
    return details


@pytest.mark.parametrize("javascript", [True, False])
def test_two_thousand_films_lead_to_films_to_the_rows_left_out_and_away_again(
    journey: Journey, open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page(1280, 900, java_script_enabled=javascript)
    page.goto(journey.app.url)
    choose(page, journey.export)
    heading(page, f"24 films for {journey.member.username}")
    expect(page.locator(".film")).to_have_count(24)
    details = open_rows(page)
    expect(details.locator("tbody tr")).to_have_count(50)
    expect(details.locator("tbody tr").first.locator("td")).to_have_text(
        [
            *("ratings.csv", str(rated_rows(journey.member) + 2), GONE[0], "1999"),
            "no film of this title and year is in the export's other files",
        ]
    )
    with page.expect_download() as downloading:
        details.get_by_role("link", name="Download 60 rows as CSV").click()
    assert_all_rows(downloading.value)
    address = page.url
    page.get_by_role("button", name="Delete my upload").click()
    heading(page, START)
    page.goto(address)
    heading(page, "This upload is gone")
    expect(page.locator(".left-out")).to_have_count(0)


def rated_rows(member: Member) -> int:
    return sum(film.rating is not None for film in member.films)


def test_a_large_export_that_is_dropped_is_seen_to_arrive(
    journey: Journey, browser_page: Page
) -> None:
    browser_page.goto(journey.app.url)
    browser_page.evaluate(LISTEN)
    browser_page.locator(".upload").evaluate(DROP, list(journey.export))
    heading(browser_page, f"24 films for {journey.member.username}")
    heard = browser_page.evaluate("heard")
    assert "Uploading your export: 100 %" in heard
    assert "Reading your films" in heard
    assert heard[-1] == "Ranking"


def test_all_of_it_works_with_the_keyboard_alone(journey: Journey, browser_page: Page) -> None:
    page, keyboard = browser_page, browser_page.keyboard
    page.goto(journey.app.url)
    with page.expect_file_chooser() as choosing:  # from early on, or it may come too soon
        tab_to(page, page.get_by_label("Or upload your Letterboxd export"))
        keyboard.press("Enter")
    choosing.value.set_files(
        {"name": "letterboxd.zip", "mimeType": "application/zip", "buffer": journey.export}
    )
    tab_to(page, page.get_by_role("button", name="Upload", exact=True))
    keyboard.press("Enter")
    heading(page, f"24 films for {journey.member.username}")
    tab_to(page, page.locator(".left-out summary"))
    keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Download 60 rows as CSV"))
    with page.expect_download() as downloading:
        keyboard.press("Enter")
    assert_all_rows(downloading.value)
    tab_to(page, page.get_by_role("button", name="Delete my upload"), "Shift+Tab")
    keyboard.press("Enter")
    heading(page, START)


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press the key until the focus is there, a few times at most."""
    for _ in range(25):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    expect(target).to_be_focused()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_the_rows_without_sideways_scrolling(
    journey: Journey, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width, 844, has_touch=True)
    page.goto(journey.app.url)
    choose(page, journey.export)
    heading(page, f"24 films for {journey.member.username}")
    details = open_rows(page)
    expect(details.get_by_text(GONE[0], exact=True)).to_be_visible()
    assert page.evaluate(OVERHANG) == []
    for target in (details.locator("summary"), details.get_by_role("link")):
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44
