"""A member's films by genre, decade, country, language, director, actor or length."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.categories import Categories
from models.statistics.watched import Figures, Watched

SHRINKAGE = 5.0  # ratings that the member's own mean counts for; see docs/formulas.md
FEWEST_RATED = 2  # a single film says nothing of its director


@dataclass(frozen=True)
class CategoryFigures:
    """One category. `share` is of all films watched; the means are None without ratings."""

    name: str
    films: int
    share: float
    rated: int
    mean: float | None
    shrunken_mean: float | None
    differential: float | None


@dataclass(frozen=True, eq=False)
class Breakdown:
    """Figures of every category, arrays of shape (names,); NaN where nothing is rated."""

    names: list[str]
    films: NDArray[np.int64]
    shares: Figures
    rated: NDArray[np.int64]
    means: Figures
    shrunken_means: Figures
    differentials: Figures

    def most_watched(self, limit: int) -> list[CategoryFigures]:
        """The categories with most films, only those with any."""
        order = np.lexsort((-self.rated, -self.films))
        return self._figures(order[self.films[order] > 0][:limit])

    def best_rated(self, limit: int) -> list[CategoryFigures]:
        """The highest shrunken means, of categories with at least FEWEST_RATED rated films."""
        order = np.lexsort((-self.rated, -self.shrunken_means))
        return self._figures(order[self.rated[order] >= FEWEST_RATED][:limit])

    def _figures(self, codes: NDArray[np.intp]) -> list[CategoryFigures]:
        return [
            CategoryFigures(
                name=self.names[code],
                films=int(self.films[code]),
                share=float(self.shares[code]),
                rated=int(self.rated[code]),
                mean=_known(self.means[code]),
                shrunken_mean=_known(self.shrunken_means[code]),
                differential=_known(self.differentials[code]),
            )
            for code in codes.tolist()
        ]


def breakdown(watched: Watched, categories: Categories) -> Breakdown:
    """The figures of each category, of films in the same order as those watched.

    The shrunken mean is the empirical Bayes estimate (n mean + k m) / (n + k), with m the mean of
    all the member's ratings and k = SHRINKAGE: few ratings stay near what the member gives anyway.
    Raises ValueError if there are not as many films.
    """
    if len(categories) != len(watched):
        raise ValueError("the categories are not those of the films watched")
    films = _counts(categories, np.ones(len(watched), np.bool_))
    rated = _counts(categories, watched.rated)
    sums = _sums(categories, watched.stars)
    means = _ratio(sums, rated)
    own = float(watched.stars[watched.rated].mean()) if watched.rated.any() else np.nan
    shrunken = np.where(rated > 0, (sums + SHRINKAGE * own) / (rated + SHRINKAGE), np.nan)
    compared = _counts(categories, ~np.isnan(watched.differentials))
    differentials = _ratio(_sums(categories, watched.differentials), compared)
    shares = films / max(len(watched), 1)
    return Breakdown(categories.names, films, shares, rated, means, shrunken, differentials)


def _counts(categories: Categories, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    codes = categories.codes[chosen[categories.films]]
    return np.bincount(codes, minlength=len(categories.names))


def _sums(categories: Categories, values: Figures) -> Figures:
    """The sum of what is known, shape (names,)."""
    weights = np.nan_to_num(values)[categories.films]
    # Of nothing at all, bincount returns whole numbers.
    return np.bincount(categories.codes, weights, len(categories.names)).astype(np.float64)


def _ratio(sums: Figures, counts: NDArray[np.int64]) -> Figures:
    ratio: Figures = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    return ratio


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
