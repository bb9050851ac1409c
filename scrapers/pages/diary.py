"""A member's diary, `/MEMBER/diary/` and then `/MEMBER/diary/films/page/N/`."""

import re
from datetime import date

from bs4 import BeautifulSoup, Tag

from scrapers.errors import PageError
from scrapers.pages.grid import page_numbers, rating, tile
from scrapers.pages.markup import attribute, read_document, shown, whole_number
from scrapers.records import Diary, DiaryEntry

KIND = "diary"
VIEWING = re.compile(r"(?:viewing:)?([0-9]{1,15})")
DAY = re.compile(r"/for/([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})/")
NOTHING = "no diary entries"
OFF = "icon-status-off"


def parse_diary(html: str) -> Diary:
    """What one page of a diary says; raises PageError if it is another page."""
    soup = read_document(html, KIND)
    rows = _rows(soup)
    owner = attribute(soup.body, "data-owner")
    if not owner:
        raise PageError(KIND, "the owner")
    page, last_page = page_numbers(soup)
    return Diary(owner, page, last_page, tuple(_entry(row) for row in rows))


def _rows(soup: BeautifulSoup) -> list[Tag]:
    """The diary's lines; none if the page says that it is empty."""
    table = soup.find("table", id="diary-table")
    if table is not None:
        return table.find_all("tr", class_="diary-entry-row")
    if NOTHING not in shown(soup.find("section", class_="empty-text")).lower():
        raise PageError(KIND, "the table of entries")
    return []


def _entry(row: Tag) -> DiaryEntry:
    film = tile(row, KIND)
    year = film.release_year or whole_number(shown(row.find("td", class_="col-releaseyear")))
    return DiaryEntry(
        log_id=_log_id(row),
        film_id=film.film_id,
        slug=film.slug,
        title=film.title,
        watched_date=_watched_date(row),
        year=year,
        rating=rating(row.find("td", class_="col-rating"), KIND),
        liked=_has_icon(row, "col-like", "icon-liked"),
        rewatch=_is_on(row, "col-rewatch"),
        reviewed=_is_on(row, "col-review"),
    )


def _log_id(row: Tag) -> int:
    names = (attribute(row, "data-viewing-id"), attribute(row, "data-object-id"))
    for match in map(VIEWING.fullmatch, names):
        if match:
            return int(match[1])
    raise PageError(KIND, "the number of an entry")


def _watched_date(row: Tag) -> date:
    """From the day's link: the cell of the month is empty if the row above has the same."""
    day = DAY.search(attribute(row.find("a", class_="daydate"), "href"))
    try:
        return date(*map(int, day.groups() if day else ()))
    except (TypeError, ValueError):
        raise PageError(KIND, "the day of an entry") from None


def _has_icon(row: Tag, column: str, icon: str) -> bool:
    cell = row.find("td", class_=column)
    return cell is not None and cell.find(class_=icon) is not None


def _is_on(row: Tag, column: str) -> bool:
    """Every row has the icon; a class says where it does not apply."""
    cell = row.find("td", class_=column)
    return cell is not None and OFF not in cell.get_attribute_list("class")
