"""The records of an export's CSV as checked rows, whichever of the known headers it has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scrapers.errors import ExportError
from scrapers.export.boxd import linked
from scrapers.export.records import UnmatchedRow, Why
from scrapers.export.text import Record

MAX_TITLE = 300  # characters
# The site says Name and Letterboxd URI in its exports, URL in lists, the others for imports.
COLUMNS = {
    "name": "title",
    "title": "title",
    "letterboxduri": "link",
    "url": "link",
    "rating": "rating",
    "rating10": "rating10",
    "year": "year",
    "date": "date",
    "rewatch": "rewatch",
    "watcheddate": "watched",
    "position": "position",
    "username": "username",
}
STARS = {text: half / 2 for half in range(1, 11) for text in (f"{half / 2:g}", f"{half / 2:.1f}")}
OUT_OF_TEN = {str(half): half / 2 for half in range(1, 11)}
YEAR = re.compile(r"[0-9]{4}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One film in one file; `film_id` is None where the row has no film link.

    `log_id` is the diary entry's, or the row's number where the row has no entry link.
    """

    file: str
    number: int
    title: str
    year: int | None
    film_id: int | None
    log_id: int
    rating: float | None
    rewatch: bool
    logged: date | None
    watched_date: date | None

    def unmatched(self, why: Why) -> UnmatchedRow:
        return UnmatchedRow(self.file, self.number, self.title, self.year, why)


class UnreadableError(Exception):
    """A cell that cannot be used."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def places(header: Sequence[str]) -> dict[str, int]:
    """Where each known column is."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        column = COLUMNS.get("".join(cell.split()).casefold())
        if column:
            found.setdefault(column, place)
    return found


def film_rows(
    file: str, header: Sequence[str], records: Iterator[Record], required: set[str]
) -> Iterator[Row | UnmatchedRow]:
    """A row of each record, if it can be read; raises ExportError without the required columns."""
    columns = places(header)
    if not required <= columns.keys() | ({"rating"} if "rating10" in columns else set()):
        raise ExportError("columns", file)
    for number, cells in records:
        named = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        try:
            if any(cells[len(header) :]):
                raise UnreadableError("cells")
            yield _row(file, number, named)
        except UnreadableError as error:
            title = named.get("title", "")[:MAX_TITLE]
            yield UnmatchedRow(file, number, title, _shown_year(named), error.why)


def _row(file: str, number: int, cells: dict[str, str]) -> Row:
    title = cells.get("title", "")
    if not 0 < len(title) <= MAX_TITLE:
        raise UnreadableError("title")
    link = cells.get("link", "")
    return Row(
        file=file,
        number=number,
        title=title,
        year=_year(cells.get("year", "")),
        film_id=linked(link),
        log_id=linked(link, "viewing") or number,
        rating=_rating(cells.get("rating", ""), STARS)
        or _rating(cells.get("rating10", ""), OUT_OF_TEN),
        rewatch=cells.get("rewatch", "").casefold() in {"yes", "true"},
        logged=_day(cells.get("date", "")),
        watched_date=_day(cells.get("watched", "")),
    )


def _year(text: str) -> int | None:
    if text and not YEAR.fullmatch(text):
        raise UnreadableError("year")
    return int(text) if text else None


def _shown_year(cells: dict[str, str]) -> int | None:
    text = cells.get("year", "")
    return int(text) if YEAR.fullmatch(text) else None


def _rating(text: str, scale: dict[str, float]) -> float | None:
    if text and text not in scale:
        raise UnreadableError("rating")
    return scale[text] if text else None


def _day(text: str) -> date | None:
    if text and not DAY.fullmatch(text):
        raise UnreadableError("date")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnreadableError("date") from error
