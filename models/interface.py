"""What every model is given and what it gives back."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Stars = NDArray[np.float64]
Scores = NDArray[np.float64]

LOWEST, HIGHEST = 0.5, 5.0  # stars


def _same_for_all() -> NDArray[np.float64]:
    return np.ones(())


@dataclass(frozen=True)
class History:
    """What one member logged. `films` are rows of the catalogue, each at most once; `stars` is
    0.5..5, NaN where not rated; `weights`, above 0 and at most 1, say how much each film counts,
    1 unless given. Raises ValueError for anything else."""

    films: NDArray[np.intp]
    stars: Stars
    liked: NDArray[np.bool_]
    weights: NDArray[np.float64] = field(default_factory=_same_for_all)

    def __post_init__(self) -> None:
        if not self.weights.ndim:
            object.__setattr__(self, "weights", np.full(len(self.films), self.weights))
        if len({len(self.films), len(self.stars), len(self.liked), len(self.weights)}) > 1:
            raise ValueError("films, stars, liked and weights of a history differ in length")
        if len(self.films) and self.films.min() < 0:
            raise ValueError("a film of a history has a row below 0, which is no film")
        if len(np.unique(self.films)) < len(self.films):
            raise ValueError("a film is in the same history twice")
        if ((self.stars < LOWEST) | (self.stars > HIGHEST)).any():
            raise ValueError(f"stars of a history are outside {LOWEST}..{HIGHEST:g}")
        if not ((self.weights > 0) & (self.weights <= 1)).all():
            raise ValueError("a weight of a history is not above 0 and at most 1")

    @property
    def rated(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.stars)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "History":
        """The history of the films at these places alone."""
        return History(
            self.films[chosen], self.stars[chosen], self.liked[chosen], self.weights[chosen]
        )


class Model(Protocol):
    """Two separate answers: how many stars a member would give, and what to watch next."""

    def predict(self, history: History) -> Stars:
        """Stars for every film of the catalogue, shape (films,), within 0.5..5."""

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly to recommend every film, shape (films,), higher is better.

        `popularity` from -1 (hidden gems) to 1 (crowd pleasers). Films of the history have a
        score as well; whoever ranks leaves them out.
        """
