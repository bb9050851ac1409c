"""What everybody's ratings say: factors for the stars, item-item weights for the ranking."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.factors import FactorModel
from models.interface import History, Scores, Stars
from models.item_item import ItemItemModel


@dataclass(frozen=True)
class CollaborativeModel:
    """Trained monthly on all ratings; a new member is folded in within milliseconds."""

    factors: FactorModel
    items: ItemItemModel

    @classmethod
    def fit(
        cls,
        members: NDArray[np.int32],
        films: NDArray[np.int32],
        stars: Stars,
        n_films: int,
        *,
        seed: int = 0,
    ) -> Self:
        """Learn from ratings, one entry of each array for each rating."""
        return cls(
            FactorModel.fit(members, films, stars, n_films, seed=seed),
            ItemItemModel.fit(members, films, stars, n_films),
        )

    @property
    def nbytes(self) -> int:
        return self.factors.nbytes + self.items.nbytes

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.factors.predict(history)

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly the history speaks for every film, shape (films,)."""
        return self.items.score(history, popularity)
