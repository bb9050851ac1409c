"""The film feature matrix: one row per film, one float32 column per fact."""

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

NUMBERS = ("release_year", "runtime", "letterboxd_rating", "letterboxd_rating_count")
GENRES = (
    *("Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama"),
    *("Family", "Fantasy", "History", "Horror", "Music", "Mystery", "Romance"),
    *("Science Fiction", "Thriller", "TV Movie", "War", "Western"),
)
# The countries that most films come from. A fixed list keeps the columns the same every month.
COUNTRIES = (
    *("USA", "UK", "France", "Japan", "Germany", "Italy", "India", "Canada", "Spain"),
    *("South Korea", "Hong Kong", "China", "Australia", "Mexico", "Brazil", "Argentina"),
    *("Sweden", "Denmark", "Poland", "Belgium", "Ireland", "Iran", "USSR", "Russia"),
)
MOVIE: dict[object, float] = {"movie": 1.0, "tv": 0.0}
COLUMNS = (*NUMBERS, *GENRES, "is_movie", *COUNTRIES, "other_country")


class Facts(Protocol):
    """Columns of equal length by name: lists, arrays or a data frame's."""

    def __getitem__(self, name: str, /) -> Any: ...


def feature_matrix(films: Facts) -> Matrix:
    """The features of `films`, shape (films, COLUMNS), float32.

    `films` has the columns of NUMBERS, `genres` (lists of names), `content_type` and
    `country_of_origin`. An unknown number is NaN; an unknown country sets no country column.
    """
    numbers = [np.asarray(films[name], np.float32) for name in NUMBERS]
    return np.hstack(
        [
            np.stack(numbers, axis=1),
            _flags(films["genres"], GENRES),
            _is_movie(films["content_type"]),
            _country(films["country_of_origin"]),
        ]
    )


def _flags(names: Iterable[Iterable[str]], vocabulary: tuple[str, ...]) -> Matrix:
    """One 0/1 column for each name of the vocabulary; other names set nothing."""
    column = {name: index for index, name in enumerate(vocabulary)}
    columns = [[column[name] for name in row if name in column] for row in names]
    flags = np.zeros((len(columns), len(vocabulary)), np.float32)
    for row, present in enumerate(columns):
        flags[row, present] = 1
    return flags


def _is_movie(content_types: Iterable[object]) -> Matrix:
    known = [MOVIE.get(content_type, np.nan) for content_type in content_types]
    return np.array(known, np.float32).reshape(-1, 1)


def _country(countries: Iterable[object]) -> Matrix:
    """One-hot, because countries have no order; the last column is any other country."""
    named = [[country] if isinstance(country, str) else [] for country in countries]
    listed = _flags(named, COUNTRIES)
    other = np.array([len(names) for names in named], np.bool_) & (listed.sum(axis=1) == 0)
    return np.hstack([listed, other.astype(np.float32).reshape(-1, 1)])
