"""An order in which nobody waits long: each next film makes up for the ones before."""

import numpy as np
from numpy.typing import NDArray

from models.group.rules import Points

PLACES = 100  # beyond them, whose turn it is makes no difference; each costs a pass over all films


def fair_order(given: Points, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """The films of `order`, taken in turns, from points of shape (members, films).

    The next film is the one after which the member with the fewest points so far has the most;
    among equals, the first in `order`. That is the greedy algorithm of Xiao et al. 2017
    ("Fairness-aware group recommendation with Pareto-efficiency") with the least served member's
    utility as fairness. After PLACES films the rest follows as in `order`.

    >>> mine, yours = [7, 5, 3, 1], [1, 3, 5, 7]
    >>> fair_order(np.array([mine, yours]), np.array([0, 1, 2, 3])).tolist()
    [1, 2, 0, 3]
    """
    left = order
    chosen: list[int] = []
    served = np.zeros((len(given), 1), np.int64)
    while len(left) and len(chosen) < PLACES:
        place = int(np.argmax((served + given[:, left]).min(axis=0)))
        chosen.append(int(left[place]))
        served += given[:, [left[place]]]
        left = np.delete(left, place)
    return np.concatenate([np.array(chosen, np.intp), left])
