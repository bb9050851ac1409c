"""The films that two members both rated, and those that one of them should see."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from models.interface import HIGHEST, LOWEST, History, Stars

Positions = NDArray[np.intp]

FULL_CREDIBILITY = 50  # shared films from which the agreement is taken at its word
TYPICAL_AGREEMENT = 0.81  # the median of pairs of members of Letterboxd with 20 shared films
FAVOURITE = 4.0  # stars from both
LOVED = 4.5  # stars from one
POLARISING = 1.5  # stars apart


@dataclass(frozen=True, eq=False)
class Shared:
    """The films that both rated, in the order of the catalogue, and the stars of each member."""

    films: Positions
    first: Stars
    second: Stars

    @classmethod
    def of(cls, first: History, second: History) -> "Shared":
        one, other = first.take(first.rated), second.take(second.rated)
        films, places, others = np.intersect1d(
            one.films, other.films, assume_unique=True, return_indices=True
        )
        return cls(films, one.stars[places], other.stars[others])

    def __len__(self) -> int:
        return len(self.films)

    @property
    def credibility(self) -> float:
        """z = sqrt(n / FULL_CREDIBILITY) of n shared films, at most 1: the square-root rule of
        limited fluctuation credibility."""
        return min(1.0, sqrt(len(self) / FULL_CREDIBILITY))

    def agreement(self) -> float | None:
        """1 - (mean of |difference|) / 4.5, within 0..1; None without shared films.

        With credibility z below 1 it is z agreement + (1 - z) TYPICAL_AGREEMENT.
        """
        if not len(self):
            return None
        agreement = 1 - np.abs(self.first - self.second).mean() / (HIGHEST - LOWEST)
        z = self.credibility
        return float(z * agreement + (1 - z) * TYPICAL_AGREEMENT)

    def favourites(self) -> Positions:
        """The films to which both gave at least FAVOURITE, by the sum of their stars."""
        chosen = np.minimum(self.first, self.second) >= FAVOURITE
        return self._descending(self.first + self.second, chosen)

    def polarising(self) -> Positions:
        """The films on which they are at least POLARISING stars apart, the furthest first."""
        apart = np.abs(self.first - self.second)
        return self._descending(apart, apart >= POLARISING)

    def _descending(self, key: Stars, chosen: NDArray[np.bool_]) -> Positions:
        return self.films[chosen][np.argsort(-key[chosen], kind="stable")]


def to_show(loved_by: History, to: History, predicted: Stars) -> Positions:
    """The films that one member loved and the other has not logged, by the stars `predicted` for
    the other, shape (catalogue,); equal ones by position.

    >>> nobody, none = np.zeros(2, bool), np.empty(0)
    >>> fan = History(np.array([0, 2]), np.array([5.0, 4.5]), nobody)
    >>> newcomer = History(none.astype(int), none, none.astype(bool))
    >>> to_show(fan, newcomer, np.array([3.0, 5.0, 4.0])).tolist()
    [2, 0]
    """
    loved = np.setdiff1d(loved_by.films[loved_by.stars >= LOVED], to.films)
    return loved[np.argsort(-predicted[loved], kind="stable")]
