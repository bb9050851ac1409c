"""Learning factors from everybody's ratings, by expectation maximisation.

Rubin and Thayer, "EM algorithms for ML factor analysis", Psychometrika 47 (1982), with missing
ratings, noisier and less noisy members, and a prior mean that depends on what a member watched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from models.factors import FactorModel, Rated, Vector
from models.features import Matrix
from models.interface import Stars

FACTORS = 32
CHOICES = 64  # numbers that say which films a member watched
ROUNDS, REFIT_ROUNDS = 8, 3
FILM_RIDGE = 3.0  # keeps q of films with few ratings near 0
LEANING_RIDGE = 100.0
PRIOR_RATINGS, PRIOR_VARIANCE = 10.0, 0.45  # keep the noise of films with few ratings usual
QUIETEST = 0.05
LEAST_SPREAD = 1e-3  # of an axis of choices, as a share of the widest
MEMBERS_AT_ONCE = 2000


def fit_factors(
    members: NDArray[np.int32],
    films: NDArray[np.int32],
    stars: Stars,
    n_films: int,
    *,
    seed: int = 0,
    factors: int = FACTORS,
) -> FactorModel:
    """Learn from ratings, one entry each; the same seed gives the same model."""
    ratings = _Ratings.sorted(members, films, stars, n_films)
    return _after(ROUNDS, _start(ratings, _choices(ratings, seed), factors, seed), ratings)


def refit_factors(
    model: FactorModel, members: NDArray[np.int32], films: NDArray[np.int32], stars: Stars
) -> FactorModel:
    """The model after a few rounds on other ratings of the same films, most of them its own:
    cheaper than to begin anew."""
    ratings = _Ratings.sorted(members, films, stars, len(model.means))
    return _after(REFIT_ROUNDS, model, ratings)


def _start(
    ratings: "_Ratings", choices: NDArray[np.float16], factors: int, seed: int
) -> FactorModel:
    n_films, rng = len(choices), np.random.default_rng(seed)
    loadings = rng.normal(scale=0.1, size=(n_films, factors)).astype(np.float32)
    loadings[:, 0] = 0.5  # the first factor starts as the member's generosity
    return FactorModel(
        means=np.full(n_films, ratings.mean, np.float32),
        loadings=loadings,
        noise=np.full(n_films, PRIOR_VARIANCE, np.float32),
        center=np.zeros(factors, np.float32),
        precision=np.eye(factors, dtype=np.float32),
        choices=choices,
        usual_choice=np.zeros(choices.shape[1], np.float32),
        leaning=np.zeros((choices.shape[1], factors), np.float32),
    )


def _after(rounds: int, model: FactorModel, ratings: "_Ratings") -> FactorModel:
    choices = ratings.watched() @ model.choices.astype(np.float32)
    model = replace(model, usual_choice=choices.mean(axis=0))
    choices -= model.usual_choice
    noises = np.ones(ratings.n_members, np.float32)
    with threadpool_limits(1, "blas"):  # threads only get in the way of many small products
        for _ in range(rounds):
            tastes = _Tastes.of(model, ratings, choices, noises)
            model, noises = _improved(model, ratings, tastes, choices), tastes.noises
    return model


def _improved(
    model: FactorModel, ratings: "_Ratings", tastes: "_Tastes", choices: Matrix
) -> FactorModel:
    """Every film anew from the members' tastes, and how tastes are distributed."""
    usual = ratings.mean
    films = [tastes.film(rows, stars, usual) for rows, stars in ratings.by_film()]
    center, leaning, covariance = tastes.distribution(choices)
    return replace(
        model,
        means=np.array([film.mean for film in films], np.float32),
        loadings=np.array([film.loading for film in films], np.float32),
        noise=np.array([film.noise for film in films], np.float32),
        center=center,
        leaning=leaning,
        precision=np.linalg.inv(covariance),
    )


class _Film(NamedTuple):
    mean: float
    loading: Vector
    noise: float


@dataclass(frozen=True)
class _Tastes:
    """Every member's p: `means` (members, factors), `covariances` (members, factors, factors),
    and how noisy their ratings are, `noises` (members,)."""

    means: Matrix
    covariances: Matrix
    noises: Vector

    @classmethod
    def of(cls, model: FactorModel, ratings: "_Ratings", choices: Matrix, noises: Vector) -> Self:
        """The tastes if the members are as noisy as `noises`, which are then estimated anew."""
        count, factors = ratings.n_members, len(model.center)
        means = np.empty((count, factors), np.float32)
        covariances = np.empty((count, factors, factors), np.float32)
        seen = np.empty(count, np.float32)
        expected = model.center + choices @ model.leaning
        for member, rated in enumerate(ratings.by_member()):
            taste = model.taste(rated, expected[member], noises[member])
            means[member], covariances[member], _ = taste
            seen[member] = model.noise_of(rated, taste)
        return cls(means, covariances, seen)

    def distribution(self, choices: Matrix) -> tuple[Vector, Matrix, Matrix]:
        """Of p over all members: the mean, how choices move it, and the covariance around both."""
        center = self.means.mean(axis=0)
        ridge = LEANING_RIDGE * np.eye(choices.shape[1], dtype=np.float32)
        leaning = np.linalg.solve(choices.T @ choices + ridge, choices.T @ (self.means - center))
        apart = self.means - center - choices @ leaning
        return center, leaning, apart.T @ apart / len(apart) + self.covariances.mean(axis=0)

    def film(self, rows: NDArray[np.int32], stars: Vector, usual: float) -> _Film:
        """The film that members `rows` gave `stars`: a ridge regression on their tastes, in which
        noisy members weigh less."""
        size = self.means.shape[1]
        moments = np.empty((size + 1, size + 1), np.float32)
        tastes, weights = self.means[rows], np.float32(1) / self.noises[rows]
        weighted = tastes * weights[:, None]
        moments[0, 0] = weights.sum()
        moments[0, 1:] = moments[1:, 0] = weighted.sum(axis=0)
        moments[1:, 1:] = weighted.T @ tastes + self._doubt(rows, weights)
        told = np.append(weights @ stars, weighted.T @ stars)
        ridge = np.append(1.0, np.full(size, FILM_RIDGE))
        solution = np.linalg.solve(
            moments + np.diag(ridge), told + np.append(usual, np.zeros(size))
        )
        error = weights @ stars**2 - 2 * solution @ told + solution @ moments @ solution
        noise = (error + PRIOR_RATINGS * PRIOR_VARIANCE) / (len(rows) + PRIOR_RATINGS)
        return _Film(solution[0], solution[1:], max(QUIETEST, noise))

    def _doubt(self, rows: NDArray[np.int32], weights: Vector) -> Matrix:
        """The weighted sum of these members' covariances."""
        total = np.zeros(self.covariances.shape[1:], np.float32)
        for first in range(0, len(rows), MEMBERS_AT_ONCE):
            some = slice(first, first + MEMBERS_AT_ONCE)
            total += np.tensordot(weights[some], self.covariances[rows[some]], axes=1)
        return total


@dataclass(frozen=True)
class _Ratings:
    """Ratings in the order of members, and the order that puts them by film."""

    members: NDArray[np.int32]
    films: NDArray[np.int32]
    stars: Vector
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

    def watched(self) -> sparse.csr_array:
        """1 / sqrt(n) at each of the n films of a member, shape (members, films)."""
        sizes = np.bincount(self.members)
        values = (1 / np.sqrt(sizes))[self.members].astype(np.float32)
        return sparse.csr_array(
            (values, (self.members, self.films)), shape=(self.n_members, self.n_films)
        )

    def by_member(self) -> Iterator[Rated]:
        """The ratings of each member; all weigh the same."""
        bounds = np.searchsorted(self.members, np.arange(self.n_members + 1))
        for first, last in pairwise(bounds):
            some = slice(first, last)
            yield Rated(self.films[some], self.stars[some], np.ones(last - first, np.float32))

    def by_film(self) -> Iterator[tuple[NDArray[np.int32], Vector]]:
        """Members and stars of each film."""
        films = self.films[self.by_film_order]
        bounds = np.searchsorted(films, np.arange(self.n_films + 1))
        for first, last in pairwise(bounds):
            ratings = self.by_film_order[first:last]
            yield self.members[ratings], self.stars[ratings]


def _choices(ratings: _Ratings, seed: int) -> NDArray[np.float16]:
    """Numbers for each film that say who watches it, (films, CHOICES).

    The right singular vectors of who watched what, well-known films scaled down, at unit variance.
    """
    from sklearn.utils.extmath import randomized_svd  # 140 MB, which serving does not need

    watched = ratings.watched()
    counts = np.bincount(ratings.films, minlength=ratings.n_films)
    rarity = (1 / np.sqrt(np.maximum(counts, 1))).astype(np.float32)
    size = min(CHOICES, min(watched.shape) - 1)
    *_, axes = randomized_svd(
        watched * rarity[None], size, n_iter=2, random_state=seed, flip_sign=True
    )
    films = axes.T * rarity[:, None]
    spread = (watched @ films).std(axis=0)
    films[:, spread < LEAST_SPREAD * spread.max(initial=0)] = 0  # nothing but rounding errors
    choices: NDArray[np.float16] = (films / np.where(spread, spread, 1)).astype(np.float16)
    return choices
