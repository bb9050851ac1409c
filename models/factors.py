"""Tastes as a few numbers, learned from everybody's ratings, for predicting stars.

Factor analysis with missing values: stars = b_film + q_film . p_member + noise, where a member's
p is Gaussian and each film has its own noise. Fitted by expectation maximisation (Rubin and
Thayer, 1982), which unlike alternating least squares knows how sure it is of each p. Which films
a member chose to watch says something too, whatever the stars: it moves the mean of their p
(the idea of SVD++: Koren, "Factorization meets the neighborhood", KDD 2008).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from models.features import Matrix
from models.interface import HIGHEST, LOWEST, History, Stars

FACTORS = 32
CHOICES = 64  # numbers that say which films a member watched
ROUNDS, REFIT_ROUNDS = 8, 3
FILM_RIDGE = 3.0  # keeps q of films with few ratings near 0
LEANING_RIDGE = 100.0
PRIOR_RATINGS, PRIOR_VARIANCE = 10.0, 0.45  # keep the noise of films with few ratings usual
QUIETEST = 0.05
LEAST_SPREAD = 1e-3  # of an axis of choices, as a share of the widest
MEMBERS_AT_ONCE = 2000

Vector = NDArray[np.float32]


class Taste(NamedTuple):
    """What is known of a member's p: its mean (factors,) and covariance (factors, factors)."""

    mean: Vector
    covariance: Matrix


@dataclass(frozen=True)
class FactorModel:
    """`means` b (films,), `loadings` q (films, factors), `noise` variances (films,).

    A member's p is around `center` (factors,) + (c - `usual_choice`) @ `leaning` with precision
    `precision` (factors, factors), where c is the sum of the rows of `choices` (films, CHOICES)
    of the films they logged, over the square root of their number.
    """

    means: Vector
    loadings: Matrix
    noise: Vector
    center: Vector
    precision: Matrix
    choices: NDArray[np.float16]
    usual_choice: Vector
    leaning: Matrix

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
    ) -> Self:
        """Learn from ratings, one entry each; the same seed gives the same model."""
        ratings = _Ratings.sorted(members, films, stars, n_films)
        choices = _choices(ratings, seed)
        return cls._start(ratings, choices, factors, seed)._after(ROUNDS, ratings)

    def refitted(self, members: NDArray[np.int32], films: NDArray[np.int32], stars: Stars) -> Self:
        """This model after a few rounds on other ratings of the same films, most of them its own:
        cheaper than to begin anew."""
        ratings = _Ratings.sorted(members, films, stars, len(self.means))
        return self._after(REFIT_ROUNDS, ratings)

    @classmethod
    def _start(
        cls, ratings: "_Ratings", choices: NDArray[np.float16], factors: int, seed: int
    ) -> Self:
        n_films, rng = len(choices), np.random.default_rng(seed)
        loadings = rng.normal(scale=0.1, size=(n_films, factors)).astype(np.float32)
        loadings[:, 0] = 0.5  # the first factor starts as the member's generosity
        return cls(
            means=np.full(n_films, ratings.mean, np.float32),
            loadings=loadings,
            noise=np.full(n_films, PRIOR_VARIANCE, np.float32),
            center=np.zeros(factors, np.float32),
            precision=np.eye(factors, dtype=np.float32),
            choices=choices,
            usual_choice=np.zeros(choices.shape[1], np.float32),
            leaning=np.zeros((choices.shape[1], factors), np.float32),
        )

    def _after(self, rounds: int, ratings: "_Ratings") -> Self:
        chosen = ratings.watched() @ self.choices.astype(np.float32)
        model = replace(self, usual_choice=chosen.mean(axis=0))
        with threadpool_limits(1, "blas"):  # threads only get in the way of many small products
            for _ in range(rounds):
                model = model._improved(ratings, chosen - model.usual_choice)
        return model

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in self.__dataclass_fields__)

    def expected(self, watched: NDArray[np.intp]) -> Vector:
        """The mean of p, (factors,), of a member who watched these films and rated none."""
        if not len(watched):
            return self.center
        choice = self.choices[watched].sum(axis=0, dtype=np.float32) / np.sqrt(len(watched))
        moved: Vector = self.center + (choice - self.usual_choice) @ self.leaning
        return moved.astype(np.float32)

    def taste(
        self, films: NDArray[np.signedinteger], stars: NDArray[np.floating], expected: Vector
    ) -> Taste:
        """The p of a member who gave `stars` to `films`, `expected` before any rating."""
        loadings = self.loadings[films]
        weighted = loadings / self.noise[films][:, None]
        covariance = np.linalg.inv(self.precision + weighted.T @ loadings)
        told = weighted.T @ (stars - self.means[films]).astype(np.float32)
        return Taste(covariance @ (self.precision @ expected + told), covariance)

    def taste_of(self, history: History) -> Taste:
        """The p of a member with this history."""
        rated = history.rated
        return self.taste(history.films[rated], history.stars[rated], self.expected(history.films))

    def stars(self, taste: Taste) -> Stars:
        """Stars for every film, shape (films,), not yet kept within 0.5..5."""
        stars: Stars = (self.means + self.loadings @ taste.mean).astype(np.float64)
        return stars

    def doubt(self, taste: Taste) -> Stars:
        """The standard deviation of stars() that comes from knowing p badly, shape (films,)."""
        variance = ((self.loadings @ taste.covariance) * self.loadings).sum(axis=1)
        doubt: Stars = np.sqrt(np.maximum(variance, 0)).astype(np.float64)
        return doubt

    def left_out(self, history: History, taste: Taste) -> Stars:
        """What stars() would be for each rated film of the history if it were not rated.

        The rest of a Gaussian posterior without one observation: Rasmussen and Williams,
        "Gaussian Processes for Machine Learning" (2006), section 5.4.2.
        """
        films, stars = history.films[history.rated], history.stars[history.rated]
        loadings = self.loadings[films]
        pull = ((loadings @ taste.covariance) * loadings).sum(axis=1) / self.noise[films]
        fitted = self.means[films] + loadings @ taste.mean
        without: Stars = stars - (stars - fitted) / np.maximum(1 - pull, QUIETEST)
        return without

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.stars(self.taste_of(history)).clip(LOWEST, HIGHEST)

    def _improved(self, ratings: "_Ratings", choices: Matrix) -> Self:
        """One round: every member's taste from the films', then every film from the tastes."""
        tastes = _Tastes.of(self, ratings, choices)
        usual = ratings.mean
        films = [tastes.film(rows, stars, usual) for rows, stars in ratings.by_film()]
        center, leaning, covariance = tastes.distribution(choices)
        return replace(
            self,
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
    """Every member's p: `means` (members, factors), `covariances` (members, factors, factors)."""

    means: Matrix
    covariances: Matrix

    @classmethod
    def of(cls, model: FactorModel, ratings: "_Ratings", choices: Matrix) -> Self:
        count, factors = ratings.n_members, len(model.center)
        means = np.empty((count, factors), np.float32)
        covariances = np.empty((count, factors, factors), np.float32)
        expected = model.center + choices @ model.leaning
        for member, (films, stars) in enumerate(ratings.by_member()):
            means[member], covariances[member] = model.taste(films, stars, expected[member])
        return cls(means, covariances)

    def distribution(self, choices: Matrix) -> tuple[Vector, Matrix, Matrix]:
        """Of p over all members: the mean, how choices move it, and the covariance around both."""
        center = self.means.mean(axis=0)
        ridge = LEANING_RIDGE * np.eye(choices.shape[1], dtype=np.float32)
        leaning = np.linalg.solve(choices.T @ choices + ridge, choices.T @ (self.means - center))
        apart = self.means - center - choices @ leaning
        return center, leaning, apart.T @ apart / len(apart) + self.covariances.mean(axis=0)

    def film(self, rows: NDArray[np.int32], stars: Vector, usual: float) -> _Film:
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

    def by_member(self) -> Iterator[tuple[NDArray[np.int32], Vector]]:
        """Films and stars of each member."""
        bounds = np.searchsorted(self.members, np.arange(self.n_members + 1))
        for first, last in pairwise(bounds):
            yield self.films[first:last], self.stars[first:last]

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
