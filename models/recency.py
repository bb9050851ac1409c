"""How much each film counts for a member whose taste has changed: recent viewings more."""

import numpy as np
from numpy.typing import NDArray

HALF_LIFE = 2 * 365.25  # days
LEAST = 0.1


def recency_weights(days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """A weight above 0 and at most 1 for each film, (films,), by the day it was last watched.

    max(LEAST, 2^(-age / HALF_LIFE)), where age is the days from a viewing to the member's newest
    one: someone who has paused still has a newest taste. Time, not rank: half of a shelf is a
    month for one member and ten years for another, but tastes change with the years. Films
    without a day (NaT) get the median of the others' weights, as they may be old or new; 1 if
    no film has a day.

    >>> days = np.array(["2024-06-01", "2022-06-01", "2004-06-01", "NaT"], "datetime64[D]")
    >>> recency_weights(days).round(2).tolist()
    [1.0, 0.5, 0.1, 0.5]
    """
    dated = ~np.isnat(days)
    if not dated.any():
        return np.ones(len(days))
    ages = (days[dated].max() - days[dated]) / np.timedelta64(1, "D")
    weights = np.empty(len(days))
    weights[dated] = np.maximum(LEAST, 2 ** (-ages / HALF_LIFE))
    weights[~dated] = np.median(weights[dated])
    return weights
