"""The personal model: a random forest that knows one member's ratings and nothing else."""

from typing import Self
from zlib import crc32

import numpy as np
from sklearn.ensemble import RandomForestRegressor

from models.features import Matrix
from models.interface import Stars

LOWEST, HIGHEST = 0.5, 5.0


class PersonalModel:
    """Predicts stars from film features, learned from all of one member's ratings.

    The forest is seeded by the member's name, so the same history gives the same answer.
    """

    def __init__(self, username: str, trees: int = 100, min_samples_leaf: int = 2) -> None:
        self._forest = RandomForestRegressor(
            n_estimators=trees,
            min_samples_leaf=min_samples_leaf,
            max_features=1 / 3,  # Breiman's default for regression forests (2001)
            random_state=crc32(username.lower().encode()),
        )

    def fit(self, features: Matrix, stars: Stars) -> Self:
        """Learn from `features` (films, columns) rated `stars` (films,); NaN features are fine."""
        self._forest.fit(features, stars)
        return self

    def predict(self, features: Matrix) -> Stars:
        """Stars for each row of `features`, within 0.5..5."""
        if not len(features):
            return np.empty(0)
        predicted: Stars = self._forest.predict(features)
        return predicted.clip(LOWEST, HIGHEST)
