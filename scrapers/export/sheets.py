"""The files of an export, one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from scrapers.errors import ExportError
from scrapers.export.records import UnmatchedRow
from scrapers.export.tables import MAX_TITLE, Row, film_rows, places
from scrapers.export.text import Record, read_records

FILM = {"title", "link"}
REQUIRED = {
    "watched.csv": FILM,
    "ratings.csv": FILM | {"rating"},
    "diary.csv": FILM | {"watched"},
    "reviews.csv": FILM | {"watched"},
    "watchlist.csv": FILM,
    "likes/films.csv": FILM,
}
LIST_MARK = "Letterboxd list export"
ITEM = FILM | {"position"}
USERNAME = re.compile(r"[A-Za-z0-9_]{1,50}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file about films; `name` is a list's."""

    rows: tuple[Row, ...] = ()
    unreadable: tuple[UnmatchedRow, ...] = ()
    name: str = ""

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.unreadable)


def read_sheet(file: str, data: bytes) -> Sheet:
    """Raises ExportError if the file is not what its name says."""
    records = read_records(file, data)
    if file not in REQUIRED:
        return _read_list(file, records)
    _, header = next(records, (1, []))
    return _sheet(film_rows(file, header, records, REQUIRED[file]))


def read_username(file: str, data: bytes) -> str | None:
    """The username in the member's profile, which holds much more that is left alone."""
    records = read_records(file, data)
    (_, header), (_, cells) = next(records, (1, [])), next(records, (2, []))
    at = places(header).get("username", len(cells))
    return cells[at] if at < len(cells) and USERNAME.fullmatch(cells[at]) else None


def read_film_list(file: str, data: bytes) -> Sheet:
    """A list as the site exports it, or any table with titles; raises ExportError for others."""
    _, header = next(read_records(file, data), (1, []))
    if header and header[0].startswith(LIST_MARK):
        return _read_list(file, read_records(file, data))
    records = read_records(file, data)
    next(records, None)
    return _sheet(film_rows(file, header, records, {"title"}), PurePosixPath(file).stem)


def _read_list(file: str, records: Iterator[Record]) -> Sheet:
    """A list has two tables: one row about itself, then the films."""
    about: list[list[str]] = []
    for _, cells in records:
        if places(cells).keys() >= ITEM:
            return _sheet(film_rows(file, cells, records, ITEM), _list_name(file, about))
        about.append(cells)
    if about and about[0][0].startswith(LIST_MARK):
        return Sheet(name=_list_name(file, about))
    raise ExportError("columns", file)


def _list_name(file: str, about: list[list[str]]) -> str:
    header, cells = about[-2:] if len(about) > 1 else ([], [])
    at = places(header).get("title", len(cells))
    return "".join(cells[at : at + 1])[:MAX_TITLE] or PurePosixPath(file).stem


def _sheet(found: Iterator[Row | UnmatchedRow], name: str = "") -> Sheet:
    rows: list[Row] = []
    unreadable: list[UnmatchedRow] = []
    for row in found:
        rows.append(row) if isinstance(row, Row) else unreadable.append(row)
    return Sheet(tuple(rows), tuple(unreadable), name)
