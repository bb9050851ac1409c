"""How often a member gives each number of stars, and where the crowd sees the same films."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.interface import HIGHEST
from models.statistics.watched import Figures, Watched

BINS = int(2 * HIGHEST)  # 0.5, 1.0 .. 5.0 stars

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histogram:
    """Films by half stars, 0.5 first, shape (10,) each: by the member's `own` stars, and by
    Letterboxd's `averages`, rounded, of the films they rated.

    How the crowd's single ratings of a film are spread is not known. Averages lie closer together
    than ratings, so the second is no density of ratings and must not be shown as one.
    """

    own: Counts
    averages: Counts


def histogram(watched: Watched) -> Histogram:
    return Histogram(by_half_stars(watched.stars), by_half_stars(watched.averages[watched.rated]))


def by_half_stars(stars: Figures) -> Counts:
    """How many are nearest to 0.5, 1.0 .. 5.0 stars, the higher of two equally near ones.

    >>> by_half_stars(np.array([0.5, 3.75, 4.0, np.nan])).tolist()
    [1, 0, 0, 0, 0, 0, 0, 2, 0, 0]
    """
    known = stars[~np.isnan(stars)]
    places = np.floor(2 * known + 0.5).astype(np.int64) - 1
    return np.bincount(places.clip(0, BINS - 1), minlength=BINS)
