"""95% intervals by the bootstrap over members: members differ, ratings of one member do not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000

Values = NDArray[np.float64]


class Interval(NamedTuple):
    """A figure and its 95% percentile interval; all NaN where no member counts."""

    mean: float
    low: float
    high: float


def bootstrap(values: Values, seed: int) -> Interval:
    """The mean of one value per member; members with NaN are skipped.

    >>> bootstrap(np.array([2.0, 2.0, np.nan]), seed=1)
    Interval(mean=2.0, low=2.0, high=2.0)
    """
    known = values[~np.isnan(values)]
    return bootstrap_pooled(known, np.ones(len(known)), seed)


def bootstrap_pooled(sums: Values, counts: Values, seed: int) -> Interval:
    """sum(sums) / sum(counts), given each member's sum of errors and number of ratings.

    >>> bootstrap_pooled(np.array([1.0, 9.0]), np.array([1.0, 4.0]), seed=1).mean
    2.0
    """
    sums, counts = sums[counts > 0], counts[counts > 0]
    n = len(counts)
    if not n:
        return Interval(np.nan, np.nan, np.nan)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    means = (drawn @ sums) / (drawn @ counts)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high))


def bootstrap_rmse(squares: Values, counts: Values, seed: int) -> Interval:
    """The pooled RMSE, sqrt(sum(squares) / sum(counts)), from sums of squared errors.

    >>> bootstrap_rmse(np.array([4.0, 4.0]), np.array([1.0, 1.0]), seed=1)
    Interval(mean=2.0, low=2.0, high=2.0)
    """
    return Interval(*map(float, np.sqrt(bootstrap_pooled(squares, counts, seed))))
