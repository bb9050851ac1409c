"""How a member's taste moves from year to year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.categories import Categories
from models.statistics.watched import Figures

Dates = NDArray[np.datetime64]


@dataclass(frozen=True)
class Year:
    """A year of watching. `mean` is in stars; `genre` is the most frequent one, of `genre_share`
    of the year's films; None where nothing is rated, or no genre known."""

    year: int
    films: int
    mean: float | None
    genre: str | None
    genre_share: float | None


def by_year(dates: Dates, stars: Figures, genres: Categories) -> list[Year]:
    """Each year in which films were watched, in order.

    All of shape (films,): the dates on which they were watched, NaT for a film to leave out;
    the member's stars, NaN where not rated; their genres.
    Raises ValueError for different numbers of films.
    """
    if len({len(dates), len(stars), len(genres)}) > 1:
        raise ValueError("dates, stars and genres differ in length")
    return list(_years(dates.astype("datetime64[Y]"), stars, genres))


def _years(dates: Dates, stars: Figures, genres: Categories) -> Iterator[Year]:
    for date in np.unique(dates[~np.isnat(dates)]):
        films = np.flatnonzero(dates == date)
        rated = stars[films][~np.isnan(stars[films])]
        mean = float(rated.mean()) if len(rated) else None
        genre, share = _top(genres.take(films))
        yield Year(int(str(date)), len(films), mean, genre, share)


def _top(genres: Categories) -> tuple[str | None, float | None]:
    """The most frequent genre and its share of the films, the more frequent in all among equals."""
    counts = genres.counts
    if not counts.any():
        return None, None
    top = int(counts.argmax())
    return genres.names[top], float(counts[top] / len(genres))
