"""Films that nobody has rated yet get what films like them get."""

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix

RIDGE = 50.0  # films


class Content:
    """A ridge regression of any values on film features, of which only the target changes."""

    def __init__(self, features: Matrix, known: NDArray[np.bool_]) -> None:
        """`features` (films, columns), NaN where unknown; `known` (films,): those to learn from."""
        self.known = known
        self._design = _design(features)
        learned = self._design[known]
        size = self._design.shape[1]
        self._moments = learned.T @ learned + RIDGE * np.eye(size, dtype=np.float32)

    @property
    def nbytes(self) -> int:
        return self._design.nbytes + self.known.nbytes + self._moments.nbytes

    def filled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """`values` (films,) where they are known, else the regression on the film's features."""
        if self.known.all() or not self.known.any():
            return values
        learned = values[self.known]
        mean = learned.mean()
        slopes = np.linalg.solve(
            self._moments, self._design[self.known].T @ (learned - mean).astype(np.float32)
        )
        filled: NDArray[np.float64] = values.copy()
        filled[~self.known] = mean + self._design[~self.known] @ slopes
        return filled


def _design(features: Matrix) -> Matrix:
    """Features at mean 0 and variance 1, with 0 for what is unknown."""
    known = ~np.isnan(features)
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, features, 0)
    filled = np.where(known, features - filled.sum(axis=0) / count, 0)
    spread = np.sqrt((filled**2).sum(axis=0) / count)
    design: Matrix = (filled / np.maximum(spread, np.finfo(np.float32).eps)).astype(np.float32)
    return design
