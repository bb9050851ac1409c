"""Films that nobody has rated yet get what films like them get."""

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix

RIDGE = 50.0  # films


class Content:
    """A ridge regression of any values on film features, of which only the target changes."""

    def __init__(self, features: Matrix, weights: NDArray[np.floating]) -> None:
        """`features` (films, columns), NaN where unknown; `weights` (films,): how much to learn
        from each. Films without any weight are those to be filled."""
        self.known = weights > 0
        relative = weights / weights[self.known].mean() if self.known.any() else weights
        self._weights = relative[self.known].astype(np.float32)
        self._design = _design(features, relative)
        learned = self._design[self.known]
        ridge = RIDGE * np.eye(learned.shape[1], dtype=np.float32)
        self._moments = (learned * self._weights[:, None]).T @ learned + ridge

    @property
    def nbytes(self) -> int:
        arrays = (self._design, self._moments, self._weights, self.known)
        return sum(array.nbytes for array in arrays)

    def filled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """`values` (films,) where they are known, else the regression on the film's features."""
        if self.known.all() or not self.known.any():
            return values
        mean = np.average(values[self.known], weights=self._weights)
        above = ((values[self.known] - mean) * self._weights).astype(np.float32)
        slopes = np.linalg.solve(self._moments, self._design[self.known].T @ above)
        filled: NDArray[np.float64] = values.copy()
        filled[~self.known] = mean + self._design[~self.known] @ slopes
        return filled


def _design(features: Matrix, weights: NDArray[np.floating]) -> Matrix:
    """Features at weighted mean 0 and variance 1, with 0 for what is unknown."""
    shares = np.where(np.isnan(features), 0, weights[:, None])
    shares /= np.maximum(shares.sum(axis=0), np.finfo(np.float32).tiny)
    centered = np.nan_to_num(features - (shares * np.nan_to_num(features)).sum(axis=0))
    spread = np.sqrt((shares * centered**2).sum(axis=0))
    design: Matrix = (centered / np.where(spread > 0, spread, 1)).astype(np.float32)
    return design
