"""Films and ratings from a directory of parquet files.

films.parquet has a row per film (film, slug, title, year, content_type, runtime, genres, language,
countries, directors, cast, keywords, overview, tmdb_id, imdb_id and its average rating);
ratings.parquet has user, film and rating (in half stars, 1..10), sorted by user.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from scrapers.records import Film, LoggedFilm
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
        self._directory = directory
        self._films: dict[str, list[Any]] = pq.read_table(directory / "films.parquet").to_pydict()
        self._row = {slug: row for row, slug in enumerate(self._films["slug"])}

    def film(self, slug: str) -> Film | None:
        row = self._row.get(slug)
        if row is None:
            return None
        facts = {name: _known(values[row]) for name, values in self._films.items()}
        rating = facts.get("letterboxd_rating_2023") or facts.get("sample_mean_rating")
        count = facts.get("letterboxd_rating_count_2023") or facts.get("sample_rating_count")
        film_id = facts["film"] + 1
        return Film(
            film_id=film_id,
            slug=slug,
            title=" ".join(facts["title"].split()),
            release_year=facts.get("year"),
            runtime=facts.get("runtime") or None,
            genres=tuple(facts.get("genres") or ()),
            countries=tuple(COUNTRIES.get(name, name) for name in _names(facts.get("countries"))),
            languages=_names(facts.get("language")),
            content_type=facts.get("content_type"),
            letterboxd_rating=rating and round(rating, 2),
            letterboxd_rating_count=count and int(count),
            poster=f"/posters/{slug}.svg",
            directors=_names(facts.get("directors")),
            cast=_names(facts.get("cast")),
            themes=_names(facts.get("keywords")),
            synopsis=facts.get("overview"),
            # The site takes movies and TV from TMDB, so one has a number there.
            tmdb_id=int(facts.get("tmdb_id") or film_id) if facts.get("content_type") else None,
            imdb_id=f"tt{int(facts['imdb_id']):07}" if facts.get("imdb_id") else None,
        )

    def member(self, username: str) -> Member | None:
        digits = username.lower().removeprefix(PREFIX)
        if not digits.isdecimal() or not username.lower().startswith(PREFIX):
            return None
        films, ratings = self._history(int(digits))
        if not len(films):
            return None
        logged = [self._logged(film, rating) for film, rating in zip(films, ratings, strict=True)]
        logged.sort(key=lambda film: (-(film.release_year or 9999), film.film_id))
        return Member(f"{PREFIX}{int(digits)}", "A member of the data set.", logged)

    def renamed(self, slug: str) -> str | None:
        """The data knows only present slugs."""

    def slugs(self) -> Iterator[str]:
        return iter(self._films["slug"])

    def usernames(self) -> Iterator[str]:
        return (f"{PREFIX}{user}" for user in np.unique(self._ratings[0]).tolist())

    def suggestions(self) -> Sequence[str]:
        """Who loves most of each suggested genre, among the first members of a fitting size."""
        chosen: list[int] = []
        for genre in SUGGESTED_GENRES:
            has_genre = np.array([genre in (names or ()) for names in self._films["genres"]])
            others = [user for user in self._well_sized if user not in chosen]
            chosen.extend(sorted(others, key=lambda user: -self._love(user, has_genre))[:1])
        return [f"{PREFIX}{user}" for user in chosen]

    @cached_property
    def _ratings(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        table = pq.read_table(self._directory / "ratings.parquet")
        users, films, ratings = (table[name].to_numpy() for name in ("user", "film", "rating"))
        if (np.diff(users) < 0).any():
            order = np.argsort(users, kind="stable")
            users, films, ratings = users[order], films[order], ratings[order]
        return users, films, ratings

    @cached_property
    def _well_sized(self) -> list[int]:
        users, counts = np.unique(self._ratings[0], return_counts=True)
        fitting = (counts >= SUGGESTED_SIZE[0]) & (counts <= SUGGESTED_SIZE[1])
        well_sized: list[int] = users[fitting][:SUGGESTED_AMONG].tolist()
        return well_sized

    def _history(self, user: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        users, films, ratings = self._ratings
        first, last = np.searchsorted(users, np.array([user, user + 1], users.dtype))
        return films[first:last], ratings[first:last]

    def _love(self, user: int, has_genre: NDArray[np.bool_]) -> float:
        """The share of the genre among the films that this member loved, if they are many."""
        films, ratings = self._history(user)
        loved = films[ratings >= LOVED]
        return float(has_genre[loved].mean()) if len(loved) >= MANY_LOVED else 0.0

    def _logged(self, film: int, rating: int) -> LoggedFilm:
        title = " ".join(self._films["title"][film].split())
        year = self._films["year"][film]
        return LoggedFilm(film + 1, self._films["slug"][film], title, year, rating / 2)


def _known(value: Any) -> Any:
    """The value, or None where the table has no number."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in (text or "").split(",") if name.strip())
