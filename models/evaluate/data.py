"""Ratings and films to learn from and to measure with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix

if TYPE_CHECKING:
    import pandas as pd


class DataError(ValueError):
    """A file is missing, or holds something other than what was promised."""


@dataclass(frozen=True)
class Ratings:
    """Who rated what: three arrays of one length; `ratings` are half stars, 1..10."""

    users: NDArray[np.int32]
    films: NDArray[np.int32]
    ratings: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.users)

    @property
    def stars(self) -> NDArray[np.float64]:
        return self.ratings / 2

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Ratings":
        return Ratings(self.users[rows], self.films[rows], self.ratings[rows])

    def film_counts(self, n_films: int) -> NDArray[np.int64]:
        """How often each film was rated, shape (films,)."""
        return np.bincount(self.films, minlength=n_films)


@dataclass(frozen=True)
class TrainingData:
    """All that a model may learn from.

    `users`, `films`, `ratings` (half stars, 1..10) have one entry per rating; `films` are rows
    of `features` (see `models.features`) and of `catalogue`, the facts known of each film.
    """

    users: NDArray[np.int32]
    films: NDArray[np.int32]
    ratings: NDArray[np.uint8]
    n_films: int
    features: Matrix
    catalogue: "pd.DataFrame"
    seed: int


def pairs(users: NDArray[np.int32], films: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number for each member and film."""
    return users.astype(np.int64) << 32 | films


def has_duplicates(values: NDArray[np.int64]) -> bool:
    return bool((np.diff(np.sort(values)) == 0).any())
