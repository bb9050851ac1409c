"""A distribution in few numbers."""

import numpy as np

from models.statistics.watched import Figures

MOST = 1001


def quantiles(values: Figures, most: int = MOST) -> Figures:
    """At most `most` of the values, in ascending order: all of them if there are no more, else
    those in the middle of as many equal parts.

    A percentile among these differs by at most 50 / most from that among all. Unknown values
    (NaN) are left out.

    >>> quantiles(np.array([5.0, 1.0, 4.0, 2.0, 3.0, 6.0]), most=3)
    array([2., 4., 6.])
    """
    known = np.sort(values[~np.isnan(values)])
    count = min(len(known), most)
    return known[(2 * np.arange(count) + 1) * len(known) // max(2 * count, 1)]
