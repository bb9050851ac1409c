"""What a ranking is worth beyond accuracy: does it show many films, unknown ones, unlike ones?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Films = NDArray[np.intp]
Counts = NDArray[np.int64]


def coverage(shown: Sequence[Films]) -> int:
    """How many different films all members together are shown: |union of the lists|.

    >>> coverage([np.array([1, 2]), np.array([2, 3])])
    3
    """
    return len(np.unique(np.concatenate(shown))) if shown else 0


def novelty(shown: Films, counts: Counts, n_members: int) -> float:
    """Mean over the films shown of -log2(counts / n_members), in bits; higher is less known.

    `counts` (films,): how many of `n_members` rated each film. A film that nobody rated counts as
    rated once, or it would be infinitely novel. NaN for an empty list.

    >>> novelty(np.array([0, 1]), np.array([4, 1]), n_members=4)
    1.0
    """
    if not len(shown):
        return float("nan")
    return float(np.mean(-np.log2(np.maximum(counts[shown], 1) / n_members)))


def intra_list_diversity(features: NDArray[np.float64]) -> float:
    """Mean over all pairs of films of 1 - cosine of their features, shape (films, features).

    Films of which nothing is known (all zero) are left out; NaN with fewer than two others.

    >>> intra_list_diversity(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    0.6666666666666667
    """
    lengths = np.linalg.norm(features, axis=1)
    known = lengths > 0
    n = int(known.sum())
    if n <= 1:
        return float("nan")
    units = features[known] / lengths[known, None]
    cosines = units @ units.T
    return float(1 - cosines[np.triu_indices(n, 1)].mean())


def median_popularity(shown: Films, counts: Counts) -> float:
    """Median number of ratings of the films shown; NaN for an empty list.

    >>> median_popularity(np.array([0, 2, 1]), np.array([10, 30, 500]))
    30.0
    """
    return float(np.median(counts[shown])) if len(shown) else float("nan")
