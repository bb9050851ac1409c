"""What every model is given and what it gives back."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Stars = NDArray[np.float64]
Scores = NDArray[np.float64]

LOWEST, HIGHEST = 0.5, 5.0  # stars


@dataclass(frozen=True)
class History:
    """What one member logged. `films` are rows of the catalogue, each at most once; `stars` is
    0.5..5, NaN where not rated. Raises ValueError for anything else."""

    films: NDArray[np.intp]
    stars: Stars
    liked: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if not len(self.films) == len(self.stars) == len(self.liked):
            raise ValueError("films, stars and liked of a history differ in length")
        if len(self.films) and self.films.min() < 0:
            raise ValueError("a film of a history has a row below 0, which is no film")
        if len(np.unique(self.films)) < len(self.films):
            raise ValueError("a film is in the same history twice")
        if ((self.stars < LOWEST) | (self.stars > HIGHEST)).any():
            raise ValueError(f"stars of a history are outside {LOWEST}..{HIGHEST:g}")

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
