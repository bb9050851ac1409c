"""What everybody's ratings say: factors for the stars, item-item weights for the ranking."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.artifacts import Arrays
from models.factors import FactorModel
from models.interface import History, Scores, Stars
from models.item_item import ItemItemModel

FACTOR_ARRAYS = ("means", "loadings", "noise", "center", "precision")


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

    def arrays(self) -> Arrays:
        """All that from_arrays() needs to make the same model again."""
        factors, items = self.factors, self.items
        return {name: getattr(factors, name) for name in FACTOR_ARRAYS} | {
            "weights": items.weights.data,
            "weight_columns": items.weights.indices,
            "weight_starts": items.weights.indptr,
            "scales": items.scales,
            "counts": items.counts,
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The model that gave these arrays()."""
        size = len(arrays["counts"])
        weights = sparse.csr_array(
            (arrays["weights"], arrays["weight_columns"], arrays["weight_starts"]), (size, size)
        )
        return cls(
            FactorModel(**{name: arrays[name] for name in FACTOR_ARRAYS}),
            ItemItemModel(weights, arrays["scales"], arrays["counts"]),
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
