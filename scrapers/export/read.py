"""From the bytes of an export ZIP to its records."""

from collections.abc import Iterator, Mapping
from itertools import chain

from scrapers.export.archive import PROFILE, unpack
from scrapers.export.join import Joiner
from scrapers.export.records import (
    Export,
    ExportedFilm,
    ExportedList,
    ExportedRating,
    ExportedViewing,
    UnmatchedRow,
)
from scrapers.export.sheets import REQUIRED, Sheet, read_sheet, read_username
from scrapers.export.tables import Row
from scrapers.export.text import check_length

TO_BE_SEEN = "watchlist.csv"
SEEN = REQUIRED.keys() - {TO_BE_SEEN}


def read_export(data: bytes) -> Export:
    """What the ZIP says, without the texts of reviews; raises ExportError and nothing else."""
    files = unpack(data)
    check_length(files)
    profile = files.pop(PROFILE, None)
    sheets = {file: read_sheet(file, files[file]) for file in sorted(files)}
    found = _Found(sheets)
    return Export(
        username=None if profile is None else read_username(PROFILE, profile),
        ratings=_ratings(found),
        watched=_once_each(found, "watched.csv"),
        watchlist=_once_each(found, TO_BE_SEEN),
        likes=_once_each(found, "likes/films.csv"),
        diary=_viewings(found, "diary.csv"),
        reviews=_viewings(found, "reviews.csv"),
        lists=_lists(found),
        unmatched=found.unmatched(),
        rows={file: sheet.count for file, sheet in sheets.items()},
    )


class _Found:
    """The rows of all files with their films; those without a film are noted."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets
        self._left_out = [row for sheet in sheets.values() for row in sheet.unreadable]
        self._joiner = Joiner(
            chain.from_iterable(sheets[file].rows for file in sheets if file in SEEN),
            chain.from_iterable(sheets[file].rows for file in sheets if file not in SEEN),
        )

    def films(self, file: str) -> Iterator[tuple[int, Row]]:
        for row in self.sheets.get(file, Sheet()).rows:
            found = self._joiner.film(row)
            if isinstance(found, int):
                yield found, row
            else:
                self.leave_out(row.unmatched(found))

    def leave_out(self, row: UnmatchedRow) -> None:
        self._left_out.append(row)

    def unmatched(self) -> tuple[UnmatchedRow, ...]:
        return tuple(sorted(self._left_out, key=lambda row: (row.file, row.row)))


def _ratings(found: _Found) -> tuple[ExportedRating, ...]:
    ratings: dict[int, ExportedRating] = {}
    for film, row in found.films("ratings.csv"):
        if row.rating is None:
            found.leave_out(row.unmatched("rating"))
        else:
            ratings[film] = ExportedRating(film, row.title, row.year, row.rating, row.logged)
    return tuple(ratings.values())


def _once_each(found: _Found, file: str) -> tuple[ExportedFilm, ...]:
    return tuple({film: _film(film, row) for film, row in found.films(file)}.values())


def _film(film: int, row: Row) -> ExportedFilm:
    return ExportedFilm(film, row.title, row.year, row.logged)


def _viewings(found: _Found, file: str) -> tuple[ExportedViewing, ...]:
    return tuple(
        ExportedViewing(
            film, row.title, row.year, row.rating, row.rewatch, row.watched_date, row.log_id
        )
        for film, row in found.films(file)
    )


def _lists(found: _Found) -> tuple[ExportedList, ...]:
    return tuple(
        ExportedList(sheet.name, tuple(_film(film, row) for film, row in found.films(file)))
        for file, sheet in found.sheets.items()
        if file not in REQUIRED
    )
