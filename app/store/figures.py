"""One figure of every member each, for comparisons."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Double, Row, cast, func, select

from app.store.members import IMPORTED
from app.store.schema import films, members, ratings

FIGURES = ("films", "rated", "mean_rating", "differential", "median_rating_count")
DECIMALS = 4  # so that equal figures are equal, though Letterboxd's averages are short floats
AT_ONCE = 500  # members: hosts end a statement that takes minutes


def member_figures(connection: Connection, least_films: int = 1) -> NDArray[np.float64]:
    """Shape (members, figures): films logged and rated, mean stars, mean of own stars less
    Letterboxd's average, and median number of ratings that the films have there; NaN where
    nothing is known. Each column is sorted by itself, so that no row is a member. Who logged
    fewer than `least_films` is left out."""
    own = ~members.c.username.startswith(IMPORTED, autoescape=True)
    numbers = connection.execute(select(members.c.number).where(own)).scalars().all()
    rows = [
        tuple(row)
        for first in range(0, len(numbers), AT_ONCE)
        for row in _figures(connection, numbers[first : first + AT_ONCE], least_films)
    ]
    figures = np.array(rows, np.float64).reshape(-1, len(FIGURES))
    return np.sort(np.round(figures, DECIMALS), axis=0)


def _figures(
    connection: Connection, numbers: Sequence[int], least_films: int
) -> Sequence[Row[Any]]:
    """Of those of these members who logged so many."""
    stars = cast(ratings.c.half_stars, Double) / 2
    counts = films.c.letterboxd_rating_count
    query = (
        select(
            func.count(),
            func.count(ratings.c.half_stars),
            func.avg(stars),
            func.avg(stars - films.c.letterboxd_rating),
            func.percentile_cont(0.5).within_group(counts),
        )
        .select_from(ratings.outerjoin(films, films.c.movie_id == ratings.c.movie_id))
        .where(ratings.c.member.in_(numbers))
        .group_by(ratings.c.member)
        .having(func.count() >= least_films)
    )
    return connection.execute(query).all()
