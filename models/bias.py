"""The rating baseline: some films are rated higher than others, some members rate higher."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.interface import History, Scores, Stars

# So many imaginary ratings of exactly the mean keep a film or member with few ratings near it.
FILM_DAMPING = 10.0
MEMBER_DAMPING = 5.0
FALLBACK_MEAN = 3.5


def film_bias(
    films: NDArray[np.int32], stars: Stars, n_films: int
) -> tuple[float, NDArray[np.float64]]:
    """The mean mu of all ratings, and b_film = sum(stars - mu) / (count + damping), (films,)."""
    mean = float(stars.mean()) if len(stars) else FALLBACK_MEAN
    above = np.bincount(films, weights=stars - mean, minlength=n_films)
    return mean, above / (np.bincount(films, minlength=n_films) + FILM_DAMPING)


@dataclass(frozen=True)
class BiasModel:
    """Predicts mu + b_film + b_member; its ranking is that of the films' damped means."""

    mean: float
    film_biases: NDArray[np.float64]

    @classmethod
    def fit(cls, films: NDArray[np.int32], stars: Stars, n_films: int) -> Self:
        """Learn from ratings: `films` (rows of the catalogue) and `stars`, one each."""
        return cls(*film_bias(films, stars, n_films))

    @property
    def nbytes(self) -> int:
        return self.film_biases.nbytes

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        expected = self.mean + self.film_biases
        above = (history.stars - expected[history.films])[history.rated]
        weights = history.weights[history.rated]
        member_bias = (weights * above).sum() / (weights.sum() + MEMBER_DAMPING)
        stars: Stars = (expected + member_bias).clip(0.5, 5.0)
        return stars

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """The same for everyone, and without regard to `popularity`."""
        del history, popularity
        return self.film_biases
