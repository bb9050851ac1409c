"""Figures for all members together, and for parts of them: short histories, rare films."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.evaluate.answers import Films
from models.evaluate.intervals import Interval, bootstrap, bootstrap_pooled, bootstrap_rmse
from models.evaluate.members import Target
from models.evaluate.metrics import average_precision_at, ndcg_at, precision_at, recall_at
from models.interface import History, Stars

RANKING_METRICS = {
    "ndcg@10": partial(ndcg_at, k=10),
    "recall@20": partial(recall_at, k=20),
    "precision@10": partial(precision_at, k=10),
    "map@10": partial(average_precision_at, k=10),
}
HISTORY_BOUNDS = (0, 5, 20, 50, 200)
HISTORY_LABELS = ("under 5", "5-19", "20-49", "50-199", "200+")
THIRDS = ("least rated third", "middle third", "most rated third")

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """The figures of one part: how many members and target ratings it has."""

    label: str
    members: int
    ratings: int
    figures: dict[str, Interval]


@dataclass(frozen=True)
class Judged:
    """How right the answers are. Arrays have one entry per target rating or per member."""

    errors: Stars  # predicted - actual, one member's ratings after the other's
    owners: NDArray[np.intp]  # whose rating it is: a position among the members
    rankings: dict[str, Values]
    seed: int

    @property
    def n_members(self) -> int:
        return len(self.rankings["ndcg@10"])

    def accuracy(self, members: NDArray[np.bool_]) -> dict[str, Interval]:
        """RMSE, MAE and the ranking metrics of the members chosen."""
        ratings = members[self.owners]
        absolute, counts = self._sums(np.abs(self.errors), ratings), self._sums(None, ratings)
        rankings = {
            name: bootstrap(values[members], self.seed) for name, values in self.rankings.items()
        }
        mae = bootstrap_pooled(absolute, counts, self.seed)
        return {"rmse": self.rmse(ratings), "mae": mae, **rankings}

    def rmse(self, ratings: NDArray[np.bool_]) -> Interval:
        """The pooled RMSE of the target ratings chosen."""
        squares, counts = self._sums(self.errors**2, ratings), self._sums(None, ratings)
        return bootstrap_rmse(squares, counts, self.seed)

    def _sums(self, values: Stars | None, ratings: NDArray[np.bool_]) -> Values:
        """Each member's sum of `values`, or number of ratings, over the ratings chosen."""
        weights = None if values is None else values[ratings]
        sums = np.bincount(self.owners[ratings], weights=weights, minlength=self.n_members)
        return sums.astype(np.float64)


def judge(
    predictions: Sequence[Stars], rankings: Sequence[Films], targets: Sequence[Target], seed: int
) -> Judged:
    """Compare the answers with the targets, one of each per member; at least one rating."""
    stars = np.concatenate([target.ratings for target in targets]) / 2
    owners = np.repeat(np.arange(len(targets)), [len(target.films) for target in targets])
    errors = np.concatenate(predictions) - stars
    return Judged(errors, owners, ranking_values(rankings, targets), seed)


def ranking_values(rankings: Sequence[Films], targets: Sequence[Target]) -> dict[str, Values]:
    """Each ranking metric for each member, NaN where no target film is relevant."""
    hits = [
        (np.isin(shown, target.relevant), len(target.relevant))
        for shown, target in zip(rankings, targets, strict=True)
    ]
    return {
        name: np.array([metric(relevance, n_relevant) for relevance, n_relevant in hits])
        for name, metric in RANKING_METRICS.items()
    }


def by_history(judged: Judged, histories: Sequence[History]) -> list[Cut]:
    """Members with 5 to 19 ratings in the profile, 20 to 49, and so on."""
    lengths = np.array([int(history.rated.sum()) for history in histories])
    part = np.digitize(lengths, HISTORY_BOUNDS) - 1
    return [
        Cut(
            label,
            int((part == index).sum()),
            int((part == index)[judged.owners].sum()),
            judged.accuracy(part == index),
        )
        for index, label in enumerate(HISTORY_LABELS)
    ]


def by_popularity(
    judged: Judged, targets: Sequence[Target], counts: NDArray[np.int64]
) -> list[Cut]:
    """RMSE for thirds of the target ratings, by how often their film is rated in training."""
    popularity = counts[np.concatenate([target.films for target in targets])]
    part = np.searchsorted(np.quantile(popularity, [1 / 3, 2 / 3]), popularity)
    return [
        Cut(
            label,
            len(np.unique(judged.owners[part == index])),
            int((part == index).sum()),
            {"rmse": judged.rmse(part == index)},
        )
        for index, label in enumerate(THIRDS)
    ]
