"""The ranking baseline: what most members like, the same for everyone."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.bias import film_bias
from models.interface import History, Scores, Stars

LIKED = 4.0  # stars


@dataclass(frozen=True)
class PopularModel:
    """Scores a film by how many members liked it, predicts its damped mean."""

    likes: NDArray[np.float64]
    means: Stars

    @classmethod
    def fit(cls, films: NDArray[np.int32], stars: Stars, n_films: int) -> Self:
        """Learn from ratings: `films` (rows of the catalogue) and `stars`, one each."""
        likes = np.bincount(films[stars >= LIKED], minlength=n_films).astype(np.float64)
        mean, biases = film_bias(films, stars, n_films)
        return cls(likes, (mean + biases).clip(0.5, 5.0))

    @property
    def nbytes(self) -> int:
        return self.likes.nbytes + self.means.nbytes

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        del history
        return self.means

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """Numbers of likes, without regard to `popularity`."""
        del history, popularity
        return self.likes
