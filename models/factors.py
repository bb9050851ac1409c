"""Tastes as a few numbers, for predicting stars; `factor_training` learns the model.

Factor analysis with missing values: stars = b_film + q_film . p_member + noise, where a member's
p is Gaussian and the variance of the noise is the film's times the member's. Unlike alternating
least squares it knows how sure it is of each p. Which films a member chose to watch says
something too, whatever the stars: it moves the mean of their p (the idea of SVD++: Koren,
"Factorization meets the neighborhood", KDD 2008).
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix
from models.interface import HIGHEST, LOWEST, History, Stars

NOISE_DAMPING, NOISE_ROUNDS = 20.0, 2  # ratings as noisy as usual that every member has given
LEAST_LEFT, LEAST_KEPT = 0.3, 0.05  # of a rating's own say, so that nothing is divided by 0

Vector = NDArray[np.float32]


class Rated(NamedTuple):
    """A member's ratings: rows of `films`, `stars`, and `weights`, (ratings,) each. One of weight
    w is as noisy, in variance, as 1 / w times the usual."""

    films: NDArray[np.signedinteger]
    stars: NDArray[np.floating]
    weights: Vector

    @classmethod
    def of(cls, history: History) -> Self:
        rated = history.take(history.rated)
        return cls(rated.films, rated.stars, rated.weights.astype(np.float32))


class Taste(NamedTuple):
    """What is known of a member's p: its mean (factors,) and covariance (factors, factors), if
    their ratings are `noise` times as noisy (in variance) as usual."""

    mean: Vector
    covariance: Matrix
    noise: float


@dataclass(frozen=True)
class FactorModel:
    """`means` b (films,), `loadings` q (films, factors), `noise` variances (films,).

    A member's p is around `center` (factors,) + (c - `usual_choice`) @ `leaning` with precision
    `precision` (factors, factors), where c is the sum of the rows of `choices` (films, CHOICES)
    of the films they logged, over the square root of their number; both count by weight.
    """

    means: Vector
    loadings: Matrix
    noise: Vector
    center: Vector
    precision: Matrix
    choices: NDArray[np.float16]
    usual_choice: Vector
    leaning: Matrix

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in self.__dataclass_fields__)

    def expected(self, history: History) -> Vector:
        """The mean of p, (factors,), of a member who watched these films and rated none."""
        if not len(history.films):
            return self.center
        weights = history.weights.astype(np.float32)
        chosen = weights[:, None] * self.choices[history.films]
        choice = chosen.sum(axis=0) / np.sqrt(history.weights.sum())
        moved: Vector = self.center + (choice - self.usual_choice) @ self.leaning
        return moved.astype(np.float32)

    def taste(self, rated: Rated, expected: Vector, noise: float = 1.0) -> Taste:
        """The p of a member with these ratings, `expected` before any of them."""
        loadings = self.loadings[rated.films]
        variance = self.noise[rated.films] * np.float32(noise) / rated.weights
        weighted = loadings / variance[:, None]
        covariance = np.linalg.inv(self.precision + weighted.T @ loadings)
        told = weighted.T @ (rated.stars - self.means[rated.films]).astype(np.float32)
        return Taste(covariance @ (self.precision @ expected + told), covariance, noise)

    def noise_of(self, rated: Rated, taste: Taste) -> float:
        """How noisy the ratings look, given the taste; 1 is as noisy as usual."""
        missed = rated.stars - self._fitted(rated.films, taste)
        left = np.maximum(LEAST_LEFT, 1 - self._pull(rated, taste))
        surprise = rated.weights * missed**2 / (self.noise[rated.films] * left)
        return float((surprise.sum() + NOISE_DAMPING) / (rated.weights.sum() + NOISE_DAMPING))

    def taste_of(self, history: History) -> Taste:
        """The p of a member with this history."""
        rated, expected = Rated.of(history), self.expected(history)
        taste = self.taste(rated, expected)
        for _ in range(NOISE_ROUNDS):
            taste = self.taste(rated, expected, self.noise_of(rated, taste))
        return taste

    def stars(self, taste: Taste) -> Stars:
        """Stars for every film, shape (films,), not yet kept within 0.5..5."""
        stars: Stars = (self.means + self.loadings @ taste.mean).astype(np.float64)
        return stars

    def doubt(self, taste: Taste) -> Stars:
        """The standard deviation of stars() that comes from knowing p badly, shape (films,)."""
        variance = np.einsum("ij,ij->i", self.loadings @ taste.covariance, self.loadings)
        doubt: Stars = np.sqrt(np.maximum(variance, 0)).astype(np.float64)
        return doubt

    def left_out(self, history: History, taste: Taste) -> Stars:
        """What stars() would be for each rated film of the history if it were not rated.

        The rest of a Gaussian posterior without one observation: Rasmussen and Williams,
        "Gaussian Processes for Machine Learning" (2006), section 5.4.2.
        """
        rated = Rated.of(history)
        kept = np.maximum(1 - self._pull(rated, taste), LEAST_KEPT)
        without: Stars = rated.stars - (rated.stars - self._fitted(rated.films, taste)) / kept
        return without

    def _fitted(self, films: NDArray[np.signedinteger], taste: Taste) -> Vector:
        fitted: Vector = self.means[films] + self.loadings[films] @ taste.mean
        return fitted

    def _pull(self, rated: Rated, taste: Taste) -> Vector:
        """How far each rating draws its own prediction towards it, 0..1."""
        loadings = self.loadings[rated.films]
        variance = ((loadings @ taste.covariance) * loadings).sum(axis=1)
        noise = self.noise[rated.films] * np.float32(taste.noise) / rated.weights
        pull: Vector = variance / noise
        return pull

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.stars(self.taste_of(history)).clip(LOWEST, HIGHEST)
