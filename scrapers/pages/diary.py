"""A member's diary, `/MEMBER/diary/` and then `/MEMBER/diary/films/page/N/`."""

import re
from datetime import date

from lxml.etree import _Element as Tag

from scrapers.errors import PageError
from scrapers.pages.grid import page_numbers, rating, tile
from scrapers.pages.markup import whole_number
from scrapers.pages.tree import attribute, classes, find, find_all, read_document, shown
from scrapers.records import Diary, DiaryEntry

KIND = "diary"
VIEWING = re.compile(r"(?:viewing:)?([0-9]{1,15})")
DAY = re.compile(r"/for/([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})/")
NOTHING = "no diary entries"
OFF = "icon-status-off"


def parse_diary(html: str) -> Diary:
    """What one page of a diary says; raises PageError if it is another page."""
    document = read_document(html, KIND)
    rows = _rows(document)
    owner = attribute(find(document, "body"), "data-owner")
    if not owner:
        raise PageError(KIND, "the owner")
    page, last_page = page_numbers(document)
    return Diary(owner, page, last_page, tuple(_entry(row) for row in rows))


def _rows(document: Tag) -> list[Tag]:
    """The diary's lines; none if the page says that it is empty."""
    tables = find_all(document, "table")
    table = next((table for table in tables if attribute(table, "id") == "diary-table"), None)
    if table is not None:
        return find_all(table, "tr", "diary-entry-row")
    if NOTHING not in shown(find(document, "section", "empty-text")).lower():
        raise PageError(KIND, "the table of entries")
    return []


def _entry(row: Tag) -> DiaryEntry:
    film = tile(row, KIND)
    year = film.release_year or whole_number(shown(find(row, "td", "col-releaseyear")))
    return DiaryEntry(
        log_id=_log_id(row),
        film_id=film.film_id,
        slug=film.slug,
        title=film.title,
        watched_date=_watched_date(row),
        year=year,
        rating=rating(find(row, "td", "col-rating"), KIND),
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
    day = DAY.search(attribute(find(row, "a", "daydate"), "href"))
    try:
        return date(*map(int, day.groups() if day else ()))
    except (TypeError, ValueError):
        raise PageError(KIND, "the day of an entry") from None


def _has_icon(row: Tag, column: str, icon: str) -> bool:
    return find(find(row, "td", column), class_=icon) is not None


def _is_on(row: Tag, column: str) -> bool:
    """Every row has the icon; a class says where it does not apply."""
    cell = find(row, "td", column)
    return cell is not None and OFF not in classes(cell)
