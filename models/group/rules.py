"""How the wishes of several members become one: a score for each film.

Members' scores cannot be compared, so each member's are first replaced by ranks. Ranks are kept as
whole numbers, `points`: all sums are then exact, and the order of the members cannot matter. A
rule takes the points of all members, shape (members, films), and gives a score for each film,
shape (films,), within 0..1.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.int64]
Scores = NDArray[np.float64]
Rule = Literal[
    "average", "average_without_misery", "least_misery", "most_pleasure", "borda", "fairness"
]

BALLOT = 50  # films that each member gives points to in `borda`


def points(scores: Scores) -> Points:
    """Each member's scores as ranks, shape (members, films).

    A film has two points for each film that it beats and one for each that it equals, itself
    included: twice the mid-rank less one, of 2 * films at most.

    >>> points(np.array([[0.1, 0.7, 0.7, 99.0]])).tolist()
    [[1, 4, 4, 7]]
    """
    from scipy.stats import rankdata  # 45 MB: not before a group asks

    return (2 * rankdata(scores, axis=1) - 1).astype(np.int64)


def average(given: Points) -> Scores:
    """The mean percentile.

    >>> average(np.array([[1, 3], [1, 3]])).tolist()
    [0.25, 0.75]
    """
    members, films = given.shape
    return _share(given.sum(axis=0), 2 * films * members)


def least_misery(given: Points) -> Scores:
    """The percentile of the member who wants the film least (O'Connor et al. 2001)."""
    return _share(given.min(axis=0), 2 * given.shape[1])


def most_pleasure(given: Points) -> Scores:
    """The percentile of the member who wants the film most."""
    return _share(given.max(axis=0), 2 * given.shape[1])


def borda(given: Points) -> Scores:
    """The mean place on ballots of BALLOT films; a film that is not on a ballot gets nothing.

    With complete ballots the Borda count is the same as `average`. A short ballot counts only
    what each member wants most, however many films are behind.

    >>> borda(np.array([[1, 3], [3, 1]])).tolist()
    [0.5, 0.5]
    """
    films = given.shape[1]
    listed = min(films, BALLOT)
    on_ballot = (given - 2 * (films - listed)).clip(min=0)
    return _share(on_ballot.sum(axis=0), 2 * listed * len(given))


def _share(reached: Points, most: int) -> Scores:
    share: Scores = reached / most
    return share


RULES: dict[Rule, Callable[[Points], Scores]] = {
    "average": average,
    "average_without_misery": average,
    "least_misery": least_misery,
    "most_pleasure": most_pleasure,
    "borda": borda,
    "fairness": average,
}
