"""The general model: what the average member gives each film, learned monthly from its content.

One weighted row per film. Its target is the plain mean of its ratings and its weight their number:
the weighted squared error is then that of all the ratings, and a shrunk mean would only bias it.
"""

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from models.artifacts import Arrays
from models.bias import FALLBACK_MEAN, MEMBER_DAMPING
from models.features import COLUMNS, Matrix
from models.interface import HIGHEST, LOWEST, History, Scores, Stars
from models.ranking import popularity_term

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

LEARNING_RATES, LEAVES = (0.03, 0.1), (8, 16, 31)
ROUNDS = 300
VALIDATED = 0.2  # share of the films
FEWEST_FILMS = 10  # fewer rated films teach nothing about content
UNKNOWN = -1.0  # a value that no fact has: the trees stumble over a column of nothing but NaN
VOTES = [COLUMNS.index(name) for name in ("letterboxd_rating", "letterboxd_rating_count")]


class Report(NamedTuple):
    """The settings chosen, and their weighted RMSE on films held out, in stars: with and without
    Letterboxd's votes among the features. All 0 where there was nothing to choose by."""

    learning_rate: float = 0.0
    leaves: float = 0.0
    rmse: float = 0.0
    rmse_without_votes: float = 0.0


@dataclass(frozen=True)
class GeneralModel:
    """`stars` and `counts` (films,): what each film is expected to get, and its ratings."""

    stars: Stars
    counts: NDArray[np.float64]
    report: Report

    @classmethod
    def fit(
        cls, films: NDArray[np.int32], stars: Stars, features: Matrix, *, seed: int = 0
    ) -> Self:
        """Learn from ratings, `films` (rows of `features`) and `stars`, one entry each."""
        counts = np.bincount(films, minlength=len(features)).astype(np.float64)
        sums = np.bincount(films, weights=stars, minlength=len(features))
        rated = np.flatnonzero(counts)
        if len(rated) < FEWEST_FILMS:
            mean = float(stars.mean()) if len(stars) else FALLBACK_MEAN
            return cls(np.full(len(features), mean), counts, Report())
        rows = Rows(features[rated], sums[rated] / counts[rated], counts[rated])
        report = _choose(rows, seed)
        predicted = _boosted(rows, report, seed).predict(_numbers(features))
        return cls(predicted.clip(LOWEST, HIGHEST), counts, report)

    def arrays(self) -> Arrays:
        """All that from_arrays() needs to make the same model again."""
        return {"stars": self.stars, "counts": self.counts, "report": np.array(self.report)}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The model that gave these arrays()."""
        return cls(arrays["stars"], arrays["counts"], Report(*arrays["report"].tolist()))

    @property
    def nbytes(self) -> int:
        return self.stars.nbytes + self.counts.nbytes

    def predict(self, history: History) -> Stars:
        """The film's stars and the member's mean deviation from them, damped by
        n / (n + MEMBER_DAMPING) at n ratings; shape (films,), within 0.5..5."""
        above = (history.stars - self.stars[history.films])[history.rated]
        deviation = above.sum() / (len(above) + MEMBER_DAMPING)
        stars: Stars = (self.stars + deviation).clip(LOWEST, HIGHEST)
        return stars

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """The film's stars and the popularity term, the same for everyone."""
        del history
        return self.stars + popularity_term(self.counts, popularity)


class Rows(NamedTuple):
    """One entry for each rated film: `features`, mean `stars`, and number of ratings."""

    features: Matrix
    stars: Stars
    weights: NDArray[np.float64]

    def take(self, rows: NDArray[np.bool_]) -> "Rows":
        return Rows(self.features[rows], self.stars[rows], self.weights[rows])


def _without_votes(features: Matrix) -> Matrix:
    """What would be known of the films if nobody had voted on Letterboxd yet."""
    hidden = features.copy()
    hidden[:, VOTES] = np.nan
    return hidden


def _numbers(features: Matrix) -> Matrix:
    return np.nan_to_num(features, nan=UNKNOWN)


def _boosted(rows: Rows, settings: Report, seed: int) -> "HistGradientBoostingRegressor":
    """Trees that see every film twice, with votes and without: Letterboxd's average all but is
    the target, and trees that always see it would learn nothing about content."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # 140 MB: for training alone

    trees = HistGradientBoostingRegressor(
        learning_rate=settings.learning_rate,
        max_leaf_nodes=int(settings.leaves),
        max_iter=ROUNDS,
        early_stopping=False,
        random_state=seed,
    )
    features = _numbers(np.vstack([rows.features, _without_votes(rows.features)]))
    with threadpool_limits(1, "openmp"):  # threads only get in the way of small histograms
        trees.fit(features, np.tile(rows.stars, 2), sample_weight=np.tile(rows.weights, 2))
    return trees


def _choose(rows: Rows, seed: int) -> Report:
    """The settings of the grid with the least squared error on a fifth of the films."""
    n_films = len(rows.stars)
    held_out = np.random.default_rng(seed).permutation(n_films) < VALIDATED * n_films
    learned, validated = rows.take(~held_out), rows.take(held_out)
    reports = [
        _validated(learned, validated, Report(rate, leaves), seed)
        for rate, leaves in product(LEARNING_RATES, LEAVES)
    ]
    return min(reports, key=lambda report: report.rmse**2 + report.rmse_without_votes**2)


def _validated(learned: Rows, validated: Rows, settings: Report, seed: int) -> Report:
    trees = _boosted(learned, settings, seed)

    def rmse(features: Matrix) -> float:
        squares = (trees.predict(_numbers(features)) - validated.stars) ** 2
        return float(np.sqrt(np.average(squares, weights=validated.weights)))

    without = rmse(_without_votes(validated.features))
    return settings._replace(rmse=rmse(validated.features), rmse_without_votes=without)
