"""One figure of every member each, for comparisons."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Double, cast, func, select

from app.store.members import IMPORTED
from app.store.schema import films, ratings

FIGURES = ("films", "rated", "mean_rating", "differential", "median_rating_count")
DECIMALS = 4  # so that equal figures are equal, though Letterboxd's averages are short floats


def member_figures(connection: Connection) -> NDArray[np.float64]:
    """Shape (members, figures): films logged and rated, mean stars, mean of own stars less
    Letterboxd's average, and median number of ratings that the films have there; NaN where
    nothing is known. Each column is sorted by itself, so that no row is a member."""
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
        .where(~ratings.c.username.startswith(IMPORTED, autoescape=True))
        .group_by(ratings.c.username)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    figures = np.array(rows, np.float64).reshape(-1, len(FIGURES))
    return np.sort(np.round(figures, DECIMALS), axis=0)
