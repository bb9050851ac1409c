"""What everybody's ratings say: factors for the stars, item-item weights for the ranking."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.artifacts import Arrays
from models.blend import Blend
from models.factor_training import fit_factors, refit_factors
from models.factors import FactorModel
from models.features import Matrix
from models.interface import History, Scores, Stars
from models.item_item import ItemItemModel
from models.lessons import held_out, lessons
from models.signals import FilmFacts

BLEND = "blend_"
FACTOR_ARRAYS = tuple(FactorModel.__dataclass_fields__)


class _Ratings(NamedTuple):
    members: NDArray[np.int32]
    films: NDArray[np.int32]
    stars: Stars

    def of(self, chosen: NDArray[np.bool_]) -> "_Ratings":
        return _Ratings(self.members[chosen], self.films[chosen], self.stars[chosen])


@dataclass(frozen=True)
class CollaborativeModel:
    """Trained monthly on all ratings; a new member is folded in within milliseconds.

    `blend` is for the hybrid model; None if there were too few members to learn it from.
    """

    factors: FactorModel
    items: ItemItemModel
    blend: Blend | None = None

    @classmethod
    def fit(
        cls,
        members: NDArray[np.int32],
        films: NDArray[np.int32],
        stars: Stars,
        features: Matrix,
        *,
        seed: int = 0,
        blended: bool = True,
    ) -> Self:
        """Learn from ratings, one entry of each array for each rating; `films` are rows of
        `features` (films, columns), where unknown facts are NaN. To learn the blend as well
        takes three times as long."""
        ratings, n_films = _Ratings(members, films, stars), len(features)
        held = held_out(members, seed)
        if not blended or not held.any():
            return cls(*_parts(ratings, n_films, seed))
        factors, items = _parts(ratings.of(~held), n_films, seed)
        facts = FilmFacts.of(factors, items, features)
        learned = list(lessons(factors, items, facts, ratings.of(held), seed))
        return cls(
            refit_factors(factors, *ratings),
            ItemItemModel.fit(*ratings, n_films),
            Blend.fit(learned, seed=seed),
        )

    def arrays(self) -> Arrays:
        """All that from_arrays() needs to make the same model again."""
        factors, items = self.factors, self.items
        blend = self.blend.arrays() if self.blend else {}
        return (
            {name: getattr(factors, name) for name in FACTOR_ARRAYS}
            | {BLEND + name: array for name, array in blend.items()}
            | {
                "weights": items.weights.data,
                "weight_columns": items.weights.indices,
                "weight_starts": items.weights.indptr,
                "scales": items.scales,
                "counts": items.counts,
                "reach": items.reach,
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The model that gave these arrays()."""
        size = len(arrays["counts"])
        weights = sparse.csr_array(
            (arrays["weights"], arrays["weight_columns"], arrays["weight_starts"]), (size, size)
        )
        blend = {
            name.removeprefix(BLEND): array
            for name, array in arrays.items()
            if name.startswith(BLEND)
        }
        return cls(
            FactorModel(**{name: arrays[name] for name in FACTOR_ARRAYS}),
            ItemItemModel(weights, arrays["scales"], arrays["counts"], arrays["reach"]),
            Blend.from_arrays(blend) if blend else None,
        )

    @property
    def nbytes(self) -> int:
        blend = sum(array.nbytes for array in self.blend.arrays().values()) if self.blend else 0
        return self.factors.nbytes + self.items.nbytes + blend

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.factors.predict(history)

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly the history speaks for every film, shape (films,)."""
        return self.items.score(history, popularity)


def _parts(ratings: _Ratings, n_films: int, seed: int) -> tuple[FactorModel, ItemItemModel]:
    return (
        fit_factors(*ratings, n_films, seed=seed),
        ItemItemModel.fit(*ratings, n_films),
    )
