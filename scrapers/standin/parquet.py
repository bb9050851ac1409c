"""Films and ratings from a directory of parquet files.

films.parquet has a row per film (film, slug, title, year, content_type, runtime, genres, language,
countries, directors, cast, keywords, overview, tmdb_id, imdb_id and its average rating);
ratings.parquet has user, film and rating (in half stars, 1..10), best sorted by user.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from scrapers.records import ContentType, Film, LoggedFilm
from scrapers.standin.languages import NAMES
from scrapers.standin.ratings import Ratings, read_ratings
from scrapers.standin.world import Member

PREFIX = "member"
# As the site names them.
COUNTRIES = {"United States of America": "USA", "United States": "USA", "United Kingdom": "UK"}
# Members worth trying: enough ratings, and a love for one of these.
SUGGESTED_SIZE = (150, 400)
SUGGESTED_GENRES = ("Horror", "Romance", "Science Fiction")
SUGGESTED_AMONG = 1000
LOVED = 9  # half stars
MANY_LOVED = 30  # films


class ParquetWorld:
    """A film's id is its number plus one; members are called member0, member1 and so on.

    Raises FileNotFoundError if `directory` lacks a file.
    """

    def __init__(self, directory: Path) -> None:
        for name in ("films.parquet", "ratings.parquet"):
            if not (directory / name).is_file():
                raise FileNotFoundError(f"there is no {directory / name}")
        self._ratings_file = directory / "ratings.parquet"
        self._table: dict[str, list[Any]] = pq.read_table(directory / "films.parquet").to_pydict()
        self._row_of_slug = {slug: row for row, slug in enumerate(self._table["slug"])}
        self._row_of_film = {film: row for row, film in enumerate(self._table["film"])}

    def film(self, slug: str) -> Film | None:
        row = self._row_of_slug.get(slug)
        if row is None:
            return None
        facts = {name: _known(values[row]) for name, values in self._table.items()}
        rating, count = self._popularity(facts)
        kind = cast("ContentType | None", facts.get("content_type"))
        return Film(
            film_id=facts["film"] + 1,
            slug=slug,
            title=_tidy(facts["title"]),
            release_year=facts.get("year"),
            runtime=facts.get("runtime") or None,
            genres=tuple(facts.get("genres") or ()),
            countries=tuple(COUNTRIES.get(name, name) for name in _names(facts.get("countries"))),
            languages=tuple(NAMES.get(code, code) for code in _names(facts.get("language"))),
            content_type=kind,
            letterboxd_rating=rating,
            letterboxd_rating_count=count,
            poster=f"/posters/{slug}.svg",
            directors=_names(facts.get("directors")),
            cast=_names(facts.get("cast")),
            themes=_names(facts.get("keywords")),
            synopsis=_tidy(facts.get("overview") or "") or None,
            # A page's link to TMDB says which type it is of, so there is none without a type.
            tmdb_id=int(facts["tmdb_id"]) if facts.get("tmdb_id") and kind else None,
            imdb_id=f"tt{int(facts['imdb_id']):07}" if facts.get("imdb_id") else None,
        )

    def member(self, username: str) -> Member | None:
        digits = username.lower().removeprefix(PREFIX)
        if username.lower() != f"{PREFIX}{digits}" or not _is_number(digits):
            return None
        rows, half_stars = self._history(int(digits))
        if not len(rows):
            return None
        return Member(
            username=f"{PREFIX}{digits}",
            about=f"{len(rows)} films rated.",
            films=_Logged(self._table, rows, half_stars),
        )

    def renamed(self, slug: str) -> str | None:
        """The data knows only present slugs."""

    def slugs(self) -> Iterator[str]:
        return iter(self._table["slug"])

    def usernames(self) -> Iterator[str]:
        return (f"{PREFIX}{user}" for user in self._ratings.users.tolist())

    def suggestions(self) -> Sequence[str]:
        """Who loves most of each suggested genre, among the first members of a fitting size."""
        sizes = self._ratings.sizes
        fitting = (sizes >= SUGGESTED_SIZE[0]) & (sizes <= SUGGESTED_SIZE[1])
        users: list[int] = self._ratings.users[fitting][:SUGGESTED_AMONG].tolist()
        chosen: list[int] = []
        for genre in SUGGESTED_GENRES:
            has_genre = np.array([genre in (names or ()) for names in self._table["genres"]])
            others = (user for user in users if user not in chosen)
            chosen.extend(sorted(others, key=lambda user: -self._love(user, has_genre))[:1])
        return [f"{PREFIX}{user}" for user in chosen]

    @cached_property
    def _ratings(self) -> Ratings:
        return read_ratings(self._ratings_file)

    @cached_property
    def _newest_first(self) -> NDArray[np.int64]:
        """Each row's place in the site's order: films without a year, then the newest."""
        years = np.array([9999 if year is None else year for year in self._table["year"]])
        places = np.empty(len(years), dtype=np.int64)
        places[np.argsort(-years, kind="stable")] = np.arange(len(years))
        return places

    @cached_property
    def _count_scale(self) -> float:
        """How many ratings the site counts for each one in the sample."""
        counts = np.array(self._column("letterboxd_rating_count_2023"), dtype=float)
        samples = np.array(self._column("sample_rating_count"), dtype=float)
        both = (counts > 0) & (samples > 0)
        return float(np.median(counts[both] / samples[both])) if both.any() else 1.0

    def _column(self, name: str) -> list[Any]:
        return self._table.get(name) or [None] * len(self._row_of_slug)

    def _popularity(self, facts: dict[str, Any]) -> tuple[float | None, int | None]:
        """The average in stars and the number of ratings: the site's, else the sample's."""
        rating = facts.get("letterboxd_rating_2023") or facts.get("sample_mean_rating")
        count = facts.get("letterboxd_rating_count_2023")
        if count is None and facts.get("sample_rating_count"):
            count = facts["sample_rating_count"] * self._count_scale
        return rating and round(rating, 2), count and round(count)

    def _history(self, user: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The rows of the films that a user rated, in the site's order, and the half stars."""
        films, half_stars = self._ratings.of(user)
        rows = np.array([self._row_of_film[film] for film in films.tolist()], dtype=np.int64)
        order = np.argsort(self._newest_first[rows])
        return rows[order], half_stars[order]

    def _love(self, user: int, has_genre: NDArray[np.bool_]) -> float:
        """The share of the genre among the films that this member loved, if they are many."""
        rows, half_stars = self._history(user)
        loved = rows[half_stars >= LOVED]
        return float(has_genre[loved].mean()) if len(loved) >= MANY_LOVED else 0.0


class _Logged(Sequence[LoggedFilm]):
    """A history, of which only what is looked at is made."""

    def __init__(
        self, table: dict[str, list[Any]], rows: NDArray[np.int64], half_stars: NDArray[np.uint8]
    ) -> None:
        self._table, self._rows, self._half_stars = table, rows, half_stars

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return _Logged(self._table, self._rows[place], self._half_stars[place])
        row = int(self._rows[place])
        return LoggedFilm(
            film_id=self._table["film"][row] + 1,
            slug=self._table["slug"][row],
            title=_tidy(self._table["title"][row]),
            release_year=self._table["year"][row],
            rating=int(self._half_stars[place]) / 2,
        )


def _known(value: Any) -> Any:
    """The value, or None where the table has no number."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_tidy(name) for name in (text or "").split(",") if name.strip()))


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and digits == str(int(digits))
