"""Tastes as a few numbers, learned from everybody's ratings, for predicting stars.

Factor analysis with missing values: stars = b_film + q_film . p_member + noise, where a member's
p is Gaussian and each film has its own noise. Fitted by expectation maximisation (Rubin and
Thayer, 1982), which unlike alternating least squares knows how sure it is of each p.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from models.features import Matrix
from models.interface import History, Stars

FACTORS = 32
ROUNDS = 8
FILM_RIDGE = 3.0  # keeps q of films with few ratings near 0
PRIOR_RATINGS, PRIOR_VARIANCE = 10.0, 0.45  # keep the noise of films with few ratings usual
QUIETEST = 0.05
MEMBERS_AT_ONCE = 2000


@dataclass(frozen=True)
class FactorModel:
    """`means` b (films,), `loadings` q (films, factors), `noise` variances (films,); a member's p
    is around `center` (factors,) with precision `precision` (factors, factors)."""

    means: NDArray[np.float32]
    loadings: Matrix
    noise: NDArray[np.float32]
    center: NDArray[np.float32]
    precision: Matrix

    @classmethod
    def fit(
        cls,
        members: NDArray[np.int32],
        films: NDArray[np.int32],
        stars: Stars,
        n_films: int,
        *,
        seed: int = 0,
        factors: int = FACTORS,
        rounds: int = ROUNDS,
    ) -> Self:
        """Learn from ratings, one entry each; the same seed gives the same model."""
        ratings = _Ratings.sorted(members, films, stars, n_films)
        model = cls._start(ratings, n_films, factors, np.random.default_rng(seed))
        with threadpool_limits(1, "blas"):  # threads only get in the way of many small products
            for _ in range(rounds):
                model = model._improved(ratings)
        return model

    @classmethod
    def _start(
        cls, ratings: "_Ratings", n_films: int, factors: int, rng: np.random.Generator
    ) -> Self:
        loadings = rng.normal(scale=0.1, size=(n_films, factors)).astype(np.float32)
        loadings[:, 0] = 0.5  # the first factor starts as the member's generosity
        return cls(
            means=np.full(n_films, ratings.mean, np.float32),
            loadings=loadings,
            noise=np.full(n_films, PRIOR_VARIANCE, np.float32),
            center=np.zeros(factors, np.float32),
            precision=np.eye(factors, dtype=np.float32),
        )

    @property
    def nbytes(self) -> int:
        return self.means.nbytes + self.loadings.nbytes + self.noise.nbytes + self.precision.nbytes

    def taste(
        self, films: NDArray[np.signedinteger], stars: NDArray[np.floating]
    ) -> tuple[NDArray[np.float32], Matrix]:
        """Mean (factors,) and covariance of the p of a member who gave `stars` to `films`."""
        loadings = self.loadings[films]
        weighted = loadings / self.noise[films][:, None]
        covariance = np.linalg.inv(self.precision + weighted.T @ loadings)
        told = weighted.T @ (stars - self.means[films]).astype(np.float32)
        return covariance @ (self.precision @ self.center + told), covariance

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        rated = history.rated
        taste, _ = self.taste(history.films[rated], history.stars[rated])
        stars: Stars = (self.means + self.loadings @ taste).astype(np.float64)
        return stars.clip(0.5, 5.0)

    def _improved(self, ratings: "_Ratings") -> Self:
        """One round: every member's taste from the films', then every film from the tastes."""
        tastes = _Tastes.of(self, ratings)
        usual = ratings.mean
        films = [tastes.film(rows, stars, usual) for rows, stars in ratings.by_film()]
        center, covariance = tastes.distribution()
        return type(self)(
            means=np.array([film.mean for film in films], np.float32),
            loadings=np.array([film.loading for film in films], np.float32),
            noise=np.array([film.noise for film in films], np.float32),
            center=center,
            precision=np.linalg.inv(covariance),
        )


class _Film(NamedTuple):
    mean: float
    loading: NDArray[np.float32]
    noise: float


@dataclass(frozen=True)
class _Tastes:
    """Every member's p: `means` (members, factors), `covariances` (members, factors, factors)."""

    means: Matrix
    covariances: Matrix

    @classmethod
    def of(cls, model: FactorModel, ratings: "_Ratings") -> Self:
        count, factors = ratings.n_members, len(model.center)
        means = np.empty((count, factors), np.float32)
        covariances = np.empty((count, factors, factors), np.float32)
        for member, (films, stars) in enumerate(ratings.by_member()):
            means[member], covariances[member] = model.taste(films, stars)
        return cls(means, covariances)

    def distribution(self) -> tuple[NDArray[np.float32], Matrix]:
        """Mean and covariance of p over all members."""
        center = self.means.mean(axis=0)
        apart = self.means - center
        return center, apart.T @ apart / len(apart) + self.covariances.mean(axis=0)

    def film(self, rows: NDArray[np.int32], stars: NDArray[np.float32], usual: float) -> _Film:
        """The film that members `rows` gave `stars`: a ridge regression on their tastes."""
        size = self.means.shape[1]
        moments = np.empty((size + 1, size + 1), np.float32)
        tastes = self.means[rows]
        moments[0, 0] = len(rows)
        moments[0, 1:] = moments[1:, 0] = tastes.sum(axis=0)
        moments[1:, 1:] = tastes.T @ tastes + self._doubt(rows)
        told = np.append(stars.sum(), tastes.T @ stars)
        ridge = np.append(1.0, np.full(size, FILM_RIDGE))
        solution = np.linalg.solve(
            moments + np.diag(ridge), told + np.append(usual, np.zeros(size))
        )
        error = (stars**2).sum() - 2 * solution @ told + solution @ moments @ solution
        noise = (error + PRIOR_RATINGS * PRIOR_VARIANCE) / (len(rows) + PRIOR_RATINGS)
        return _Film(solution[0], solution[1:], max(QUIETEST, noise))

    def _doubt(self, rows: NDArray[np.int32]) -> Matrix:
        """The sum of these members' covariances."""
        total = np.zeros(self.covariances.shape[1:], np.float32)
        for first in range(0, len(rows), MEMBERS_AT_ONCE):
            total += self.covariances[rows[first : first + MEMBERS_AT_ONCE]].sum(axis=0)
        return total


@dataclass(frozen=True)
class _Ratings:
    """Ratings in the order of members, and the order that puts them by film."""

    members: NDArray[np.int32]
    films: NDArray[np.int32]
    stars: NDArray[np.float32]
    n_films: int
    by_film_order: NDArray[np.intp]

    @classmethod
    def sorted(
        cls, members: NDArray[np.int32], films: NDArray[np.int32], stars: Stars, n_films: int
    ) -> Self:
        _, rows = np.unique(members, return_inverse=True)
        order = np.argsort(rows, kind="stable")
        films = films[order]
        return cls(
            members=rows[order].astype(np.int32),
            films=films,
            stars=stars[order].astype(np.float32),
            n_films=n_films,
            by_film_order=np.argsort(films, kind="stable"),
        )

    @property
    def n_members(self) -> int:
        return int(self.members[-1]) + 1 if len(self.members) else 0

    @property
    def mean(self) -> float:
        return float(self.stars.mean())

    def by_member(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Films and stars of each member."""
        bounds = np.searchsorted(self.members, np.arange(self.n_members + 1))
        for first, last in pairwise(bounds):
            yield self.films[first:last], self.stars[first:last]

    def by_film(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Members and stars of each film."""
        films = self.films[self.by_film_order]
        bounds = np.searchsorted(films, np.arange(self.n_films + 1))
        for first, last in pairwise(bounds):
            ratings = self.by_film_order[first:last]
            yield self.members[ratings], self.stars[ratings]
