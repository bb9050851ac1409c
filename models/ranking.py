"""From predicted stars to a list: the best first, nothing seen, nothing twice."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.intp]

# Stars that one standard deviation of log(1 + ratings) is worth at popularity = 1.
STARS_PER_DEVIATION = 0.3


def popularity_term(counts: NDArray[np.floating], popularity: float) -> NDArray[np.float64]:
    """What a ranking by stars adds for films known to many, shape (films,), in stars.

    popularity * STARS_PER_DEVIATION * z, with z the standardised log(1 + counts); z is 0 where
    the count is unknown (NaN), and everywhere if all counts are the same.

    >>> popularity_term(np.array([0.0, 9.0, np.nan]), popularity=1.0).tolist()
    [-0.3, 0.3, 0.0]
    """
    logs = np.log1p(counts.astype(np.float64))
    known = logs[~np.isnan(logs)]
    if not len(known) or known.std() == 0:
        return np.zeros(len(counts))
    z: NDArray[np.float64] = np.nan_to_num((logs - known.mean()) / known.std())
    return popularity * STARS_PER_DEVIATION * z


def unseen(identities: NDArray[np.int64], logged: Positions) -> Positions:
    """The positions of films that are not logged, nor another entry of a logged film.

    `identities` (films,) holds the same number for all entries of one film; `logged` holds
    positions, negative for films that are not among them.

    >>> unseen(np.array([0, 1, 2, 1]), logged=np.array([3, -1])).tolist()
    [0, 2]
    """
    return np.flatnonzero(~np.isin(identities, identities[logged[logged >= 0]]))


def best(
    keys: Sequence[NDArray[np.float64]], identities: NDArray[np.int64], limit: int
) -> Positions:
    """The `limit` best positions by `keys`, the most important first, each higher is better.

    Missing values (NaN) come last; of several entries of one film only the best stays.

    >>> stars, votes = np.array([4.0, 5.0, 4.0, 3.0]), np.array([10, 5, 20, 9])
    >>> best([stars, votes], np.array([0, 1, 2, 1]), limit=3).tolist()
    [1, 2, 0]
    """
    pool, most = limit, len(identities)
    while True:
        found = _first_entries(_front(keys, pool), identities, limit)
        if len(found) == limit or pool >= most:
            return found
        pool *= 2  # some were other entries of the same films


def _front(keys: Sequence[NDArray[np.float64]], count: int) -> Positions:
    """The best `count` positions in order, and all that are as good as the last by the first key:
    to sort all of a catalogue for one page would be a waste."""
    first = np.nan_to_num(keys[0], nan=-np.inf)
    if 0 < count < len(first):
        near = np.flatnonzero(first >= np.partition(first, -count)[-count])
    else:
        near = np.arange(len(first))
    descending = [-np.nan_to_num(key[near], nan=-np.inf) for key in keys]
    return near[np.lexsort(descending[::-1])]


def _first_entries(order: Positions, identities: NDArray[np.int64], limit: int) -> Positions:
    """Of each film the entry that comes first, `limit` of them at most."""
    _, first = np.unique(identities[order], return_index=True)
    return order[np.sort(first)[:limit]]


DRAW_FROM_TOP = 10  # places over which the chance to come first falls to a quarter


def drawn(order: Positions, seed: int) -> Positions:
    """Another order of the same films, in which good ones still tend to come first.

    Each next film is drawn with a chance in proportion to 1 / (DRAW_FROM_TOP + place)^2, by the
    Gumbel-top-k trick (Kool, van Hoof & Welling 2019). The same seed gives the same order.

    >>> sorted(drawn(np.array([7, 3, 5]), seed=1).tolist())
    [3, 5, 7]
    """
    places = np.arange(len(order))
    noise = np.random.default_rng(seed).gumbel(size=len(order))
    return order[np.argsort(2 * np.log(DRAW_FROM_TOP + places) - noise, kind="stable")]
