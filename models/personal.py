"""The personal model: a random forest that knows one member's ratings and nothing else."""

from zlib import crc32

import numpy as np

from models.features import COLUMNS, Matrix
from models.forest import sample_weight
from models.interface import HIGHEST, LOWEST, History, Scores, Stars
from models.ranking import popularity_term

FALLBACK_MEAN = 3.25  # stars of the average film, where no film's average is known
RATING, COUNT = COLUMNS.index("letterboxd_rating"), COLUMNS.index("letterboxd_rating_count")


class PersonalModel:
    """Predicts stars from film features, learned afresh from all of one member's ratings.

    The forest is seeded by the ratings, so the same history gives the same answer.
    """

    def __init__(self, features: Matrix, trees: int = 50, min_samples_leaf: int = 5) -> None:
        """`features` (films, columns) of the whole catalogue; unknown ones are NaN."""
        self._features = features
        self._trees = trees
        self._min_samples_leaf = min_samples_leaf

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5; without any rating the mean of
        all films' Letterboxd averages."""
        if not history.rated.any():
            return np.full(len(self._features), self._mean())
        from sklearn.ensemble import RandomForestRegressor  # 140 MB: not before it is needed

        history = _in_order(history)
        films, stars = history.films, history.stars
        forest = RandomForestRegressor(
            n_estimators=self._trees,
            min_samples_leaf=self._min_samples_leaf,
            max_features=1 / 3,  # Breiman's default for regression forests (2001)
            random_state=crc32(films.tobytes() + stars.tobytes()),
        )
        forest.fit(self._features[films], stars, sample_weight(history.weights))
        predicted: Stars = forest.predict(self._features)
        return predicted.clip(LOWEST, HIGHEST)

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """The predicted stars, and the popularity term on Letterboxd's rating counts."""
        return self.predict(history) + popularity_term(self._features[:, COUNT], popularity)

    def _mean(self) -> float:
        known = self._features[:, RATING]
        known = known[~np.isnan(known)]
        return float(known.mean(dtype=np.float64)) if len(known) else FALLBACK_MEAN


def _in_order(history: History) -> History:
    """The rated films by row, so that the order of logging changes nothing."""
    rated = np.flatnonzero(history.rated)
    return history.take(rated[np.argsort(history.films[rated])])
