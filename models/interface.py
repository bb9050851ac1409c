"""What every model is given and what it gives back."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Stars = NDArray[np.float64]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """What one member logged. `films` are rows of the catalogue, each at most once; `stars` is
    0.5..5, NaN where not rated."""

    films: NDArray[np.intp]
    stars: Stars
    liked: NDArray[np.bool_]

    @property
    def rated(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.stars)


class Model(Protocol):
    """Two separate answers: how many stars a member would give, and what to watch next."""

    def predict(self, history: History) -> Stars:
        """Stars for every film of the catalogue, shape (films,), within 0.5..5."""

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly to recommend every film, shape (films,), higher is better.

        `popularity` from -1 (hidden gems) to 1 (crowd pleasers). Films of the history have a
        score as well; whoever ranks leaves them out.
        """
