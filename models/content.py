"""Films that nobody has rated yet get what films like them get."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix

RIDGE = 50.0  # films
# The design of a whole catalogue would take as much memory as its features once more.
ROWS_AT_ONCE = 1000

Rows = NDArray[np.intp]
Vector = NDArray[np.float64]


class Content:
    """A ridge regression of any values on film features, of which only the target changes."""

    def __init__(self, features: Matrix, weights: NDArray[np.floating]) -> None:
        """`features` (films, columns), NaN where unknown; `weights` (films,): how much to learn
        from each. Films without any weight are those to be filled."""
        self.known = weights > 0
        self._features = features
        self._learned, self._missing = np.flatnonzero(self.known), np.flatnonzero(~self.known)
        learned = weights[self._learned].astype(np.float64)
        self._weights = learned / learned.mean() if len(learned) else learned
        self._center, self._spread = self._scale()
        self._moments = self._products() + RIDGE * np.eye(features.shape[1], dtype=np.float32)

    @property
    def nbytes(self) -> int:
        """What it takes besides the features."""
        arrays = (self._learned, self._missing, self._weights, self._moments, self.known)
        return sum(array.nbytes for array in arrays)

    def filled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """`values` (films,) where they are known, else the regression on the film's features."""
        if self.known.all() or not self.known.any():
            return values
        learned = values[self._learned]
        mean = np.average(learned, weights=self._weights)
        above = ((learned - mean) * self._weights).astype(np.float32)
        told = sum(self._design(rows).T @ above[some] for some, rows in _parts(self._learned))
        slopes = np.linalg.solve(self._moments, told)
        filled: NDArray[np.float64] = values.copy()
        for _, rows in _parts(self._missing):
            filled[rows] = mean + self._design(rows) @ slopes
        return filled

    def _scale(self) -> tuple[Vector, Vector]:
        """The weighted mean and deviation of what is known of each feature, (columns,) each."""
        total, sums, squares = (np.zeros(self._features.shape[1]) for _ in range(3))
        for features, weights in self._weighted():
            total += weights @ ~np.isnan(features)
            sums += weights @ np.nan_to_num(features)
        total = np.maximum(total, np.finfo(np.float32).tiny)
        for features, weights in self._weighted():
            squares += weights @ np.nan_to_num(features - sums / total) ** 2
        spread = np.sqrt(squares / total)
        return sums / total, np.where(spread > 0, spread, 1)

    def _weighted(self) -> Iterator[tuple[Matrix, Vector]]:
        """The features of some films after the other, and how much to learn from each."""
        for some, rows in _parts(self._learned):
            yield self._features[rows], self._weights[some]

    def _products(self) -> Matrix:
        """The weighted sum of squares and products of the design's columns."""
        products = np.zeros((self._features.shape[1],) * 2, np.float32)
        for some, rows in _parts(self._learned):
            design = self._design(rows)
            products += (design * self._weights[some, None].astype(np.float32)).T @ design
        return products

    def _design(self, rows: Rows) -> Matrix:
        """Features at weighted mean 0 and variance 1, with 0 for what is unknown."""
        scaled = (self._features[rows] - self._center) / self._spread
        return np.nan_to_num(scaled).astype(np.float32)


def _parts(rows: Rows) -> Iterator[tuple[slice, Rows]]:
    """A few rows after the other, and where they are."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        yield some, rows[some]
