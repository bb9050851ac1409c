"""What an export says, as plain records; ratings are in stars (0.5..5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Why = Literal["not_found", "ambiguous", "cells", "title", "year", "rating", "date"]

WHY: dict[Why, str] = {
    "not_found": "no film of this title and year is in the export's other files",
    "ambiguous": "several films in the export fit this title and year",
    "cells": "the row has more cells than the file has columns",
    "title": "the title is missing or too long",
    "year": "the year is not a year",
    "rating": "the rating is not a number of stars from 0.5 to 5",
    "date": "a date is not a date",
}


@dataclass(frozen=True, slots=True)
class ExportedFilm:
    """A film on a list; `date` is when it was put there, None where the file does not say."""

    film_id: int
    title: str
    year: int | None
    date: date | None


@dataclass(frozen=True, slots=True)
class ExportedRating:
    """A film and the member's present rating of it."""

    film_id: int
    title: str
    year: int | None
    rating: float
    date: date | None


@dataclass(frozen=True, slots=True)
class ExportedViewing:
    """One entry of the diary, or one review; later entries have greater `log_id`s."""

    film_id: int
    title: str
    year: int | None
    rating: float | None
    rewatch: bool
    watched_date: date | None
    log_id: int


@dataclass(frozen=True, slots=True)
class ExportedList:
    """A list that the member keeps."""

    name: str
    films: tuple[ExportedFilm, ...]


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A row that is not used; `row` counts as a spreadsheet does, so the header is row 1."""

    file: str
    row: int
    title: str
    year: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Export:
    """A member's export: a film is once at most in each of the first four.

    All are in the order of their file. `rows` counts each file's rows, used or not.
    """

    username: str | None
    ratings: tuple[ExportedRating, ...]
    watched: tuple[ExportedFilm, ...]
    watchlist: tuple[ExportedFilm, ...]
    likes: tuple[ExportedFilm, ...]
    diary: tuple[ExportedViewing, ...]
    reviews: tuple[ExportedViewing, ...]
    lists: tuple[ExportedList, ...]
    unmatched: tuple[UnmatchedRow, ...]
    rows: Mapping[str, int]
