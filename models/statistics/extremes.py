"""The films on which a member and the crowd differ most."""

import numpy as np
from numpy.typing import NDArray

from models.statistics.watched import Figures, Watched

Places = NDArray[np.intp]


def underrated(watched: Watched, limit: int) -> Places:
    """The places of the films that the member puts highest above Letterboxd's average.

    Equal differences: the film rated by more people first, then the first given.

    >>> stars, averages = np.array([5.0, 4.0, 2.0]), np.array([3.0, 3.5, 4.0])
    >>> underrated(Watched(stars, averages, averages, averages), limit=9).tolist()
    [0, 1]
    """
    return _furthest(watched.differentials, watched.rating_counts, limit)


def overrated(watched: Watched, limit: int) -> Places:
    """The places of the films that the member puts furthest below Letterboxd's average."""
    return _furthest(-watched.differentials, watched.rating_counts, limit)


def _furthest(above: Figures, rating_counts: Figures, limit: int) -> Places:
    order = np.lexsort((-np.nan_to_num(rating_counts), -above))
    return order[above[order] > 0][:limit]
